"""Opening a database file: make it, check it, back it up and bring it to the present schema."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine

from storage.database.engine import WRITE
from storage.database.errors import translated
from storage.database.private import keep_private
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
        _migrate(engine, path, saved)


def _version(connection: Connection) -> str:
    with connection.begin():
        names = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not names:
            return ""
        if "alembic_version" not in names:
            return "unknown"
        versions = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
        return str(versions[0]) if len(versions) == 1 else "unknown"


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


def _migrate(engine: Engine, path: Path, saved: Path) -> None:
    """Run the missing migrations in one transaction: afterwards the file is old or new, never between."""
    from storage.database.migrate import upgrade  # alembic takes 0.3 s to import and is rarely needed

    try:
        with translated(path), engine.connect().execution_options(**WRITE) as connection, connection.begin():
            upgrade(connection, HEAD)
    except Exception as error:
        reason = error.problem.sentence if isinstance(error, HuceError) else str(error)
        raise HuceError(Problem("S008", params={"backup": str(saved), "reason": reason})) from error


def back_up(path: Path, folder: Path, label: str) -> Path:
    """Copy a database (also while it is in use), prove the copy sound, and return its path.

    The copy gets its name when it is whole and sound, so whatever bears such a name can be relied on. Keeps the newest
    ten copies of one label, and leaves every file alone that it has not named itself. Raises HuceError S009 when the
    copy does not pass ``quick_check``, S002 or S003 when the folder cannot be written to.
    """
    name = f"{path.stem}.{label}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = _numbered(folder, name, "sqlite3")
        number = 1 + max((number for number, _ in kept), default=0)
        copy = folder / f"{name}.{number:04d}.sqlite3"
        part = copy.with_suffix(f".{os.getpid()}.part")
        _copied(path, part, copy)
        for _, old in kept[: max(0, len(kept) + 1 - KEPT_BACKUPS)]:
            old.unlink()
        for given_up, rest in _numbered(folder, name, r"\d+\.part(?:-journal)?"):
            if given_up < number:  # of a copying that was killed
                rest.unlink()
    except OSError as error:
        code = "S002" if error.errno == errno.ENOSPC else "S003"
        raise HuceError(Problem(code, params={"file": str(folder)})) from error
    return copy


def _copied(path: Path, part: Path, copy: Path) -> None:
    keep_private(part)
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            if quick_check(target) != "ok":
                raise HuceError(Problem("S009", params={"file": str(part)}))
        part.replace(copy)
    finally:
        part.unlink(missing_ok=True)


def _numbered(folder: Path, name: str, end: str) -> list[tuple[int, Path]]:
    """Return the files we have named ``name.0001.end``, by number; a person's own copies of them have other names."""
    ours = re.compile(rf"{re.escape(name)}\.(\d{{4,}})\.{end}")
    found = ((ours.fullmatch(file.name), file) for file in folder.iterdir())
    return sorted((int(match[1]), file) for match, file in found if match)


def quick_check(connection: sqlite3.Connection, *, thorough: bool = False) -> str:
    """Return "ok" or what SQLite finds wrong; ``thorough`` compares the indexes with their tables, too."""
    pragma = "PRAGMA integrity_check(3)" if thorough else "PRAGMA quick_check(3)"
    try:
        return "; ".join(str(row[0]) for row in connection.execute(pragma))
    except sqlite3.DatabaseError as error:
        return str(error)
