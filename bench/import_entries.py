"""Our whole import of a workbook of filled questionnaires against openpyxl (read-only) merely reading that workbook.

The workbook is what a supervisor sends round: our own export of a quarter, 3,000 rows of 100 answers. It is imported
where the quarter is still empty (every row a new entry: begun from the register, worked out, checked against the
quarter before, written durably), and once more where nothing has changed. The peer only goes through all cells.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.import_register import merely_read
from bench.result import Result, seconds
from usecases.demo import fill_demo
from usecases.exports import ExportKind, export_workbook
from usecases.imports import ImportKind, import_at_once
from usecases.progress import Silent
from usecases.workspace import Workspace, open_workspace

ROWS, ROUNDS, FORM = 3000, 3, "quarterly"
BEFORE, ROUND = "2026Q1", "2026Q2"
TARGET_NEW, TARGET_SAME = 0.9, 0.7


def measure() -> Iterator[Result]:
    """Take all three by turns."""
    with tempfile.TemporaryDirectory() as name:
        book, begun = Path(name) / "entries.xlsx", Path(name) / "begun"
        _write(book, Path(name) / "full")
        _fill(begun, (BEFORE,)).close()
        taken = [_taken(book, begun) for _ in range(ROUNDS)]
    new, same, peer = (statistics.median(column) for column in zip(*taken, strict=True))
    note = f"openpyxl read-only reading {ROWS:,} rows"
    yield Result("import_entries, new", new, peer, TARGET_NEW, "s", note)
    yield Result("import_entries, unchanged", same, peer, TARGET_SAME, "s", note)


def _taken(book: Path, begun: Path) -> tuple[float, float, float]:
    data = book.parent / "data"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(begun, data)
    workspace = open_workspace(data)
    new = seconds(lambda: _import(workspace, book))
    same = seconds(lambda: _import(workspace, book))
    workspace.close()
    return new, same, seconds(lambda: merely_read(book))


def _import(workspace: Workspace, book: Path) -> None:
    import_at_once(workspace, file=book, kind=ImportKind.ENTRIES, progress=Silent())


def _write(book: Path, folder: Path) -> None:
    workspace = _fill(folder, (BEFORE, ROUND))
    export_workbook(workspace, out=book, kind=ExportKind.ENTRIES, form_id=FORM, round_code=ROUND, progress=Silent())
    workspace.close()


def _fill(folder: Path, rounds: tuple[str, ...]) -> Workspace:
    workspace = open_workspace(folder)
    fill_demo(workspace, households=ROWS, rounds=rounds)
    return workspace
