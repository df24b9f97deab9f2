"""The database library's exceptions, turned into ours at the door."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from survey.problems import HuceError, Problem

# Primary result codes of SQLite (sqlite3.h) that a person can do something about.
_CODES = {
    sqlite3.SQLITE_BUSY: "S001",
    sqlite3.SQLITE_LOCKED: "S001",
    sqlite3.SQLITE_FULL: "S002",
    sqlite3.SQLITE_READONLY: "S003",
    sqlite3.SQLITE_PERM: "S003",
    sqlite3.SQLITE_CANTOPEN: "S004",
    sqlite3.SQLITE_CORRUPT: "S005",
    sqlite3.SQLITE_NOTADB: "S005",
    sqlite3.SQLITE_IOERR: "S006",
}
_TORN_TEXT = "Could not decode to UTF-8"  # the sqlite3 module's own finding, without a result code


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn a full disk, a lock, a damaged file … into a HuceError (S001-S006); let our own bugs pass as they are."""
    try:
        yield
    except DatabaseError as error:
        raise_known(error.orig, path, error)
        raise
    except sqlite3.DatabaseError as error:
        raise_known(error, path, error)
        raise
    except UnicodeDecodeError as error:  # the schema's own text is torn
        raise HuceError(Problem("S005", params={"file": str(path)})) from error


def raise_known(error: BaseException | None, path: Path, cause: Exception) -> None:
    """Raise the HuceError that belongs to an SQLite error, if there is one."""
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int) and (known := _CODES.get(code & 0xFF)):
        raise HuceError(Problem(known, params={"file": str(path)})) from cause
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith(_TORN_TEXT):
        raise HuceError(Problem("S005", params={"file": str(path)})) from cause
