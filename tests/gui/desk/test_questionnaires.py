"""Installing a questionnaire from the settings, and taking back an import of another day: real widgets, real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.views.dialogs.questionnaires import BASES, STATES
from gui.views.dialogs.settings import SettingsDialog
from gui.workplace import Workplace
from survey.form.kinds import LegalBasis
from tests.gui.conftest import show
from tests.gui.forms import monthly
from tests.gui.pages import settle
from usecases.changes import Changes
from usecases.forms import FormState
from usecases.workspace import Workspace


@pytest.fixture
def dialog(workplace: Workplace, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(workplace)
    show(qtbot, made)
    made.tabs.setCurrentWidget(made.questionnaires)
    settle(qtbot, workplace)
    return made


def listed(dialog: SettingsDialog) -> list[tuple[str, ...]]:
    rows = dialog.questionnaires.installed.rows
    return [rows.row(number) for number in range(rows.rowCount())]


def test_every_state_and_every_basis_has_a_word() -> None:
    assert set(STATES) == set(FormState)
    assert set(BASES) == set(LegalBasis)


def test_a_new_version_is_in_force_at_once(
    dialog: SettingsDialog, workplace: Workplace, qtbot: QtBot, tmp_path: Path
) -> None:
    changes: list[Changes] = []
    workplace.data_changed.connect(changes.append)
    page = dialog.questionnaires
    for version in ("2026.1", "2026.2"):
        page.install(monthly(tmp_path / "monthly.xlsx", version=version))
        assert not page.install_button.isEnabled(), "one at a time"
        settle(qtbot, workplace)
    assert [change.forms for change in changes] == [True, True]
    assert "从现在起用 2026.2 版" in page.banner.text.text()
    rows = [row[1:] for row in listed(dialog) if "月度" in row[0]]
    assert rows == [
        ("2026.2", "2027-12-31", "可用", "服务走访"),
        ("2026.1", "2027-12-31", "旧版，只能查看", "服务走访"),
    ]
    page.install(tmp_path / "monthly.xlsx")
    settle(qtbot, workplace)
    assert "没有改动" in page.banner.text.text()


def test_an_expired_one_says_so(dialog: SettingsDialog, workplace: Workplace, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.questionnaires.install(monthly(tmp_path / "monthly.xlsx", valid_until="2026-06-30"))
    settle(qtbot, workplace)
    assert ("2026.2", "2026-06-30", "已过期，不能再填", "服务走访") in [row[1:] for row in listed(dialog)]


def test_a_broken_workbook_is_refused_with_every_cell(
    dialog: SettingsDialog, workplace: Workplace, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    page, before = dialog.questionnaires, listed(dialog)
    page.install(monthly(tmp_path / "monthly.xlsx", relevant="${没有这题} = "))
    settle(qtbot, workplace)
    assert page.pages.currentWidget() is page.found
    assert "没有装" in page.banner.text.text()
    level, cell, sentence, remedy = page.found.rows.row(0)
    assert level == "强制"
    assert cell.startswith("survey!")
    assert sentence
    assert remedy
    assert page.whole.text() == f"{cell}　{sentence}{remedy}"
    page.back_button.click()
    assert page.pages.currentWidget() is page.installed
    page.refresh()
    settle(qtbot, workplace)
    assert listed(dialog) == before


@pytest.mark.parametrize("name", ["没有.xlsx", "坏.xlsx"])
def test_a_file_that_cannot_be_read_is_explained(
    dialog: SettingsDialog, workplace: Workplace, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 cut off")
    dialog.questionnaires.install(tmp_path / name)
    settle(qtbot, workplace)
    assert dialog.questionnaires.found.rows.rowCount() == 1
    assert dialog.questionnaires.install_button.isEnabled()
