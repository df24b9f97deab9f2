"""Every dialog but import and synchronisation."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QListView

from gui.screenshots.tour import Tour
from gui.tasks import Task, unexpected
from gui.views.dialogs.export import ExportDialog
from gui.views.dialogs.settings import SettingsDialog
from gui.views.dialogs.trouble import TroubleDialog
from gui.views.imports.wizard import BOOKS
from gui.views.parts.files import opening_dialog
from gui.views.register.household_dialog import HouseholdDialog

FORM = """
| survey   |         |            |                |            |
|          | type    | name       | label          | relevant   |
|          | integer | places     | 摊位数         |            |
|          | text    | street     | 在哪条街       | {relevant} |
| settings |         |            |                |            |
|          | form_id | form_title | version        | legal_basis |
|          | stalls  | 夜市摊位登记 | {version}    | service    |
"""


def see_dialogs(tour: Tour) -> None:
    """Take the pictures of the dialogs."""
    register = tour.window.register
    row = register.model.row(0)
    _see_household(tour, row.id if row else None)
    _see_export(tour)
    tour.dialog("settings", SettingsDialog(tour.workplace, tour.window))
    _see_questionnaires(tour)
    trouble = unexpected("Traceback")
    tour.dialog("trouble", TroubleDialog(trouble, tour.window))
    tour.dialog("files", opening_dialog(tour.window, "选择要导入的表格", BOOKS, tour.workplace.preferences))


def _see_household(tour: Tour, household: str | None) -> None:
    county = tour.window.register.county
    tour.dialog("household", HouseholdDialog(tour.workplace, household, county, tour.window))
    new = HouseholdDialog(tour.workplace, None, county, tour.window)
    tour.dialog("household_new", new)
    new = HouseholdDialog(tour.workplace, None, county, tour.window)
    new.show()
    tour.settle()
    new.form.go_to("/register/2/industry_code")
    tour.type("f")
    shown = (each for each in QApplication.topLevelWidgets() if isinstance(each, QListView) and each.isVisible())
    for popup in shown:
        tour.shoot("household_lookup", popup)
        popup.close()
    new.save()
    tour.settle()
    tour.shoot("household_refused", new)
    new.done(0)


def _see_questionnaires(tour: Tour) -> None:
    """The list, a version taken in, and one that is refused."""
    dialog = SettingsDialog(tour.workplace, tour.window)
    dialog.tabs.setCurrentWidget(dialog.questionnaires)
    dialog.show()
    tour.settle()
    tour.shoot("questionnaires", dialog)
    for version, relevant in (("2026.2", "true()"), ("2026.3", "${stalls} = 1")):
        path = tour.data_dir / f"夜市摊位登记{version}.md"
        path.write_text(FORM.format(version=version, relevant=relevant), encoding="utf-8")
        dialog.questionnaires.install(path)
        tour.settle()
        tour.shoot("questionnaire_refused" if "stalls" in relevant else "questionnaire_installed", dialog)
    dialog.done(0)


def _see_export(tour: Tour) -> None:
    bar = tour.window.register.bar
    form = (tour.window.register.form_id, bar.form.currentText())
    period = (tour.window.register.round_code, bar.period.currentText())
    tour.dialog("export", ExportDialog(tour.workplace, form, period, tour.window))
    dialog = ExportDialog(tour.workplace, form, period, tour.window)
    dialog.show()
    task = Task(dialog)
    dialog.work.follow(task, "正在写 问卷数据_2026年三季度.xlsx")
    dialog.pages.setCurrentWidget(dialog.work)
    task.stepped.emit(1200, 3000, "写入第 1,200 户")
    tour.shoot("export_running", dialog)
    dialog.pages.setCurrentIndex(0)
    dialog.write(Path(tour.data_dir) / "没有的文件夹" / "问卷数据.xlsx")
    tour.settle()
    tour.shoot("export_failed", dialog)
    dialog.write(Path(tour.data_dir) / "问卷数据_2026年三季度.xlsx")
    tour.settle()
    tour.shoot("export_done", dialog)
    dialog.done(0)
