"""A real data folder with the sample questionnaire and a few households, and a workplace over it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.desk import Desk
from gui.preferences import Preferences
from gui.startup.translation import speak_chinese
from gui.tasks import Failure, Tasks
from gui.theme.sheet import NORMAL_PT, STYLE, dress
from gui.views.entry.entry_page import EntryPage
from gui.views.window import MainWindow
from gui.workplace import Workplace
from survey.codelists import areas
from survey.values import Value
from tests.gui.forms import save_sample
from tests.gui.pages import BEFORE, FORM, reopen, settle
from usecases.entries import open_entry, save_entry
from usecases.forms import install_form
from usecases.register import HouseholdRow, save_household, search_households
from usecases.workspace import Workspace, open_workspace

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
SHOPS = (
    ("王记小吃店", "王小明", "13890901001", "东乡街道"),
    ("李氏理发店", "李红", "13890901002", "东乡街道"),
    ("好又多超市", "张三丰", "13890901003", "南坝镇"),
    ("阳光五金店", "陈阳", "13890901004", "南坝镇"),
)
VILLAGES = {
    town: areas().children(found.code)[0].code
    for town in ("东乡街道", "南坝镇")
    if (found := areas().find_town("511722", town))
}


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["huce", *STYLE]


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    speak_chinese(qapp)
    dress(qapp, NORMAL_PT)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with everything in it; each test works on a copy."""
    folder = tmp_path_factory.mktemp("prepared")
    workspace = open_workspace(folder, clock=lambda: NOW, forms=False, user="赵录入")
    installed = install_form(workspace, path=save_sample(tmp_path_factory.mktemp("workbook")))
    assert installed.form is not None, installed.problems
    for shop, owner, mobile, town in SHOPS:
        fields = {
            "shop_name": shop,
            "owner_name": owner,
            "mobile": mobile,
            "town_name": town,
            "uscc": "",
            "has_license": "3",
            "operating_status": "1",
            "village_code": VILLAGES[town],
        }
        saved = save_household(workspace, household_id=None, fields=fields)
        assert saved.revision, saved.problems
    _fill_last_period(workspace)
    workspace.close()
    return folder


def _fill_last_period(workspace: Workspace) -> None:
    first = search_households(workspace).rows[0]
    entry = open_entry(workspace, household_id=first.id, form_id=FORM, round_code=BEFORE)
    answers: dict[str, Value] = {"a/shop": "王记小吃店", "a/status": "1", "b/revenue": 98000, "b/cost": 60000}
    answers |= {"b/people": 3, "b/hard": ("01", "04"), "b/trade": "3", "c/worker[1]/name": "刘工"}
    for path, value in answers.items():
        entry.session.answer(f"/data/{path}", value)
    assert save_entry(workspace, entry=entry, complete=True).status == "complete"


@pytest.fixture
def workspace(tmp_path: Path, prepared: Path) -> Iterator[Workspace]:
    folder = tmp_path / "data"
    shutil.copytree(prepared, folder)
    opened = open_workspace(folder, clock=lambda: NOW, forms=False, user="赵录入")
    yield opened
    opened.close()


@pytest.fixture
def told() -> list[Failure]:
    """The trouble nobody took care of; a test that expects some empties the list."""
    return []


@pytest.fixture
def workplace(workspace: Workspace, told: list[Failure], qtbot: QtBot, qapp: QApplication) -> Iterator[Workplace]:
    tasks = Tasks(qapp)
    made = Workplace(tasks, Preferences(workspace.data_dir))
    made.open(Desk(workspace))
    tasks.unhandled.connect(told.append)
    yield made
    settle(qtbot, made)
    tasks.close()
    assert not told


def show(qtbot: QtBot, widget: QWidget) -> None:
    """Show a window and wait until the cursor is in it."""
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(widget.isActiveWindow)


@pytest.fixture
def household(workspace: Workspace) -> HouseholdRow:
    return search_households(workspace).rows[0]


@pytest.fixture
def page(workplace: Workplace, household: HouseholdRow, qtbot: QtBot) -> EntryPage:
    made = EntryPage(workplace)
    made.resize(1366, 728)
    show(qtbot, made)
    reopen(made, household, workplace, qtbot)
    return made


@pytest.fixture
def window(workplace: Workplace, qtbot: QtBot) -> MainWindow:
    """The list of households, open."""
    made = MainWindow(workplace)
    show(qtbot, made)
    made.show_overview()
    settle(qtbot, workplace)
    return made
