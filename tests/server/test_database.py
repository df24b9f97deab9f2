"""The server's own schema, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from server.store.database import Database
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
