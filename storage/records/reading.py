"""Reading the records of one kind: what stands now, what the server knows of it, and everything it ever was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, select

from exchange.messages import Fields, Json
from storage.database import tables
from storage.records.content import Revision, State, fingerprint, unseal
from storage.records.plan import AnyRow, Cells, Plan, chunks, driver, run_many


class Reading:
    """The records of one kind inside one transaction. ``told`` are the list columns that repeat a field as text."""

    told: tuple[str, ...] = ()

    def __init__(self, connection: Connection, plan: Plan) -> None:
        self._connection, self._plan = connection, plan

    def state(self, record_id: str) -> State | None:
        """Return one record, or None. Raises HuceError S010 when its content is damaged."""
        return self.states((record_id,)).get(record_id)

    def states(self, ids: Iterable[str]) -> dict[str, State]:
        """Return the records that exist among ``ids`` (removed ones left out), with what the server knows of them."""
        plan, box = self._plan, tables.outbox
        mine = (box.c.record == plan.record.c.seq) & (box.c.kind == plan.kind.value)
        query = select(
            plan.record.c.id,
            plan.head.c.id.label("revision"),
            plan.head.c.content,
            plan.head.c.hash,
            plan.record.c.base_number,
            plan.base.c.content.label("base_content"),
            plan.base.c.hash.label("base_hash"),
            box.c.position,
        ).select_from(
            plan.with_head.outerjoin(plan.base, plan.base.c.seq == plan.record.c.base_seq).outerjoin(box, mine)
        )
        found = {}
        for part in chunks(ids):
            for row in self._connection.execute(query.where(plan.record.c.id.in_(part), plan.record.c.removed == 0)):
                found[row.id] = _state(row)
        return found

    def contents(self, ids: Iterable[str]) -> dict[str, dict[str, Json]]:
        """Return the present content of those that exist among ``ids``; the bulk path of lists and exports."""
        plan, found = self._plan, {}
        query = select(plan.record.c.id, plan.head.c.content, plan.head.c.hash).select_from(plan.with_head)
        for part in chunks(ids):
            for row in self._connection.execute(query.where(plan.record.c.id.in_(part), plan.record.c.removed == 0)):
                found[row.id] = unseal(row.content, row.hash, row.id)
        return found

    def history(self, record_id: str) -> tuple[Revision, ...]:
        """Return every revision of a record, oldest first. Nothing here is ever changed or deleted."""
        plan = self._plan
        query = (
            select(plan.revision)
            .join(plan.record, plan.record.c.seq == plan.revision.c.record)
            .where(plan.record.c.id == record_id)
            .order_by(plan.revision.c.seq)
        )
        return tuple(_revision(row, record_id) for row in self._connection.execute(query))

    def last_stamp(self, device: str) -> str:
        """Return the time on the last revision a device has made here, "" when there is none."""
        made = self._plan.revision
        query = select(made.c.made_at).where(made.c.device == device).order_by(made.c.seq.desc()).limit(1)
        return self._connection.execute(query).scalar_one_or_none() or ""

    def damaged(self) -> Iterator[str]:
        """Name every record that is not as it was written (a bit may flip on the disk).

        That is a revision whose content has lost its fingerprint, or a list column that does not say what the
        newest content says.
        """
        plan = self._plan
        revisions = select(plan.record.c.id, plan.revision.c.content, plan.revision.c.hash).join(
            plan.record, plan.record.c.seq == plan.revision.c.record
        )
        yield from (row.id for row in self._connection.execute(revisions) if fingerprint(row.content) != row.hash)
        heads = select(plan.record, plan.head.c.record.label("owner"), plan.head.c.content, plan.head.c.hash)
        for row in self._connection.execute(heads.select_from(plan.with_head)):
            if fingerprint(row.content) == row.hash and not self._agrees(row, unseal(row.content, row.hash, row.id)):
                yield row.id

    def _agrees(self, row: AnyRow, fields: Fields) -> bool:
        """Whether a record row says what its newest content says."""
        lifted = all(getattr(row, name) == str(fields.get(name) or "") for name in self.told)
        return lifted and row.owner == row.seq and row.removed == (not fields)

    def _rows(self, ids: Sequence[str]) -> dict[str, Any]:
        """Return the record rows (with ``head_hash``) that exist among ``ids``, removed ones too."""
        if len(ids) == 1:
            cells = driver(self._connection).execute(self._plan.one_row, (ids[0],)).fetchone()
            named = None if cells is None else SimpleNamespace(**dict(zip(self._plan.row_names, cells, strict=True)))
            return {} if named is None else {ids[0]: named}
        return {
            row.id: row
            for part in chunks(ids)
            for row in self._connection.execute(self._plan.rows.where(self._plan.record.c.id.in_(part)))
        }

    def _scalar(self, text: str) -> int:
        return int(driver(self._connection).execute(text).fetchone()[0])

    def _many(self, text: str, rows: Sequence[Cells]) -> None:
        run_many(self._connection, text, rows)


def _state(row: AnyRow) -> State:
    return State(
        row.id,
        row.revision,
        unseal(row.content, row.hash, row.id),
        row.hash,
        row.base_number,
        {} if row.base_content is None else unseal(row.base_content, row.base_hash, row.id),
        pending=row.position is not None,
    )


def _revision(row: AnyRow, record_id: str) -> Revision:
    return Revision(
        row.seq,
        row.id,
        row.base,
        row.hash,
        row.author,
        row.device,
        row.source,
        row.reason,
        row.made_at,
        row.import_batch or "",
        unseal(row.content, row.hash, record_id),
    )
