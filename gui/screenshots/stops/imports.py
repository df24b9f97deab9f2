"""The import: choosing, a file refused, reading, looking at what would happen, done, taken back."""

from __future__ import annotations

from pathlib import Path

from gui.screenshots.tour import Tour
from gui.tasks import Task
from gui.views.imports.wizard import ImportWizard


def see_refused_import(tour: Tour) -> None:
    """A file that only calls itself a workbook."""
    wizard = ImportWizard(tour.workplace, tour.window)
    wizard.show()
    tour.settle()
    tour.shoot("import_choose", wizard)
    broken = tour.data_dir / "底册（县里发的）.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut off in the middle")
    wizard.read(broken)
    tour.until(lambda: wizard.pages.currentWidget() is not wizard.work)
    tour.shoot("import_refused", wizard)
    task = Task(wizard)
    wizard.work.follow(task, f"正在读 {broken.name}")
    wizard.pages.setCurrentWidget(wizard.work)
    task.stepped.emit(1200, 2000, "检查第 1,200 行")
    tour.shoot("import_running", wizard)
    wizard.pages.setCurrentWidget(wizard.choose)
    wizard.reject()


def see_import(tour: Tour, workbook: Path | None) -> None:
    """A workbook with many faults."""
    if workbook is None:
        return
    wizard = ImportWizard(tour.workplace, tour.window)
    wizard.show()
    wizard.read(workbook)
    tour.until(lambda: wizard.pages.currentWidget() is not wizard.work)
    for number, name in enumerate(("import_preview", "import_columns", "import_left_out")):
        wizard.preview.tabs.setCurrentIndex(number)
        tour.shoot(name, wizard)
    wizard.preview.accepted.emit()
    tour.until(lambda: wizard.pages.currentWidget() is not wizard.work)
    tour.shoot("import_result", wizard)
    wizard.ending.undo_button.click()
    tour.settle()
    tour.shoot("import_undone", wizard)
    wizard.accept()
    _see_earlier(tour, workbook)


def _see_earlier(tour: Tour, workbook: Path) -> None:
    wizard = ImportWizard(tour.workplace, tour.window)
    wizard.show()
    wizard.read(workbook)
    tour.settle()
    wizard.preview.accepted.emit()
    tour.settle()
    wizard.show_earlier()
    tour.settle()
    wizard.earlier.undo_button.click()
    tour.shoot("import_earlier", wizard)
    wizard.reject()
