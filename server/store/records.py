"""Records and their revisions. Revisions are only ever added; a record row points to its latest one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson
import sqlalchemy as sa

from exchange.messages import Json, Kind, Record
from exchange.wire import parse_fields
from server.store.tables import clash, quarantine, record, revision

CHUNK = 500  # ids per IN list: below every database's limit of parameters


@dataclass(frozen=True, slots=True)
class Head:
    """A record's latest content."""

    number: int
    fields: dict[str, Json]
    hash: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One row of the history. ``sent`` is the change as the device sent it, only where content differs from it."""

    feed: int
    kind: str
    id: str
    number: int
    revision: str
    base: int
    content: str
    hash: str
    sent: str | None
    names: str
    outcome: str
    author: str
    device: str
    source: str
    reason: str
    made_at: str
    received_at: str
    batch: str
    sender: str

    def fields(self) -> dict[str, Json]:
        """The record's whole content after this revision."""
        return parse_fields(self.content.encode())

    def own(self) -> dict[str, Json]:
        """The fields this revision changed, as the device sent them; None for a cleared one."""
        if self.sent is not None:
            return parse_fields(self.sent.encode())
        content = self.fields()
        return {name: content.get(name) for name in orjson.loads(self.names)}


@dataclass(frozen=True, slots=True)
class ClashRow:
    """One field on which two changes disagree."""

    revision: str
    field: str
    kind: str
    id: str
    base: str
    ours: str
    theirs: str
    opened_at: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A change set aside with the problems that kept it out."""

    revision: str
    kind: str
    id: str
    change: bytes
    problems: bytes
    device: str
    user: str
    batch: str
    received_at: str


class Records:
    """Reads and writes the history."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def heads(self, kind: Kind, ids: Iterable[str]) -> dict[str, Head]:
        """Return the latest content of those records that exist."""
        columns = (record.c.id, record.c.number, revision.c.content, revision.c.hash)
        query = sa.select(*columns).join(revision, revision.c.feed == record.c.feed).where(record.c.kind == kind.value)
        found: dict[str, Head] = {}
        for chunk in _chunks(ids):
            for row in self._connection.execute(query.where(record.c.id.in_(chunk))):
                found[row.id] = Head(row.number, parse_fields(row.content.encode()), row.hash)
        return found

    def known(self, revisions: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Return which of these revision ids are stored, with the kind and id of their record."""
        found: dict[str, tuple[str, str]] = {}
        query = sa.select(revision.c.revision, revision.c.kind, revision.c.id)
        for chunk in _chunks(revisions):
            for row in self._connection.execute(query.where(revision.c.revision.in_(chunk))):
                found[row.revision] = (row.kind, row.id)
        return found

    def since(self, kind: str, record_id: str, number: int) -> tuple[Revision, ...]:
        """Return a record's revisions from ``number`` on, in their order."""
        where = (revision.c.kind == kind, revision.c.id == record_id, revision.c.number >= number)
        query = sa.select(revision).where(*where).order_by(revision.c.number)
        return tuple(Revision(*row) for row in self._connection.execute(query))

    def add(self, revisions: Sequence[Revision], new: Iterable[tuple[str, str]]) -> None:
        """Append revisions in feed order and point their records at the latest; ``new`` names records not there yet."""
        if not revisions:
            return
        self._connection.execute(sa.insert(revision), [_cells(row) for row in revisions])
        fresh = set(new)
        latest = {(row.kind, row.id): row for row in revisions}
        points = [
            {"k": kind, "i": record_id, "number": row.number, "feed": row.feed}
            for (kind, record_id), row in latest.items()
        ]
        added = [point for point in points if (point["k"], point["i"]) in fresh]
        moved = [point for point in points if (point["k"], point["i"]) not in fresh]
        if added:
            rows = [{"kind": p["k"], "id": p["i"], "number": p["number"], "feed": p["feed"]} for p in added]
            self._connection.execute(sa.insert(record), rows)
        if moved:
            where = (record.c.kind == sa.bindparam("k"), record.c.id == sa.bindparam("i"))
            self._connection.execute(sa.update(record).where(*where), moved)

    def add_clashes(self, rows: Sequence[ClashRow]) -> None:
        """Note fields that two changes set differently."""
        if rows:
            self._connection.execute(sa.insert(clash), [_cells(row) for row in rows])

    def set_aside(self, rows: Sequence[Refusal]) -> None:
        """Put refused changes in quarantine; the same change again replaces its row."""
        for row in rows:
            self._connection.execute(sa.delete(quarantine).where(quarantine.c.revision == row.revision))
            self._connection.execute(sa.insert(quarantine), [_cells(row)])

    def page(self, after: int, limit: int) -> tuple[tuple[int, Record], ...]:
        """Return up to ``limit`` records whose latest revision lies beyond ``after``, with their feed number."""
        query = sa.select(revision).join(record, record.c.feed == revision.c.feed)
        query = query.where(record.c.feed > after).order_by(record.c.feed).limit(limit)
        rows = (Revision(*row) for row in self._connection.execute(query))
        return tuple((row.feed, _as_record(row)) for row in rows)

    def revision_at(self, feed: int) -> str:
        """Return the revision id at a place of the feed, "" when there is none."""
        return str(self._connection.scalar(sa.select(revision.c.revision).where(revision.c.feed == feed)) or "")


def _cells(row: Revision | ClashRow | Refusal) -> dict[str, object]:
    """Return a row by column name; every field is a column, and none of them is a container to be copied."""
    return {name: getattr(row, name) for name in row.__slots__}


def _as_record(row: Revision) -> Record:
    return Record(
        kind=Kind(row.kind),
        id=row.id,
        number=row.number,
        revision=row.revision,
        fields=row.fields(),
        hash=row.hash,
        author=row.author,
        device=row.device,
        source=row.source,
        reason=row.reason,
        made_at=row.made_at,
    )


def _chunks(ids: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(set(ids))
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
