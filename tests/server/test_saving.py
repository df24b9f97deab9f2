"""SV-9: before its schema changes, the embedded database is copied; without a sound copy nothing changes."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.store import database as opening
from server.store.database import Database
from survey.problems import HuceError

NEXT = """
from alembic import op
import sqlalchemy as sa

revision, down_revision = "9001", "{before}"


def upgrade() -> None:
    op.add_column("setting", sa.Column("more", sa.Text()))
    {then}
"""


class Killed(BaseException):
    """What kill -9 does, as far as Python can say it."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database of this version with something in it."""
    path = tmp_path / "server.db"
    database = Database.open(url(path))
    database.write(lambda tx: tx.settings.put("name", "宣汉县"))
    database.close()
    assert not (tmp_path / "backups").exists(), "a new one needs no copy"
    return path


@pytest.fixture
def newer(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A next version of the program whose migration adds a column."""
    scripts = tmp_path / "migrations"
    shutil.copytree(opening.MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    write(scripts, file, "pass")
    monkeypatch.setattr(opening, "MIGRATIONS", scripts)
    return scripts


def write(scripts: Path, file: Path, then: str) -> None:
    (scripts / "versions" / "9001_next.py").write_text(NEXT.format(before=version(file), then=then), encoding="utf-8")


def url(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def version(path: Path) -> str:
    with closing(sqlite3.connect(path)) as raw:
        return str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def columns(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        return [row[1] for row in raw.execute("PRAGMA table_info(setting)")]


def copies(file: Path) -> list[Path]:
    return sorted((file.parent / "backups").glob("*"))


def test_the_copy_holds_what_was_and_the_log_says_where(
    file: Path, newer: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = version(file)
    with caplog.at_level(logging.WARNING, "huce.server"):
        Database.open(url(file)).close()
    (copy,) = copies(file)
    assert copy.name == "server.before-9001.0001.db"
    assert (version(copy), version(file)) == (before, "9001")
    assert ("more" in columns(copy), "more" in columns(file)) == (False, True)
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT value FROM setting WHERE key = 'name'").fetchone() == ("宣汉县",)
    assert str(copy) in caplog.text
    Database.open(url(file)).close()
    assert copies(file) == [copy], "opening again needs none"


def test_a_migration_that_fails_leaves_the_database_and_its_copy(file: Path, newer: Path) -> None:
    before = version(file)
    write(newer, file, "raise OSError('the power went')")
    for _restarted_by_the_system in range(3):
        with pytest.raises(HuceError):
            Database.open(url(file))
    assert (version(file), "more" in columns(file)) == (before, False)
    assert [version(copy) for copy in copies(file)] == [before], "the same is not copied again until the disk is full"
    write(newer, file, "pass")
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE setting SET value = '达川区' WHERE key = 'name'")
        raw.commit()
    Database.open(url(file)).close()
    assert len(copies(file)) == 2, "what was changed since is"


@pytest.mark.parametrize("wrong", ["full", "file in the way"])
def test_without_a_copy_nothing_changes(file: Path, newer: Path, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    before = version(file)
    if wrong == "full":
        monkeypatch.setattr(os, "fsync", _full)
    else:
        (file.parent / "backups").write_bytes(b"a file")
    with pytest.raises(HuceError) as caught:
        Database.open(url(file))
    assert caught.value.problem.code == "C049"
    assert (version(file), "more" in columns(file)) == (before, False)
    assert copies(file) == []


def _full(_handle: int) -> None:
    raise OSError(errno.ENOSPC, "the disk is full")


def test_a_copy_that_was_broken_off_has_no_name_of_a_copy(
    file: Path, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_handle: int) -> None:
        assert all(path.suffix == ".part" for path in copies(file))
        raise Killed

    with monkeypatch.context() as cut:
        cut.setattr(os, "fsync", killed)
        with pytest.raises(Killed):
            Database.open(url(file))
    assert "more" not in columns(file)
    Database.open(url(file)).close()
    assert [path.name for path in copies(file)] == ["server.before-9001.0001.db"]
