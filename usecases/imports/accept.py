"""Carry out a plan in one transaction, and take it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exchange.ids import entry_id, new_id
from storage.imports import ImportBatch
from storage.records.content import Write
from storage.records.fresh import Fresh
from storage.records.plan import BULK
from storage.store import Tx
from survey.problems import HuceError, Place, Problem
from survey.quiet import uncollected
from usecases.changes import Changes, ids
from usecases.imports.matching import Identity, RegisterIndex
from usecases.imports.plan import FreshRows, ImportKind, ImportPlan, PlannedRow, RowAction
from usecases.progress import Progress
from usecases.workspace import Workspace

__all__ = [
    "ImportBatch",
    "ImportResult",
    "UndoneImport",
    "accept_import",
    "list_imports",
    "undo_import",
]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was written. ``batch_id`` undoes it as one step; "" when there was nothing to write."""

    batch_id: str
    new: int
    updated: int
    unchanged: int
    refused: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """What taking an import back did; ``kept`` are records edited, sent or used since."""

    restored: int
    removed: int
    kept: int
    changes: Changes


class Accepting:
    """Writes an import inside a transaction, as one batch that can be undone as a whole.

    New households can be given before the plan is made; then the plan has them, too.
    """

    def __init__(self, ws: Workspace, tx: Tx, *, kind: ImportKind, file: Path) -> None:
        self._id, self._stamp, self._user = new_id(), ws.stamp("import", f"导入 {file.name}"), ws.user
        self._tx, self._kind, self._file = tx, kind, file
        self._adding = tx.households.adding(self._stamp, import_batch=self._id)

    def add(self, fresh: FreshRows) -> FreshRows:
        """Write new households; return what a plan need keep of them."""
        self._adding.add(fresh.records)
        return fresh.written()

    def finish(self, plan: ImportPlan) -> ImportResult:
        """Write what else the plan says, once all its new households were added, and note the batch."""
        rows = _writes(plan)
        unchanged, refused = plan.unchanged + plan.duplicates, len(plan.refused)
        if not plan.new + plan.updated:
            return ImportResult("", 0, 0, unchanged, refused, Changes())
        added = self._adding.finish()
        records = self._tx.households if self._kind is ImportKind.REGISTER else self._tx.entries
        writes = [Write(_id_of(row), row.fields, row.errors, row.queries) for row in rows]
        written = records.write(writes, self._stamp, import_batch=self._id)
        counts = {"new": plan.new, "updated": plan.updated, "unchanged": unchanged, "refused": refused}
        made = self._stamp.made_at
        self._tx.imports.add(ImportBatch(self._id, self._kind.value, self._file.name, self._user, made, counts, ""))
        changes = _changes(self._kind.value, (*written.changed, *added.new))
        new = len(written.new) + len(added.new)
        return ImportResult(self._id, new, len(written.updated), unchanged, refused, changes)


def accept_import(ws: Workspace, *, plan: ImportPlan, progress: Progress) -> ImportResult:
    """Write the plan's good rows: one transaction, one batch that can be undone as a whole.

    Raises HuceError B050, and writes nothing, when the register changed since the preview in a way that matters.
    """
    count = plan.new + plan.updated
    if count:
        progress.step(0, 0, f"正在写入 {count} 条")
    with uncollected(), ws.store.transaction(fold_later=count > BULK) as tx:
        _refuse_if_stale(tx, plan)
        accepting = Accepting(ws, tx, kind=plan.kind, file=plan.file)
        for part in plan.fresh:
            accepting.add(part)
        return accepting.finish(plan)


def list_imports(ws: Workspace) -> tuple[ImportBatch, ...]:
    """Return every import accepted on this computer, latest first, those taken back included."""
    with ws.store.reading() as tx:
        return tx.imports.list()


def undo_import(ws: Workspace, *, batch_id: str) -> UndoneImport:
    """Take an import back in one transaction. Raises HuceError B051 when there is no such import, B052 done before."""
    with ws.store.transaction() as tx:
        batch = tx.imports.get(batch_id)
        if batch is None:
            raise HuceError(Problem("B051"))
        if batch.undone_at:
            raise HuceError(
                Problem("B052", params={"file": batch.file, "when": batch.undone_at[:16].replace("T", " ")})
            )
        done = tx.imports.undo(batch_id, ws.stamp("undo", f"撤销导入 {batch.file}"))
    changes = _changes(batch.kind, (*done.restored, *done.removed))
    return UndoneImport(len(done.restored), len(done.removed), len(done.kept), changes)


def _writes(plan: ImportPlan) -> list[PlannedRow]:
    return [row for row in plan.planned if row.action in {RowAction.NEW, RowAction.UPDATED}]


def _id_of(row: PlannedRow) -> str:
    """Return the record's id: an entry not yet here gets its derived one, a household "" (a fresh one)."""
    where = [str(row.fields.get(name, "")) for name in ("household_id", "form_id", "round")]
    return row.record_id or (entry_id(*where) if where[0] else "")


def _changes(kind: str, changed: Iterable[str]) -> Changes:
    return Changes(entries=ids(changed)) if kind == ImportKind.ENTRIES.value else Changes(households=ids(changed))


def _refuse_if_stale(tx: Tx, plan: ImportPlan) -> None:
    """Look again: what is to be updated must be as it was, what is to be added must still be missing."""
    rows = _writes(plan)
    stale = _entries_moved(tx, rows, plan) if plan.kind is ImportKind.ENTRIES else _register_moved(tx, rows, plan.fresh)
    if stale:
        raise HuceError(Problem("B050", place=Place(file=plan.file.name), params={"file": plan.file.name}))


def _register_moved(tx: Tx, rows: list[PlannedRow], fresh: Sequence[FreshRows]) -> bool:
    keys = list(tx.households.keys())
    hashes = {key.id: key.hash for key in keys}
    if any(hashes.get(row.record_id) != row.hash for row in rows if row.record_id):
        return True
    index = RegisterIndex(keys)
    return bool(keys) and any(any(map(index.find, *_who(part.records))) for part in fresh)


def _who(fresh: Fresh) -> tuple[Iterable[str], Iterable[Identity]]:
    return fresh["uscc"], zip(fresh["shop_name"], fresh["owner_name"], fresh["village_code"], strict=True)


def _entries_moved(tx: Tx, rows: list[PlannedRow], plan: ImportPlan) -> bool:
    present = tx.entries.states([row.record_id for row in rows if row.record_id])
    changed = any(
        row.record_id not in present or present[row.record_id].hash != row.hash for row in rows if row.record_id
    )
    fresh = [str(row.fields["household_id"]) for row in rows if not row.record_id]
    return changed or bool(tx.entries.newest(fresh, form_id=plan.form_id, round_code=plan.round_code))
