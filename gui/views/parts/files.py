"""Asking for a file: in Chinese, as large as the letters need, and beginning where the last file was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.preferences import Preferences
from gui.views.parts.sizes import resize_ems

BOOK = "Excel 表格 (*.xlsx)"
SIZE = (56, 32)  # ems
_LAST = "last/folder"


def file_to_open(parent: QWidget, title: str, kinds: str, preferences: Preferences) -> Path | None:
    """Ask for a file there is; None when the person thinks better of it."""
    return _ask(opening_dialog(parent, title, kinds, preferences), preferences)


def opening_dialog(parent: QWidget, title: str, kinds: str, preferences: Preferences) -> QFileDialog:
    """Make the dialog that asks for a file there is."""
    dialog = QFileDialog(parent, title, str(usual_folder(preferences)), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    resize_ems(dialog, *SIZE)
    return dialog


def file_to_save(parent: QWidget, title: str, proposed: Path, preferences: Preferences) -> Path | None:
    """Ask where to write a workbook; the ending is ours whatever was typed."""
    dialog = QFileDialog(parent, title, str(proposed.parent), BOOK)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(proposed.name)
    resize_ems(dialog, *SIZE)
    chosen = _ask(dialog, preferences)
    return chosen.with_name(f"{chosen.name}.xlsx") if chosen and chosen.suffix.lower() != ".xlsx" else chosen


def usual_folder(preferences: Preferences) -> Path:
    """Return the folder of the last file, else the person's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    asked = (Path(folder) for folder in (preferences.text(_LAST), documents) if folder)
    return next((folder for folder in asked if folder.is_dir()), Path.home())


def _ask(dialog: QFileDialog, preferences: Preferences) -> Path | None:
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    if not chosen:
        return None
    preferences.remember(_LAST, str(Path(chosen[0]).parent))
    return Path(chosen[0])
