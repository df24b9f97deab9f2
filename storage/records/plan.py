"""The tables of one record kind with their statements, compiled once: a save must stay near the price of its flush."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeAlias, TypeVar, cast

from sqlalchemy import Connection, Row, Table, bindparam, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.elements import ClauseElement

from exchange.messages import Kind
from storage.database import tables

_DIALECT = sqlite.dialect(paramstyle="qmark")
CHUNK = 500  # ids asked for in one statement; old SQLite builds allow 999 placeholders
BULK = 5000  # a larger write leaves the search index for later (docs/decisions/0022)
COMMON = ("seq", "id", "head", "base_number", "base_seq", "changed_at", "removed")

Cells: TypeAlias = tuple[str | int | None, ...]
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
Item = TypeVar("Item")


def sql(clause: ClauseElement) -> str:
    """Return the SQL text of a Core statement, its ``?`` in the order of the table's columns."""
    return str(clause.compile(dialect=_DIALECT))


def insert_sql(table: Table) -> str:
    """Return the INSERT of every column of a table, in the table's column order."""
    return sql(insert(table).values({column.name: bindparam(column.name) for column in table.columns}))


def driver(connection: Connection) -> sqlite3.Connection:
    """Return the sqlite3 connection beneath, inside the same transaction.

    For the few statements of a save and the mass of an import: SQLAlchemy's own execution costs 30 microseconds a
    statement, as much as the statement itself.
    """
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def run_many(connection: Connection, text: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Run one statement for every row."""
    if len(rows) == 1:
        driver(connection).execute(text, rows[0])
    elif rows:
        driver(connection).executemany(text, rows)


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """Cut an iterable into lists of at most ``size``."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


class Plan:
    """The tables and ready statements of one record kind."""

    def __init__(self, kind: Kind, record: Table, revision: Table) -> None:
        self.kind, self.record, self.revision = kind, record, revision
        self.lifted = tuple(column.name for column in record.columns if column.name not in COMMON)
        self.head, self.base = revision.alias("head"), revision.alias("base")
        self.with_head = record.join(self.head, self.head.c.seq == record.c.head)
        self.rows = select(record, self.head.c.hash.label("head_hash")).select_from(self.with_head)
        self.row_names = tuple(column.name for column in self.rows.selected_columns)
        self.one_row = sql(self.rows.where(record.c.id == bindparam("i")))
        self.insert_record = insert_sql(record)
        self.insert_revision = insert_sql(revision)
        moved = ("head", "changed_at", "removed", *self.lifted)
        self.update_record = sql(
            update(record)
            .where(record.c.seq == bindparam("s"))
            .values({name: bindparam(f"n_{name}") for name in moved})
        )
        self.last_record = f"SELECT coalesce(max(seq), 0) FROM {record.name}"  # noqa: S608 - our own table name
        self.last_revision = f"SELECT coalesce(max(seq), 0) FROM {revision.name}"  # noqa: S608 - our own table name
        adopted = ("head", "base_number", "base_seq", "changed_at", "removed", *self.lifted)
        self.adopt_record = sql(
            update(record)
            .where(record.c.seq == bindparam("s"))
            .values({name: bindparam(f"n_{name}") for name in adopted})
        )
        self.rebase = sql(
            update(record)
            .where(record.c.seq == bindparam("s"))
            .values(base_number=bindparam("n"), base_seq=bindparam("b"))
        )


HOUSEHOLD = Plan(Kind.HOUSEHOLD, tables.household, tables.household_revision)
ENTRY = Plan(Kind.ENTRY, tables.entry, tables.entry_revision)
PLANS = {Kind.HOUSEHOLD: HOUSEHOLD, Kind.ENTRY: ENTRY}
