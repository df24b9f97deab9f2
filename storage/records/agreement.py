"""What desktop and server are compared by, and how the desktop forgets what it believed the server to have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from exchange.messages import Kind
from storage.records.plan import PLANS, chunks

_FORGET = "UPDATE {table} SET base_number = 0, base_seq = NULL"
_OPEN = {
    kind: f"SELECT count(*) FROM outbox JOIN {plan.record.name} AS r ON r.seq = outbox.record "  # noqa: S608 - our own table
    "WHERE outbox.kind = ? AND r.base_number > 0"
    for kind, plan in PLANS.items()
}
_QUEUE_ALL = (
    "INSERT OR IGNORE INTO outbox (kind, record, state) "
    "SELECT ?, seq, 'waiting' FROM {table} WHERE removed = 0 ORDER BY seq"
)
_NOT_REPORTED = "UPDATE entry SET status = 'complete' WHERE status = 'submitted'"
_NOT_UNDER_WAY = "UPDATE outbox SET batch = NULL, sent = NULL WHERE batch IS NOT NULL"
_HOLD_DRAFTS = (
    "UPDATE outbox SET state = 'held' WHERE kind = 'entry' AND record IN (SELECT seq FROM entry WHERE status = 'draft')"
)


class Agreement:
    """All records of both kinds inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def acknowledged(self) -> Iterator[tuple[Kind, str, int, str]]:
        """Name each record the server has answered for: kind, id, its server revision number, that content's hash."""
        for kind, plan in PLANS.items():
            columns = (plan.record.c.id, plan.record.c.base_number, plan.base.c.hash)
            query = select(*columns).join(plan.base, plan.base.c.seq == plan.record.c.base_seq)
            for record_id, number, content in self._connection.execute(query):
                yield kind, record_id, number, content

    def unsettled(self) -> int:
        """Count records the server has whose changes are still to be sent, are held back, or were refused."""
        return sum(int(self._connection.exec_driver_sql(_OPEN[kind], (kind.value,)).scalar_one()) for kind in PLANS)

    def forget(self) -> None:
        """Let every record rest on no server revision, and wait to be sent unless the feed shows that it need not.

        No entry is 已上报 any more, and no batch under way: its revision numbers are those of a history that is gone.
        """
        for statement in (_NOT_REPORTED, _NOT_UNDER_WAY, "DELETE FROM outbox_batch"):
            self._connection.exec_driver_sql(statement)
        for kind, plan in PLANS.items():
            self._connection.exec_driver_sql(_FORGET.format(table=plan.record.name))
            self._connection.exec_driver_sql(_QUEUE_ALL.format(table=plan.record.name), (kind.value,))
        self._connection.exec_driver_sql(_HOLD_DRAFTS)

    def past(self, kind: Kind, ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return the hashes of every content these records ever had here."""
        plan, found = PLANS[kind], dict[str, set[str]]()
        query = select(plan.record.c.id, plan.revision.c.hash).join(
            plan.revision, plan.revision.c.record == plan.record.c.seq
        )
        for part in chunks(ids):
            for record_id, content in self._connection.execute(query.where(plan.record.c.id.in_(part))):
                found.setdefault(record_id, set()).add(content)
        return {record_id: frozenset(hashes) for record_id, hashes in found.items()}
