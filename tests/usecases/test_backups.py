"""U-2: the daily backup brings the attachments along and is safe whatever becomes of them; and the way back."""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from storage.attachments import Attachments
from storage.database.restoring import uri
from storage.store import Store
from survey.problems import HuceError, Problem
from tests.exchange.making import SHOP
from usecases.attachments import find_attachment, keep_attachment
from usecases.backups import back_up_daily, restore_backup, without_backup
from usecases.doctor.data import backups
from usecases.register import save_household, search_households
from usecases.workspace import DATABASE, Workspace, open_workspace


class Killed(BaseException):
    """What kill -9 does, as far as Python can say it."""


def photo(ws: Workspace, folder: Path, name: str = "门头.jpg") -> str:
    source = folder / name
    source.write_bytes(name.encode() * 100)
    return keep_attachment(ws, source=source, kind="image").name


def tomorrow(ws: Workspace) -> None:
    ws.clock = partial((ws.clock() + dt.timedelta(days=1)).__add__, dt.timedelta(0))


def code(call: Callable[[], object]) -> str:
    with pytest.raises(HuceError) as error:
        call()
    return error.value.problem.code


def no_room() -> str:
    raise HuceError(Problem("S018", params={"file": "门头.jpg"}))


def full(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, "the disk is full")


def test_the_daily_backup_brings_new_attachments_along(ws: Workspace, household: str, tmp_path: Path) -> None:
    first = photo(ws, tmp_path)
    assert back_up_daily(ws)
    assert (ws.data_dir / "backups" / "attachments" / first[:2] / first).is_file()
    photo(ws, tmp_path, "执照.jpg")
    assert without_backup(ws.data_dir) == (2, 1)
    tomorrow(ws)
    back_up_daily(ws)
    assert without_backup(ws.data_dir) == (2, 0)
    found = backups(ws.data_dir / DATABASE, dt.datetime.now().astimezone().date())
    assert "附件 2 个，都有备份" in found.detail


def test_a_full_disk_is_told_and_the_database_is_backed_up_all_the_same(
    ws: Workspace, household: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo(ws, tmp_path)
    with monkeypatch.context() as small:
        small.setattr(os, "link", full)
        small.setattr(os, "fsync", full)
        assert code(lambda: back_up_daily(ws)) == "S024"
    assert len([*(ws.data_dir / "backups").glob("*.sqlite3")]) == 1
    told = backups(ws.data_dir / DATABASE, dt.datetime.now().astimezone().date())
    assert told.problem is not None
    assert told.problem.code == "P121"
    assert not back_up_daily(ws), "the same day: the copy of the database is there, the attachments follow"
    assert without_backup(ws.data_dir) == (1, 0)


def test_everything_comes_back_and_nothing_is_deleted(ws: Workspace, household: str, tmp_path: Path) -> None:
    name = photo(ws, tmp_path)
    back_up_daily(ws)
    save_household(ws, household_id=None, fields={**SHOP, "shop_name": "后来的店", "mobile": "13890909999"})
    ws.close()
    shutil.rmtree(ws.data_dir / "attachments")
    restored = restore_backup(ws.data_dir)
    assert (restored.attachments, restored.damaged) == (1, ())
    assert restored.aside is not None
    with closing(Store.open(restored.aside / DATABASE)) as former, former.reading() as tx:
        assert tx.households.towns()
    with closing(open_workspace(ws.data_dir, clock=ws.clock, forms=False)) as again:
        assert [row.id for row in search_households(again).rows] == [household]
        assert find_attachment(again, name=name).path is not None


def test_a_destroyed_database_comes_back(ws: Workspace, household: str) -> None:
    back_up_daily(ws)
    ws.close()
    (ws.data_dir / DATABASE).write_bytes(b"zeros" * 1000)
    restore_backup(ws.data_dir)
    with closing(open_workspace(ws.data_dir, clock=ws.clock, forms=False)) as again:
        assert [row.id for row in search_households(again).rows] == [household]


@pytest.mark.parametrize("gone", [False, True])
def test_the_log_of_a_destroyed_database_is_put_aside_and_never_played_into_the_restored_one(
    ws: Workspace, household: str, gone: bool
) -> None:
    back_up_daily(ws)
    save_household(ws, household_id=None, fields={**SHOP, "shop_name": "后来的店", "mobile": "13890909999"})
    database, log = ws.data_dir / DATABASE, ws.data_dir / f"{DATABASE}-wal"
    written = log.read_bytes()
    ws.close()
    log.write_bytes(written)
    database.write_bytes(b"zeros" + database.read_bytes()[5:])
    if gone:
        database.unlink()
    restored = restore_backup(ws.data_dir)
    assert not log.exists()
    assert restored.aside is not None
    assert (restored.aside / log.name).read_bytes() == written
    with closing(open_workspace(ws.data_dir, clock=ws.clock, forms=False)) as again:
        assert [row.id for row in search_households(again).rows] == [household]
        assert again.store.faults() == ()


def test_the_journal_of_a_lost_database_is_never_played_into_the_restored_one(ws: Workspace, household: str) -> None:
    back_up_daily(ws)
    ws.close()
    database, journal = ws.data_dir / DATABASE, ws.data_dir / f"{DATABASE}-journal"
    journal.write_bytes(b"pages as they were")
    database.unlink()
    restored = restore_backup(ws.data_dir)
    assert not journal.exists()
    assert restored.aside is not None
    assert (restored.aside / journal.name).read_bytes() == b"pages as they were"


def test_a_copy_comes_with_the_log_that_lies_beside_it(ws: Workspace, household: str, tmp_path: Path) -> None:
    """Of a copy made by hand, or put aside where the file system has no links, the newest is in the log alone."""
    save_household(ws, household_id=None, fields={**SHOP, "shop_name": "后来的店", "mobile": "13890909999"})
    kept = {file.name: file.read_bytes() for file in ws.data_dir.glob(f"{DATABASE}*") if not file.name.endswith("-shm")}
    ws.close()
    by_hand = tmp_path / "U盘"
    by_hand.mkdir()
    for name, content in kept.items():
        (by_hand / name).write_bytes(content)
    (ws.data_dir / f"{DATABASE}.restored.part-wal").write_bytes(b"of a restoring that was killed")
    restore_backup(ws.data_dir, copy=by_hand / DATABASE)
    assert {file.name: file.read_bytes() for file in by_hand.iterdir()} == kept
    with closing(open_workspace(ws.data_dir, clock=ws.clock, forms=False)) as again:
        assert len(search_households(again).rows) == 2


def test_while_a_program_has_it_open_nothing_is_restored(ws: Workspace, household: str) -> None:
    back_up_daily(ws)
    save_household(ws, household_id=None, fields={**SHOP, "shop_name": "后来的店", "mobile": "13890909999"})
    assert code(lambda: restore_backup(ws.data_dir)) == "S001"
    assert not [*(ws.data_dir / "backups").glob("replaced*")]
    assert len(search_households(ws).rows) == 2
    save_household(ws, household_id=None, fields={**SHOP, "shop_name": "再后来", "mobile": "13890909998"})


def test_a_damaged_copy_is_passed_over_and_never_taken_when_named(ws: Workspace, household: str) -> None:
    back_up_daily(ws)
    folder = ws.data_dir / "backups"
    rotten, strange = folder / "huce.daily.9999.sqlite3", folder / "huce.daily.9998.sqlite3"
    rotten.write_bytes(b"rotten" * 1000)
    with closing(sqlite3.connect(strange)) as other:
        other.execute("CREATE TABLE somebody_elses (x)")
        other.commit()
    torn = folder / "huce.daily.9997.sqlite3"
    whole = bytearray((folder / "huce.daily.0001.sqlite3").read_bytes())
    whole[8192:] = whole[8192:][::-1]
    torn.write_bytes(whole)
    ws.close()
    before = (ws.data_dir / DATABASE).read_bytes()
    for copy in (rotten, strange, torn):
        assert code(partial(restore_backup, ws.data_dir, copy=copy)) == "S027"
    assert code(partial(restore_backup, ws.data_dir, copy=folder / "gone.sqlite3")) == "S026"
    assert (ws.data_dir / DATABASE).read_bytes() == before
    assert restore_backup(ws.data_dir).copy.name == "huce.daily.0001.sqlite3"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PureWindowsPath(r"\\server\数据\a.db"), "file:////server/%E6%95%B0%E6%8D%AE/a.db"),
        (PureWindowsPath(r"D:\a b?.db"), "file:///D:/a%20b%3F.db"),
        (PurePosixPath("/home/a#%.db"), "file:///home/a%23%25.db"),
    ],
)
def test_a_copy_is_found_wherever_it_lies(path: PurePath, expected: str) -> None:
    assert uri(path) == expected


