"""The desktop's database: open it, read it, change it. One writer at a time, any number of readers."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from exchange.messages import Kind
from storage.database.engine import WRITE, WRITER_CACHE, make_engine
from storage.database.errors import translated
from storage.database.private import keep_private
from storage.database.upgrade import back_up, prepare, quick_check
from storage.drafts import Drafts
from storage.entries import Entries
from storage.finding import Finding
from storage.forms import Forms, Rounds
from storage.households import Households, Initials
from storage.imports import Imports
from storage.outbox import Outbox
from storage.receipts import Receipts
from storage.records.agreement import Agreement
from storage.records.plan import driver
from storage.settings import Feed, Settings
from survey.problems import HuceError, Problem


class Tx:
    """Everything that can be read and written in one transaction."""

    def __init__(self, connection: Connection, initials: Initials) -> None:
        self.outbox = Outbox(connection)
        self.receipts = Receipts(connection)
        self.agreement = Agreement(connection)
        self.households = Households(connection, self.outbox, initials)
        self.entries = Entries(connection, self.outbox)
        self.finding = Finding(connection)
        self.drafts = Drafts(connection)
        self.forms = Forms(connection)
        self.rounds = Rounds(connection)
        self.imports = Imports(connection, {Kind.HOUSEHOLD: self.households, Kind.ENTRY: self.entries})
        self.settings = Settings(connection)
        self.feed = Feed(self.settings)

    def records(self, kind: Kind) -> Households | Entries:
        """Return the records of one kind."""
        return self.households if kind is Kind.HOUSEHOLD else self.entries


class Store:
    """A database file that is open. Safe to use from several threads.

    Trouble with the disk or the file comes up as HuceError: S001 busy, S002 disk full, S003 not writable,
    S004 cannot be opened, S005 damaged, S006 read or write error, S007 made by a newer program, S008 upgrade failed.
    """

    def __init__(self, path: Path, engine: Engine, initials: Initials) -> None:
        self.path = path
        self._engine, self._initials = engine, initials
        self._lock = threading.RLock()
        self._writing = False
        self._writer = engine.connect().execution_options(**WRITE)
        with self._writer.begin():
            self._writer.exec_driver_sql(WRITER_CACHE)

    @classmethod
    def open(cls, path: Path, *, initials: Initials | None = None) -> Store:
        """Open a database file, making it or bringing it to the present schema first (with a backup beside it).

        ``initials`` gives the pinyin initials of a name for the search box; by default survey.pinyin does.
        """
        keep_private(path)
        engine = make_engine(path)
        try:
            with translated(path):
                prepare(engine, path)
                return cls(path, engine, initials or _pinyin())
        except BaseException:
            engine.dispose()
            raise

    def close(self) -> None:
        """Close every connection. The last one out folds the write-ahead log into the file."""
        with self._lock:
            self._writer.close()
            self._engine.dispose()

    @contextmanager
    def transaction(self, *, fold_later: bool = False) -> Iterator[Tx]:
        """Write: all of it is on the disk when the block ends, none of it when the block raises.

        ``fold_later`` leaves it to the next transaction to fold the write-ahead log into the file: after a very large
        one, when work in the background follows. Raises RuntimeError inside another transaction of the same thread:
        one action is one transaction.
        """
        with self._lock, translated(self.path):
            if self._writing:
                raise RuntimeError("a transaction inside a transaction")
            with self._unfolded() if fold_later else nullcontext(), self._begun():
                yield Tx(self._writer, self._initials)

    @contextmanager
    def _unfolded(self) -> Iterator[None]:
        writer = driver(self._writer)
        (usual,) = writer.execute("PRAGMA wal_autocheckpoint").fetchone()
        writer.execute("PRAGMA wal_autocheckpoint=0")
        try:
            yield
        finally:
            writer.execute(f"PRAGMA wal_autocheckpoint={usual}")

    @contextmanager
    def _begun(self) -> Iterator[None]:
        self._writing = True
        try:
            with self._writer.begin():
                yield
        finally:
            self._writing = False

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """Read one consistent state, also while another thread writes."""
        with translated(self.path), self._engine.connect() as connection, connection.begin() as transaction:
            yield Tx(connection, self._initials)
            transaction.rollback()

    def back_up(self, label: str) -> Path:
        """Copy the database to ``backups/`` beside it, prove the copy sound, and return its path."""
        with translated(self.path):
            return back_up(self.path, self.path.parent / "backups", label)

    def check(self) -> None:
        """Check the file's structure. Raises HuceError S005 when it is damaged."""
        with translated(self.path), closing(sqlite3.connect(self.path)) as connection:
            if quick_check(connection) != "ok":
                raise HuceError(Problem("S005", params={"file": str(self.path)}))

    def faults(self) -> tuple[str, ...]:
        """Check the file's structure, all fingerprints (revisions, questionnaires) and list columns; return the faults.

        Nothing comes back when all is well. Every record is read: this takes seconds, and is asked for.
        """
        with translated(self.path), closing(sqlite3.connect(self.path)) as connection:
            structure = quick_check(connection, thorough=True)
        if structure != "ok":
            return (structure,)
        try:
            with self.reading() as tx:
                records = (f"{kind} {name}" for kind in Kind for name in tx.records(kind).damaged())
                return tuple(dict.fromkeys((*records, *(f"form {name}" for name in tx.forms.damaged()))))
        except HuceError as error:
            return (error.problem.sentence,)
        except DatabaseError as error:  # a table or column that has lost its name
            return (str(error.orig),)


def _pinyin() -> Initials:
    from survey.pinyin import search_keys

    return search_keys
