"""Putting a backup in the place of the database, so that a power cut at any moment loses nothing.

The old database is first put aside, whole, and only then opened: of one that is damaged SQLite may play the write-ahead
log into what is left and drop it. The logs go before the new file comes, for SQLite would play them into whatever
file bears the name. Cut off between the two, the restoring is done once more.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path, PurePath
from urllib.parse import quote

from storage.attachments import flush_names
from storage.database.errors import translated
from storage.database.private import keep_private
from storage.database.upgrade import quick_check
from survey.problems import HuceError, Problem

_BESIDE = ("-wal", "-shm", "-journal")
_IN_THE_WAY = frozenset({"S001", "S002", "S003"})  # in use, no room, not writable; any other trouble is why we are here


def put_in_place(copy: Path, path: Path, aside: Path) -> None:
    """Let ``copy`` become the database at ``path``; what was there goes to the folder ``aside``.

    A log beside the copy belongs to it; neither is changed. Raises HuceError S027 (the copy is damaged or none of
    ours), S001 (the database is in use), S002, S003; then the database is as it was.
    """
    part = path.with_name(f"{path.name}.restored.part")
    try:
        _copied(copy, part)
        _put_aside(path, aside)
        _let_go(path, aside)
        _clear(path)
        part.replace(path)
        flush_names(path.parent)
    except OSError as error:
        code = "S002" if error.errno == errno.ENOSPC else "S003"
        raise HuceError(Problem(code, params={"file": str(path)})) from error
    finally:
        part.unlink(missing_ok=True)
        _clear(part)


def prove(copy: Path, name: str) -> None:
    """Check that a file is a sound database of ours. Raises HuceError S027."""
    try:
        with closing(sqlite3.connect(f"{uri(copy.absolute())}?mode=ro&immutable=1", uri=True)) as connection:
            ours = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
            sound = quick_check(connection) == "ok" and ours[0] == 1
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        raise HuceError(Problem("S027", params={"file": name}))


def uri(path: PurePath) -> str:
    """Return the URI by which SQLite opens a file; it knows no server's name, which a shared folder of Windows has."""
    name = path.as_posix()
    return f"file://{'' if name.startswith('/') else '/'}{quote(name, safe='/:')}"


def _copied(copy: Path, part: Path) -> None:
    _clear(part)  # of a restoring that was killed
    keep_private(part)
    shutil.copyfile(copy, part)
    for end in ("-wal", "-journal"):
        if (log := copy.with_name(copy.name + end)).is_file():
            shutil.copyfile(log, part.with_name(part.name + end))
    if not _folded(part):
        raise HuceError(Problem("S027", params={"file": copy.name}))
    prove(part, copy.name)
    _flush(part)


def _clear(database: Path) -> None:
    for end in _BESIDE:
        database.with_name(database.name + end).unlink(missing_ok=True)


def _let_go(path: Path, aside: Path) -> None:
    """Have the database at rest, which it is only when nobody else has it open; a damaged one is let be."""
    try:
        _folded(path)
    except HuceError:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _folded(path: Path) -> bool:
    """Fold the logs into a database; False when it is damaged. Raises HuceError S001 (in use), S002, S003."""
    try:
        with translated(path):
            _fold(path)
    except HuceError as error:
        if error.problem.code in _IN_THE_WAY:
            raise
        return False
    except sqlite3.DatabaseError:
        return False
    return True


def _fold(path: Path) -> None:
    if path.exists():
        with closing(sqlite3.connect(path, timeout=1.0)) as connection:
            if connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
                raise HuceError(Problem("S001", params={"file": str(path)}))


def _put_aside(path: Path, aside: Path) -> None:
    for file in (path, *(path.with_name(path.name + end) for end in _BESIDE)):
        if file.exists():
            aside.mkdir(mode=0o700, parents=True, exist_ok=True)
            kept = aside / file.name
            try:
                os.link(file, kept)
            except OSError:  # no links on this file system
                keep_private(kept)
                shutil.copyfile(file, kept)
                _flush(kept)
            flush_names(aside)


def _flush(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
