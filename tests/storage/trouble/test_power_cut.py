"""S-10: a save that was acknowledged survives a power cut; with synchronous=NORMAL, the usual advice, it does not."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from storage.database.engine import PRAGMAS
from storage.records.content import fingerprint, seal
from storage.records.plan import ENTRY
from tests.storage.making import visit
from tests.storage.trouble.power import Disk

SQL = Path(__file__).parents[3] / "storage/database/migrations/versions/0001_first_release.sql"
CUTS = [pytest.param(40, id="40 cuts"), pytest.param(3000, id="3000 cuts", marks=pytest.mark.long)]
QUEUE = "INSERT OR REPLACE INTO outbox (kind, record, state) VALUES ('entry', ?, 'waiting')"


def opened(disk: Disk, path: Path, synchronous: str) -> apsw.Connection:
    """Open a database on the disk with our settings; exclusive locking, for APSW's files share no memory."""
    connection = apsw.Connection(str(path), vfs=disk.name)
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    for name, value in (PRAGMAS | {"synchronous": synchronous, "wal_autocheckpoint": "40"}).items():
        connection.execute(f"PRAGMA {name}={value}")
    return connection


def save(connection: apsw.Connection, number: int) -> str:
    """Write what a save writes, with the product's own statements; return the fingerprint once it is committed."""
    sealed = seal(visit(f"h{number}", remark="很长的备注" * 40, number=number))
    identity = (f"h{number}", "quarterly", "1", "2026Q3", "complete", "wang", 0, 0)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(ENTRY.insert_record, (number, f"e{number}", number, 0, None, "", 0, *identity))
    made = (f"r{number}", number, 0, sealed.hash, "wang", "d", "screen", "", "", None, sealed.content)
    connection.execute(ENTRY.insert_revision, (number, *made))
    connection.execute(QUEUE, (number,))
    connection.execute("COMMIT")
    return sealed.hash


def lost_in_a_cut(folder: Path, name: str, synchronous: str, chance: random.Random) -> int:
    """Save for a while, cut the power at a random moment, and count the acknowledged saves that are gone."""
    before, after = folder / f"{name}-before", folder / f"{name}-after"
    before.mkdir()
    after.mkdir()
    disk = Disk(name)
    connection = opened(disk, before / "huce.sqlite3", synchronous)
    for text in SQL.read_text(encoding="utf-8").split("\n\n"):
        connection.execute(text)
    saved = [save(connection, number) for number in range(1, chance.randrange(2, 40))]
    disk.cut(after, chance)
    connection.close()
    with closing(sqlite3.connect(after / "huce.sqlite3")) as found:
        if found.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            return len(saved)
        try:
            rows = found.execute("SELECT hash, content FROM entry_revision").fetchall()
        except sqlite3.OperationalError:
            return len(saved)
    assert all(fingerprint(content) == hash_ for hash_, content in rows)
    return len(set(saved) - {hash_ for hash_, _ in rows})


@pytest.mark.timeout(900)
@pytest.mark.parametrize("cuts", CUTS)
def test_no_acknowledged_save_is_lost(tmp_path: Path, cuts: int) -> None:
    chance = random.Random(cuts)
    assert sum(lost_in_a_cut(tmp_path, f"full{n}", PRAGMAS["synchronous"], chance) for n in range(cuts)) == 0


def test_the_cut_is_real_for_normal_loses_saves(tmp_path: Path) -> None:
    chance = random.Random(1)
    assert sum(lost_in_a_cut(tmp_path, f"normal{n}", "NORMAL", chance) for n in range(20)) > 0
