"""S-1: every connection has the settings under which an acknowledged save survives a power cut."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.records.content import Write
from storage.store import Store, Tx
from survey.problems import HuceError
from tests.storage.making import STAMP, add, shop

WANTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "trusted_schema": 0}


def settings(tx: Tx) -> dict[str, object]:
    connection = tx.settings._connection
    return {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in WANTED}


def test_the_writer_flushes_fully(store: Store) -> None:
    with store.transaction() as tx:
        assert settings(tx) == WANTED


def test_every_reader_is_set_up_alike(store: Store) -> None:
    seen: list[dict[str, object]] = []
    together = threading.Barrier(4)

    def read() -> None:
        with store.reading() as tx:
            together.wait(10)
            seen.append(settings(tx))
            together.wait(10)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [WANTED] * 4


def test_a_reader_sees_one_state_while_another_thread_writes(store: Store) -> None:
    add(store, shop())
    with store.reading() as tx:
        before = tx.households.towns()
        add(store, shop("另一家"))
        assert tx.households.towns() == before
    with store.reading() as tx:
        assert tx.households.towns() == (("511722001", "", 2),)


def fail_after_writing(store: Store) -> None:
    with store.transaction() as tx:
        tx.households.write([Write("", shop())], STAMP)
        raise RuntimeError


def test_nothing_stays_of_a_transaction_that_fails(store: Store) -> None:
    with pytest.raises(RuntimeError):
        fail_after_writing(store)
    with store.reading() as tx:
        assert tx.households.towns() == ()
        assert tx.outbox.count().waiting == 0


def test_writing_through_a_reader_is_our_bug_not_a_silent_success(store: Store) -> None:
    with store.reading() as tx:
        tx.households.write([Write("", shop())], STAMP)
    with store.reading() as tx:
        assert tx.households.towns() == ()


def test_a_second_process_that_holds_the_file_is_told_in_chinese(store: Store) -> None:
    other = Store.open(store.path, initials=lambda _name: [])
    with other.transaction() as tx:
        tx.settings._connection.exec_driver_sql("PRAGMA busy_timeout=10")
    with store.transaction(), pytest.raises(HuceError) as error, other.transaction():
        pass
    other.close()
    assert error.value.problem.code == "S001"
    assert "占用" in error.value.problem.sentence


def nested(store: Store) -> None:
    with store.transaction(), store.transaction():
        pass


def test_a_transaction_inside_a_transaction_is_our_bug_and_never_a_deadlock(store: Store) -> None:
    with pytest.raises(RuntimeError, match="inside"):
        nested(store)
    assert add(store, shop())


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "数据 50%#1?a=b"
    folder.mkdir()
    opened = Store.open(folder / "huce.sqlite3", initials=lambda _name: [])
    add(opened, shop())
    opened.close()
    assert (folder / "huce.sqlite3").stat().st_size > 0


@pytest.mark.parametrize("later", [True, False])
def test_the_log_is_folded_into_the_file_at_once_or_by_the_next_transaction(store: Store, later: bool) -> None:
    large = 6_000_000
    with store.transaction(fold_later=later) as tx:
        tx.settings.put("large", "x" * large)
    assert (store.path.stat().st_size < large) is later
    with store.transaction() as tx:
        tx.settings.put("small", "x")
    assert store.path.stat().st_size > large
