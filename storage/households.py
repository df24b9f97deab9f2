"""The register of households in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, select

from exchange.ids import new_id
from storage.database.columns import HOUSEHOLD_CODES, HOUSEHOLD_COLUMNS, HOUSEHOLD_TEXTS
from storage.database.tables import household
from storage.finding import Asked, Finding, Found, Keyset
from storage.outbox import Outbox
from storage.records.adopting import Adopting
from storage.records.content import Stamp, Write, Written
from storage.records.fresh import Fresh
from storage.records.job import Job, Lift
from storage.records.plan import BULK, HOUSEHOLD, AnyRow, Cells, chunks, driver
from storage.search import findable, words

Initials = Callable[[str], Iterable[str]]
_CODES, _SEARCHED = len(HOUSEHOLD_CODES), len(HOUSEHOLD_CODES + HOUSEHOLD_TEXTS)  # of the list columns
_NAMES = 3  # of the texts are found by their pinyin initials, too
_INDEX = "INSERT INTO search (rowid, words) VALUES (?, ?)"
_INDEXED = "UPDATE household SET search_seq = ?, findable = ? WHERE seq = ?"


@dataclass(frozen=True, slots=True)
class HouseholdKeys:
    """What an import matches households by."""

    id: str
    uscc: str
    reg_no15: str
    shop_name: str
    owner_name: str
    village_code: str
    mobile: str
    hash: str  # SHA-256 of the present content: equal means nothing to update


class Households(Adopting):
    """Households: records of kind household with a search index.

    ``write`` and ``adopt`` index up to 5,000 records at once. A larger job leaves that to ``index_some``; until then
    a search looks through what is not indexed yet and finds everything but pinyin initials.
    """

    told = HOUSEHOLD_COLUMNS

    def __init__(self, connection: Connection, outbox: Outbox, initials: Initials) -> None:
        super().__init__(connection, HOUSEHOLD, outbox)
        self._initials, self._documents = initials, list[Cells]()

    def page(self, asked: Asked, *, after: Keyset | None = None, limit: int = 200) -> tuple[Found, ...]:
        """Return a page of the list."""
        return Finding(self._connection).page(asked, after, limit)

    def total(self, asked: Asked) -> int:
        """Count the households asked for."""
        return Finding(self._connection).total(asked)

    def ids(self, asked: Asked) -> Sequence[str]:
        """Return the ids of all households asked for."""
        return Finding(self._connection).ids(asked)

    def keys(self) -> Iterator[HouseholdKeys]:
        """Go through the matching keys of every household."""
        columns = [household.c[name] for name in HouseholdKeys.__dataclass_fields__ if name in household.c]
        query = select(*columns, HOUSEHOLD.head.c.hash).select_from(HOUSEHOLD.with_head).where(household.c.removed == 0)
        return (HouseholdKeys(*_cells(row)) for row in self._connection.execute(query))

    def towns(self) -> tuple[tuple[str, str, int], ...]:
        """Return every town in use: its code, a name written for it, the number of its households."""
        query = select(household.c.town_code, func.max(household.c.town_name), func.count())
        rows = self._connection.execute(
            query.where(household.c.removed == 0).group_by(household.c.town_code).order_by(household.c.town_code)
        )
        return tuple((code, name, number) for code, name, number in rows)

    def adding(self, stamp: Stamp, *, import_batch: str = "") -> Adding:
        """Begin to add households: the bulk path of an import."""
        return Adding(self, self._connection, self._outbox, stamp, import_batch)

    def taken(self, ids: Iterable[str]) -> dict[str, bool]:
        """Tell which ids a household has already, and whether it has been removed."""
        columns = select(household.c.id, household.c.removed)
        return {
            id_: bool(removed)
            for part in chunks(ids)
            for id_, removed in self._connection.execute(columns.where(household.c.id.in_(part)))
        }

    def index_some(self, limit: int = 2000, *, since: int = 0) -> int:
        """Index up to ``limit`` households that are not in the search index yet; return how many were."""
        columns = (household.c[name] for name in HOUSEHOLD_COLUMNS[:_SEARCHED])
        query = select(household.c.seq, household.c.head, *columns).where(household.c.search_seq.is_(None))
        query = query.where(household.c.seq >= since).order_by(household.c.seq).limit(limit)
        rows: list[tuple[Any, ...]] = [tuple(row) for row in self._connection.execute(query)]
        found = [self._findable(row[2 + _CODES :]) for row in rows]
        self._many(_INDEX, [(row[1], words(text, row[2 : 2 + _CODES])) for row, text in zip(rows, found, strict=True)])
        self._many(_INDEXED, [(row[1], text, row[0]) for row, text in zip(rows, found, strict=True)])
        return len(rows)

    def _run(self, job: Job, update: str) -> None:
        super()._run(job, update)
        self._many(_INDEX, self._documents)
        self._documents.clear()

    def _lift(self, lift: Lift) -> Cells:
        value, old = lift.fields.get, lift.old
        columns = [str(value(name) or "") for name in HOUSEHOLD_COLUMNS]
        if old is not None and columns[:_SEARCHED] == [getattr(old, name) for name in HOUSEHOLD_COLUMNS[:_SEARCHED]]:
            return (*columns, old.findable, old.search_seq)
        codes, texts = columns[:_CODES], columns[_CODES:_SEARCHED]
        if lift.bulk:
            return (*columns, findable(texts), None)
        found = self._findable(texts)
        self._documents.append((lift.head, words(found, codes)))
        return (*columns, found, lift.head)

    def _findable(self, texts: Sequence[str]) -> str:
        initials = [key for name in texts[:_NAMES] if name for key in self._initials(name)]
        return findable([*texts, *initials])


class Adding:
    """Adds households piece by piece, a revision and an outbox row each: the bulk path of an import.

    One that was removed (an import taken back) comes back under its id; an id that another household has by now
    (its code was corrected since) is replaced.
    """

    def __init__(
        self, households: Households, connection: Connection, outbox: Outbox, stamp: Stamp, import_batch: str
    ) -> None:
        self._households, self._connection, self._outbox = households, connection, outbox
        self._stamp, self._batch = stamp, import_batch
        self._first = self._last(HOUSEHOLD.last_record) + 1  # of our rows
        self._written: list[Written] = []
        self._indexes: Sequence[str] = ()  # to be made again

    def add(self, fresh: Fresh) -> None:
        """Add some. No id may stand twice in all that is added."""
        taken = self._households.taken(fresh["id"]) if self._first > 1 else {}
        back = [Write(*old) for old in fresh.records() if taken.get(old[0])] if taken else []
        if back:
            self._written.append(self._households.write(back, self._stamp, import_batch=self._batch))
        if taken:
            fresh = fresh.picked([not taken.get(id_) for id_ in fresh["id"]]).renamed(taken)
        if len(fresh):
            self._indexes = self._indexes or self._taken_off()
            self._insert(fresh)

    def finish(self) -> Written:
        """Put what was added into the outbox and, unless it is very much, into the search index; tell what it was."""
        for index in self._indexes:
            driver(self._connection).execute(index)
        self._outbox.queue_added(HOUSEHOLD, self._first)
        if (count := self._last(HOUSEHOLD.last_record) + 1 - self._first) <= BULK:
            self._households.index_some(count, since=self._first)
        new = (id_ for written in self._written for id_ in written.changed)
        return Written(new=tuple(new), revisions=tuple(id_ for written in self._written for id_ in written.revisions))

    def _taken_off(self) -> Sequence[str]:
        """Take the indexes off an empty register and say how they are made: at the end they cost half."""
        writer = driver(self._connection)
        if self._first > 1:
            return ()
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN (?, ?) AND sql <> ''"
        found = dict(writer.execute(asked, (HOUSEHOLD.record.name, HOUSEHOLD.revision.name)).fetchall())
        for name in found:
            writer.execute(f"DROP INDEX {name}")
        return tuple(found.values())

    def _insert(self, fresh: Fresh) -> None:
        seqs, heads = (
            range(last + 1, last + 1 + len(fresh))
            for last in map(self._last, (HOUSEHOLD.last_record, HOUSEHOLD.last_revision))
        )
        revisions = [new_id() for _ in heads]
        listed = {name: column for name, column in fresh.columns.items() if name != "hash"}
        self._many(HOUSEHOLD.record, {"changed_at": self._stamp.made_at}, seq=seqs, head=heads, **listed)
        made = {**asdict(self._stamp), "import_batch": self._batch or None}
        content, hash_ = fresh.contents, fresh["hash"]
        self._many(HOUSEHOLD.revision, made, seq=heads, id=revisions, record=seqs, hash=hash_, content=content)
        self._written.append(Written(new=tuple(fresh["id"]), revisions=tuple(revisions)))

    def _many(self, table: Table, same: Mapping[str, str | None], **columns: Iterable[str | int | bytes]) -> None:
        """Insert rows given in columns; the rest is as its column's default.

        What is the ``same`` in all rows stands in the statement, and a content comes as the bytes of its text: so a
        household costs a fifth less.
        """
        writer = driver(self._connection)
        quoted = [str(*writer.execute("SELECT quote(?)", (value,)).fetchone()) for value in same.values()]
        given = ["CAST(? AS TEXT)" if name == "content" else "?" for name in columns]
        names, values = ", ".join((*same, *columns)), ", ".join((*quoted, *given))
        writer.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({values})", zip(*columns.values(), strict=True))  # noqa: S608 - our own names, quoted by SQLite

    def _last(self, asked: str) -> int:
        return int(driver(self._connection).execute(asked).fetchone()[0])


def _cells(row: AnyRow) -> tuple[Any, ...]:
    return tuple(row)
