"""A problem ends once and says something; what was typed wrongly stays to be corrected."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.views.entry.entry_page import EntryPage
from gui.views.form.marks import VAGUE, named, told, told_with_remedy, unbroken
from gui.views.form.problem_line import ProblemLine, sentence
from gui.views.register.household_dialog import HouseholdDialog
from gui.workplace import Workplace
from survey.problems import Problem, message, messages
from tests.gui.conftest import show
from tests.gui.keys import ENTER, press, type_text
from tests.gui.pages import answers, fill_a, here, line, row, settle

ENDS = ("。", "！", "？", "：")


def test_no_message_has_straight_quotes() -> None:
    texts = [text for each in messages().values() for text in (each.sentence, each.remedy)]
    assert [text for text in texts if set(text) & set("\"'")] == []


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([], ""),
        (["名称"], "“名称”"),
        (["名称", "名称", "电话"], "“名称”“电话”"),
        (["甲", "乙", "丙", "丁"], "“甲”“乙”“丙”等 4 项"),
        (["一二三四五六七八九十一二三四五"], "“一二三四五六七八九十一二三…”"),
    ],
)
def test_the_first_questions_are_named_and_the_others_counted(labels: list[str], words: str) -> None:
    assert named(labels) == words


@pytest.mark.parametrize(
    ("author", "shown"),
    [
        ("手机号应当是11位", "手机号应当是11位"),
        ("手机号应当是11位。", "手机号应当是11位。"),
        ("手机号应当是11位。。", "手机号应当是11位。"),
        ("手机号应当是11位。 。\n", "手机号应当是11位。"),
        ("真的吗？。", "真的吗？"),
        ("请核实，。", "请核实。"),
        ("Too long..", "Too long."),
        ("。", VAGUE),
        (" …。 ", VAGUE),
    ],
)
def test_an_authors_message_ends_once_and_is_never_only_a_full_stop(author: str, shown: str) -> None:
    problem = Problem("E002", text=author)
    assert told(problem) == shown
    assert sentence(problem) == f"强制：{shown}"


def test_no_message_of_ours_ends_twice_or_runs_into_its_remedy() -> None:
    for code in messages():
        for value in ("x", "x。", "。"):
            names = ("value", "file", "reason", "label", "name", "form", "record", "text", "field", "message")
            whole = told_with_remedy(Problem(code, params=dict.fromkeys(names, value)))
            assert not whole.endswith(("。。", "？。", "！。")), code
            assert whole.startswith(VAGUE) or message(code).remedy[:4] in whole or "{" in message(code).remedy[:4], code


def test_the_end_of_a_problem_does_not_stand_on_a_line_alone(qtbot: QtBot) -> None:
    """At every width the last line has at least two characters: the joiner keeps the full stop with its word."""
    made = ProblemLine(Problem("V010", params={"value": "12026-11-23"}))
    qtbot.addWidget(made)
    assert made.text.text() == unbroken(sentence(made.problem))
    assert made.text.text()[-2] == "\u2060"
    assert unbroken("11位") == "11位"


@pytest.mark.parametrize("wrong", ["12026-11-23", "2026-02-30", "26.7.1", "昨天"])
def test_a_date_typed_wrongly_stays_and_is_told_when_the_cursor_goes(
    page: EntryPage, workplace: Workplace, qtbot: QtBot, wrong: str
) -> None:
    page.form.go_to("/data/a/reg_date")
    type_text(wrong)
    page.form.go_to("/data/a/shop")
    assert here(page) == "shop"
    settle(qtbot, workplace)
    for _ in range(2):
        assert line(page, "reg_date").text() == wrong
        (told_,) = row(page, "reg_date").lines
        assert told_.problem.code in ("V010", "V011", "V013")
        assert wrong in told_.text.text()
        assert "reg_date" not in answers(page)
        type_text("王记")  # another answer: everything is shown anew
        press(ENTER)
    page.form.go_to("/data/a/reg_date")
    line(page, "reg_date").selectAll()
    type_text("2018.7.1")
    page.form.go_to("/data/a/shop")
    assert row(page, "reg_date").lines == ()
    assert answers(page)["reg_date"] == "2018-07-01"


def test_a_year_put_before_a_right_date_is_told_and_the_old_answer_is_gone(page: EntryPage) -> None:
    """2018-07-01 becomes 12018-07-01 by one key too many: what stands on the screen is what is judged."""
    fill_a(page)
    page.form.go_to("/data/a/reg_date")
    line(page, "reg_date").setCursorPosition(0)
    type_text("1")
    line(page, "reg_date").clearFocus()
    assert line(page, "reg_date").text() == "12018-07-01"
    assert [each.problem.code for each in row(page, "reg_date").lines] == ["V010"]
    assert "reg_date" not in answers(page)
    assert page.filling is not None
    assert page.filling.blocked


def test_a_wrong_date_in_the_register_stays_too(workplace: Workplace, qtbot: QtBot) -> None:
    dialog = HouseholdDialog(workplace, None, "511722")
    show(qtbot, dialog)
    path = next(each.path for each in dialog.form.rows() if each.path.endswith("/reg_date"))
    dialog.form.go_to(path)
    type_text("12026-11-23")
    press(ENTER)
    found = dialog.form.row(path)
    assert found is not None
    assert [each.problem.code for each in found.lines] == ["V010"]
    shown = found.field.editor.property("text")
    assert shown == "12026-11-23"
    press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert found.field.editor.property("text") == "12026-11-23"
