"""The rows that one write makes, gathered before they go to the database in a few statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from exchange.ids import new_id
from exchange.messages import Fields
from storage.records.content import Sealed, Stamp, Written, signed
from storage.records.plan import AnyRow, Cells


class Lift(NamedTuple):
    """What a record row's own columns are made from. ``clean``: the server holds exactly this content."""

    fields: Fields
    head: int
    old: AnyRow | None
    author: str
    errors: int = 0
    queries: int = 0
    clean: bool = False
    bulk: bool = False


@dataclass(slots=True)
class Job:
    """Rows to insert and update, and what they amount to. ``record_seq`` and ``head`` are the last numbers given."""

    record_seq: int
    head: int
    revisions: list[Cells] = field(default_factory=list)
    inserts: list[Cells] = field(default_factory=list)
    updates: list[Cells] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    clean: list[int] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def revise(self, record: int, base: int, sealed: Sealed, stamp: Stamp, *, id_: str = "", batch: str = "") -> int:
        """Add a revision row and return its number."""
        self.head += 1
        self.made.append(id_ or new_id())
        self.revisions.append(
            (self.head, self.made[-1], record, base, sealed.hash, *signed(stamp), batch or None, sealed.content)
        )
        return self.head

    def place(self, old: AnyRow | None) -> int:
        """Return the number of the record's row, a fresh one for a new record."""
        if old is not None:
            return int(old.seq)
        self.record_seq += 1
        return self.record_seq

    def written(self) -> Written:
        """Say what was done."""
        return Written(tuple(self.new), tuple(self.updated), tuple(self.unchanged), tuple(self.made))
