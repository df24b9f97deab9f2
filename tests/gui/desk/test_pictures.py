"""Files of the form beside its texts: choices with pictures, one opened large, sounds and films handed to a player."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gui.fields.choices import StripField
from gui.fields.files import Ask
from gui.fields.searched.lookup import LookupField
from gui.fields.strip import ChoiceStrip
from gui.fields.striplook import cells_for
from gui.screenshots.stops.pictures import write_shown_form
from gui.views.dialogs.picture import PictureDialog
from gui.views.entry.entry_page import EntryPage
from gui.views.entry.files.illustrating import NO_PROGRAM, found_at
from gui.views.entry.whose import whose_entry
from gui.views.form.headings import Note
from gui.views.form.illustration import Exhibit
from gui.views.parts.toast import Toast
from gui.workplace import Workplace
from tests.gui.conftest import show
from tests.gui.keys import ENTER, cursor, press, type_text
from tests.gui.pages import answers, here, row, settle
from usecases.changes import Changes
from usecases.forms import find_media, install_form
from usecases.register import HouseholdRow
from usecases.workspace import Workspace


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shown_form(tmp_path_factory.mktemp("written"))


@pytest.fixture
def book(written: Path, workspace: Workspace, tmp_path: Path) -> Path:
    copied = shutil.copytree(written.parent, tmp_path / "book") / written.name
    assert install_form(workspace, path=copied).form is not None
    return copied


@pytest.fixture
def page(book: Path, workplace: Workplace, household: HouseholdRow, qtbot: QtBot) -> EntryPage:
    made = EntryPage(workplace)
    made.resize(1366, 728)
    show(qtbot, made)
    opened(made, household, workplace, qtbot)
    return made


def opened(page: EntryPage, household: HouseholdRow, workplace: Workplace, qtbot: QtBot) -> None:
    page.open(whose_entry(household, form=("shown", "看图"), period=("once", "一次性调查")))
    settle(qtbot, workplace)
    QApplication.processEvents()
    settle(qtbot, workplace)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    found: list[Path] = []

    def open_url(url: QUrl) -> bool:
        found.append(Path(url.toLocalFile()))
        return len(found) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return found


def strip(page: EntryPage, name: str) -> ChoiceStrip:
    field = row(page, name).field
    assert isinstance(field, StripField)
    return field.strip


def exhibit_of_note(page: EntryPage) -> Exhibit:
    note = next(item for item in page.form.items() if isinstance(item, Note))
    assert note.exhibit is not None
    return note.exhibit


def click(widget: QWidget, place: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    at, none = QPointF(place), Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        event = QMouseEvent(kind, at, QPointF(widget.mapToGlobal(place)), button, button, none)
        QApplication.sendEvent(widget, event)


def large(page: EntryPage, workplace: Workplace, qtbot: QtBot) -> PictureDialog:
    settle(qtbot, workplace)
    found = [each for each in page.window().findChildren(PictureDialog) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def menu() -> QMenu:
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    return popup


def test_pictures_of_choices_stand_before_their_labels_and_keys_pick_as_ever(page: EntryPage) -> None:
    kinds = strip(page, "kind")
    look = kinds._look()
    shown = [look.beside(number) for number in range(4)]
    assert [each.picture is not None for each in shown] == [True, True, True, False]
    assert not any(each.waits for each in shown)
    assert len({cell.rect.height() for cell in cells_for(look, kinds.width())}) == 1
    assert kinds.height() >= look.height_for(kinds.width()), "the row has grown with them"
    page.form.go_to("/data/kind")
    type_text("2")
    press(ENTER)
    assert answers(page)["kind"] == "2"
    assert here(page) == "harm"


def test_a_click_on_a_choices_picture_picks_it(page: EntryPage) -> None:
    kinds = strip(page, "kind")
    look = kinds._look()
    cell = cells_for(look, kinds.width())[1]
    click(kinds, QPoint(cell.rect.left() + look.mark + 20, cell.rect.center().y()))
    assert answers(page)["kind"] == "2"


def test_a_choice_whose_picture_is_missing_keeps_its_label_alone(page: EntryPage) -> None:
    look = strip(page, "harm")._look()
    assert look.beside(1).picture is None
    assert look.before(1) == 0
    assert look.beside(1).plays, "its sound is there"


def test_a_pictures_key_and_click_open_it_large_and_the_cursor_comes_back(
    page: EntryPage, workplace: Workplace, qtbot: QtBot
) -> None:
    page.form.go_to("/data/trade")
    field = cursor()
    press_on(field, Qt.Key.Key_F7)
    dialog = large(page, workplace, qtbot)
    assert dialog.picture.pixmap().width() > 600, "the large one of the form, not the one beside the label"
    press_on(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    click(row(page, "trade").exhibit.illustration, QPoint(5, 5))
    press_on(large(page, workplace, qtbot), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)


def press_on(widget: QWidget, key: Qt.Key) -> None:
    """Press a key as the window system does, so that shortcuts and menus hear it."""
    QTest.keyClick(widget, key)
    QApplication.processEvents()


def test_of_several_files_a_menu_asks_which(
    page: EntryPage, workplace: Workplace, played: list[Path], book: Path, qtbot: QtBot
) -> None:
    page.form.go_to("/data/harm")
    page.illustrating.offer_here()
    offered = [action.text() for action in menu().actions()]
    assert offered == [
        "播放录音：店里有哪些隐患",
        "看大图：线路老化",
        "播放录音：线路老化",
        "播放录音：通道堵塞",
        "看大图：没有灭火器",
    ]
    press_on(menu(), Qt.Key.Key_Down)
    press_on(menu(), Qt.Key.Key_Down)
    press_on(menu(), Qt.Key.Key_Return)
    settle(qtbot, workplace)
    assert [path.read_bytes() for path in played] == [(book.parent / "shown-media" / "say.mp3").read_bytes()]


def test_the_first_question_offers_the_files_of_the_note_above_it(page: EntryPage) -> None:
    page.form.go_to("/data/kind")
    page.illustrating.offer_here()
    assert [action.text().partition("：")[0] for action in menu().actions()[:3]] == ["看大图", "播放录音", "播放视频"]
    menu().close()


def test_a_button_hands_sound_and_film_to_the_systems_player_and_says_when_there_is_none(
    page: EntryPage, workplace: Workplace, played: list[Path], qtbot: QtBot
) -> None:
    page.form.go_to("/data/kind")
    buttons = exhibit_of_note(page).buttons
    for kind in ("audio", "video"):
        assert buttons[kind].isVisible()
        click(buttons[kind], buttons[kind].rect().center())
        settle(qtbot, workplace)
    assert [path.suffix for path in played] == [".mp3", ".mp4"]
    assert NO_PROGRAM in [each.text() for toast in page.findChildren(Toast) for each in toast.findChildren(QLabel)]
    assert here(page) == "kind", "the cursor stays where it was"


def test_the_sign_on_a_choice_plays_it_and_the_right_button_offers_its_files(
    page: EntryPage, workplace: Workplace, played: list[Path], qtbot: QtBot
) -> None:
    harms = strip(page, "harm")
    cell = cells_for(harms._look(), harms.width())[0]
    click(harms, QPoint(cell.rect.right() - 8, cell.rect.center().y()))
    settle(qtbot, workplace)
    assert [path.suffix for path in played] == [".mp3"]
    assert "harm" not in answers(page), "playing is not picking"
    click(harms, cell.rect.center(), Qt.MouseButton.RightButton)
    assert len(menu().actions()) == 2
    menu().close()


def test_a_list_of_many_fetches_the_pictures_that_somebody_looks_at(
    page: EntryPage, workplace: Workplace, qtbot: QtBot
) -> None:
    field = row(page, "trade").field
    assert isinstance(field, LookupField)
    assert field.asks() == ()
    page.form.go_to("/data/trade")
    press(Qt.Key.Key_Down)
    popup = field._completer.popup()
    popup.grab()
    QApplication.processEvents()
    settle(qtbot, workplace)
    first = field._completer.completionModel().index(0, 0).data(Qt.ItemDataRole.DecorationRole)
    assert isinstance(first, QIcon)
    assert popup.sizeHintForRow(0) >= first.availableSizes()[0].height() > field.fontMetrics().height()
    popup.hide()
    page.form.go_to("/data/trade")
    type_text("水产")
    press(ENTER)
    assert answers(page)["trade"] == "4"
    assert here(page) == "words"


def test_a_picture_that_comes_later_does_not_push_the_cursor_out_of_sight(
    page: EntryPage, household: HouseholdRow, workplace: Workplace, qtbot: QtBot
) -> None:
    page.resize(1366, 420)
    workplace.data_changed.emit(Changes(forms=True))
    opened(page, household, workplace, qtbot)
    first = row(page, "kind")
    top = first.mapTo(page.form.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= page.form.viewport().height() - first.height()


def test_a_file_put_beside_the_workbook_later_is_shown_after_installing_again(
    page: EntryPage, book: Path, household: HouseholdRow, workplace: Workplace, qtbot: QtBot
) -> None:
    media = book.parent / "shown-media"
    (media / "gone.png").write_bytes((media / "sign.png").read_bytes())
    page.leave()
    settle(qtbot, workplace)
    workplace.data_changed.emit(workplace.desk.install_form(path=book).changes)
    opened(page, household, workplace, qtbot)
    assert strip(page, "harm")._look().beside(1).picture is not None


def test_only_a_sound_or_film_is_ever_handed_to_another_program(tmp_path: Path) -> None:
    program = tmp_path / "say.exe"
    program.write_bytes(b"MZ")
    assert found_at(program, Ask("audio", "say.mp3")).path is None
    assert found_at(None, Ask("audio", "say.mp3")).path is None


def test_a_name_that_leads_elsewhere_finds_nothing(book: Path, workspace: Workspace) -> None:
    for name in ("../huce.sqlite3", "huce.sqlite3", ""):
        assert find_media(workspace, form_id="shown", version="1", name=name) is None
