"""The main window and its list, over a real register."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.models.households import HouseholdModel, shortened
from gui.theme.sheet import NORMAL_PT, dress
from gui.views.register.bar import SearchBox
from gui.views.window import MainWindow
from gui.workplace import Workplace
from tests.gui.conftest import SHOPS
from tests.gui.keys import ENTER, cursor, press, type_text
from tests.gui.pages import FORM, ROUND, settle
from usecases.entries import journal_answer, open_entry
from usecases.register import HouseholdPage, HouseholdRow, Keyset
from usecases.workspace import Workspace


@pytest.fixture
def window(window: MainWindow, qapp: QApplication) -> Iterator[MainWindow]:
    yield window
    dress(qapp, NORMAL_PT)


def names(window: MainWindow) -> list[str]:
    model = window.register.model
    return [row.shop_name for number in range(model.rowCount()) if (row := model.row(number))]


def test_the_list_shows_the_households_and_how_far_the_round_is(window: MainWindow) -> None:
    assert sorted(names(window)) == sorted(shop for shop, *_ in SHOPS)
    assert window.register.filters.done.text() == "本期 0/4 已完成"
    assert window.register.bar.period.currentText() == "2026年三季度"


def test_typing_searches_at_once_by_name_initials_and_telephone(
    window: MainWindow, workplace: Workplace, qtbot: QtBot
) -> None:
    assert cursor() is window.register.bar.search
    for typed, found in (("理发", "李氏理发店"), ("hyd", "好又多超市"), ("1004", "阳光五金店")):
        window.register.bar.search.clear()
        type_text(typed)
        settle(qtbot, workplace)
        assert names(window) == [found]


def test_letters_typed_in_the_list_go_to_the_search_box(window: MainWindow, workplace: Workplace, qtbot: QtBot) -> None:
    window.register.table.setFocus()
    type_text("ygwj")
    settle(qtbot, workplace)
    assert cursor() is window.register.bar.search
    assert names(window) == ["阳光五金店"]


def test_arrows_walk_and_enter_opens_the_questionnaire(window: MainWindow, workplace: Workplace, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Down)
    chosen = window.register.selected()
    press(ENTER)
    settle(qtbot, workplace)
    assert window.entry.isVisible()
    assert chosen is not None
    assert window.entry.header.name.text() == chosen.shop_name
    window.entry.leave()
    settle(qtbot, workplace)
    assert window.register.isVisible()
    assert window.register.selected() == chosen


def test_filters_by_town_and_status(window: MainWindow, workplace: Workplace, qtbot: QtBot) -> None:
    filters = window.register.filters
    filters.town.setCurrentIndex(filters.town.findText("东乡街道"))
    settle(qtbot, workplace)
    assert len(names(window)) == 2
    filters.chips["draft"].click()
    settle(qtbot, workplace)
    assert names(window) == []
    assert window.register.empty.isVisible()
    assert window.register.empty.title.text() == "没有找到这样的户"
    window.register.clear()
    settle(qtbot, workplace)
    assert len(names(window)) == 4


def test_a_draft_shows_in_the_list_and_the_counts(window: MainWindow, workplace: Workplace, qtbot: QtBot) -> None:
    press(ENTER)
    settle(qtbot, workplace)
    type_text("王记")
    press(ENTER)
    window.entry.save()
    settle(qtbot, workplace)
    window.entry.leave()
    settle(qtbot, workplace)
    assert window.register.filters.chips["draft"].text() == "草稿 1"
    first = window.register.model.row(0)
    assert first is not None
    assert first.entry_status == "draft"


def test_what_only_the_journal_knows_is_a_draft_in_list_and_counts(
    window: MainWindow, workplace: Workplace, workspace: Workspace, qtbot: QtBot
) -> None:
    """The program died before anything was saved: what was typed is there, and the list says so."""
    row = window.register.model.row(1)
    assert row is not None
    entry = open_entry(workspace, household_id=row.id, form_id=FORM, round_code=ROUND)
    journal_answer(workspace, entry=entry, path="/data/a/shop", value="王")
    window.show_register()
    settle(qtbot, workplace)
    chips = window.register.filters.chips
    assert [chips[status].text() for status in ("", "draft")] == ["未采 3", "草稿 1"]
    again = window.register.model.row(1)
    assert again is not None
    assert (again.id, again.entry_status) == (row.id, "draft")
    chips["draft"].click()
    settle(qtbot, workplace)
    assert names(window) == [row.shop_name]


def test_letters_grow_and_shrink_and_are_remembered(window: MainWindow, workplace: Workplace) -> None:
    before = window.register.table.verticalHeader().defaultSectionSize()
    window.zoom(NORMAL_PT + 4)
    assert window.register.table.verticalHeader().defaultSectionSize() > before
    assert workplace.preferences.points == NORMAL_PT + 4
    window.zoom(100)
    assert workplace.preferences.points == 23


def page(first: int, count: int, *, more: bool) -> HouseholdPage:
    rows = tuple(
        HouseholdRow(str(n), "", f"第{n}户", "", "", "", "", "", "", "", "", 0, 0) for n in range(first, first + count)
    )
    return HouseholdPage(rows, 500, Keyset("", first + count) if more else None)


def test_following_pages_are_asked_for_once_and_appended(qtbot: QtBot) -> None:
    model = HouseholdModel()
    asked: list[Keyset] = []
    model.more_wanted.connect(asked.append)
    model.show_page(page(0, 200, more=True))
    assert model.canFetchMore()
    model.fetchMore()
    assert not model.canFetchMore()
    assert asked == [Keyset("", 200)]
    model.add_page(Keyset("", 200), page(200, 50, more=False))
    assert model.rowCount() == 250
    model.add_page(Keyset("", 200), page(200, 50, more=False))
    assert model.rowCount() == 250, "asked for before the list was read again"
    assert not model.canFetchMore()
    assert model.row_of("249") == 249
    following = model.next_unfinished("10")
    assert following is not None
    assert following.id == "11"


@pytest.mark.parametrize("key", [Qt.Key.Key_D, Qt.Key.Key_E])
def test_the_search_box_leaves_the_keys_of_the_page_alone(key: Qt.Key, qtbot: QtBot) -> None:
    """On Linux a line of text takes Ctrl+D for delete and Ctrl+E for its end, and the page's shortcuts never come."""
    box = SearchBox()
    qtbot.addWidget(box)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
    assert box.eventFilter(box, event)
    assert not event.isAccepted()


@pytest.mark.parametrize(
    ("village", "short"),
    [
        ("龙岗社区居民委员会", "龙岗社区"),
        ("大梁村民委员会", "大梁村"),
        ("大梁村村民委员会", "大梁村"),
        ("城南社区", "城南社区"),
        ("", ""),
    ],
)
def test_a_village_is_named_as_people_name_it(village: str, short: str) -> None:
    assert shortened(village) == short


def test_when_the_first_household_comes_the_cursor_goes_from_the_empty_page_to_the_search_box(
    workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    window.register.show_counts(dict.fromkeys(("", "draft", "complete", "submitted"), 0))
    window.register.bar.search.setText("没有这样的户")
    settle(qtbot, workplace)
    window.register.empty.take_cursor()
    window.register.show_counts({"": 4})
    window.register.bar.search.setText("")
    settle(qtbot, workplace)
    assert cursor() is window.register.bar.search