def test_without_a_backup_nothing_happens(ws: Workspace) -> None:
    ws.close()
    assert code(lambda: restore_backup(ws.data_dir)) == "S026"


def test_a_full_disk_while_restoring_changes_nothing(
    ws: Workspace, household: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up_daily(ws)
    ws.close()
    with monkeypatch.context() as small:
        small.setattr(shutil, "copyfile", full)
        assert code(lambda: restore_backup(ws.data_dir)) == "S002"
    with closing(open_workspace(ws.data_dir, clock=ws.clock, forms=False)) as again:
        assert len(search_households(again).rows) == 1


def test_attachments_that_cannot_be_put_back_are_told_as_such(
    ws: Workspace, household: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo(ws, tmp_path)
    back_up_daily(ws)
    ws.close()
    shutil.rmtree(ws.data_dir / "attachments")
    with monkeypatch.context() as small:
        small.setattr(os, "link", full)
        small.setattr(Attachments, "keep", lambda *_a, **_k: no_room())
        assert code(lambda: restore_backup(ws.data_dir)) == "S028"
    assert restore_backup(ws.data_dir).attachments == 1


def while_there_are(steps: Iterator[int], real: Callable[..., None]) -> Callable[..., None]:
    def step(*arguments: object, **options: object) -> None:
        if next(steps, None) is None:
            raise Killed
        real(*arguments, **options)

    return step


@pytest.mark.parametrize("times", range(7))
def test_a_power_cut_while_restoring_leaves_the_old_or_the_new_and_the_old_aside(
    ws: Workspace, household: str, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    back_up_daily(ws)
    save_household(ws, household_id=None, fields={**SHOP, "shop_name": "后来的店", "mobile": "13890909999"})
    ws.close()
    with monkeypatch.context() as cut:
        steps = iter(range(times))
        for name in ("fsync", "link", "unlink", "replace"):
            cut.setattr(os, name, while_there_are(steps, getattr(os, name)))
        with suppress(Killed):
            restore_backup(ws.data_dir)
    with closing(open_workspace(ws.data_dir, clock=ws.clock, forms=False)) as again:
        assert len(search_households(again).rows) in {1, 2}
        assert again.store.faults() == ()
    restore_backup(ws.data_dir)
    with closing(open_workspace(ws.data_dir, clock=ws.clock, forms=False)) as again:
        assert len(search_households(again).rows) == 1
