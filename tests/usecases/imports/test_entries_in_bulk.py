"""I4: many filled questionnaires are imported as one is: looked up by pieces, begun and closed in bulk."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from excel.sheet import letters
from survey.check import closing, opening
from survey.problems import Level
from survey.quiet import sweep, uncollected
from usecases.demo import fill_demo
from usecases.entries import entries_of_household, open_entry, save_entry
from usecases.exports import ExportKind, export_workbook
from usecases.imports import ImportKind, ImportPlan, accept_import, entries, preview_import
from usecases.progress import Silent
from usecases.register import search_households
from usecases.workspace import Workspace

FORM, BEFORE, ROUND, NEXT = "quarterly", "2026Q1", "2026Q2", "2026Q3"
ROWS = 12
REVENUE = "/data/business/revenue_q"


@pytest.fixture
def filled(ws: Workspace) -> Workspace:
    fill_demo(ws, households=ROWS, rounds=(BEFORE, ROUND))
    return ws


@pytest.fixture
def book(filled: Workspace, tmp_path: Path) -> Path:
    out = tmp_path / "一季.xlsx"
    export_workbook(filled, out=out, kind=ExportKind.ENTRIES, form_id=FORM, round_code=ROUND, progress=Silent())
    return out


def preview(ws: Workspace, file: Path, round_code: str = "") -> ImportPlan:
    return preview_import(ws, file=file, kind=ImportKind.ENTRIES, progress=Silent(), round_code=round_code)


def told(plan: ImportPlan) -> tuple[object, ...]:
    """Give everything a plan says of its rows; 5 and 5.0 are not the same."""
    return repr(plan.planned), plan.refused, plan.problems, plan.rows_read


def rewritten(file: Path, change: Callable[[dict[str, list[object]]], None]) -> Path:
    """Change the columns of a workbook, by variable name."""
    opened = openpyxl.load_workbook(file)
    page = opened.worksheets[0]
    names = next(row for row in page.iter_rows() if any(cell.value == "uscc" for cell in row))
    top = (names[0].row or 0) + 1
    places = {str(cell.value): letters(index) for index, cell in enumerate(names)}
    columns = {key: [page[f"{column}{top + row}"].value for row in range(ROWS)] for key, column in places.items()}
    change(columns)
    for key, values in columns.items():
        for row, value in enumerate(values):
            page[f"{places[key]}{top + row}"] = value
    opened.save(file)
    return file


def spoil(columns: dict[str, list[object]]) -> None:
    """Make every third row odd in its own way."""
    columns["revenue_q"][0::3] = ["12,000", -1, 10**17, None]
    columns["visit_mode"][1::3] = ["骑马", "1", None, 1]
    columns["open_days"][2::3] = [2.5, "九十", 400, 2.9999999999999996]
    columns["uscc"][4] = columns["uscc"][3]


def test_i4_1_a_workbook_that_was_only_looked_at_says_that_nothing_changed(filled: Workspace, book: Path) -> None:
    plan = preview(filled, book)
    assert (plan.new, plan.updated, plan.unchanged + len(plan.refused)) == (0, 0, ROWS)
    assert plan.unchanged > ROWS / 2


@pytest.mark.parametrize("round_code", ["", NEXT])
@pytest.mark.parametrize("change", [dict, spoil])
def test_i4_2_bulk_and_sessions_make_the_same_plan(
    filled: Workspace,
    book: Path,
    round_code: str,
    change: Callable[[dict[str, list[object]]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = rewritten(book, change)
    ours = told(preview(filled, file, round_code))
    monkeypatch.setattr(closing.Closing, "_bound_to", lambda *_: None)
    monkeypatch.setattr(opening, "_is_plain", lambda *_: False)
    assert ours == told(preview(filled, file, round_code))


def test_i4_3_rows_are_looked_up_piece_by_piece(filled: Workspace, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = rewritten(book, spoil)
    whole = told(preview(filled, file, NEXT))
    monkeypatch.setattr(entries, "_PIECE", 4)
    assert told(preview(filled, file, NEXT)) == whole


def test_i4_4_an_explanation_stands_when_the_workbook_comes_back(filled: Workspace, tmp_path: Path) -> None:
    explained = next(row.id for row in search_households(filled, limit=ROWS).rows if _explained(filled, row.id))
    out = tmp_path / "二季.xlsx"
    export_workbook(filled, out=out, kind=ExportKind.ENTRIES, form_id=FORM, round_code=ROUND, progress=Silent())
    plan = preview(filled, out)
    assert (plan.new, plan.updated) == (0, 0)
    row = next(row for row in plan.planned if row.fields["household_id"] == explained)
    assert (row.fields["status"], row.queries) == ("complete", 0)
    with filled.store.reading() as tx:
        assert row.fields == tx.entries.contents([row.record_id])[row.record_id]


def _explained(ws: Workspace, household: str) -> bool:
    """Have an entry say that revenue is a quarter of what it was, and why; tell whether that may be reported."""
    entry = open_entry(ws, household_id=household, form_id=FORM, round_code=ROUND)
    revenue = entry.session.node(REVENUE).value
    if not isinstance(revenue, int):
        return False
    entry.session.answer(REVENUE, revenue // 4)
    problems = entry.session.problems()
    if any(problem.level is Level.ERROR for problem in problems):
        return False
    queried = {problem.rule for problem in problems if problem.level is Level.QUERY}
    for rule in queried:
        entry.session.explain(rule, "01", "旺季客人多，已经核对")
    return bool(queried) and save_entry(ws, entry=entry, complete=True).status == "complete"


def test_i4_5_what_is_accepted_is_what_the_screen_shows(filled: Workspace, book: Path) -> None:
    plan = preview(filled, book, NEXT)
    result = accept_import(filled, plan=plan, progress=Silent())
    assert result.new == len(plan.planned) == plan.new > ROWS / 2
    household = str(plan.planned[0].fields["household_id"])
    assert NEXT in {entry.round for entry in entries_of_household(filled, household_id=household)}
    entry = open_entry(filled, household_id=household, form_id=FORM, round_code=NEXT)
    shown = {f"answers.{key}": value for key, value in entry.session.answers().items()}
    fields = plan.planned[0].fields
    assert {key: value for key, value in fields.items() if key.startswith("answers.")} == shown
    again = preview(filled, book, NEXT)
    assert (again.new, again.updated, again.unchanged) == (0, 0, result.new)


class Ring:
    """Holds itself, as a session does."""

    def __init__(self) -> None:
        self.itself = self


def test_i4_6_what_holds_itself_is_let_go_while_nothing_else_is_collected() -> None:
    with uncollected():
        gone = weakref.ref(Ring())
        assert gone() is not None
        sweep()
        assert gone() is None
