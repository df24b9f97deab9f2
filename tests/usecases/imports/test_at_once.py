"""I4: an import that is accepted beforehand is written while it is examined, and is the same as one in two steps."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excel.read import reader
from excel.read.reader import Reading
from storage.households import Adding
from storage.records.fresh import Fresh
from survey.problems import Cancelled, HuceError, Problem
from tests.excel.books import book
from tests.usecases.conftest import NOW
from tests.usecases.imports.test_register_rules import ONE, TITLES, TWO
from tests.usecases.imports.test_sharing import rows, told
from usecases.imports import (
    ImportKind,
    ImportPlan,
    ImportResult,
    accept_import,
    examining,
    import_at_once,
    preview_import,
    undo_import,
    write_error_workbook,
)
from usecases.progress import Silent
from usecases.register import search_households
from usecases.workspace import DATABASE, Workspace, open_workspace

THREE = ("92511722MACEPC2N7L", "理发店", "李雷", "", 2, "东乡街道", "", "理发服务")
BEFORE = (ONE, (*TWO[:3], "13512345679", *TWO[4:]), ("", "铺子4", "李四", "", 1, "东乡街道", "", "零售日用百货"))
FILE = [ONE, TWO, THREE, *rows(), (*THREE[:3], "13890901234", *THREE[4:]), TWO]


def at_once(ws: Workspace, file: Path) -> tuple[ImportPlan, ImportResult]:
    return import_at_once(ws, file=file, kind=ImportKind.REGISTER, progress=Silent())


def in_two_steps(ws: Workspace, file: Path) -> tuple[ImportPlan, ImportResult]:
    plan = preview_import(ws, file=file, kind=ImportKind.REGISTER, progress=Silent())
    return plan, accept_import(ws, plan=plan, progress=Silent())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share small files, too, with two processes that have half of the rows each."""
    monkeypatch.setattr(examining, "PIECE", 7)
    monkeypatch.setattr(examining, "SHARED_FROM", 14)
    monkeypatch.setattr(reader, "SHARED_FROM", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return book(tmp_path / "名录.xlsx", [TITLES, *FILE])


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Callable[[str], Workspace]]:
    """Open workspaces with the same register: one of its households was imported and taken back."""
    opened: list[Workspace] = []

    def desk(name: str) -> Workspace:
        opened.append(open_workspace(tmp_path / name, clock=lambda: NOW, forms=False, user="wang"))
        in_two_steps(opened[-1], book(tmp_path / "before.xlsx", [TITLES, *BEFORE]))
        _, gone = in_two_steps(opened[-1], book(tmp_path / "gone.xlsx", [TITLES, THREE]))
        undo_import(opened[-1], batch_id=gone.batch_id)
        return opened[-1]

    yield desk
    for workspace in opened:
        workspace.close()


