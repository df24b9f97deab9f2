"""The one engine factory: every connection is opened with the settings that keep an acknowledged save."""

from __future__ import annotations

from pathlib import Path

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS = 5000
WRITE = {"huce_write": True}
WRITER_CACHE = "PRAGMA cache_size=-64000"  # 64 MB: an import of 50,000 households spills less often into the log

# WAL with NORMAL loses acknowledged saves on a power cut, with FULL it does not (docs/decisions/0003).
PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": str(BUSY_MS),
    "trusted_schema": "OFF",
    "temp_store": "MEMORY",
    "cache_size": "-16000",
}


def make_engine(path: Path) -> Engine:
    """Return an engine on a database file. Transactions are explicit: we send BEGIN ourselves, pysqlite never does."""
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),  # a folder may be called 50%#1?
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        connect_args={"check_same_thread": False, "cached_statements": 512, "timeout": BUSY_MS / 1000},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for name, value in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("huce_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
