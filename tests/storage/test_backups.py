"""A backup that bears its name is whole and sound, whatever happened; and nobody else can read it."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing, suppress
from pathlib import Path

import pytest

from server.serve import default_url
from storage.database import upgrade
from storage.store import Store
from survey.problems import HuceError
from tests.needs import linux
from tests.storage.making import add, shop
from usecases.workspace import open_workspace


def names(store: Store) -> list[str]:
    return sorted(file.name for file in (store.path.parent / "backups").iterdir())


def test_a_persons_own_copies_are_left_alone_and_do_not_disturb(store: Store) -> None:
    add(store, shop())
    folder = store.path.parent / "backups"
    folder.mkdir()
    theirs = [
        "huce.hand.0001 - 副本.sqlite3",
        "huce.hand.0002 (1).sqlite3",
        "huce.hand.old.sqlite3",
        "huce.hand.1.sqlite3",
    ]
    for name in theirs:
        (folder / name).write_bytes(b"theirs")
    for _ in range(12):
        store.back_up("hand")
    assert names(store) == sorted([*theirs, *(f"huce.hand.{number:04d}.sqlite3" for number in range(3, 13))])


def test_the_oldest_goes_by_number_also_beyond_four_digits(store: Store) -> None:
    folder = store.path.parent / "backups"
    folder.mkdir()
    for number in range(9990, 10000):
        (folder / f"huce.hand.{number}.sqlite3").write_bytes(b"")
    for _ in range(2):
        copy = store.back_up("hand")
    assert copy.name == "huce.hand.10001.sqlite3"
    assert "huce.hand.9992.sqlite3" in names(store)
    assert "huce.hand.9991.sqlite3" not in names(store)


class Killed(BaseException):
    """What kill -9 does, as far as Python can say it."""


def test_a_copy_that_was_broken_off_never_bears_the_name_of_a_backup(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, shop())
    sound = upgrade.quick_check

    def killed(*_arguments: object, **_options: object) -> str:
        assert not [name for name in names(store) if name.endswith("sqlite3")]
        raise Killed

    monkeypatch.setattr(upgrade, "quick_check", killed)
    with pytest.raises(Killed):
        store.back_up("hand")
    monkeypatch.setattr(upgrade, "quick_check", lambda *_a, **_o: "page 7 is damaged")
    with pytest.raises(HuceError) as caught:
        store.back_up("hand")
    assert caught.value.problem.code == "S009"
    assert names(store) == []
    monkeypatch.setattr(upgrade, "quick_check", sound)
    left = store.path.parent / "backups" / "huce.hand.0000.77.part"
    left.write_bytes(b"half a copy")
    assert store.back_up("hand").name == "huce.hand.0001.sqlite3"
    assert names(store) == ["huce.hand.0001.sqlite3"]


def test_a_backup_folder_that_is_none_is_told(store: Store) -> None:
    (store.path.parent / "backups").write_bytes(b"a file")
    with pytest.raises(HuceError) as caught:
        store.back_up("hand")
    assert caught.value.problem.code == "S003"


@pytest.mark.parametrize("rows", [(), ("0001", "0002")])
def test_a_file_that_does_not_know_its_version_is_refused(store: Store, rows: tuple[str, ...]) -> None:
    store.close()
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute("DELETE FROM alembic_version")
        raw.executemany("INSERT INTO alembic_version VALUES (?)", [(row,) for row in rows])
        raw.commit()
    with pytest.raises(HuceError) as caught:
        Store.open(store.path)
    assert caught.value.problem.code == "S007"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_can_read_what_people_told_and_the_servers_token(tmp_path: Path) -> None:
    linux()
    ws = open_workspace(tmp_path / "data", forms=False)
    copy = ws.store.back_up("hand")
    files = [file for file in (tmp_path / "data").iterdir() if file.is_file()]
    assert {"huce.sqlite3", "huce.sqlite3-wal"} <= {file.name for file in files}
    assert {mode(file) for file in [*files, copy]} == {0o600}
    assert mode(tmp_path / "data") == 0o700
    default_url(tmp_path / "server")
    assert (mode(tmp_path / "server"), mode(tmp_path / "server" / "server.db")) == (0o700, 0o600)
    ws.close()


def test_a_file_of_an_earlier_version_is_closed_to_others_and_a_read_only_one_stays_read_only(store: Store) -> None:
    linux()
    store.close()
    store.path.chmod(0o664)
    Store.open(store.path).close()
    assert mode(store.path) == 0o600
    store.path.chmod(0o444)
    with suppress(HuceError):  # root may write it all the same
        Store.open(store.path).close()
    assert mode(store.path) == 0o400
