"""S-9: trouble with the disk is told in Chinese, loses nothing that was saved, and the next try works."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from storage.store import Store
from survey.problems import HuceError
from tests.storage.making import add, found, shop


def pragma(store: Store, text: str) -> None:
    with store.transaction() as tx:
        tx.settings._connection.exec_driver_sql(f"PRAGMA {text}")


def size(store: Store) -> int:
    with store.reading() as tx:
        return int(tx.settings._connection.exec_driver_sql("PRAGMA page_count").scalar_one())


def test_a_full_disk(store: Store) -> None:
    (saved,) = add(store, shop("先存的"))
    pragma(store, f"max_page_count={size(store)}")
    with pytest.raises(HuceError) as error:
        add(store, *(shop(f"店{number}", remark="很长的备注" * 200) for number in range(50)))
    assert error.value.problem.code == "S002"
    assert found(store, "先存") == {saved}
    pragma(store, "max_page_count=1000000")
    (again,) = add(store, shop("再存一次"))
    assert found(store, "再存") == {again}


def test_a_file_that_may_not_be_written(store: Store) -> None:
    pragma(store, "query_only=ON")
    with pytest.raises(HuceError) as error:
        add(store, shop())
    assert error.value.problem.code == "S003"


def test_our_own_mistakes_are_not_dressed_up_as_trouble_with_the_disk(store: Store) -> None:
    with pytest.raises(OperationalError, match="no such table"):
        read_nothing(store)


def read_nothing(store: Store) -> None:
    with store.reading() as tx:
        tx.settings._connection.exec_driver_sql("SELECT * FROM missing")
