"""Saving one entry: our transaction, and the whole use case, against raw sqlite3 writing the same rows.

Both write to files of the same schema and content, with WAL and synchronous=FULL, one save by turns. The rows of
the raw transaction are the very ones ours wrote last: a revision, the entry, its outbox row, the emptied journal.
"""

from __future__ import annotations

import gc
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bench.result import Result
from storage.records.content import Stamp, Write
from usecases.demo import fill_demo
from usecases.entries import OpenEntry, journal_answer, open_entry, save_entry
from usecases.register import search_households
from usecases.workspace import DATABASE, Workspace, open_workspace

SAVES = 600
FORM, ROUND = "quarterly", "2026Q2"
REMARK = "/data/closing/remark"
_READ_ENTRY = (
    "SELECT head, changed_at, removed, household_id, form_id, form_version, round, status, author, errors, queries, "
    "seq FROM entry ORDER BY head DESC LIMIT 1"
)
_READ_REVISION = (
    "SELECT id, record, base, hash, author, device, source, reason, made_at, import_batch, content "
    "FROM entry_revision ORDER BY seq DESC LIMIT 1"
)
_REVISION = (
    "INSERT INTO entry_revision (seq, id, record, base, hash, author, device, source, reason, made_at, import_batch, "
    "content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ENTRY = (
    "UPDATE entry SET head=?, changed_at=?, removed=?, household_id=?, form_id=?, form_version=?, round=?, status=?, "
    "author=?, errors=?, queries=? WHERE seq=?"
)
_OUTBOX = (
    "INSERT INTO outbox (kind, record, state) VALUES ('entry', ?, 'waiting') "
    "ON CONFLICT (kind, record) DO UPDATE SET state = excluded.state"
)


@dataclass
class Times:
    """Milliseconds of each kind of save."""

    storage: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    journal: list[float] = field(default_factory=list)


class Raw:
    """Plain sqlite3 on a copy of the database, with the same settings."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-64000"):
            self._connection.execute(f"PRAGMA {pragma}")
        (self._next,) = self._connection.execute("SELECT max(seq) FROM entry_revision").fetchone()

    def save(self, entry: tuple[object, ...], revision: tuple[object, ...], entry_id: str) -> None:
        """Write one save in one transaction."""
        self._next += 1
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        run(_REVISION, (self._next, *revision))
        run(_ENTRY, (self._next, *entry[1:]))
        run(_OUTBOX, (entry[-1],))
        run("DELETE FROM draft_edit WHERE entry_id=?", (entry_id,))
        run("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def measure() -> Iterable[Result]:
    """Measure a few hundred saves of each kind by turns."""
    with tempfile.TemporaryDirectory() as folder:
        ws = open_workspace(Path(folder) / "ours")
        fill_demo(ws, households=300, rounds=(ROUND,))
        times = _take(ws, Path(folder) / "raw.sqlite3")
        ws.close()
    floor = statistics.median(times.raw)
    slow = _p99(times.raw)
    yield Result(
        "save: storage p50", statistics.median(times.storage), floor, 2.0, "ms", "raw sqlite3, same rows, FULL"
    )
    yield Result("save: storage p99", _p99(times.storage), slow, 3.0, "ms", "raw sqlite3 p99")
    yield Result("save: whole use case p50", statistics.median(times.whole), floor, 8.0, "ms", "raw sqlite3 p50", 20)
    yield Result("save: whole use case p99", _p99(times.whole), slow, 12.0, "ms", "raw sqlite3 p99", 50)
    yield Result("journal one answer p50", statistics.median(times.journal), floor, 2.0, "ms", "raw sqlite3 save p50")


def _take(ws: Workspace, copy: Path) -> Times:
    times = Times()
    rows = search_households(ws, limit=50).rows
    entries = [open_entry(ws, household_id=row.id, form_id=FORM, round_code=ROUND) for row in rows]
    ws.store.back_up("bench")
    shutil.copy(next((ws.data_dir / "backups").iterdir()), copy)
    raw = Raw(copy)
    gc.collect()
    for number in range(SAVES):
        entry = entries[number % len(entries)]
        entry.session.answer(REMARK, f"第{number}次")
        times.journal.append(_ms(lambda: journal_answer(ws, entry=entry, path=REMARK, value=f"第{number}次")))  # noqa: B023
        times.whole.append(_ms(lambda: save_entry(ws, entry=entry, complete=True)))  # noqa: B023
        _storage_and_raw(ws, raw, entry, number, times)
    raw.close()
    return times


def _storage_and_raw(ws: Workspace, raw: Raw, entry: OpenEntry, number: int, times: Times) -> None:
    with ws.store.reading() as tx:
        fields = tx.entries.contents([entry.entry_id])[entry.entry_id]
    write = Write(entry.entry_id, {**fields, "answers.remark": f"又一次{number}"})
    stamp = Stamp(ws.user, ws.device_id, "screen", ws.now())

    def ours() -> None:
        with ws.store.transaction() as tx:
            tx.entries.write([write], stamp)
            tx.drafts.clear(entry.entry_id)

    times.storage.append(_ms(ours))
    with closing(sqlite3.connect(ws.data_dir / DATABASE)) as looking:
        row, revision = (looking.execute(query).fetchone() for query in (_READ_ENTRY, _READ_REVISION))
    times.raw.append(_ms(lambda: raw.save(row, revision, entry.entry_id)))


def _ms(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]
