"""Importing workbooks: look first, then accept everything good in one undoable step."""

from __future__ import annotations

from pathlib import Path

from survey.quiet import uncollected
from usecases.imports.accept import (
    ImportBatch,
    ImportResult,
    UndoneImport,
    accept_import,
    list_imports,
    undo_import,
)
from usecases.imports.errors import write_error_workbook
from usecases.imports.plan import ImportKind, ImportPlan
from usecases.imports.preview import preview_register
from usecases.imports.questionnaire import preview_entries
from usecases.progress import Progress
from usecases.workspace import Workspace

__all__ = [
    "ImportBatch",
    "ImportKind",
    "ImportPlan",
    "ImportResult",
    "UndoneImport",
    "accept_import",
    "list_imports",
    "preview_import",
    "undo_import",
    "write_error_workbook",
]


def preview_import(
    ws: Workspace, *, file: Path, kind: ImportKind, progress: Progress, form_id: str = "", round_code: str = ""
) -> ImportPlan:
    """Read a workbook and plan its import; nothing is written. Raises HuceError B… when it cannot be read.

    ``form_id`` and ``round_code`` are for filled questionnaires that do not name theirs; by default the form is
    recognised by its columns and the round is the one that is open.
    """
    with uncollected():
        if kind is ImportKind.REGISTER:
            return preview_register(ws, file=file, progress=progress)
        return preview_entries(ws, file=file, form_id=form_id, round_code=round_code, progress=progress)
