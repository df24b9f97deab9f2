"""``python dev.py demo``: the whole main job without a screen, with pictures. Ends with 0 when all came out right.

Register of invented households, one questionnaire through the real widgets, a real office's workbook, a server on a
free port, a second desktop, an export. Folder: the one named, else ``out/demo``.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from exchange.messages import Json
from gui.application import make_application, open_window
from gui.views.window import MainWindow
from gui.workplace import Workplace
from survey.period import Period
from survey.problems import Problem
from tests.journeys.stage import PASSWORD, Stage, served, until
from tests.journeys.typist import Typist
from tests.tree import ROOT
from usecases.demo import FORM, fill_demo
from usecases.demo.businesses import businesses
from usecases.demo.returns import Panel, quarter
from usecases.exports import ExportKind, export_workbook
from usecases.progress import Silent
from usecases.register import search_households
from usecases.synchronise import SyncReport, sign_in, synchronise
from usecases.workspace import Workspace, open_workspace

SEED = 511722
SLIP = "cost_total_q"  # mistyped at first, found by the check, put right
PAST = ("2026Q1", "2026Q2")
WORKBOOK = ROOT / "tests" / "fixtures" / "register_sample.xlsx"


@dataclass(frozen=True, slots=True)
class Played:
    """What came of the play, for the test that watches it."""

    asked: int
    status: str
    imported: int
    refused: int
    pushed: int
    pulled: int
    here: int
    there: int
    exported: int

    @property
    def right(self) -> bool:
        """Everything typed was completed, everything sent arrived, both desktops hold the same."""
        arrived = self.here == self.there and self.pulled == self.pushed
        return self.status == "complete" and arrived and self.exported > 0


def play(stage: Stage, app: QApplication, households: int) -> Played:
    """Play every step."""
    stage.step(f"准备演示数据：{households} 户，两个季度")
    workspace = open_workspace(stage.desktop)
    made = fill_demo(workspace, households=households, rounds=PAST, seed=SEED)
    names = regular(workspace, households)
    workspace.close()
    stage.tell(f"名录 {made.households} 户，问卷 {made.entries} 份")
    with desktop(app, stage.desktop) as window:
        typist, status = record(stage, window, households, names)
        imported, refused = import_register(stage, window)
    sent, fetched, here, there = exchange(stage)
    return Played(typist.asked, status, imported, refused, sent.pushed, fetched.pulled, here, there, export(stage))


@contextmanager
def desktop(app: QApplication, data_dir: Path) -> Iterator[MainWindow]:
    """Open the real window; whatever happens, close it as a person does, so that its threads end."""
    window = open_window(app, data_dir)
    try:
        yield window
    finally:
        sys.excepthook = sys.__excepthook__
        window.close()
        until(lambda: not window.isVisible(), "the window closes")


def record(stage: Stage, window: MainWindow, households: int, names: frozenset[str]) -> tuple[Typist, str]:
    """Fill this quarter's questionnaire of one household through the widgets, and complete it."""
    stage.step("打开名录，选一户，按键盘填写本季度问卷")
    until(lambda: window.register.model.rowCount() > 0, "the register is shown")
    form = window.register.bar.form
    form.setCurrentIndex(form.findData(FORM))
    until(lambda: window.register.form_id == FORM and window.register.round_code[-2:-1] == "Q", "the form is chosen")
    stage.picture(window, "名录")
    name, answers = wanted_answers(households, names, Period.parse(window.register.round_code))
    window.register.bar.search.setText(name)
    until(lambda: window.register.model.rowCount() == 1 and window.register.selected(), f"{name} is found")
    window.register.table.open_current()
    until(lambda: window.entry.filling is not None and window.entry.form.current, "the questionnaire opens")
    typist = Typist(window.entry, {**answers, SLIP: int(str(answers[SLIP])) + 1000})
    typist.fill()
    for problem in found_in(window):
        stage.tell(f"[{problem.code}] {problem.place}：{problem.sentence}")
    typist.correct(SLIP, answers[SLIP], before_typing=lambda: stage.picture(window, "问卷里的问题"))
    problems = found_in(window)
    stage.picture(window, "问卷")
    saved: list[str] = []
    window.entry.completed.connect(saved.append)
    window.entry.complete()
    until(lambda: not workplace_of(window).tasks.busy, "the entry is saved")
    status = "complete" if saved else "draft"
    stage.tell(f"问了 {typist.asked} 题，键入 {typist.typed} 题，改正后 {len(problems)} 个问题，保存为 {status}")
    return typist, status


def workplace_of(window: MainWindow) -> Workplace:
    """Return what the window works with; a person cannot reach it, the play waits for its threads."""
    return window._workplace


