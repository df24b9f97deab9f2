"""Import batches: what came from which file, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Select, false, func, insert, or_, select, update

from exchange.messages import Kind
from storage.database import tables
from storage.database.tables import import_batch
from storage.records.content import Stamp, Write, unseal
from storage.records.plan import PLANS, AnyRow, Plan
from storage.records.writing import Writing


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One accepted import. ``counts`` are what the person was shown; ``undone_at`` "" while it stands."""

    id: str
    kind: str
    file: str
    author: str
    made_at: str
    counts: Mapping[str, int]
    undone_at: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did, by record id."""

    restored: tuple[str, ...] = ()  # have their earlier content again
    removed: tuple[str, ...] = ()  # were new and never sent: gone from every list, kept in the history
    kept: tuple[str, ...] = ()  # edited since, sent already, or in use: left as they are


class Imports:
    """The import batches inside one transaction."""

    def __init__(self, connection: Connection, writers: Mapping[Kind, Writing]) -> None:
        self._connection, self._writers = connection, writers

    def add(self, batch: ImportBatch) -> None:
        """Note an import; ``write`` its records with ``import_batch=batch.id`` in the same transaction."""
        values = {name: getattr(batch, name) for name in ImportBatch.__dataclass_fields__}
        values["counts"] = orjson.dumps(dict(batch.counts)).decode()
        self._connection.execute(insert(import_batch).values(**values))

    def list(self) -> tuple[ImportBatch, ...]:
        """Return every import, latest first."""
        rows = self._connection.execute(select(import_batch).order_by(import_batch.c.id.desc()))
        return tuple(_batch(row) for row in rows)

    def get(self, batch_id: str) -> ImportBatch | None:
        """Return one import, or None."""
        found = self._connection.execute(select(import_batch).where(import_batch.c.id == batch_id)).one_or_none()
        return None if found is None else _batch(found)

    def undo(self, batch_id: str, stamp: Stamp) -> Undone:
        """Take an import back with new revisions; nothing is deleted from the history.

        What a person edited after the import stays as it is, and so does what the server may have already.
        """
        done = [self._undo(plan, batch_id, stamp) for plan in PLANS.values()]
        self._connection.execute(
            update(import_batch).where(import_batch.c.id == batch_id).values(undone_at=stamp.made_at)
        )
        return Undone(
            tuple(id_ for part in done for id_ in part.restored),
            tuple(id_ for part in done for id_ in part.removed),
            tuple(id_ for part in done for id_ in part.kept),
        )

    def _undo(self, plan: Plan, batch_id: str, stamp: Stamp) -> Undone:
        rows = self._connection.execute(_touched(plan, batch_id)).all()
        untouched = [row for row in rows if row.head == row.revision_seq]
        back = [row for row in untouched if row.earlier is not None and row.earlier_content != "{}"]
        gone = [row for row in untouched if row.earlier_content in (None, "{}") and _unsent(row) and not row.used]
        writes = [Write(row.id, unseal(row.earlier_content, row.earlier_hash, row.id)) for row in back]
        for held in (True, False):  # a draft is not reported, also when it became one again
            part = [write for write in writes if held is _is_draft(plan, write)]
            self._writers[plan.kind].write(part, stamp, held=held)
        self._writers[plan.kind].remove([row.id for row in gone], stamp)
        settled = {row.id for row in [*back, *gone]}
        return Undone(
            tuple(row.id for row in back),
            tuple(row.id for row in gone),
            tuple(row.id for row in rows if row.id not in settled),
        )


def _touched(plan: Plan, batch_id: str) -> Select[*tuple[Any, ...]]:
    """Return each record of the batch with the revision it got, the one before it, and what stands in the way."""
    record, made, earlier = plan.record, plan.revision.alias("made"), plan.revision.alias("earlier")
    before = select(func.max(plan.revision.c.seq)).where(
        plan.revision.c.record == record.c.seq, plan.revision.c.seq < made.c.seq
    )
    used = select(tables.entry.c.seq).where(tables.entry.c.household_id == record.c.id, tables.entry.c.removed == 0)
    begun = select(tables.draft_edit.c.seq).where(tables.draft_edit.c.household_id == record.c.id)
    mine = (tables.outbox.c.record == record.c.seq) & (tables.outbox.c.kind == plan.kind.value)
    return (
        select(
            record.c.id,
            record.c.head,
            record.c.base_number,
            made.c.seq.label("revision_seq"),
            earlier.c.seq.label("earlier"),
            earlier.c.content.label("earlier_content"),
            earlier.c.hash.label("earlier_hash"),
            tables.outbox.c.sent,
            (or_(used.exists(), begun.exists()) if plan.kind is Kind.HOUSEHOLD else false()).label("used"),
        )
        .select_from(
            made.join(record, record.c.seq == made.c.record)
            .outerjoin(earlier, earlier.c.seq == before.correlate(record, made).scalar_subquery())
            .outerjoin(tables.outbox, mine)
        )
        .where(made.c.import_batch == batch_id)
        .order_by(made.c.seq)
    )


def _is_draft(plan: Plan, write: Write) -> bool:
    return plan.kind is Kind.ENTRY and write.fields.get("status") == "draft"


def _unsent(row: AnyRow) -> bool:
    return row.base_number == 0 and row.sent is None


def _batch(row: AnyRow) -> ImportBatch:
    return ImportBatch(row.id, row.kind, row.file, row.author, row.made_at, orjson.loads(row.counts), row.undone_at)
