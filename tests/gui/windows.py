"""Every window and state that the tests of their looks visit, made over the prepared data folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gui.screenshots.stops.pictures import write_shown_form
from gui.tasks import unexpected
from gui.views.dialogs.export import ExportDialog
from gui.views.dialogs.history import HistoryDialog
from gui.views.dialogs.picture import PictureDialog
from gui.views.dialogs.settings import SettingsDialog
from gui.views.dialogs.sync import SyncDialog
from gui.views.dialogs.trouble import TroubleDialog
from gui.views.entry.entry_page import EntryPage
from gui.views.entry.whose import whose_entry
from gui.views.imports.wizard import ImportWizard
from gui.views.register.household_dialog import HouseholdDialog
from gui.views.window import MainWindow
from gui.workplace import Workplace
from survey.problems import Problem
from sync.report import Step
from tests.gui.forms import monthly, register_book
from tests.gui.pages import FORM, ROUND
from usecases.changes import Changes
from usecases.entries import open_entry
from usecases.forms import install_form
from usecases.imports import ImportKind, accept_import, list_imports, preview_import
from usecases.progress import Silent
from usecases.register import search_households
from usecases.synchronise import SyncReport
from usecases.workspace import Workspace


def make_register(workplace: Workplace, _workspace: Workspace) -> QWidget:
    window = MainWindow(workplace)
    window.show_overview()
    return window


def make_entry(workplace: Workplace, workspace: Workspace) -> QWidget:
    page = EntryPage(workplace)
    household = search_households(workspace).rows[0]
    page.open(whose_entry(household, form=(FORM, "季度问卷"), period=(ROUND, "2026年三季度")))
    return page


def make_first_start(workplace: Workplace, workspace: Workspace) -> QWidget:
    workspace.user, workspace.named = "kylin", False
    return make_register(workplace, workspace)


def make_files(workplace: Workplace, workspace: Workspace) -> QWidget:
    """A photograph is kept, another cannot be read: picture, three buttons, a note and a refusal in one field."""
    page = EntryPage(workplace)
    page.show()
    household = search_households(workspace).rows[0]
    entry = open_entry(workspace, household_id=household.id, form_id=FORM, round_code=ROUND)
    source = workspace.data_dir / "门头照片（从村会计的手机上复制来的）.png"
    picture = QImage(900, 600, QImage.Format.Format_RGB32)
    assert picture.save(str(source))
    kept = workplace.desk.keep_attachment(source=source, kind="image", progress=Silent())
    entry.session.answer("/data/c/photo", kept.name)
    page.show_entry(entry)
    page.form.go_to("/data/c/photo")
    page.enclosing.take("/data/c/photo", source.with_name("拔掉的优盘.jpg"))
    return page


def make_pictures(workplace: Workplace, workspace: Workspace) -> QWidget:
    """Pictures of labels and choices, sounds and a film; one picture of a choice is missing."""
    installed = install_form(workspace, path=write_shown_form(workspace.data_dir))
    assert installed.form is not None, installed.problems
    page = EntryPage(workplace)
    household = search_households(workspace).rows[0]
    page.open(whose_entry(household, form=("shown", "看图登记问卷"), period=("once", "一次性调查")))
    return page


def make_picture(_workplace: Workplace, _workspace: Workspace) -> QWidget:
    return PictureDialog(QImage(900, 600, QImage.Format.Format_RGB32), "请看清执照右下角的登记日期" * 4)


def make_history(workplace: Workplace, workspace: Workspace) -> QWidget:
    household = search_households(workspace).rows[0]
    entry = open_entry(workspace, household_id=household.id, form_id=FORM, round_code="2026Q2")
    return HistoryDialog(workplace, entry)


def make_household(workplace: Workplace, workspace: Workspace) -> QWidget:
    return HouseholdDialog(workplace, search_households(workspace).rows[0].id, "511722")


def make_trouble(_workplace: Workplace, _workspace: Workspace) -> QWidget:
    return TroubleDialog(unexpected("trace"))


def make_refused_import(workplace: Workplace, _workspace: Workspace) -> QWidget:
    wizard = ImportWizard(workplace)
    wizard.show()
    wizard.choose.tell(Problem("B003", params={"file": "底册（县里发的）.xlsx", "reason": "压缩包的目录损坏"}))
    return wizard


def make_questionnaires(workplace: Workplace, workspace: Workspace, *, relevant: str = "") -> QWidget:
    """A version was installed; with a ``relevant`` that says nothing it is refused."""
    dialog = SettingsDialog(workplace)
    dialog.tabs.setCurrentWidget(dialog.questionnaires)
    dialog.questionnaires.install(monthly(workspace.data_dir / "月度快报（新版）.xlsx", relevant=relevant))
    return dialog


def make_refused_questionnaire(workplace: Workplace, workspace: Workspace) -> QWidget:
    return make_questionnaires(workplace, workspace, relevant="${没有这题} = ")


def make_earlier_imports(workplace: Workplace, workspace: Workspace) -> QWidget:
    plan = preview_import(
        workspace, file=register_book(workspace.data_dir / "底册.xlsx"), kind=ImportKind.REGISTER, progress=Silent()
    )
    accept_import(workspace, plan=plan, progress=Silent())
    wizard = ImportWizard(workplace)
    wizard.show()
    wizard.earlier.show_imports(list_imports(workspace))
    wizard.pages.setCurrentWidget(wizard.earlier)
    wizard.earlier.undo_button.click()
    return wizard


def make_no_imports(workplace: Workplace, _workspace: Workspace) -> QWidget:
    wizard = ImportWizard(workplace)
    wizard.show_earlier()
    return wizard


def make_failed_export(workplace: Workplace, _workspace: Workspace) -> QWidget:
    dialog = ExportDialog(workplace, (FORM, "季度问卷"), (ROUND, "2026年三季度"))
    dialog.write(Path("/没有的文件夹/问卷数据.xlsx"))
    return dialog


def make_failed_sync(workplace: Workplace, _workspace: Workspace) -> QWidget:
    dialog = SyncDialog(workplace)
    dialog.server.setText("http://127.0.0.1:9")
    dialog.user.setText("赵录入")
    dialog.password.setText("1")
    dialog.sign_in()
    return dialog


def make_sync_report(workplace: Workplace, _workspace: Workspace) -> QWidget:
    dialog = SyncDialog(workplace)
    problems = (Problem("N001", params={"server": "http://127.0.0.1:9"}),)
    step = Step("连接服务器", "没有连上", good=False)
    dialog.report.show_report(SyncReport((step,), 0, 0, (), (), problems, Changes(), 5, finished=False))
    dialog.pages.setCurrentWidget(dialog.report)
    return dialog


WINDOWS: dict[str, Callable[[Workplace, Workspace], QWidget]] = {
    "register": make_register,
    "first start": make_first_start,
    "entry": make_entry,
    "files": make_files,
    "pictures": make_pictures,
    "picture": make_picture,
    "household": make_household,
    "history": make_history,
    "trouble": make_trouble,
    "refused import": make_refused_import,
    "questionnaires": make_questionnaires,
    "refused questionnaire": make_refused_questionnaire,
    "earlier imports": make_earlier_imports,
    "no imports": make_no_imports,
    "failed export": make_failed_export,
    "failed sync": make_failed_sync,
    "sync report": make_sync_report,
    "import": lambda workplace, _workspace: ImportWizard(workplace),
    "export": lambda workplace, _workspace: ExportDialog(workplace, (FORM, "季度问卷"), (ROUND, "2026年三季度")),
    "sync": lambda workplace, _workspace: SyncDialog(workplace),
    "settings": lambda workplace, _workspace: SettingsDialog(workplace),
}
