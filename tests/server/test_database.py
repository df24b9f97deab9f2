"""The server's own schema, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from server.store.database import Database
from server.store.reasons import reason_of
from server.store.tables import metadata
from server.store.transaction import Transaction
from survey.problems import HuceError
from tests.fixtures import postgres


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path / 'server.db').as_posix()}"
    else:
        yield postgres.new_database(empty=True)


def test_the_migrations_lead_to_the_tables_of_the_code(url: str) -> None:
    database = Database.open(url)
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


def test_opening_again_changes_nothing(url: str) -> None:
    for _ in range(2):
        database = Database.open(url)
        assert database.read(lambda tx: tx.feed.end().last) == 0
        database.close()


def test_a_newer_database_is_refused(url: str) -> None:
    database = Database.open(url)
    with database.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(HuceError) as caught:
        Database.open(url)
    assert caught.value.problem.code == "C042"


def test_work_that_fails_leaves_nothing_behind(url: str) -> None:
    database = Database.open(url)

    def work(tx: Transaction) -> float:
        tx.settings.put("a", "1")
        return 1 / 0

    with pytest.raises(ZeroDivisionError):
        database.write(work)
    assert database.read(lambda tx: tx.settings.get("a")) == ""
    database.close()


def test_every_sqlite_connection_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{(tmp_path / 'server.db').as_posix()}")
    connections = [database.engine.connect() for _ in range(3)]
    for connection in connections:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
        assert found == ["wal", 2, 1]
        connection.close()
    database.close()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('connection to server at "1.2.3.4", port 5432 failed: FATAL:  password authentication failed for user "huce"',
         "用户名或密码不对"),
        ('connection failed: FATAL:  database "huce" does not exist', "没有这个库"),
        ('connection failed: FATAL:  role "wang" does not exist', "没有这个用户"),
        ("connection failed: Connection refused\n\tIs the server running on that host", "没有数据库在运行"),
        ("failed to resolve host 'db.invalid': [Errno -2] Name or service not known", "找不到这个主机名"),
        ("something new\nsecond line", "原因不明（something new）"),
        ("", "原因不明（OperationalError）"),
    ],
)  # fmt: skip
def test_why_postgres_cannot_be_opened(said: str, told: str) -> None:
    reason = reason_of(sa.exc.OperationalError("SELECT 1", {}, psycopg.OperationalError(said)))
    assert told in reason
    assert "second line" not in reason


@pytest.mark.postgres
def test_a_database_that_is_not_there_is_told_in_chinese() -> None:
    url = postgres.new_database(empty=True)
    for wrong in (url + "_not", url.replace("postgres@", "nobody@"), "postgresql://127.0.0.1:9/none"):
        with pytest.raises(HuceError) as caught:
            Database.open(wrong)
        assert caught.value.problem.code == "C041"
        assert not re.search("[a-z]{3}", caught.value.problem.sentence)


def test_a_file_that_is_no_database_is_told_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "server.db").write_bytes(b"no database at all " * 100)
    for place in (tmp_path / "server.db", tmp_path / "no" / "server.db", tmp_path):
        with pytest.raises(HuceError) as caught:
            Database.open(f"sqlite:///{place.as_posix()}")
        assert caught.value.problem.code == "C041"
        assert not re.search("[a-z]{3}", caught.value.problem.sentence)
