from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.tasks import Failure
from gui.views.entry.entry_page import EntryPage
from gui.views.entry.findings import Findings
from gui.views.parts.toast import Toast
from gui.workplace import Workplace
from survey.problems import Level, Place, Problem
from tests.gui.keys import ENTER, press, type_text
from tests.gui.pages import answers, fill_a, fill_all, here, reopen, settle
from tests.gui.safety.disk import FullDisk, kept, slow_disk
from usecases.entries import save_entry
from usecases.register import HouseholdRow
from usecases.workspace import Workspace


def test_saving_a_finished_entry_in_which_nothing_changed_leaves_it_finished(
    page: EntryPage, household: HouseholdRow, workplace: Workplace, workspace: Workspace, qtbot: QtBot
) -> None:
    fill_all(page)
    page.complete()
    settle(qtbot, workplace)
    reopen(page, household, workplace, qtbot)
    page.save()
    settle(qtbot, workplace)
    assert page.header.state.text() == "没有改动，不用保存"
    assert kept(workspace, household).status == "complete"


def test_a_finished_entry_saved_as_a_draft_says_that_it_is_not_finished_any_more(
    page: EntryPage, household: HouseholdRow, workplace: Workplace, workspace: Workspace, qtbot: QtBot
) -> None:
    fill_all(page)
    page.complete()
    settle(qtbot, workplace)
    reopen(page, household, workplace, qtbot)
    page.form.go_to("/data/b/cost")
    type_text("60000")
    page.save()
    settle(qtbot, workplace)
    assert "Ctrl+Enter" in page.header.state.text()
    assert kept(workspace, household).status == "draft"


def test_save_pressed_while_a_save_runs_saves_what_was_typed_since(
    page: EntryPage, workplace: Workplace, workspace: Workspace, household: HouseholdRow, qtbot: QtBot
) -> None:
    fill_a(page)
    with slow_disk(workplace, qtbot):
        page.save()
        type_text("700")
        page.save()
    assert page.filling is not None
    assert not page.filling.changed
    assert kept(workspace, household).session.answers()["revenue"] == 700
    assert not kept(workspace, household).resumed, "it is saved, not only in the journal"


def test_while_an_entry_is_being_completed_nothing_more_is_typed_into_it(
    page: EntryPage, workplace: Workplace, qtbot: QtBot
) -> None:
    fill_all(page)
    page.form.go_to("/data/a/status")
    completed: list[str] = []
    page.completed.connect(completed.append)
    with slow_disk(workplace, qtbot):
        page.complete()
        type_text("3")
    assert answers(page)["status"] == "1"
    assert len(completed) == 1


def test_the_first_thing_to_settle_is_gone_to_and_not_a_hint_before_it(page: EntryPage) -> None:
    fill_all(page)
    hint = Problem("E001", Level.HINT, Place(path="/data/a/phone"))
    error = Problem("E001", Level.ERROR, Place(path="/data/b/cost", label="支出"))
    page.tell_open(Findings((hint, error), ()))
    assert here(page) == "cost"


def test_f8_stays_where_it_is_when_nothing_is_to_be_settled(page: EntryPage) -> None:
    fill_all(page)
    page.form.go_to("/data/b/cost")
    page.next_problem()
    assert here(page) == "cost"
    toast = page.findChild(Toast)
    assert toast is not None
    assert toast.isVisible()


def test_an_entry_that_an_import_changed_is_read_again_before_it_is_saved(
    page: EntryPage, household: HouseholdRow, workplace: Workplace, workspace: Workspace, qtbot: QtBot
) -> None:
    fill_a(page)
    page.save()
    settle(qtbot, workplace)
    other = kept(workspace, household)
    other.session.answer("/data/b/revenue", 777)
    page.form.go_to("/data/b/cost")
    type_text("5")
    saved = save_entry(workspace, entry=other, complete=False)
    workplace.data_changed.emit(saved.changes)
    settle(qtbot, workplace)
    assert {key: answers(page)[key] for key in ("revenue", "cost")} == {"revenue": 777, "cost": 5}
    page.save()
    settle(qtbot, workplace)
    assert kept(workspace, household).session.answers()["revenue"] == 777


@pytest.fixture
def shop(page: EntryPage, household: HouseholdRow) -> HouseholdRow:
    """The household whose entry is open."""
    assert page.filling is not None
    return household


def test_an_answer_that_could_not_be_written_is_written_with_the_next_one(
    shop: HouseholdRow, disk: FullDisk, workplace: Workplace, told: list[Failure], qtbot: QtBot
) -> None:
    disk.full_for = 2
    type_text("王记")
    press(ENTER)
    type_text("13890901001")
    press(ENTER)
    settle(qtbot, workplace)
    assert [failure.problem.code for failure in told] == ["S002", "S002"]
    told.clear()
    assert not kept(disk.workspace, shop).session.answers().get("shop")
    press(Qt.Key.Key_unknown, text="1")
    settle(qtbot, workplace)
    answered = kept(disk.workspace, shop).session.answers()
    assert (answered["shop"], answered["phone"], answered["status"]) == ("王记", "13890901001", "1")
