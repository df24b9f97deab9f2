"""A copy of the embedded database before its schema changes. PostgreSQL is its administrator's to back up."""

from __future__ import annotations

import filecmp
import logging
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from survey.problems import HuceError, Problem

LOG = logging.getLogger("huce.server")
FOLDER = "backups"


def save_before(path: Path, target: str) -> Path:
    """Copy a database to ``backups`` beside it, prove the copy sound, and return its path; the log says where it is.

    The copy gets its name when it is whole, sound and on the disk. One that is there already is not made again: a
    server whose schema cannot be changed is started over and over. Raises HuceError C049 when none can be made; the
    database is as it was then and must stay so.
    """
    folder = path.parent / FOLDER
    part = folder / f"{path.stem}.before-{target}.{os.getpid()}.part"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        part.touch(mode=0o600)
        _copy(path, part)
        copy = _same(folder, part)
        if copy is None:
            copy = _unused(folder, f"{path.stem}.before-{target}")
            part.replace(copy)
    except (OSError, sqlite3.Error) as error:
        LOG.warning("no copy of the database could be made before the schema changes: %s", error)
        raise HuceError(Problem("C049", params={"folder": str(folder)})) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    LOG.warning("the schema of the database changes to %s; a copy of it as it was is %s", target, copy)
    return copy


def _copy(path: Path, part: Path) -> None:
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        found = target.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())


def _same(folder: Path, part: Path) -> Path | None:
    return next((copy for copy in folder.glob("*.db") if filecmp.cmp(part, copy, shallow=False)), None)


def _unused(folder: Path, name: str) -> Path:
    number = 1
    while (copy := folder / f"{name}.{number:04d}.db").exists():
        number += 1
    return copy
