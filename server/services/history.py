"""The records a batch touches, as they are now and as they become change by change."""

from __future__ import annotations

from collections.abc import Iterable

from exchange.digest import combined, record_digest
from exchange.merge import applied
from exchange.messages import Change, Json, Kind
from server.store.feed import End
from server.store.records import Head, Revision
from server.store.transaction import Transaction

Key = tuple[Kind, str]
NEW = Head(0, {}, "")


class History:
    """Reads what is stored once, then keeps the batch's own additions until ``write``."""

    def __init__(self, tx: Transaction, end: End, changes: Iterable[Change]) -> None:
        self._tx, self._end = tx, end
        self._added: list[Revision] = []
        self._new: set[tuple[str, str]] = set()
        self._shares: list[int] = []
        self._heads: dict[Key, Head] = {}
        changes = tuple(changes)
        self.known = tx.records.known(change.revision for change in changes)
        for kind in Kind:
            heads = tx.records.heads(kind, (change.id for change in changes if change.kind is kind))
            self._heads.update({(kind, record_id): head for record_id, head in heads.items()})

    def head(self, key: Key) -> Head:
        """Return a record's latest content; number 0 when there is none."""
        return self._heads.get(key, NEW)

    def holds(self, change: Change) -> bool:
        """Tell whether somebody who knew nothing of a record brings a content that it has, or once had.

        So it is with a register that was imported on several laptops: only the first to synchronise brings it.
        """
        if change.base or not self.head((change.kind, change.id)).number:
            return False
        return any(row.hash == change.hash for row in self._rows(change))

    def knows_base(self, change: Change) -> bool:
        """Tell whether the revision a change was made on is one of this history, and not only its number.

        A server set back to an older backup has given the numbers after it out anew.
        """
        head = self.head((change.kind, change.id))
        if change.base > head.number:
            return False
        if not (change.base and change.base_hash):
            return True
        if change.base == head.number:
            return head.hash == change.base_hash
        return self._rows(change)[0].hash == change.base_hash

    def base(self, change: Change, sender: str) -> dict[str, Json]:
        """Return what the sending device knew when it made the change.

        That is the revision it names with the device's *own* later changes laid over: a device never disagrees
        with itself. Base 0 means that it knew nothing of the record.
        """
        fields: dict[str, Json] = {}
        for row in self._rows(change):
            if row.number == change.base:
                fields = row.fields()
            elif row.number > change.base and row.sender == sender:
                fields = applied(fields, row.own())
        return fields

    def _rows(self, change: Change) -> tuple[Revision, ...]:
        """Return the record's revisions from the change's base on, those of this batch included."""
        kind, record_id = change.kind.value, change.id
        added = [row for row in self._added if (row.kind, row.id) == (kind, record_id) and row.number >= change.base]
        return (*self._tx.records.since(kind, record_id, change.base), *added)

    def next_feed(self) -> int:
        """Return the feed number the next revision gets."""
        return self._end.last + len(self._added) + 1

    def append(self, row: Revision, fields: dict[str, Json]) -> None:
        """Add a revision; it becomes its record's head."""
        key = (Kind(row.kind), row.id)
        old = self.head(key)
        if old.number:
            self._shares.append(record_digest(row.kind, row.id, old.number, old.hash))
        else:
            self._new.add((row.kind, row.id))
        self._shares.append(record_digest(row.kind, row.id, row.number, row.hash))
        self._added.append(row)
        self.known[row.revision] = (row.kind, row.id)
        self._heads[key] = Head(row.number, fields, row.hash)

    def write(self) -> None:
        """Store the additions and move the feed's end."""
        if not self._added:
            return
        self._tx.records.add(self._added, self._new)
        end = self._end
        records = end.records + len(self._new)
        self._tx.feed.move(End(end.last + len(self._added), records, combined(end.digest, self._shares)))
