"""Importing workbooks: look first, then accept everything good in one undoable step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from storage.records.plan import BULK
from survey.quiet import uncollected
from usecases.imports.accept import (
    Accepting,
    ImportBatch,
    ImportResult,
    UndoneImport,
    accept_import,
    list_imports,
    undo_import,
)
from usecases.imports.errors import write_error_workbook
from usecases.imports.plan import ImportKind, ImportPlan
from usecases.imports.preview import opened_register, preview_register
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
    "import_at_once",
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


def import_at_once(
    ws: Workspace,
    *,
    file: Path,
    kind: ImportKind,
    progress: Progress,
    approve: Callable[[ImportPlan], object] = lambda _plan: None,
) -> tuple[ImportPlan, ImportResult]:
    """Read a workbook and write its good rows, accepted beforehand: one transaction, one batch, as the two steps do.

    ``approve`` sees the plan before anything is final; when it raises, or anything else does, nothing is written.
    A register's new households are written while the rest is still examined, so other writers wait until the end.
    """
    if kind is not ImportKind.REGISTER:
        plan = preview_import(ws, file=file, kind=kind, progress=progress)
        approve(plan)
        return plan, accept_import(ws, plan=plan, progress=progress)
    with (
        uncollected(),
        opened_register(ws, file=file, progress=progress) as register,
        ws.store.transaction(fold_later=register.rows > BULK) as tx,
    ):
        accepting = Accepting(ws, tx, kind=kind, file=file)
        plan = register.planned(tx, progress, accepting.add)
        approve(plan)
        progress.step(0, 0, f"正在写入 {plan.new + plan.updated} 条")
        return plan, accepting.finish(plan)
