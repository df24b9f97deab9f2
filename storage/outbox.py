"""What the server does not know yet: at most one row per record, frozen into batches whose bytes never change.

A change is the difference between the record's head and the content the server is known to hold, so a record
edited five times goes out once. A row taken into a batch remembers the revision it sent; an edit made while the
batch is under way stays in the outbox when the receipt comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, ScalarSelect, exists, func, select

from exchange.ids import new_id
from exchange.merge import changed
from exchange.messages import Batch, Change, Kind
from storage.database.tables import outbox as box
from storage.database.tables import outbox_batch, receipt
from storage.records.content import unseal
from storage.records.plan import PLANS, AnyRow, Plan, insert_sql, run_many

_QUEUE = (
    "INSERT INTO outbox (kind, record, state) VALUES (?, ?, ?) "
    "ON CONFLICT (kind, record) DO UPDATE SET state = excluded.state"
)
_QUEUE_NEW = "INSERT OR IGNORE INTO outbox (kind, record, state) VALUES (?, ?, 'waiting')"
_QUEUE_ADDED = (
    "INSERT INTO outbox (kind, record, state) SELECT ?, seq, 'waiting' FROM {table} WHERE seq >= ? ORDER BY seq"
)
_DROP = "DELETE FROM outbox WHERE kind = ? AND record = ?"
_FREEZE = "UPDATE outbox SET batch = ?, sent = ? WHERE position = ?"
SUBMITTED = "UPDATE entry SET status = 'submitted' WHERE seq = ? AND status = 'complete'"
_BATCH = insert_sql(outbox_batch)
MAX_CHARACTERS = 2_000_000  # of content in one batch


@dataclass(frozen=True, slots=True)
class FrozenBatch:
    """A batch on its way: the very bytes that are sent, again and again, until the server has answered."""

    id: str
    body: bytes
    sha256: str
    changes: int


@dataclass(frozen=True, slots=True)
class OutboxCount:
    """How many records wait to be sent, are held back as drafts, or were refused by the server."""

    waiting: int = 0
    held: int = 0
    refused: int = 0


class Outbox:
    """The outbox inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self) -> OutboxCount:
        """Count records by what becomes of them."""
        rows = self._connection.execute(select(box.c.state, func.count()).group_by(box.c.state))
        return OutboxCount(**{str(state): int(number) for state, number in rows})

    def queue(self, kind: Kind, records: Sequence[int], *, held: bool = False) -> None:
        """Note that records (row numbers) have changed."""
        state = "held" if held else "waiting"
        run_many(self._connection, _QUEUE, [(kind.value, record, state) for record in records])

    def queue_new(self, kind: Kind, records: Sequence[int]) -> None:
        """Note that records differ from the server's; one that was noted before keeps its state."""
        run_many(self._connection, _QUEUE_NEW, [(kind.value, record) for record in records])

    def queue_added(self, plan: Plan, since: int) -> None:
        """Note that every record from a row number on is new."""
        text = _QUEUE_ADDED.format(table=plan.record.name)
        self._connection.exec_driver_sql(text, (plan.kind.value, since))

    def drop(self, kind: Kind, records: Sequence[int]) -> None:
        """Forget records that no longer differ from the server's."""
        run_many(self._connection, _DROP, [(kind.value, record) for record in records])

    def next_batch(
        self, *, device: str, made_at: str, encode: Callable[[Batch], bytes], limit: int = 200
    ) -> FrozenBatch | None:
        """Return the batch to send now, or None when nothing waits.

        A batch that has not been settled comes again with the same id and bytes, unless these were damaged on the disk;
        the ids of its revisions tell the server what it has had. Otherwise up to ``limit``
        changes are gathered in the order in which their records first changed, ``encode`` turns them into bytes,
        and the batch is written down *before* it is returned. Call it in a writing transaction of its own.
        """
        frozen = self._connection.execute(
            select(outbox_batch).where(outbox_batch.c.done_at == "").order_by(outbox_batch.c.id).limit(1)
        ).one_or_none()
        if frozen is not None:
            if hashlib.sha256(frozen.body).hexdigest() == frozen.sha256:
                return FrozenBatch(frozen.id, frozen.body, frozen.sha256, frozen.changes)
            self.release(frozen.id)  # a bit has flipped on the disk; the records themselves are sealed one by one
        rows = self._waiting(limit)
        if not rows:
            return None
        batch = Batch(new_id(), device, tuple(waiting.change() for waiting in rows))
        body = encode(batch)
        digest = hashlib.sha256(body).hexdigest()
        self._connection.exec_driver_sql(_BATCH, (batch.id, made_at, body, digest, len(rows), ""))
        run_many(self._connection, _FREEZE, [(batch.id, waiting.head, waiting.position) for waiting in rows])
        return FrozenBatch(batch.id, body, digest, len(rows))

    def release(self, batch_id: str) -> None:
        """Give an unsettled batch up: its changes wait again and will go out under another id."""
        self._connection.exec_driver_sql("UPDATE outbox SET batch = NULL, sent = NULL WHERE batch = ?", (batch_id,))
        self._connection.exec_driver_sql("DELETE FROM outbox_batch WHERE id = ?", (batch_id,))

    def _waiting(self, limit: int) -> list[_Waiting]:
        """Take the first rows that wait, dropping those whose content is the server's again."""
        while True:
            rows = [_Waiting(plan, row) for plan in PLANS.values() for row in self._heads(plan, limit)]
            rows.sort(key=lambda waiting: waiting.position)
            again = [waiting for waiting in rows[:limit] if waiting.nothing]
            if not again:
                return _within(rows[:limit])
            for waiting in again:
                self.drop(waiting.plan.kind, [waiting.record])
                if waiting.plan.kind is Kind.ENTRY:  # what the server has acknowledged stands here again
                    run_many(self._connection, SUBMITTED, [(waiting.record,)])

    def _heads(self, plan: Plan, limit: int) -> Iterable[AnyRow]:
        query = (
            select(
                box.c.position,
                plan.record.c.seq.label("record_seq"),
                plan.record.c.id.label("record_id"),
                plan.record.c.base_number,
                plan.head,
                plan.base.c.content.label("base_content"),
                plan.base.c.hash.label("base_hash"),
            )
            .select_from(
                box.join(plan.record, plan.record.c.seq == box.c.record)
                .join(plan.head, plan.head.c.seq == func.coalesce(_imported(plan), plan.record.c.head))
                .outerjoin(plan.base, plan.base.c.seq == plan.record.c.base_seq)
            )
            .where(box.c.kind == plan.kind.value, box.c.state == "waiting", box.c.batch.is_(None))
            .order_by(box.c.position)
            .limit(limit)
        )
        return self._connection.execute(query)


