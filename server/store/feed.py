"""The change feed's end: the number of the latest change, how many records there are, and their fingerprint.

Numbers are given out under the row's lock and the lock is held until commit. So they become visible in their
order: a reader that has seen n has seen everything below n. (An auto-increment column does not give that: a
slow transaction may commit a smaller number after a reader has stored a larger one as its cursor.)
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from server.store.tables import feed


@dataclass(frozen=True, slots=True)
class End:
    """Where the feed ends."""

    last: int
    records: int
    digest: str


class Feed:
    """Reads, locks and moves the end."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def end(self) -> End:
        """Return the end as this transaction sees it."""
        return self._one(sa.select(feed))

    def lock(self) -> End:
        """Return the end and keep every other push waiting until this transaction is over."""
        return self._one(sa.select(feed).with_for_update())

    def move(self, end: End) -> None:
        """Set the end."""
        self._connection.execute(sa.update(feed).values(last=end.last, records=end.records, digest=end.digest))

    def _one(self, query: sa.Select[tuple[object, ...]]) -> End:
        row = self._connection.execute(query).one()
        return End(row.last, row.records, row.digest)
