"""The questionnaire page with the real session, journal and database; everything is done by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from gui.fields.text import LineField
from gui.views.entry.entry_page import EntryPage
from gui.workplace import Workplace
from tests.gui.keys import CONTROL, ENTER, SHIFT, TAB, compose, cursor, press, type_text
from tests.gui.pages import FORM, ROUND, answers, explain_cost, fill_a, fill_all, here, line, names, reopen, row, settle
from usecases.entries import open_entry
from usecases.register import HouseholdRow, search_households
from usecases.workspace import Workspace


def test_enter_walks_the_relevant_questions_in_order(page: EntryPage) -> None:
    """Answering 营业状态 with 1 brings the section on operations; Enter goes right into it."""
    assert here(page) == "shop"
    assert "revenue" not in names(page)
    fill_a(page)
    assert here(page) == "revenue"
    type_text("120000")
    press(ENTER)
    assert here(page) == "cost"
    press(ENTER, SHIFT)
    assert here(page) == "revenue"
    press(TAB)
    assert here(page) == "cost"
    assert answers(page) | {"worker": []} == {
        "shop": "王记小吃店",
        "phone": "13890901001",
        "status": "1",
        "reg_date": "2018-07-01",
        "revenue": 120000,
        "worker": [],
    }


def test_typing_replaces_what_the_first_field_held_at_opening(
    page: EntryPage, household: HouseholdRow, workplace: Workplace, qtbot: QtBot
) -> None:
    """Coming back by a key selects the whole text, amounts written plainly included."""
    type_text("王记")
    press(ENTER)
    press(ENTER, SHIFT)
    type_text("李")
    press(ENTER)
    assert answers(page)["shop"] == "李"
    press(ENTER, SHIFT)
    settle(qtbot, workplace)
    reopen(page, household, workplace, qtbot)
    press(ENTER, SHIFT)
    assert here(page) == "shop"
    line(page, "phone").setFocus(Qt.FocusReason.TabFocusReason)
    line(page, "shop").deselect()
    line(page, "shop").setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    type_text("张")
    press(ENTER)
    assert answers(page)["shop"] == "张", "the window's own focus selects too"


def test_every_answer_is_in_the_journal_and_the_draft_reopens_behind_the_last_answer(
    page: EntryPage, household: HouseholdRow, workspace: Workspace, workplace: Workplace, qtbot: QtBot
) -> None:
    fill_a(page)
    type_text("120000")
    press(ENTER)
    settle(qtbot, workplace)
    again = open_entry(workspace, household_id=household.id, form_id=FORM, round_code=ROUND)
    assert again.resumed
    assert again.session.answers()["revenue"] == 120000
    left_at = here(page)
    reopen(page, household, workplace, qtbot)
    assert here(page) == left_at != "revenue"
    assert "恢复" in page.header.state.text()
    assert line(page, "revenue").text() == "120,000"


def test_full_width_digits_become_plain_ones_while_typing(page: EntryPage) -> None:
    fill_a(page)
    type_text("１２０００")
    assert line(page, "revenue").text() == "12000"
    assert not cursor().testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_an_amount_is_read_in_ten_thousands_beside_the_field(page: EntryPage) -> None:
    fill_a(page)
    type_text("120000")
    field = row(page, "revenue").field
    assert isinstance(field, LineField)
    assert field.remark_label.text() == "= 12 万元"
    assert field.remark_label.isVisible()


def test_enter_while_composing_belongs_to_the_input_method(page: EntryPage) -> None:
    """A platform that passes Enter on during composition does not make the cursor leave."""
    compose("wang'ji")
    press(ENTER)
    assert here(page) == "shop"
    compose("", "王记")
    press(ENTER)
    assert here(page) == "phone"
    assert answers(page)["shop"] == "王记"


def test_a_problem_stands_beside_its_question_and_in_the_panel_and_goes_when_mended(page: EntryPage) -> None:
    press(ENTER)
    type_text("123")
    press(ENTER)
    texts = [line.text.text() for line in row(page, "phone").lines]
    assert texts == ["强制：手机号应当是11位"]
    shown = [page.panel.model.problem(number) for number in range(page.panel.model.rowCount())]
    assert "手机号应当是11位" in [problem.sentence for problem in shown if problem]
    press(ENTER, SHIFT)
    cursor_line = cursor()
    assert isinstance(cursor_line, QLineEdit)
    cursor_line.selectAll()
    type_text("13890901001")
    press(ENTER)
    assert row(page, "phone").lines == ()


def test_nobody_is_scolded_for_questions_not_reached_yet(page: EntryPage) -> None:
    assert page.panel.model.rowCount() == 0
    assert "3" in page.panel.missing.text()
    assert page.panel.waiting.text().startswith("“名称&招牌”“营业状态”"), "and says which"
    press(ENTER)
    assert page.panel.model.rowCount() == 1, "the name was passed over"


def test_text_that_is_no_number_is_kept_shown_and_blocks_completion(
    page: EntryPage, workplace: Workplace, qtbot: QtBot
) -> None:
    fill_all(page)
    page.form.go_to("/data/b/cost")
    line(page, "cost").selectAll()
    type_text("大概三千")
    press(ENTER)
    assert line(page, "cost").text() == "大概三千"
    assert row(page, "cost").lines
    assert "cost" not in answers(page)
    press(ENTER, CONTROL)
    page.save(complete=True)
    settle(qtbot, workplace)
    assert page.filling is not None
    assert page.filling.entry.status == "draft"
    assert page.banner.isVisible()
    page.form.go_to("/data/b/cost")
    line(page, "cost").clear()
    press(ENTER)
    assert [found.problem.code for found in row(page, "cost").lines] == ["E001"]


def test_saving_says_when_and_keeps_the_cursor(page: EntryPage, workplace: Workplace, qtbot: QtBot) -> None:
    fill_a(page)
    type_text("5000")
    page.save()
    settle(qtbot, workplace)
    assert page.header.state.text().startswith("已保存 ")
    assert here(page) == "revenue"
    assert page.filling is not None
    assert page.filling.entry.revision


def test_what_is_typed_while_a_save_runs_is_not_lost(page: EntryPage, workplace: Workplace, qtbot: QtBot) -> None:
    fill_a(page)
    page.save()
    type_text("700")
    press(ENTER)
    assert "revenue" not in answers(page)
    settle(qtbot, workplace)
    assert answers(page)["revenue"] == 700


def test_a_finished_entry_is_complete_and_the_next_household_may_come(
    page: EntryPage, household: HouseholdRow, workplace: Workplace, qtbot: QtBot
) -> None:
    fill_all(page)
    with qtbot.waitSignal(page.completed) as completed:
        page.save(complete=True)
    assert completed.args == [household.id]


def test_a_doubtful_value_is_explained_in_place(page: EntryPage, workplace: Workplace, qtbot: QtBot) -> None:
    """核实性: an amber line beside the question, F2 opens reason and text of at least six characters."""
    fill_all(page)
    page.form.go_to("/data/b/cost")
    line(page, "cost").selectAll()
    type_text("900000")
    press(ENTER)
    doubtful = next(row for row in page.form.rows() if row.lines)
    assert doubtful.lines[0].text.text().startswith("核实：支出超过收入的3倍")
    page.form.go_to(doubtful.path)
    page.explain()
    type_text("装修")
    press(ENTER)
    assert doubtful.lines, "two characters are no explanation"
    type_text("花了一大笔钱")
    press(ENTER)
    assert not doubtful.lines
    assert doubtful.notes.excuse.isVisible()
    assert doubtful.notes.excuse.text().endswith("装修花了一大笔钱"), "what was written stays in sight"
    with qtbot.waitSignal(page.completed):
        page.save(complete=True)


def test_escape_leaves_an_explanation_before_it_leaves_the_page(page: EntryPage) -> None:
    explain_cost(page)
    assert isinstance(cursor().parent(), QComboBox) or cursor().accessibleName() == "核实说明"
    page.leave()
    assert page.filling is not None
    page.leave()
    assert page.filling is None


def test_going_back_keeps_a_draft_and_coming_again_goes_on_where_something_is_open(
    page: EntryPage, household: HouseholdRow, workspace: Workspace, workplace: Workplace, qtbot: QtBot
) -> None:
    fill_a(page)
    page.leave()
    assert page.filling is None
    settle(qtbot, workplace)
    listed = search_households(workspace, form_id="sample", round_code="2026Q3", entry_status="draft")
    assert [row.id for row in listed.rows] == [household.id]
    reopen(page, household, workplace, qtbot)
    assert here(page) == "revenue"