def _imported(plan: Plan) -> ScalarSelect[int]:
    """Name the imported revision that a record never sent begins with, until the server has answered for it.

    It goes out before what was corrected since. Whoever imported the same workbook holds the same revision, so the
    server can tell a correction from what the workbook said. What was taken back is not sent.
    """
    revision = plan.revision.alias("imported")
    answered = exists().where(receipt.c.record_id == plan.record.c.id, receipt.c.revision == revision.c.id)
    mine = (plan.record.c.base_seq.is_(None), revision.c.record == plan.record.c.seq)
    later = plan.revision.alias("later")
    undone = exists().where(later.c.record == revision.c.record, later.c.seq > revision.c.seq, later.c.source == "undo")
    query = select(revision.c.seq).where(*mine, revision.c.import_batch.is_not(None), ~answered, ~undone)
    return query.order_by(revision.c.seq).limit(1).correlate(plan.record).scalar_subquery()


class _Waiting:
    """One outbox row with what has to be told about it."""

    def __init__(self, plan: Plan, row: AnyRow) -> None:
        self.plan, self.row = plan, row
        self.position, self.record, self.head = int(row.position), int(row.record_seq), int(row.seq)
        base = {} if row.base_content is None else unseal(row.base_content, row.base_hash, row.record_id)
        self.fields = changed(base, unseal(row.content, row.hash, row.record_id))

    @property
    def nothing(self) -> bool:
        return not self.fields and self.row.base_number > 0

    def change(self) -> Change:
        row = self.row
        return Change(
            self.plan.kind,
            row.record_id,
            row.id,
            row.base_number,
            self.fields,
            row.hash,
            row.author,
            row.device,
            row.source,
            row.reason,
            row.made_at,
            row.base_hash or "",
        )


def _within(rows: list[_Waiting]) -> list[_Waiting]:
    """Cut a batch before its content grows too large to send in one piece; one record always goes."""
    total, count = 0, 0
    for waiting in rows:
        total += len(waiting.row.content)
        if count and total > MAX_CHARACTERS:
            break
        count += 1
    return rows[:count]
