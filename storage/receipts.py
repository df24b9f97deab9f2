"""Taking the server's receipts: only what was sent is cleared; what was edited meanwhile stays in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import orjson
from sqlalchemy import Connection, select

from exchange.messages import Kind, Outcome, Receipt
from storage.database import tables
from storage.database.tables import outbox as box
from storage.outbox import SUBMITTED
from storage.records.plan import PLANS, AnyRow, Plan, run_many
from survey.problems import Problem

_RECEIPT = (
    "INSERT INTO receipt (kind, record_id, revision, outcome, number, hash, clashes, problems, batch, received_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_DELETE = "DELETE FROM outbox WHERE position = ?"
_KEEP = "UPDATE outbox SET batch = NULL, sent = NULL, state = ? WHERE position = ?"


@dataclass(frozen=True, slots=True)
class Settled:
    """What the receipts changed: ids by kind, and how many of the batch's records came to what."""

    households: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    left: int = 0  # records still to be sent because they were edited meanwhile or got no receipt
    booked: bool = True  # False: the batch was settled or given up before, and nothing was done


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt as it was kept."""

    kind: Kind
    record_id: str
    revision: str
    outcome: Outcome
    number: int
    clashes: tuple[str, ...]
    problems: tuple[str, ...]  # their codes
    batch: str
    received_at: str


@dataclass(slots=True)
class _Steps:
    delete: list[tuple[object, ...]] = field(default_factory=list)
    keep: list[tuple[object, ...]] = field(default_factory=list)
    submitted: list[tuple[object, ...]] = field(default_factory=list)
    rebase: list[tuple[object, ...]] = field(default_factory=list)


class Receipts:
    """The receipts inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def settle(self, *, batch_id: str, receipts: Sequence[Receipt], received_at: str) -> Settled:
        """Book the receipts of one batch and close it.

        A record the server took leaves the outbox, unless it was edited since. Where the server now holds exactly
        what was sent, that becomes the record's base; after a merge or a clash the old base stays until the
        record itself is pulled. A refused record stays here and waits for a correction.
        """
        if self._connection.exec_driver_sql("SELECT 1 FROM outbox_batch WHERE id = ?", (batch_id,)).first() is None:
            return Settled(booked=False)
        by_revision = {(receipt.kind, receipt.revision): receipt for receipt in receipts}
        left, touched = 0, {}
        for plan in PLANS.values():
            steps = _Steps()
            rows = self._sent(plan, batch_id)
            for row in rows:
                left += _settle(row, by_revision.get((plan.kind, row.id)), steps)
            self._run(plan, steps)
            touched[plan.kind] = tuple(row.record_id for row in rows)
        run_many(self._connection, _RECEIPT, [_row(receipt, batch_id, received_at) for receipt in receipts])
        self._connection.exec_driver_sql("UPDATE outbox SET batch = NULL, sent = NULL WHERE batch = ?", (batch_id,))
        self._connection.exec_driver_sql("DELETE FROM outbox_batch WHERE id = ?", (batch_id,))
        return Settled(touched[Kind.HOUSEHOLD], touched[Kind.ENTRY], left)

    def of(self, record_id: str) -> tuple[ReceiptRow, ...]:
        """Return the receipts of one record, oldest first."""
        query = select(tables.receipt).where(tables.receipt.c.record_id == record_id).order_by(tables.receipt.c.seq)
        return tuple(_read(row) for row in self._connection.execute(query))

    def _sent(self, plan: Plan, batch_id: str) -> Sequence[AnyRow]:
        query = (
            select(
                box.c.position,
                box.c.sent,
                box.c.state,
                plan.record.c.seq,
                plan.record.c.id.label("record_id"),
                plan.record.c.head,
                plan.record.c.base_number,
                plan.revision.c.id,
                plan.revision.c.hash,
            )
            .select_from(
                box.join(plan.record, plan.record.c.seq == box.c.record).join(
                    plan.revision, plan.revision.c.seq == box.c.sent
                )
            )
            .where(box.c.kind == plan.kind.value, box.c.batch == batch_id)
        )
        return self._connection.execute(query).all()

    def _run(self, plan: Plan, steps: _Steps) -> None:
        run_many(self._connection, plan.rebase, steps.rebase)
        run_many(self._connection, _KEEP, steps.keep)
        run_many(self._connection, _DELETE, steps.delete)
        if plan.kind is Kind.ENTRY:
            run_many(self._connection, SUBMITTED, steps.submitted)


def _settle(row: AnyRow, receipt: Receipt | None, steps: _Steps) -> int:
    """Decide what becomes of one outbox row; return 1 when it stays to be sent."""
    untouched = row.head == row.sent
    if receipt is None:
        return 1
    if receipt.outcome is Outcome.REFUSED:
        steps.keep.append(("refused" if untouched else row.state, row.position))
        return 0 if untouched else 1
    if receipt.hash == row.hash and receipt.number > row.base_number:
        steps.rebase.append((receipt.number, row.sent, row.seq))
    if untouched:
        steps.delete.append((row.position,))
        steps.submitted.append((row.seq,))
        return 0
    steps.keep.append((row.state, row.position))
    return 1


def _row(receipt: Receipt, batch_id: str, received_at: str) -> tuple[object, ...]:
    return (
        receipt.kind.value,
        receipt.id,
        receipt.revision,
        receipt.outcome.value,
        receipt.number,
        receipt.hash,
        orjson.dumps(receipt.clashes).decode(),
        orjson.dumps([_problem(problem) for problem in receipt.problems]).decode(),
        batch_id,
        received_at,
    )


def _problem(problem: Problem) -> dict[str, object]:
    return {"code": problem.code, "path": problem.place.path, "params": dict(problem.params), "text": problem.text}


def _read(row: AnyRow) -> ReceiptRow:
    return ReceiptRow(
        Kind(row.kind),
        row.record_id,
        row.revision,
        Outcome(row.outcome),
        row.number,
        tuple(orjson.loads(row.clashes)),
        tuple(problem["code"] for problem in orjson.loads(row.problems)),
        row.batch,
        row.received_at,
    )
