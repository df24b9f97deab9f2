"""What this desktop and its server agree on: the revision of every record that the server has acknowledged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from exchange.messages import Kind
from storage.database.tables import outbox
from storage.records.plan import PLANS, chunks


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A record at the server revision both sides hold, with the fingerprint of its content there."""

    kind: Kind
    id: str
    number: int
    hash: str


class Agreement:
    """The acknowledged revisions inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def acknowledged(self) -> Iterator[Acknowledged]:
        """Go through every record the server is known to hold."""
        for plan in PLANS.values():
            record, base = plan.record, plan.base
            query = select(record.c.id, record.c.base_number, base.c.hash).join(base, base.c.seq == record.c.base_seq)
            for record_id, number, fingerprint in self._connection.execute(query):
                yield Acknowledged(plan.kind, record_id, number, fingerprint)

    def past(self, kind: Kind, ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return the fingerprints of the earlier contents of records, the present one left out."""
        plan = PLANS[kind]
        query = (
            select(plan.record.c.id, plan.revision.c.hash)
            .join(plan.record, plan.record.c.seq == plan.revision.c.record)
            .where(plan.revision.c.seq != plan.record.c.head)
        )
        found: defaultdict[str, set[str]] = defaultdict(set)
        for part in chunks(ids):
            for record_id, fingerprint in self._connection.execute(query.where(plan.record.c.id.in_(part))):
                found[record_id].add(fingerprint)
        return {record_id: frozenset(hashes) for record_id, hashes in found.items()}

    def forget(self) -> None:
        """Let every record rest on no server revision and wait to be sent; drafts stay held back."""
        self._connection.execute(update(outbox).values(batch=None, sent=None))
        self._connection.exec_driver_sql("DELETE FROM outbox_batch")
        for plan in PLANS.values():
            self._connection.execute(update(plan.record).values(base_number=0, base_seq=None))
        self._connection.exec_driver_sql(
            "INSERT OR IGNORE INTO outbox (kind, record, state) "
            "SELECT 'household', seq, 'waiting' FROM household WHERE removed = 0 ORDER BY seq"
        )
        self._connection.exec_driver_sql(
            "INSERT OR IGNORE INTO outbox (kind, record, state) "
            "SELECT 'entry', seq, CASE status WHEN 'draft' THEN 'held' ELSE 'waiting' END FROM entry "
            "WHERE removed = 0 ORDER BY seq"
        )
