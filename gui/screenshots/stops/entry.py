"""The questionnaire: fresh, every section of it, with problems, explained, done, and its history."""

from __future__ import annotations

from PySide6.QtCore import Qt

from gui.screenshots.tour import Tour
from gui.views.dialogs.history import HistoryDialog
from gui.views.entry.entry_page import EntryPage

WALK = 300  # Enters that reach the end of any questionnaire


def see_entry(tour: Tour) -> None:
    """Take the pictures of the questionnaire page."""
    household = tour.window.register.model.row(3)
    if household is None:
        return
    tour.window.register.select(household.id)
    tour.window.open_household(household)
    entry = tour.window.entry
    tour.until(lambda: entry.filling is not None)
    tour.settle()
    tour.shoot("entry")
    _see_wrong_answer(tour, entry)
    _fill(tour, entry)
    _see_sections(tour, entry)
    _see_wrong_total(tour, entry)
    entry.form.go_to(next(row.path for row in entry.form.rows() if "收入" in row.node.label))
    tour.settle()
    tour.shoot("entry_filled")
    entry.save(complete=True)
    tour.settle()
    tour.shoot("entry_problems")
    entry.explain()
    tour.settle()
    tour.shoot("entry_explain")
    tour.type("当面核对过账本，七月开了分店")
    tour.press(Qt.Key.Key_Return)
    tour.settle()
    tour.shoot("entry_explained")
    if entry.filling:
        tour.dialog("history", HistoryDialog(tour.workplace, entry.filling.entry, tour.window))
    entry.leave()
    tour.settle()
    tour.shoot("register_draft")


def _see_wrong_answer(tour: Tour, entry: EntryPage) -> None:
    """A day that does not exist, refused where it was typed."""
    tour.type("2026-13-45")
    tour.press(Qt.Key.Key_Return)
    tour.shoot("entry_wrong")
    entry.form.go_first()


def _see_wrong_total(tour: Tour, entry: EntryPage) -> None:
    """A total that does not add up, then put right again."""
    total = next((row for row in entry.form.rows() if row.node.label == "本季支出合计"), None)
    if total is None or not isinstance(total.node.value, int):
        return
    right = total.node.value
    for amount in (right + 900, right):
        entry.form.go_to(total.path)
        tour.type(str(amount))
        tour.press(Qt.Key.Key_Return)
        tour.settle()
        if amount != right:
            entry.form.go_to(total.path)
            tour.shoot("entry_total")


def _fill(tour: Tour, entry: EntryPage) -> None:
    """Answer every question as last period, but for incomes three times as high."""
    for _ in range(WALK):
        row = entry.form.row(entry.form.current)
        if row is None:
            break
        entry.form.take_previous()
        before = row.node.previous
        if "收入" in row.node.label and isinstance(before, int) and before > 0:
            tour.type(str(before * 3))
        if "备注" in row.node.label:
            break
        tour.press(Qt.Key.Key_Return)


def _see_sections(tour: Tour, entry: EntryPage) -> None:
    if entry.filling is None:
        return
    for number, section in enumerate(entry.filling.sections(entry.filling.findings()), 1):
        entry.form.go_to(section.path)
        tour.settle()
        tour.shoot(f"entry_section_{number:02}")
