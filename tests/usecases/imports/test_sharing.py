"""I3: the work is shared with the process that read the file; who did which rows is not to be seen in the result."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
from openpyxl import load_workbook

from excel.read import reader
from excel.read.process import BURIAL
from excel.read.reader import Reading
from survey.problems import Cancelled
from tests.excel.books import book
from tests.usecases.imports.test_register_rules import ONE, TITLES, TWO, commit, preview
from usecases.imports import ImportKind, ImportPlan, examining, preview_import, undo_import
from usecases.progress import Silent
from usecases.register import get_household, index_pending, save_household, search_households
from usecases.workspace import Workspace, open_workspace

ROWS = 200


def rows(count: int = ROWS) -> list[Sequence[object]]:
    """Every tenth row has faults, every twelfth repeats the one before."""
    made: list[Sequence[object]] = []
    for number in range(count):
        row = ["", f"铺子{number}", "李四", "13890901234", number % 3, "东乡街道", "", "零售日用百货"]
        if number % 10 == 9:
            row[1], row[3] = "", "160311"
        made.append(made[-1] if number % 12 == 11 else row)
    return made


def told(plan: ImportPlan) -> tuple[object, ...]:
    good = [(row.ref, row.action, dict(row.fields)) for row in plan.good]
    return good, plan.refused, plan.problems, plan.matched, plan.rows_read


@pytest.fixture
def alone(ws: Workspace, tmp_path: Path) -> tuple[Path, tuple[object, ...]]:
    file = book(tmp_path / "名录.xlsx", [TITLES, *rows()])
    return file, told(preview_import(ws, file=file, kind=ImportKind.REGISTER, progress=Silent()))


@pytest.fixture(params=[1, 2, 3], ids=["one reader", "two readers", "two readers and a processor for us"])
def shared(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> set[int]:
    """Share small files, too; tells which processes take part."""
    readers = min(request.param, 2)
    monkeypatch.setattr(examining, "PIECE", 7)
    monkeypatch.setattr(examining, "SHARED_FROM", 14)
    monkeypatch.setattr(reader, "SHARED_FROM", 1 if readers == 2 else 2**40)
    monkeypatch.setattr("os.cpu_count", lambda: max(request.param, 2))
    return set(range(readers))


def test_i3_1_shared_work_gives_the_same_plan(
    ws: Workspace, alone: tuple[Path, tuple[object, ...]], shared: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, expected = alone
    asked: set[int] = set()
    ask = Reading.ask

    def noted(self: Reading, holder: int, *what: Any) -> None:
        asked.add(holder)
        ask(self, holder, *what)

    monkeypatch.setattr(Reading, "ask", noted)
    assert told(preview_import(ws, file=file, kind=ImportKind.REGISTER, progress=Silent())) == expected
    assert asked == shared


def die(reading: Reading, holder: int) -> None:
    reading._children[holder]._process.kill()


def hang(_reading: Reading, _holder: int) -> None:
    """Say nothing, and live."""


@pytest.mark.parametrize("trouble", [(die, 0), (die, 2), (hang, 1)], ids=["dead", "dies", "hangs"])
def test_i3_2_a_helper_that_dies_or_hangs_leaves_its_share_to_us(
    ws: Workspace,
    alone: tuple[Path, tuple[object, ...]],
    shared: set[int],
    monkeypatch: pytest.MonkeyPatch,
    trouble: tuple[Callable[[Reading, int], None], int],
) -> None:
    (file, expected), (befall, later) = alone, trouble
    ask, times = Reading.ask, [0]

    def bad(self: Reading, holder: int, *what: Any) -> None:
        times[0] += holder == max(shared)
        if times[0] > later and holder == max(shared):
            befall(self, holder)
        else:
            ask(self, holder, *what)

    monkeypatch.setattr(Reading, "ask", bad)
    if befall is hang:
        monkeypatch.setattr(Reading, "wait", lambda self, _tick: self.answer())  # the time is over at once
    assert told(preview_import(ws, file=file, kind=ImportKind.REGISTER, progress=Silent())) == expected
    assert times[0] > later


def test_i3_3_a_text_no_record_can_hold_is_its_rows_fault(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "名录.csv"  # an Excel cell takes fewer letters
    lines = (",".join(map(str, row)) for row in (TITLES, ONE, (*TWO[:7], "卖面" * 60_000)))
    file.write_text("\n".join(lines), encoding="utf-8")
    plan = preview_import(ws, file=file, kind=ImportKind.REGISTER, progress=Silent())
    assert [(str(p.place), p.code) for p in plan.faults] == [("CSV!H3", "N043")]
    assert (plan.new, len(plan.refused)) == (1, 1)


def test_i3_4_two_computers_give_a_household_one_id(ws: Workspace, tmp_path: Path) -> None:
    commit(ws, preview(ws, tmp_path, ONE, TWO))
    other = open_workspace(tmp_path / "other", forms=False)
    try:
        commit(other, preview(other, tmp_path, TWO))
        save_household(
            other, household_id=None, fields=dict(zip(("uscc", "shop_name", "owner_name"), ONE, strict=False))
        )
        theirs = {row.uscc: row.id for row in search_households(other).rows}
    finally:
        other.close()
    assert {row.uscc: row.id for row in search_households(ws).rows} == theirs


def test_i3_5_an_import_taken_back_comes_again_under_its_ids(ws: Workspace, tmp_path: Path) -> None:
    batch = commit(ws, preview(ws, tmp_path, ONE, TWO))
    before = {row.uscc: row.id for row in search_households(ws).rows}
    undo_import(ws, batch_id=batch)
    assert search_households(ws).total == 0
    again = commit(ws, preview(ws, tmp_path, ONE, TWO))
    assert {row.uscc: row.id for row in search_households(ws).rows} == before
    assert undo_import(ws, batch_id=again).removed == 2


def test_i3_6_a_code_corrected_since_leaves_its_id_to_that_household(ws: Workspace, tmp_path: Path) -> None:
    commit(ws, preview(ws, tmp_path, ONE))
    (found,) = search_households(ws).rows
    fields = dict(get_household(ws, household_id=found.id).fields)
    save_household(ws, household_id=found.id, fields={**fields, "uscc": TWO[0], "shop_name": "改名"})
    commit(ws, preview(ws, tmp_path, ONE))
    by_code = {row.uscc: row for row in search_households(ws).rows}
    assert by_code.keys() == {ONE[0], TWO[0]}
    assert by_code[str(TWO[0])].id == found.id != by_code[str(ONE[0])].id


def test_i3_7_a_household_typed_again_after_its_import_was_taken_back_has_its_id(ws: Workspace, tmp_path: Path) -> None:
    batch = commit(ws, preview(ws, tmp_path, ONE))
    (before,) = search_households(ws).rows
    undo_import(ws, batch_id=batch)
    save_household(ws, household_id=None, fields=dict(zip(("uscc", "shop_name", "owner_name"), ONE, strict=False)))
    assert [row.id for row in search_households(ws).rows] == [before.id]


@pytest.mark.usefixtures("shared")
def test_i3_8_sheets_with_different_columns_are_shared_too(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = (3, 1, 2, 0, 5, 7)  # other columns in another order
    file = book(tmp_path / "a.xlsx", [TITLES, *rows(150)], sheet="一镇")
    more = load_workbook(file)
    page = more.create_sheet("二镇")
    page.append(["表二"])
    for row in (TITLES, *((*row[:1], f"{row[1]}乙", *row[2:]) for row in rows(150))):
        page.append([row[place] for place in order])
    more.save(file)
    plan = preview_import(ws, file=file, kind=ImportKind.REGISTER, progress=Silent())
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert told(plan) == told(preview_import(ws, file=file, kind=ImportKind.REGISTER, progress=Silent()))
    assert {row.ref.table for row in plan.good} == {row.ref.table for row in plan.refused} == {0, 1}


@pytest.mark.usefixtures("shared")
def test_i3_9_who_stops_while_work_is_shared_leaves_no_process(ws: Workspace, tmp_path: Path) -> None:
    class Impatient:
        def step(self, _done: int, _whole: int, what: str) -> None:
            if "检查" in what:
                raise Cancelled

    file = book(tmp_path / "名录.xlsx", [TITLES, *rows()])
    before = set(psutil.Process().children())
    with pytest.raises(Cancelled):
        preview_import(ws, file=file, kind=ImportKind.REGISTER, progress=Impatient())
    for thread in threading.enumerate():
        if thread.name == BURIAL:
            thread.join()
    assert set(psutil.Process().children()) <= before


@pytest.mark.parametrize(("most", "later"), [(2, 0), (1, 2)])
def test_i3_10_a_large_import_is_found_before_it_is_indexed(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, later: int
) -> None:
    monkeypatch.setattr("storage.households.BULK", most)
    commit(ws, preview(ws, tmp_path, ONE, TWO))
    assert [row.shop_name for row in search_households(ws, text="面馆").rows] == ["面馆"]
    assert index_pending(ws) == later
    assert [row.shop_name for row in search_households(ws, text="mg").rows] == ["面馆"]
