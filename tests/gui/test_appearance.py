"""Every window at normal and at double size: nothing clipped, nothing nameless, nothing English, enough contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.theme import colours
from gui.theme.sheet import NORMAL_PT, dress
from gui.views.entry.entry_page import EntryPage
from gui.views.parts.elided import Elided
from gui.workplace import Workplace
from tests.gui.pages import settle
from tests.gui.windows import WINDOWS, make_entry
from usecases.workspace import Workspace

SCREEN = (1366, 728)
# Names of keys, file formats and protocols that have no Chinese name, the program's own version and codes,
# a sheet of a questionnaire workbook.
ALLOWED = re.compile(
    r"\b(?:Enter|Shift|Ctrl|Esc|Tab|Alt|Delete|F\d{1,2}|KB|MB|jpg|png|xlsx|xls|ods|csv|https?|Excel|WPS|[A-Z]\d{3}"
    r"|Apache|Qt for Python|LGPL)\b|[\w.-]*\d[\w.-]*|/\S*|survey!"
)
LATIN = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(params=[1, 2], ids=["normal", "double"])
def size(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    dress(qapp, NORMAL_PT * request.param)
    yield request.param
    dress(qapp, NORMAL_PT)


@pytest.fixture(params=list(WINDOWS))
def shown(
    request: pytest.FixtureRequest, size: int, workplace: Workplace, workspace: Workspace, qtbot: QtBot
) -> QWidget:
    made = WINDOWS[request.param](workplace, workspace)
    qtbot.addWidget(made)
    made.show()
    made.resize(*SCREEN)
    settle(qtbot, workplace)
    QApplication.processEvents()
    return made


def visible(window: QWidget) -> list[QWidget]:
    return [widget for widget in window.findChildren(QWidget) if widget.isVisible()]


def text_of(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QTabWidget):
        return " ".join(widget.tabText(number) for number in range(widget.count()))
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def room_needed(widget: QWidget) -> tuple[int, int]:
    """Width and height a widget needs for its text."""
    if isinstance(widget, QLabel) and widget.wordWrap():
        return (0, widget.heightForWidth(widget.width()))
    hint = widget.sizeHint()
    return (0 if isinstance(widget, Elided | QLineEdit) else hint.width(), hint.height())


def test_a_window_looks_right(shown: QWidget) -> None:
    found = {check.__name__: check(shown) for check in (clipped, outside, nameless, english)}
    assert found == {"clipped": [], "outside": [], "nameless": [], "english": []}
    assert shown.width() <= SCREEN[0]
    assert shown.height() <= SCREEN[1]


def clipped(shown: QWidget) -> list[str]:
    """Give the labels, buttons and fields that have less room than their text needs."""
    found = []
    for widget in visible(shown):
        if not isinstance(widget, QLabel | QAbstractButton | QComboBox | QLineEdit) or not text_of(widget):
            continue
        width, height = room_needed(widget)
        if widget.width() < width or widget.height() < height - 2:
            found.append(f"{text_of(widget)!r} needs {width}×{height}, has {widget.width()}×{widget.height()}")
    return found


def outside(shown: QWidget) -> list[str]:
    """Give the texts that lie outside their window and do not scroll."""
    inside = QRect(0, 0, shown.width(), shown.height())
    return [
        text_of(widget)
        for widget in visible(shown)
        if text_of(widget)
        and not _scrolled(widget)
        and not inside.contains(QRect(widget.mapTo(shown, widget.rect().topLeft()), widget.size()))
    ]


def _scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def nameless(shown: QWidget) -> list[str]:
    """Give the widgets that the cursor can reach and a screen reader cannot name."""
    found = []
    for widget in visible(shown):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, QScrollBar):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface else ""
        if not name and not isinstance(widget.parentWidget(), QComboBox):
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def english(shown: QWidget) -> list[str]:
    """Give the texts with words in Latin letters."""
    texts = [text for widget in visible(shown) for text in (text_of(widget), widget.toolTip(), widget.windowTitle())]
    return [text for text in texts if LATIN.search(ALLOWED.sub("", text))]


def test_the_cursor_goes_through_the_form_in_its_order(
    workplace: Workplace, workspace: Workspace, qtbot: QtBot
) -> None:
    page = make_entry(workplace, workspace)
    assert isinstance(page, EntryPage)
    qtbot.addWidget(page)
    page.show()
    settle(qtbot, workplace)
    editors = [row.field.editor for row in page.form.rows()]
    chain: list[QWidget] = []
    widget: QWidget | None = editors[0]
    while widget is not None and not (chain and widget is editors[0]):
        if widget in editors:
            chain.append(widget)
        widget = widget.nextInFocusChain()
    assert chain == editors


def luminance(name: str) -> float:
    colour = QColor(name)
    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        (colours.TEXT, colours.GROUND),
        (colours.QUIET, colours.SURFACE),
        (colours.QUIET, colours.SUNKEN),
        (colours.RED, colours.SURFACE),
        (colours.RED, colours.RED_PALE),
        (colours.AMBER, colours.AMBER_PALE),
        (colours.BLUE, colours.BLUE_PALE),
        (colours.GREEN, colours.GREEN_PALE),
        (colours.PRIMARY_DARK, colours.PRIMARY_PALE),
        (colours.SURFACE, colours.PRIMARY),
        (colours.PRIMARY, colours.GROUND),
    ],
)
def test_letters_stand_out_from_their_ground(ink: str, paper: str) -> None:
    """WCAG 2.1, 1.4.3: at least 4.5 to 1."""
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
