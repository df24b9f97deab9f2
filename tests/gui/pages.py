"""Words for the tests of the questionnaire page: its rows, lines and answers, and filling it by keys."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.fields.text import LineField
from gui.views.entry.entry_page import EntryPage
from gui.views.entry.whose import whose_entry
from gui.views.form.question_row import QuestionRow
from gui.workplace import Workplace
from survey.form import Json
from tests.gui.keys import ENTER, press, type_text
from usecases.register import HouseholdRow

FORM, ROUND, BEFORE = "sample", "2026Q3", "2026Q2"


def settle(qtbot: QtBot, workplace: Workplace) -> None:
    """Wait until everything under way has ended."""
    qtbot.waitUntil(lambda: not workplace.tasks.busy, timeout=20_000)


def reopen(page: EntryPage, household: HouseholdRow, workplace: Workplace, qtbot: QtBot) -> None:
    page.open(whose_entry(household, form=(FORM, "季度问卷"), period=(ROUND, "2026年三季度")))
    settle(qtbot, workplace)


def row(page: EntryPage, name: str) -> QuestionRow:
    found = next((row for row in page.form.rows() if row.path.endswith(f"/{name}")), None)
    assert found is not None, f"{name} is not shown"
    return found


def names(page: EntryPage) -> list[str]:
    return [row.path.rpartition("/")[2] for row in page.form.rows()]


def here(page: EntryPage) -> str:
    return page.form.current.rpartition("/")[2]


def line(page: EntryPage, name: str) -> QLineEdit:
    field = row(page, name).field
    assert isinstance(field, LineField)
    return field.line


def answers(page: EntryPage) -> dict[str, Json]:
    assert page.filling is not None
    return dict(page.filling.session.answers())


def fill_a(page: EntryPage) -> None:
    """Answer the first section; the cursor is in the first question."""
    type_text("王记小吃店")
    press(ENTER)
    type_text("13890901001")
    press(ENTER)
    type_text("1")
    press(ENTER)
    type_text("2018.7.1")
    press(ENTER)


def fill_all(page: EntryPage) -> None:
    fill_a(page)
    for text in ("120000", "50000", "3"):
        type_text(text)
        press(ENTER)
    type_text("04")
    press(ENTER)
    type_text("3")
    press(ENTER)
    type_text("刘工")
    press(ENTER)


def explain_cost(page: EntryPage) -> None:
    """Fill everything, with an answer that wants an explanation, and begin to explain it."""
    fill_all(page)
    page.form.go_to("/data/b/cost")
    line(page, "cost").selectAll()
    type_text("900000")
    press(ENTER)
    page.form.go_to(next(row.path for row in page.form.rows() if row.lines))
    page.explain()
