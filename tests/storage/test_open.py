"""S-8: opening a database file: new, of an older release, of a newer one, damaged, or not ours at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from storage.database import migrate, upgrade
from storage.database.engine import WRITE, make_engine
from storage.store import Store
from survey.problems import HuceError
from tests.storage.making import add, shop

RELEASES = sorted((Path(__file__).parent.parent / "fixtures" / "db").glob("*.db"))


def schema(path: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master WHERE name <> 'alembic_version'")
        return {(kind, name, " ".join(sql.split())) for kind, name, sql in rows if "alembic_version" not in name}


@contextmanager
def engine_at(path: Path) -> Iterator[Engine]:
    engine = make_engine(path)
    try:
        yield engine
    finally:
        engine.dispose()


def migrated(path: Path, target: str) -> None:
    with engine_at(path) as engine, engine.connect().execution_options(**WRITE) as connection, connection.begin():
        migrate.upgrade(connection, target)


def opened(path: Path) -> Store:
    return Store.open(path, initials=lambda _name: [])


def refusal(path: Path) -> str:
    with pytest.raises(HuceError) as error:
        opened(path)
    return error.value.problem.code


def test_the_migrations_lead_to_the_models(tmp_path: Path, store: Store) -> None:
    migrated(tmp_path / "migrated.sqlite3", "head")
    assert schema(tmp_path / "migrated.sqlite3") == schema(store.path)


def test_the_last_migration_is_the_version_that_new_files_get(tmp_path: Path) -> None:
    migrated(tmp_path / "migrated.sqlite3", "head")
    with closing(sqlite3.connect(tmp_path / "migrated.sqlite3")) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [(upgrade.HEAD,)]


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_the_file_of_every_release_opens_with_everything_in_it(tmp_path: Path, release: Path) -> None:
    copy = tmp_path / "huce.sqlite3"
    copy.write_bytes(release.read_bytes())
    store = opened(copy)
    assert store.faults() == ()
    with store.reading() as tx:
        assert [town[2] for town in tx.households.towns()] == [3]
        assert tx.entries.counts(form_id="quarterly", round_code="2026Q3") == {"complete": 1, "draft": 1}
    store.close()


def test_there_is_a_file_of_a_release() -> None:
    assert RELEASES


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = add(store, shop())
    store.close()
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0000'")
        raw.commit()
    before = schema(store.path)

    def half(connection: Connection, _target: str) -> None:
        connection.exec_driver_sql("ALTER TABLE household ADD COLUMN half TEXT")
        connection.exec_driver_sql("UPDATE household SET shop_name = 'half'")
        raise RuntimeError("the power went")

    monkeypatch.setattr(upgrade, "VERSIONS", ("0000", *upgrade.VERSIONS))
    monkeypatch.setattr(migrate, "upgrade", half)
    assert refusal(store.path) == "S008"
    assert schema(store.path) == before
    with closing(sqlite3.connect(store.path)) as raw:
        assert raw.execute("SELECT id, shop_name FROM household").fetchall() == [(one, shop()["shop_name"])]
    (backup,) = (tmp_path / "backups").iterdir()
    with closing(sqlite3.connect(backup)) as raw:
        assert raw.execute("SELECT id FROM household").fetchall() == [(one,)]


def test_a_file_of_a_newer_program_is_refused_and_left_alone(store: Store) -> None:
    add(store, shop())
    store.close()
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    assert refusal(store.path) == "S007"


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.sqlite3")) as raw:
        raw.execute("CREATE TABLE theirs (a)")
        raw.commit()
    assert refusal(tmp_path / "other.sqlite3") == "S007"


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huce.sqlite3"
    path.write_bytes("这不是数据库".encode() * 500)
    assert refusal(path) == "S005"
    assert path.read_bytes().startswith("这不是".encode())


def test_a_torn_file_is_refused(store: Store) -> None:
    add(store, *(shop(f"店{number}", remark="很长的备注" * 50) for number in range(300)))
    store.close()
    data = store.path.read_bytes()
    store.path.write_bytes(data[: len(data) // 3])
    assert refusal(store.path) == "S005"


def test_a_folder_instead_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "huce.sqlite3").mkdir()
    assert refusal(tmp_path / "huce.sqlite3") == "S004"


def test_backups_are_sound_and_only_the_newest_ten_are_kept(store: Store) -> None:
    add(store, shop())
    copies = [store.back_up("hand") for _ in range(12)]
    assert [copy.exists() for copy in copies] == [False] * 2 + [True] * 10
    copy = opened(copies[-1])
    assert copy.faults() == ()
    copy.close()
