"""S-2: history is append-only, and what was saved comes back as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.messages import Json
from storage.database.tables import APPEND_ONLY
from storage.records.content import Write, fingerprint, seal, unseal
from storage.store import Store
from survey.problems import HuceError
from tests.storage.making import STAMP, add, put, shop, visit

LETTERS = st.characters(
    exclude_categories=["Cs"], exclude_characters="\x00"
)  # what may be saved: tests/storage/test_sealing.py
VALUES = st.one_of(
    st.text(LETTERS, max_size=20),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.lists(st.text(LETTERS, max_size=5), max_size=4),
)
CONTENTS = st.dictionaries(st.sampled_from(["shop_name", "mobile", "answers.a", "answers.b", "remark"]), VALUES)


def test_a_save_adds_a_revision_and_keeps_the_earlier_ones(store: Store) -> None:
    (one,) = add(store, shop())
    put(store, one, shop(mobile="13890901234"))
    with store.reading() as tx:
        first, second = tx.households.history(one)
    assert (first.fields, second.fields) == (shop(), shop(mobile="13890901234"))
    assert (second.author, second.device, second.made_at) == ("wang", "device-1", "2026-11-23T10:00:00+08:00")
    assert first.id < second.id


def test_saving_the_same_again_adds_nothing(store: Store) -> None:
    (one,) = add(store, shop())
    with store.transaction() as tx:
        assert tx.households.write([Write(one, shop())], STAMP).unchanged == (one,)
    with store.reading() as tx:
        assert len(tx.households.history(one)) == 1


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("action", ["UPDATE {0} SET hash = 'x'", "DELETE FROM {0}"])
def test_the_database_itself_refuses_to_change_history(store: Store, table: str, action: str) -> None:
    (one,) = add(store, shop())
    with store.transaction() as tx:
        tx.entries.write([Write("", visit(one))], STAMP)
        tx.settings._connection.exec_driver_sql("INSERT INTO receipt (record_id) VALUES ('x')")
    with closing(sqlite3.connect(store.path)) as raw, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(action.format(table))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=st.lists(CONTENTS, min_size=1, max_size=5))
def test_every_content_comes_back_as_it_was(store: Store, contents: list[dict[str, Json]]) -> None:
    (one,) = add(store, contents[0] | {"uscc": ""})
    for content in contents:
        put(store, one, content)
        with store.reading() as tx:
            state = tx.households.state(one)
            assert state is not None
            assert state.fields == content
            assert state.hash == seal(content).hash


def test_a_flipped_bit_in_an_answer_is_found_and_never_shown(store: Store, tmp_path: Path) -> None:
    (one,) = add(store, shop())
    store.close()
    data = bytearray(store.path.read_bytes())
    at = data.rindex(b'"town_code":"511722001"') + 20
    data[at] ^= 1
    copy = tmp_path / "flipped.sqlite3"
    copy.write_bytes(data)
    flipped = Store.open(copy, initials=lambda _name: [])
    assert flipped.faults() == (f"household {one}",)
    with flipped.reading() as tx, pytest.raises(HuceError) as error:
        tx.households.state(one)
    flipped.close()
    assert error.value.problem.code == "S010"


def test_a_content_that_was_sealed_wrongly_is_told_as_damaged() -> None:
    spoilt = '{"shop_name":"老王'
    with pytest.raises(HuceError) as error:
        unseal(spoilt, fingerprint(spoilt), "household a")
    assert error.value.problem.code == "S010"


def test_a_sound_database_has_no_faults(store: Store) -> None:
    add(store, shop())
    assert store.faults() == ()
