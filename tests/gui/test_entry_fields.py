"""What single questions do on the page: last period, repeats, choices, long lists, sections."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gui.fields.strip import ChoiceStrip
from gui.views.entry.entry_page import EntryPage
from gui.workplace import Workplace
from tests.gui.keys import ALT, ENTER, SHIFT, cursor, press, type_text
from tests.gui.pages import answers, fill_a, here, line, names, reopen, row
from usecases.register import search_households
from usecases.workspace import Workspace


def test_f4_takes_the_value_of_the_last_period(page: EntryPage) -> None:
    fill_a(page)
    assert row(page, "revenue").previous.text() == "上期 98,000"
    page.form.take_previous()
    assert answers(page)["revenue"] == 98000
    assert line(page, "revenue").selectedText() == "98000", "the next key replaces it"
    type_text("98500")
    press(ENTER)
    assert answers(page)["revenue"] == 98500
    assert line(page, "revenue").text() == "98,500"
    press(ENTER, SHIFT)
    assert line(page, "revenue").text() == "98500", "nobody has to type around a separator"
    page.form.go_to("/data/b/hard")
    page.form.take_previous()
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
    for _sure in range(2):
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
