"""Looking into a server's tables from outside."""

from __future__ import annotations

import sqlalchemy as sa

from server.api import Server
from server.store.records import Revision
from server.store.tables import metadata, revision


def count(server: Server, table: str) -> int:
    with server.database.engine.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(metadata.tables[table])) or 0)


def revisions(server: Server) -> list[str]:
    with server.database.engine.connect() as connection:
        return list(connection.scalars(sa.select(revision.c.revision)))


def doubled(server: Server) -> list[str]:
    """Revision ids that stand more than once, and gaps of the feed."""
    with server.database.engine.connect() as connection:
        query = sa.select(revision.c.revision).group_by(revision.c.revision).having(sa.func.count() > 1)
        twice = list(connection.scalars(query))
        feed = list(connection.scalars(sa.select(revision.c.feed).order_by(revision.c.feed)))
    return twice if feed == list(range(1, len(feed) + 1)) else [*twice, "gap"]


def values_sent(server: Server) -> set[tuple[str, str, object]]:
    """Every value any device ever sent: record, field, value."""
    with server.database.engine.connect() as connection:
        rows = [Revision(*row) for row in connection.execute(sa.select(revision))]
    return {(row.id, name, value) for row in rows for name, value in row.own().items() if isinstance(value, str)}
