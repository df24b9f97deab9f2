"""Synchronisation: signing in, no network, under way, clashes and refusals, broken off."""

from __future__ import annotations

from exchange.messages import Kind, Outcome, Receipt
from gui.screenshots.tour import Tour
from gui.tasks import Task
from gui.views.dialogs.sync import SyncDialog
from survey.problems import Problem
from usecases.changes import Changes
from usecases.synchronise import Step, SyncReport

NOBODY = "http://127.0.0.1:9"  # the discard port: nobody answers
SHOPS = ("吕记理发", "徐记超市", "惠明老饭", "品佳服装", "宏源地鲜肉")
STEPS = (
    Step("连接服务器", "宣汉县统计局"),
    Step("上报", "送出 5 条", count=5),
    Step("接收名录", "收到 12 条", count=12),
    Step("接收问卷数据", "收到 3 条", count=3),
)


def see_sync(tour: Tour) -> None:
    """Take the pictures of the dialog."""
    dialog = SyncDialog(tour.workplace, tour.window)
    dialog.show()
    tour.settle()
    tour.shoot("sync", dialog)
    dialog.server.setText(NOBODY)
    dialog.user.setText("zhao")
    dialog.password.setText("secret")
    dialog.sign_in()
    tour.settle()
    tour.shoot("sync_no_network", dialog)
    task = Task(dialog)
    dialog.work.follow(task, "正在连接服务器")
    dialog.pages.setCurrentWidget(dialog.work)
    task.stepped.emit(300, 1000, "正在上报")
    tour.shoot("sync_running", dialog)
    dialog.pages.setCurrentWidget(dialog.report)
    for name, report in (("sync_done", _good()), ("sync_clashes", _clashes()), ("sync_broken", _broken())):
        dialog.report.show_report(report)
        tour.shoot(name, dialog)
    dialog.report.show_report(_clashes())
    dialog.report.tabs.setCurrentWidget(dialog.report.receipts)
    tour.shoot("sync_receipts", dialog)
    dialog.done(0)


def _report(
    receipts: tuple[Receipt, ...], problems: tuple[Problem, ...], *, finished: bool, waiting: int
) -> SyncReport:
    names = {receipt.id: f"东乡{word}店" for receipt, word in zip(receipts, SHOPS, strict=False)}
    return SyncReport(STEPS, len(receipts), 15, receipts, (), problems, Changes(), waiting, finished, names)


def _receipt(number: int, kind: Kind, outcome: Outcome) -> Receipt:
    return Receipt(kind, f"0199a2c4-7d1e-7abc-8def-{number:012d}", "", outcome, number, "")


def _good() -> SyncReport:
    receipts = tuple(_receipt(number, Kind.ENTRY, Outcome.STORED) for number in range(1, 6))
    return _report(receipts, (), finished=True, waiting=0)


def _clashes() -> SyncReport:
    receipts = tuple(_receipt(number, Kind.ENTRY, outcome) for number, outcome in enumerate(Outcome, 1))
    problems = (Problem("N018", params={"fields": "本季营业收入"}), Problem("N004", params={"minutes": "42"}))
    return _report(receipts, problems, finished=True, waiting=1)


def _broken() -> SyncReport:
    return _report((), (Problem("N001", params={"server": NOBODY}),), finished=False, waiting=5)
