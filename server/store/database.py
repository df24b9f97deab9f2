"""Opening the server's database, SQLite or PostgreSQL, and the one way to run a transaction in it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError

from server.store.reasons import reason_of
from server.store.saving import save_before
from server.store.transaction import Transaction
from survey.problems import HuceError, Problem

T = TypeVar("T")
LOG = logging.getLogger("huce.server")
MIGRATIONS = Path(__file__).parent / "migrations"
DRIVERS = frozenset({"sqlite", "sqlite+pysqlite", "postgresql+psycopg"})
ATTEMPTS = 3  # a deadlock or a serialisation failure goes away when the whole transaction is run again
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000", "trusted_schema=OFF")


class Database:
    """One engine. ``write`` and ``read`` are the only places where a transaction begins and ends."""

    def __init__(self, url: str) -> None:
        """Make the engine; nothing is opened yet. A bare ``postgresql://`` URL means psycopg 3.

        Raises ValueError for the URL of any other database.
        """
        parsed = sa.make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.drivername not in DRIVERS:
            raise ValueError(parsed.drivername)
        self.engine = sa.create_engine(parsed, pool_size=5, max_overflow=40, pool_pre_ping=True)
        self._sqlite = self.engine.dialect.name == "sqlite"
        if self._sqlite:
            sa.event.listen(self.engine, "connect", _set_pragmas)
            sa.event.listen(self.engine, "begin", _begin)

    @classmethod
    def open(cls, url: str) -> Database:
        """Open a database and bring its schema up to date. Raises HuceError C041, C042, C047 (no such URL) or C049."""
        try:
            database = cls(url)
        except (sa.exc.ArgumentError, ValueError) as error:
            raise HuceError(Problem("C047")) from error
        except (SQLAlchemyError, ImportError) as error:
            raise _cannot_open(error) from error
        with ExitStack() as in_vain:
            in_vain.callback(database.close)
            try:
                database.upgrade()
            except CommandError as error:
                raise HuceError(Problem("C042")) from error
            except (SQLAlchemyError, OSError) as error:
                raise _cannot_open(error) from error
            in_vain.pop_all()
        return database

    def upgrade(self) -> None:
        """Run the migrations that are missing, all in one transaction; a file is copied before.

        Raises HuceError C049 when it cannot be copied; then nothing has changed.
        """
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        if self._sqlite:
            self._save_before(ScriptDirectory.from_config(config))
        with self.engine.connect().execution_options(writing=True) as connection, connection.begin():
            if not self._sqlite:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(4872001)"))  # one process migrates at a time
            config.attributes["connection"] = connection
            if not ScriptDirectory.from_config(config).get_heads():
                raise CommandError("no migrations")
            command.upgrade(config, "head")

    def _save_before(self, scripts: ScriptDirectory) -> None:
        """Copy a database that has data and an older schema; a new one needs no copy."""
        with self.engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
        head, file = scripts.get_current_head(), self.engine.url.database
        if present and head and present != head and file and scripts.get_revision(present) is not None:
            save_before(Path(file), head)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run work in one transaction and commit it; run it again when the database asks for that.

        Raises HuceError C013 when the database stays busy or goes away; then nothing was written.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.engine.connect().execution_options(writing=True) as connection, connection.begin():
                    return work(Transaction(connection))
            except (OperationalError, IntegrityError) as error:
                if attempt == ATTEMPTS:
                    LOG.exception("a transaction failed %d times", ATTEMPTS)
                    raise HuceError(Problem("C013")) from error
        raise AssertionError

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run work on one unchanging view of the data. Raises HuceError C013 when the database is away."""
        level = {} if self._sqlite else {"isolation_level": "REPEATABLE READ"}
        try:
            with self.engine.connect().execution_options(**level) as connection, connection.begin():
                return work(Transaction(connection))
        except DBAPIError as error:
            LOG.exception("the database cannot be read")
            raise HuceError(Problem("C013")) from error

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def _cannot_open(error: Exception) -> HuceError:
    LOG.warning("cannot open the database: %s", getattr(error, "orig", None) or error)
    return HuceError(Problem("C041", params={"reason": reason_of(error)}))


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, so that writers queue instead of failing midway
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
