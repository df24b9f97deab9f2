"""The program is killed without warning, again and again, in the middle of saving.

Every save that was acknowledged is there afterwards, exactly once, with the right fingerprint; nothing is half there.
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from exchange.messages import Kind
from storage.records.content import fingerprint
from tests.tree import ROOT
from usecases.demo import fill_demo
from usecases.workspace import DATABASE, open_workspace

KILLS = [pytest.param(12, id="12 kills"), pytest.param(200, id="200 kills", marks=pytest.mark.long)]

ORPHANS = {
    "a record without its newest revision": "SELECT count(*) FROM {0} r LEFT JOIN {0}_revision v ON v.seq = r.head "
    "WHERE v.seq IS NULL OR v.record <> r.seq",
    "a revision without a record": "SELECT count(*) FROM {0}_revision v LEFT JOIN {0} r ON r.seq = v.record "
    "WHERE r.seq IS NULL",
    "a record the server will not hear of": "SELECT count(*) FROM {0} r LEFT JOIN outbox o "
    "ON o.record = r.seq AND o.kind = '{0}' WHERE o.position IS NULL AND r.base_seq IS NULL",
    "an outbox row for nothing": "SELECT count(*) FROM outbox o LEFT JOIN {0} r ON r.seq = o.record "
    "WHERE o.kind = '{0}' AND r.seq IS NULL",
}


@dataclass
class Told:
    """What the clerk was told is saved: (entry, revision) -> the answer, and the last edit that was only journalled."""

    saved: dict[tuple[str, str], str] = field(default_factory=dict)
    journalled: tuple[str, str] | None = None

    def hear(self, line: str) -> None:
        words = line.split()
        if len(words) != 3 or not line.endswith("\n"):
            return
        if words[0] == "journal":
            self.journalled = (words[1], words[2])
        else:
            self.saved[words[0], words[1]] = words[2]
            self.journalled = None


def work_until_killed(folder: Path, chance: random.Random, told: Told) -> None:
    command = [sys.executable, "-m", "tests.journeys.kill_save_clerk", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as clerk:
        assert clerk.stdout is not None
        assert clerk.stdout.readline() == "ready\n"
        for _ in range(chance.randrange(1, 40)):
            told.hear(clerk.stdout.readline())
        timer = threading.Timer(chance.uniform(0, 0.04), clerk.kill)
        timer.start()
        for line in clerk.stdout:
            told.hear(line)
        timer.join()


def check(folder: Path, told: Told) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        for what, query in ORPHANS.items():
            for kind in Kind:
                assert raw.execute(query.format(kind.value)).fetchone() == (0,), what
        rows = raw.execute(
            "SELECT e.id, v.id, v.hash, v.content FROM entry_revision v JOIN entry e ON e.seq = v.record"
        ).fetchall()
        journal = raw.execute("SELECT entry_id, value FROM draft_edit ORDER BY seq DESC LIMIT 1").fetchone()
    assert all(fingerprint(content) == hash_ for _, _, hash_, content in rows)
    kept = {(entry, revision): content for entry, revision, _, content in rows}
    assert len(kept) == len(rows)
    lost = {key for key, answer in told.saved.items() if answer not in kept.get(key, "")}
    assert lost == set()
    if told.journalled is not None:
        entry, answer = told.journalled
        in_journal = journal is not None and journal == (entry, f'"{answer}"')
        assert in_journal or any(answer in content for (owner, _), content in kept.items() if owner == entry)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kills", KILLS)
def test_no_acknowledged_save_is_lost(tmp_path: Path, kills: int) -> None:
    ws = open_workspace(tmp_path)
    fill_demo(ws, households=6, rounds=("2026Q2",), seed=7)
    ws.close()
    chance, told = random.Random(kills), Told()
    for _ in range(kills):
        work_until_killed(tmp_path, chance, told)
        check(tmp_path, told)
        told.journalled = None
    assert len(told.saved) > kills
