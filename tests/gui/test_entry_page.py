"""The questionnaire page with the real session, journal and database; everything is done by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from gui.fields.strip import ChoiceStrip
from gui.fields.text import LineField
from gui.views.entry.entry_page import EntryPage
from gui.views.entry.question_row import QuestionRow
from gui.views.entry.whose import whose_entry
from gui.workplace import Workplace
from survey.form import Json
from tests.gui.conftest import FORM, ROUND, settle
from tests.gui.keys import ALT, CONTROL, ENTER, ESCAPE, SHIFT, TAB, compose, cursor, press, type_text
from usecases.entries import open_entry
from usecases.register import HouseholdRow, search_households
from usecases.workspace import Workspace


@pytest.fixture
def household(workspace: Workspace) -> HouseholdRow:
    return search_households(workspace).rows[0]


@pytest.fixture
def page(workplace: Workplace, household: HouseholdRow, qtbot: QtBot) -> EntryPage:
    made = EntryPage(workplace)
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    qtbot.waitActive(made)
    reopen(made, household, workplace, qtbot)
    return made


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


def test_every_answer_is_in_the_journal_and_the_draft_reopens_at_its_question(
    page: EntryPage, household: HouseholdRow, workspace: Workspace, workplace: Workplace, qtbot: QtBot
) -> None:
    fill_a(page)
    type_text("120000")
    press(ENTER)
    settle(qtbot, workplace)
    again = open_entry(workspace, household_id=household.id, form_id=FORM, round_code=ROUND)
    assert again.resumed
    assert again.session.answers()["revenue"] == 120000
    press(ESCAPE)
    assert page.filling is None
    reopen(page, household, workplace, qtbot)
    assert here(page) == "revenue"
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
    page.complete()
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
        page.complete()
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
    with qtbot.waitSignal(page.completed):
        page.complete()


def test_escape_leaves_an_explanation_before_it_leaves_the_page(page: EntryPage) -> None:
    fill_all(page)
    page.form.go_to("/data/b/cost")
    line(page, "cost").selectAll()
    type_text("900000")
    press(ENTER)
    page.form.go_to(next(row.path for row in page.form.rows() if row.lines))
    page.explain()
    assert isinstance(cursor().parent(), QComboBox) or cursor().accessibleName() == "核实说明"
    page.leave()
    assert page.filling is not None
    page.leave()
    assert page.filling is None


def test_f4_takes_the_value_of_the_last_period(page: EntryPage) -> None:
    fill_a(page)
    assert row(page, "revenue").previous.text() == "上期 98,000"
    page.take_previous()
    assert answers(page)["revenue"] == 98000
    assert line(page, "revenue").text() == "98,000"
    page.form.go_to("/data/b/hard")
    page.take_previous()
    assert answers(page)["hard"] == ["01", "04"]


def test_f8_goes_round_the_problems(page: EntryPage) -> None:
    press(ENTER)
    type_text("123")
    press(ENTER, times=3)
    page.next_problem()
    assert here(page) == "shop"
    page.next_problem()
    assert here(page) == "phone"


def test_sections_that_go_do_not_move_the_question_with_the_cursor(page: EntryPage) -> None:
    fill_a(page)
    page.form.go_to("/data/c/worker[1]/age")
    before = row(page, "age").mapTo(page, row(page, "age").rect().topLeft()).y()
    assert page.filling is not None
    page.form.answered.emit("/data/a/status", page.filling.session.node("/data/a/status").value and _closed())
    assert "revenue" not in names(page)
    after = row(page, "age").mapTo(page, row(page, "age").rect().topLeft()).y()
    lowest = page.form.verticalScrollBar().value() == 0
    assert after == before or lowest


def _closed() -> object:
    from survey.values import Parsed

    return Parsed("3")


def test_repeats_are_added_and_removed(page: EntryPage, workplace: Workplace, qtbot: QtBot) -> None:
    page.form.go_to("/data/c/worker[1]/name")
    type_text("刘工")
    press(ENTER)
    page.form.adding.emit("/data/c/worker")
    assert page.form.current == "/data/c/worker[2]/name"
    type_text("陈工")
    press(ENTER)
    assert answers(page)["worker"] == [{"name": "刘工"}, {"name": "陈工"}]
    page.form.removing.emit("/data/c/worker[1]")
    assert answers(page)["worker"] == [{"name": "陈工"}]
    assert line(page, "name").text() == "陈工"


def test_several_choices_by_their_codes(page: EntryPage) -> None:
    fill_a(page)
    page.form.go_to("/data/b/hard")
    type_text("0110")
    press(ENTER)
    assert answers(page)["hard"] == ["01", "10"]
    page.form.go_to("/data/c/order")
    type_text("31")
    press(ENTER)
    assert answers(page)["order"] == ["3", "1"], "the order of choosing counts"
    assert isinstance(row(page, "order").field.editor, ChoiceStrip)


def test_a_long_list_is_searched_by_code_and_label(page: EntryPage) -> None:
    fill_a(page)
    page.form.go_to("/data/b/trade")
    type_text("第12")
    press(ENTER)
    assert answers(page)["trade"] == "12"
    assert line(page, "trade").text() == "12 行业第12类"


def test_alt_enter_starts_a_new_line_in_a_long_text(page: EntryPage) -> None:
    page.form.go_to("/data/c/words")
    type_text("水费高")
    press(ENTER, ALT)
    type_text("路不好")
    press(ENTER)
    assert answers(page)["words"] == "水费高\n路不好"
    assert here(page) == "agreed"


def test_enter_on_the_last_question_looks_over_what_is_open(page: EntryPage) -> None:
    page.form.go_to("/data/c/agreed")
    type_text("1")
    press(ENTER)
    assert cursor() is page.panel.list
    press(ENTER)
    assert here(page) == "shop"


def test_sections_show_progress(page: EntryPage) -> None:
    fill_a(page)
    assert page.filling is not None
    first = page.filling.sections(page.filling.findings())[0]
    assert (first.title, first.answered, first.asked) == ("一、基本情况", 4, 4)


def test_labels_keep_their_ampersand(page: EntryPage) -> None:
    assert row(page, "shop").title.text() == "名称&&招牌 *"


def test_the_next_household_reuses_the_rows(
    page: EntryPage, workspace: Workspace, workplace: Workplace, qtbot: QtBot
) -> None:
    fill_a(page)
    before = row(page, "shop")
    second = search_households(workspace).rows[1]
    page.leave()
    reopen(page, second, workplace, qtbot)
    assert row(page, "shop") is before
    assert line(page, "shop").text() == ""
    assert "revenue" not in names(page)