def stored(ws: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, with a number in place of an id that is drawn by lot."""
    names: dict[object, int] = {}
    with closing(sqlite3.connect(ws.data_dir / DATABASE)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        found = {}
        for table in sorted({*tables} - {"setting", "search"}):
            cursor = db.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608 - the tables of our own database
            drawn = [column in {"id", "device", "import_batch"} for column, *_ in cursor.description]
            found[table] = [
                tuple(
                    names.setdefault(cell, len(names)) if by_lot and isinstance(cell, str) else cell
                    for by_lot, cell in zip(drawn, row, strict=True)
                )
                for row in cursor
            ]
    return found


@pytest.mark.usefixtures("small")
def test_i4_1_the_same_report_and_the_same_database_as_in_two_steps(
    desks: Callable[[str], Workspace], file: Path
) -> None:
    one, two = desks("one"), desks("two")
    (plan, result), (planned, accepted) = at_once(one, file), in_two_steps(two, file)
    assert [part.refs for part in plan.fresh] == [part.refs for part in planned.fresh]
    assert not any(map(len, (part.records for part in plan.fresh))), "what is written is not held any longer"
    assert told(replace(plan, fresh=())) == told(replace(planned, fresh=()))
    counts = ("new", "updated", "unchanged", "refused")
    assert [getattr(result, name) for name in counts] == [getattr(accepted, name) for name in counts]
    assert result.new > 100
    assert result.updated == 2
    assert len(plan.refused) > 20
    assert stored(one) == stored(two)


@pytest.mark.usefixtures("small")
def test_i4_2_it_is_taken_back_in_one_step(desks: Callable[[str], Workspace], file: Path) -> None:
    ws = desks("one")
    before = [(row.id, row.shop_name) for row in search_households(ws).rows]
    _, result = at_once(ws, file)
    undone = undo_import(ws, batch_id=result.batch_id)
    assert (undone.removed, undone.restored) == (result.new, result.updated)
    assert [(row.id, row.shop_name) for row in search_households(ws).rows] == before


def disk_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the third piece not be written any more."""
    add, left = Adding.add, [2]

    def adding(self: Adding, fresh: Fresh) -> None:
        add(self, fresh)
        left[0] -= 1
        if left[0] < 0:
            raise HuceError(Problem("S002"))

    monkeypatch.setattr(Adding, "add", adding)


def not_approved(_monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the plan be refused (see below)."""


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("trouble", "code"), [(disk_full, "S002"), (not_approved, "B040")])
def test_i4_3_when_anything_fails_nothing_is_written(
    desks: Callable[[str], Workspace],
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Callable[[pytest.MonkeyPatch], None],
    code: str,
) -> None:
    ws = desks("one")
    before = stored(ws)
    trouble(monkeypatch)
    with pytest.raises(HuceError, match=code):
        import_at_once(
            ws,
            file=file,
            kind=ImportKind.REGISTER,
            progress=Silent(),
            approve=lambda plan: write_error_workbook(plan, out=file.parent / "no such folder" / "错误.xlsx"),
        )
    assert stored(ws) == before


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("words", ["检查", "比对", "写入"])
def test_i4_4_who_stops_has_written_nothing(desks: Callable[[str], Workspace], file: Path, words: str) -> None:
    class Impatient:
        def step(self, done: int, _whole: int, what: str) -> None:
            if words in what and (done > 100 or not done):
                raise Cancelled

    ws = desks("one")
    before = stored(ws)
    with pytest.raises(Cancelled):
        import_at_once(ws, file=file, kind=ImportKind.REGISTER, progress=Impatient())
    assert stored(ws) == before


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("holder", [0, 1])
def test_i4_5_a_helper_that_dies_while_we_write_costs_nothing(
    desks: Callable[[str], Workspace], file: Path, monkeypatch: pytest.MonkeyPatch, holder: int
) -> None:
    one, two = desks("one"), desks("two")
    in_two_steps(two, file)
    ask, left = Reading.ask, [4]

    def dying(self: Reading, asked: int, *what: Any) -> None:
        ask(self, asked, *what)
        left[0] -= asked == holder
        if left[0] < 0:
            self._children[holder]._process.kill()

    monkeypatch.setattr(Reading, "ask", dying)
    at_once(one, file)
    assert left[0] < 0
    assert stored(one) == stored(two)


def test_i4_6_a_file_that_says_nothing_new_writes_nothing(desks: Callable[[str], Workspace], file: Path) -> None:
    ws = desks("one")
    at_once(ws, file)
    before = stored(ws)
    plan, result = at_once(ws, file)
    assert (result.batch_id, result.new, result.updated, result.unchanged) == (
        "",
        0,
        0,
        plan.unchanged + plan.duplicates,
    )
    assert stored(ws) == before


def layout(ws: Workspace) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(ws.data_dir / DATABASE)) as db:
        return db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("table", [FILE, [TWO], [(THREE[0], "", *THREE[2:])]])
@pytest.mark.parametrize("write", [at_once, in_two_steps])
def test_i4_7_every_index_stands_again_after_the_first_import(
    tmp_path: Path,
    table: list[tuple[Any, ...]],
    write: Callable[[Workspace, Path], tuple[ImportPlan, ImportResult]],
) -> None:
    file = book(tmp_path / "名录.xlsx", [TITLES, *table])
    with closing(open_workspace(tmp_path / "new", clock=lambda: NOW, forms=False, user="wang")) as ws:
        before = layout(ws)
        write(ws, file)
        assert layout(ws) == before
        write(ws, file)
        assert layout(ws) == before
        with closing(sqlite3.connect(ws.data_dir / DATABASE)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
