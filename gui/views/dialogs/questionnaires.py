"""The questionnaires of this computer: which versions there are, which may be used, and taking in another one."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui.tasks import Failure
from gui.views.form.marks import WORDS
from gui.views.parts.banner import Banner
from gui.views.parts.files import file_to_open
from gui.views.parts.grid import Grid
from gui.views.parts.making import button, label, row
from gui.workplace import Workplace

if TYPE_CHECKING:
    from survey.problems import Problem
    from usecases.forms import InstalledForm, KnownForm

WORKBOOKS = "问卷工作簿 (*.xlsx *.xls *.csv)"
INSTALLED = (("问卷", 14), ("版本", 4), ("有效期至", 6), ("状态", 9), ("依据", 4))
FOUND = (("级别", 3), ("单元格", 8), ("问题", 19), ("怎么改", 19))
# The words of usecases.forms.FormState and survey.form.kinds.LegalBasis, which the first paint does not load.
STATES = MappingProxyType(
    {
        "usable": "可用",
        "expired": "已过期，不能再填",
        "headless": "表头不全，不能填",
        "replaced": "旧版，只能查看",
        "waiting": "未生效，用的是旧版",
    }
)
BASES = MappingProxyType({"statistical": "统计调查", "service": "服务走访", "consent": "自愿填报"})


class Questionnaires(QWidget):
    """A list and one button; what a workbook has wrong takes the place of the list until it was read."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.banner = Banner(self)
        self.installed = Grid("已装的问卷", INSTALLED)
        self.found = Grid("工作簿里的问题", FOUND)
        self.whole = label("", wrap=True, select=True)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.installed)
        self.pages.addWidget(self.found)
        self.install_button = button("安装问卷工作簿…", self._ask_file)
        self.back_button = button("返回清单", self.show_list)
        self.found.selectionModel().currentRowChanged.connect(lambda now, _old: self._tell(now.row()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self.banner)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.whole)
        layout.addLayout(row(self.install_button, self.back_button, None))
        self.show_list()
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        desk = self._workplace.desk
        self._workplace.tasks.work(lambda _progress: desk.forms(), self._show)

    def show_list(self) -> None:
        """Show what is installed."""
        self.pages.setCurrentWidget(self.installed)
        self.back_button.hide()
        self.whole.hide()

    def install(self, file: Path) -> None:
        """Read a workbook in the background and put it in force when nothing forbids it."""
        desk = self._workplace.desk
        self.show_list()
        self.banner.say(f"正在读“{file.name}”，请稍候…", "blue")
        self.install_button.setEnabled(False)
        self._workplace.tasks.work(
            lambda _progress: desk.install_form(path=file), lambda done: self._installed(file, done), self._failed
        )

    def _ask_file(self) -> None:
        file = file_to_open(self, "选择问卷工作簿", f"{WORKBOOKS};;所有文件 (*)", self._workplace.preferences)
        if file:
            self.install(file)

    def _show(self, forms: tuple[KnownForm, ...]) -> None:
        self.installed.rows.show_rows([_known(form) for form in forms])
        self.installed.selectRow(0)

    def _installed(self, file: Path, done: InstalledForm) -> None:
        self.install_button.setEnabled(True)
        if done.form is None:
            self.banner.say(f"“{file.name}”没有装，原来的问卷和数据都没有改动。请按下面的说明改好再装一次。", "red")
        else:
            self.banner.say(_in_words(done.form.title, done.form.version, done), "green")
            self._workplace.data_changed.emit(done.changes)
            self.refresh()
        self._show_problems(done.problems)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        if not problems:
            self.installed.setFocus()
            return
        ordered = sorted(problems, key=lambda problem: list(WORDS).index(problem.level))
        self.found.rows.show_rows(
            [(WORDS[each.level], str(each.place), each.sentence, each.remedy) for each in ordered]
        )
        self.pages.setCurrentWidget(self.found)
        self.back_button.show()
        self.found.selectRow(0)
        self._tell(0)
        self.found.setFocus()

    def _failed(self, failure: Failure) -> None:
        self.install_button.setEnabled(True)
        problem = failure.problem
        self.banner.say(f"{problem.sentence}{problem.remedy}（代码 {problem.code}）", "red")

    def _tell(self, number: int) -> None:
        texts = self.found.rows.row(number)
        self.whole.setText(f"{texts[1]}　{texts[2]}{texts[3]}" if texts else "")
        self.whole.setVisible(bool(texts) and self.pages.currentWidget() is self.found)


def _known(form: KnownForm) -> tuple[str, ...]:
    until = form.valid_until.isoformat() if form.valid_until else "没有写"
    return (form.title, form.version, until, STATES[form.state], BASES[form.basis] if form.basis else "没有写")


def _in_words(title: str, version: str, done: InstalledForm) -> str:
    if not done.changes.forms:
        return f"“{title}”{version} 版本来就在用，没有改动。"
    told = f"“{title}”装好了，从现在起用 {version} 版。已填的数据没有变，不用重新打开程序。"
    return f"{told}下面几处不影响使用，请制表人看看。" if done.problems else told
