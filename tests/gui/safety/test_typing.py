from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.fields.text import ParagraphField
from gui.views.entry.entry_page import EntryPage
from gui.views.form.headings import InstanceHeading
from gui.workplace import Workplace
from tests.gui.keys import ALT, ENTER, SHIFT, compose, cursor, press, type_text
from tests.gui.pages import answers, explain_cost, fill_a, fill_all, here, line, row, settle


def test_after_saving_in_the_middle_of_a_text_it_goes_on_where_it_was(
    page: EntryPage, workplace: Workplace, qtbot: QtBot
) -> None:
    type_text("王记 ")
    page.save()
    settle(qtbot, workplace)
    type_text("店")
    assert line(page, "shop").text() == "王记店"


def test_after_saving_in_the_middle_of_an_amount_it_goes_on_where_it_was(
    page: EntryPage, workplace: Workplace, qtbot: QtBot
) -> None:
    fill_a(page)
    type_text("12,000")
    page.save()
    settle(qtbot, workplace)
    type_text("5")
    assert line(page, "revenue").text() == "120005"


def test_after_saving_behind_a_new_line_the_next_line_is_typed(
    page: EntryPage, workplace: Workplace, qtbot: QtBot
) -> None:
    fill_all(page)
    page.form.go_to("/data/c/words")
    field = row(page, "words").field
    assert isinstance(field, ParagraphField)
    type_text("第一行")
    press(ENTER, ALT)
    page.save()
    settle(qtbot, workplace)
    type_text("第二行")
    press(ENTER, SHIFT)
    assert answers(page)["words"] == "第一行\n第二行"


def test_coming_back_to_the_window_does_not_select_full_width_digits_being_typed(page: EntryPage) -> None:
    fill_a(page)
    type_text("１２")
    row(page, "revenue").field.came()
    type_text("３")
    assert line(page, "revenue").text() == "123"


def test_lines_pasted_into_one_line_become_one_line(page: EntryPage) -> None:
    QApplication.clipboard().setText("王记\t小吃店\r\n城南分店\r\n")
    line(page, "shop").paste()
    press(ENTER)
    assert answers(page)["shop"] == "王记 小吃店 城南分店"
    assert line(page, "shop").text() == "王记 小吃店 城南分店"


def test_a_number_pasted_from_a_workbook_is_read(page: EntryPage) -> None:
    fill_a(page)
    QApplication.clipboard().setText("１２，０００\r\n")
    line(page, "revenue").paste()
    press(ENTER)
    assert answers(page)["revenue"] == 12000


class Composing:
    """An input method that hands over what it composes when it is asked to."""

    def commit(self) -> None:
        compose("", "记店")


def test_what_an_input_method_still_composes_is_saved_too(
    page: EntryPage, workplace: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_text("王")
    compose("ji'dian")
    monkeypatch.setattr(QGuiApplication, "inputMethod", Composing)
    page.save()
    settle(qtbot, workplace)
    assert answers(page)["shop"] == "王记店"


def test_an_explanation_that_is_long_enough_is_saved_without_its_own_enter(
    page: EntryPage, workplace: Workplace, qtbot: QtBot
) -> None:
    explain_cost(page)
    type_text("本季接了一个大单，合同在")
    page.save()
    settle(qtbot, workplace)
    assert "大单" in row(page, here(page)).notes.excuse.text()


def test_an_explanation_too_short_stays_to_be_gone_on_with(page: EntryPage, workplace: Workplace, qtbot: QtBot) -> None:
    explain_cost(page)
    type_text("大单")
    page.save()
    settle(qtbot, workplace)
    assert row(page, here(page)).lines[0].is_explaining
    assert cursor().property("text") == "大单"


def test_what_was_filled_in_of_a_repeat_is_deleted_only_when_said_twice(page: EntryPage) -> None:
    fill_all(page)
    heading = next(item for item in page.form.stack if isinstance(item, InstanceHeading))
    heading.remove.click()
    assert answers(page)["worker"] == [{"name": "刘工"}]
    assert "再点一次" in heading.remove.text()
    page.form.go_to("/data/c/worker[1]/age")
    type_text("30")
    press(ENTER)
    assert heading.remove.text() == "删除", "the person has gone on"
    heading.remove.click()
    heading.remove.click()
    assert "worker" not in answers(page)
