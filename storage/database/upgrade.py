"""Opening a database file: make it, check it, back it up and bring it to the present schema."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine

from storage.database.engine import WRITE
from storage.database.tables import EXTRA_DDL, metadata
from survey.problems import HuceError, Problem

VERSIONS = ("0001",)  # oldest first; one per file in migrations/versions
HEAD = VERSIONS[-1]
KEPT_BACKUPS = 10


def prepare(engine: Engine, path: Path) -> None:
    """Leave the file at ``HEAD``. Raises HuceError S005 (damaged), S007 (newer program), S008 (upgrade failed)."""
    with engine.connect().execution_options(**WRITE) as connection:
        version = _version(connection)
        if version == "":
            _create(connection)
        elif version not in VERSIONS:
            raise HuceError(Problem("S007", params={"file": str(path), "version": version}))
    if version not in {"", HEAD}:
        saved = back_up(path, path.parent / "backups", f"before-{HEAD}")
        _migrate(engine, saved)


def _version(connection: Connection) -> str:
    with connection.begin():
        names = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not names:
            return ""
        if "alembic_version" not in names:
            return "unknown"
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def _create(connection: Connection) -> None:
    with connection.begin():
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
            return  # another process made it meanwhile
        create_all(connection)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def create_all(connection: Connection) -> None:
    """Make every table, index and trigger of the present schema in an empty database."""
    metadata.create_all(connection, checkfirst=False)
    for statement in EXTRA_DDL:
        connection.exec_driver_sql(statement)


def _migrate(engine: Engine, saved: Path) -> None:
    """Run the missing migrations in one transaction: afterwards the file is old or new, never between."""
    from storage.database.migrate import upgrade  # alembic takes 0.3 s to import and is rarely needed

    try:
        with engine.connect().execution_options(**WRITE) as connection, connection.begin():
            upgrade(connection, HEAD)
    except Exception as error:
        raise HuceError(Problem("S008", params={"backup": str(saved), "reason": str(error)})) from error


def back_up(path: Path, folder: Path, label: str) -> Path:
    """Copy a database (also while it is in use), prove the copy sound, and return its path.

    Raises HuceError S009 when the copy does not pass ``quick_check``. Keeps the newest ten copies of one label.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number = max((int(old.suffixes[-2][1:]) for old in folder.glob(f"{path.stem}.{label}.*.sqlite3")), default=0) + 1
    copy = folder / f"{path.stem}.{label}.{number:04d}.sqlite3"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        if quick_check(target) != "ok":
            raise HuceError(Problem("S009", params={"file": str(copy)}))
    for old in sorted(folder.glob(f"{path.stem}.{label}.*.sqlite3"))[:-KEPT_BACKUPS]:
        old.unlink()
    return copy


def quick_check(connection: sqlite3.Connection, *, thorough: bool = False) -> str:
    """Return "ok" or what SQLite finds wrong; ``thorough`` compares the indexes with their tables, too."""
    pragma = "PRAGMA integrity_check(3)" if thorough else "PRAGMA quick_check(3)"
    try:
        return "; ".join(str(row[0]) for row in connection.execute(pragma))
    except sqlite3.DatabaseError as error:
        return str(error)
