"""The doctor on the data: a sound folder gets good lines, a flipped bit and a weak setting are found."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from storage.database import inspection
from tests.usecases.doctor.test_machine import code
from usecases.backups import back_up_daily
from usecases.doctor import State, examine
from usecases.doctor.data import backups, data_checks, settings, sqlite, structure, unsent
from usecases.doctor.network import network_checks
from usecases.doctor.report import carry_out
from usecases.register import save_household
from usecases.workspace import DATABASE, open_workspace


@pytest.fixture
def database(tmp_path: Path) -> Path:
    open_workspace(tmp_path, forms=False).close()
    return tmp_path / DATABASE


def test_a_folder_without_data_is_no_trouble_and_stays_empty(tmp_path: Path) -> None:
    lines = carry_out(data_checks(tmp_path / DATABASE))
    assert [line.state for line in lines] == [State.OK, State.OK]
    assert list(tmp_path.iterdir()) == []


def test_a_sound_database_gets_good_lines(database: Path) -> None:
    assert [code(line) for line in (sqlite(), structure(database), settings(database), unsent(database))] == [""] * 4


def test_a_file_that_is_no_database_is_bad_and_told_in_chinese(tmp_path: Path) -> None:
    """Every line says what is wrong with it and what to do; none shows an exception."""
    (tmp_path / DATABASE).write_bytes(b"not a database, and long enough to be looked at" * 100)
    database = tmp_path / DATABASE
    lines = carry_out((*data_checks(database), *network_checks(database)))
    assert [code(line) for line in lines] == ["", "S005", "S005", "S005", "S005", "S005"]
    assert not any("Error" in line.detail for line in lines)


def test_a_damaged_page_is_found(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'setting'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 64)
    assert structure(database).state is State.BAD


def test_a_setting_that_does_not_read_back_is_bad(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(inspection.IN_FORCE, "synchronous", "3")
    assert code(settings(database)) == "P113"


def test_everything_is_examined_in_one_go(tmp_path: Path) -> None:
    subjects = [line.subject for line in examine(data_dir=tmp_path)]
    assert len(subjects) == len(set(subjects))
    assert {"Python", "数据文件夹", "SQLite"} <= set(subjects)


def test_a_clock_that_has_been_set_back_is_noticed(tmp_path: Path) -> None:
    """Periods are asked for by the clock; what was saved last knows better."""
    shop = {"shop_name": "王大明面馆", "owner_name": "王大明", "operating_status": "1"}
    for days, expected in ((2, "P105"), (0, "")):
        now = dt.datetime.now().astimezone() + dt.timedelta(days=days, minutes=-1)
        ws = open_workspace(tmp_path, forms=False, clock=partial(dt.datetime.astimezone, now))
        save_household(ws, household_id=None, fields=shop)
        ws.close()
        (line,) = (line for line in examine(data_dir=tmp_path) if line.subject == "时钟")
        assert (code(line) == "P105") == (expected == "P105")


def test_a_register_without_a_backup_of_this_week_is_noticed(tmp_path: Path) -> None:
    today = dt.date.today()  # noqa: DTZ011 - the day of the file's own time
    ws = open_workspace(tmp_path, forms=False)
    database = tmp_path / DATABASE
    assert code(backups(database, today)) == ""
    save_household(ws, household_id=None, fields={"shop_name": "面馆", "owner_name": "王大明", "operating_status": "1"})
    assert code(backups(database, today)) == "P120"
    assert back_up_daily(ws)
    assert code(backups(database, today + dt.timedelta(days=7))) == ""
    assert code(backups(database, today + dt.timedelta(days=8))) == "P120"
    ws.close()
