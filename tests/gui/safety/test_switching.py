from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui.tasks import Failure
from gui.views.entry.entry_page import EntryPage
from gui.views.entry.navigator import SectionButton
from gui.views.entry.whose import Whose, whose_entry
from gui.views.form.problem_line import ExplainBox
from gui.workplace import Workplace
from survey.problems import Level, Place, Problem
from tests.gui.keys import ENTER, ESCAPE, cursor, press, type_text
from tests.gui.pages import FORM, ROUND, answers, fill_a, line, reopen, row, settle
from tests.gui.safety.disk import slow_disk
from usecases.register import HouseholdRow, search_households
from usecases.workspace import Workspace


@pytest.fixture
def others(workspace: Workspace) -> tuple[HouseholdRow, ...]:
    """Two households without anything of a last period."""
    return search_households(workspace).rows[1:3]


def ask_for(household: HouseholdRow, *, form: str = FORM) -> Whose:
    return whose_entry(household, form=(form, "季度问卷"), period=(ROUND, "2026年三季度"))


def test_text_that_was_no_answer_does_not_stand_in_the_next_households_field(
    page: EntryPage, others: tuple[HouseholdRow, ...], workplace: Workplace, qtbot: QtBot
) -> None:
    reopen(page, others[0], workplace, qtbot)
    fill_a(page)
    type_text("abc")
    press(ENTER)
    assert line(page, "revenue").text() == "abc"
    page.leave()
    reopen(page, others[1], workplace, qtbot)
    fill_a(page)
    assert line(page, "revenue").text() == ""


def test_an_explanation_begun_for_one_household_does_not_stand_under_the_next(
    page: EntryPage, others: tuple[HouseholdRow, ...], workplace: Workplace, qtbot: QtBot
) -> None:
    doubt = {"/data/a/shop": (Problem("R001", Level.QUERY, Place("/data/a/shop"), rule="Q1"),)}
    reopen(page, others[0], workplace, qtbot)
    page.form.show_problems(doubt)
    page.explain()
    type_text("房东")
    page.form.begin()
    page.form.show_problems(doubt)
    assert not row(page, "shop").lines[0].findChildren(ExplainBox)


def test_what_is_typed_before_the_next_household_is_there_goes_nowhere(
    page: EntryPage, others: tuple[HouseholdRow, ...], workplace: Workplace, qtbot: QtBot
) -> None:
    fill_a(page)
    before = page.filling
    assert before is not None
    was = dict(before.session.answers())
    with slow_disk(workplace, qtbot):
        page.open(ask_for(others[0]))
        assert page.header.name.text() == "李氏理发店"
        assert not line(page, "revenue").isVisible(), "the last household's answers under the next one's name"
        assert not any(each.isVisible() for each in page.navigator.findChildren(SectionButton))
        assert page.panel.model.rowCount() == 0
        type_text("999")
        press(ENTER)
    assert dict(before.session.answers()) == was
    assert not any(answers(page).get(key) for key in ("shop", "revenue"))
    assert line(page, "shop").isVisible()
    assert cursor() is line(page, "shop")


def test_who_goes_back_before_the_entry_is_there_stays_in_the_list(
    page: EntryPage, others: tuple[HouseholdRow, ...], workplace: Workplace, qtbot: QtBot
) -> None:
    left: list[bool] = []
    page.left.connect(lambda: left.append(True))
    with slow_disk(workplace, qtbot):
        page.open(ask_for(others[0]))
        press(ESCAPE)
        page.leave()
    assert left
    assert page.filling is None


def test_an_entry_that_cannot_be_opened_leaves_no_form_to_type_into(
    page: EntryPage, household: HouseholdRow, workplace: Workplace, told: list[Failure], qtbot: QtBot
) -> None:
    left: list[bool] = []
    page.left.connect(lambda: left.append(True))
    page.open(ask_for(household, form="nirgends"))
    settle(qtbot, workplace)
    assert [failure.problem.code for failure in told] == ["S011"]
    told.clear()
    assert left == [True]
    assert page.filling is None
