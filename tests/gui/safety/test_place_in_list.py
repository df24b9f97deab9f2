from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from exchange.messages import Fields
from gui.models import search
from gui.theme.sheet import LARGEST_PT, NORMAL_PT
from gui.views.register import register_page
from gui.views.window import MainWindow
from gui.workplace import Workplace
from tests.gui.conftest import show
from tests.gui.forms import monthly
from tests.gui.pages import ROUND, fill_all, settle
from tests.gui.safety.disk import slow_disk
from usecases.forms import install_form
from usecases.register import save_household
from usecases.workspace import Workspace

PAGE, HOUSEHOLDS = 30, 65  # more than the window shows at once


@pytest.fixture
def window(workplace: Workplace, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A list of three pages, of which one is loaded."""
    for module in (search, register_page):
        monkeypatch.setattr(module, "PAGE", PAGE)
    for number in range(5, HOUSEHOLDS + 1):
        fields: Fields = {"shop_name": f"第{number}户", "owner_name": "周全", "mobile": f"1389090{number:04}"}
        saved = save_household(workspace, household_id=None, fields={**fields, "has_license": "3", "uscc": ""})
        assert saved.revision, saved.problems
    made = MainWindow(workplace)
    show(qtbot, made)
    made.show_overview()
    settle(qtbot, workplace)
    assert made.register.model.rowCount() == PAGE
    return made


def load(window: MainWindow, rows: int, workplace: Workplace, qtbot: QtBot) -> list[str]:
    """Scroll until so many households are loaded; their ids."""
    model = window.register.model
    while model.rowCount() < rows:
        model.fetchMore()
        settle(qtbot, workplace)
    found = [model.row(number) for number in range(rows)]
    return [row.id for row in found if row is not None]


def test_the_selected_household_stays_where_it_was_after_a_save_far_down_the_list(
    window: MainWindow, workplace: Workplace, qtbot: QtBot
) -> None:
    ids = load(window, 50, workplace, qtbot)
    window.register.select(ids[49])
    window.register.table.open_current()
    settle(qtbot, workplace)
    window.entry.save()
    settle(qtbot, workplace)
    window.entry.leave()
    settle(qtbot, workplace)
    selected = window.register.selected()
    assert selected is not None
    assert selected.id == ids[49]


def test_the_next_household_comes_also_when_it_is_not_loaded_yet(
    window: MainWindow, workplace: Workplace, qtbot: QtBot
) -> None:
    last = window.register.model.rowCount() - 1
    window.register.table.select(last)
    first = window.register.selected()
    window.register.table.open_current()
    settle(qtbot, workplace)
    fill_all(window.entry)
    window.entry.complete()
    settle(qtbot, workplace)
    qtbot.waitUntil(lambda: window.entry.filling is not None)
    assert first is not None
    assert window.entry.filling is not None
    assert window.entry.filling.entry.household_id == load(window, last + 2, workplace, qtbot)[last + 1]


def test_a_household_is_not_opened_for_the_period_of_another_questionnaire(
    window: MainWindow, workplace: Workplace, workspace: Workspace, qtbot: QtBot
) -> None:
    installed = install_form(workspace, path=monthly(workspace.data_dir / "月报.xlsx"))
    assert installed.form is not None
    window.show_overview()
    settle(qtbot, workplace)
    form = window.register.bar.form
    assert window.register.round_code == ROUND
    with slow_disk(workplace, qtbot):
        form.setCurrentIndex(1 - form.currentIndex())
        window.register.table.open_current()
        window.dialogs.export()
    assert window.register.isVisible()
    window.register.table.open_current()
    settle(qtbot, workplace)
    assert window.entry.filling is not None
    assert (window.entry.filling.entry.form_id, window.entry.filling.entry.round_code) == ("monthly", "2026M10")


def test_the_last_choice_of_a_questionnaire_stands(
    window: MainWindow, workplace: Workplace, workspace: Workspace, qtbot: QtBot
) -> None:
    install_form(workspace, path=monthly(workspace.data_dir / "月报.xlsx"))
    window.show_overview()
    settle(qtbot, workplace)
    form, shown = window.register.bar.form, list[str]()
    with slow_disk(workplace, qtbot):
        window.show_overview()
        workplace.tasks.work(lambda _progress: None, lambda _done: shown.append(window.register.form_id))
        form.setCurrentIndex(form.findData("monthly"))
    assert shown == ["monthly"]


def test_the_sides_give_way_when_the_letters_grow(window: MainWindow, workplace: Workplace, qtbot: QtBot) -> None:
    window.resize(1366, 728)
    window.register.table.open_current()
    settle(qtbot, workplace)
    assert window.entry.panel.isVisible()
    try:
        window.zoom(LARGEST_PT)
        qtbot.waitUntil(lambda: not window.entry.panel.isVisible())
        assert not window.entry.navigator.isVisible()
    finally:
        window.zoom(NORMAL_PT)
    qtbot.waitUntil(window.entry.panel.isVisible)