def found_in(window: MainWindow) -> tuple[Problem, ...]:
    """Return the problems of the open questionnaire."""
    filling = window.entry.filling
    return filling.session.problems() if filling else ()


def regular(workspace: Workspace, households: int) -> frozenset[str]:
    """Return the names, no two alike, of households that completed every past quarter."""
    names: Counter[str] = Counter()
    for code in PAST:
        page = search_households(workspace, form_id=FORM, round_code=code, entry_status="complete", limit=households)
        names.update(row.shop_name for row in page.rows)
    return frozenset(name for name, times in names.items() if times == len(PAST))


def wanted_answers(households: int, names: frozenset[str], period: Period) -> tuple[str, dict[str, Json]]:
    """Choose an open household among ``names``; return its name and what it says this quarter."""
    for business in businesses(households, SEED):
        name, panel, before = str(business.fields["shop_name"]), Panel.start(business), ""
        if business.fields["operating_status"] != "1" or name not in names:
            continue
        for code in PAST:
            quarter(panel, Period.parse(code), previous=bool(before))
            before = code
        answers = quarter(panel, period, previous=Period.parse(before) == period.previous)
        if answers["response"] == "1":
            return name, answers
    raise LookupError("no such household")


def import_register(stage: Stage, window: MainWindow) -> tuple[int, int]:
    """Import an office's workbook through the wizard: first look, then accept; the refused rows go to a workbook."""
    from gui.views.imports.wizard import ImportWizard

    stage.step(f"导入县里的底册 {WORKBOOK.name}：先预览，再确认")
    results: list[tuple[int, int]] = []
    wizard = ImportWizard(workplace_of(window), window)
    wizard.show()
    wizard.read(WORKBOOK)
    until(lambda: wizard.pages.currentWidget() is wizard.preview, "the preview is shown")
    stage.picture(wizard, "导入预览")
    plan = wizard._plan
    assert plan is not None
    wizard.preview.accepted.emit()
    until(lambda: wizard.pages.currentWidget() is wizard.ending, "the import is done")
    stage.picture(wizard, "导入结果")
    results.append((plan.new + plan.updated, len(plan.refused)))
    wizard.close()
    until(lambda: not workplace_of(window).tasks.busy, "the lists are read again")
    errors = stage.folder / "底册_待改.xlsx"
    workplace_of(window).desk.write_error_workbook(plan=plan, out=errors)
    stage.tell(f"读到 {plan.rows_read} 行，写入 {results[0][0]} 户，退回 {results[0][1]} 行：{errors.name}")
    stage.picture(window, "导入后的名录")
    return results[0]


def exchange(stage: Stage) -> tuple[SyncReport, SyncReport, int, int]:
    """Send everything to a fresh server and fetch it on a second desktop."""
    stage.step("启动中心服务器，两台电脑先后同步")
    mine, theirs = open_workspace(stage.desktop), open_workspace(stage.colleague)
    with served(stage) as address:
        stage.tell(f"服务器：{address}")
        reports = [_synchronise(workspace, address) for workspace in (mine, theirs)]
    here, there = (count(workspace) for workspace in (mine, theirs))
    for name, report in zip(("本机", "同事"), reports, strict=True):
        stage.tell(f"{name}：上报 {report.pushed} 条，下载 {report.pulled} 条，待上报 {report.waiting} 条")
    stage.tell(f"两边的名录：{here} 户，{there} 户")
    for workspace in (mine, theirs):
        workspace.close()
    return reports[0], reports[1], here, there


def _synchronise(workspace: Workspace, address: str) -> SyncReport:
    sign_in(workspace, server=address, user="admin", password=PASSWORD)
    return synchronise(workspace)


def count(workspace: Workspace) -> int:
    """Count the households of a desktop."""
    return search_households(workspace, limit=1).total


def export(stage: Stage) -> int:
    """Write the round's entries to a workbook on the second desktop."""
    stage.step("在同事的电脑上导出上一季度的问卷")
    workspace = open_workspace(stage.colleague)
    out = stage.folder / f"问卷_{PAST[-1]}.xlsx"
    done = export_workbook(
        workspace, out=out, kind=ExportKind.ENTRIES, form_id=FORM, round_code=PAST[-1], progress=Silent()
    )
    workspace.close()
    stage.tell(f"{done.rows} 行：{done.path.name}")
    return done.rows


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(argv: Sequence[str]) -> int:
    """Play it in a fresh folder and say whether everything came out right."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(argv[0]).absolute() if argv else ROOT / "out" / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    stage = Stage(folder, say=say)
    played = play(stage, make_application(), households=300)
    stage.say(f"{'全部完成' if played.right else '有一步没有得到应有的结果'}，图片和表格在 {folder}")
    return 0 if played.right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
