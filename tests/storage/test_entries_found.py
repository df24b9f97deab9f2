"""Entries looked up for many households at once. E1 the newest of a round, E2 the latest finished one before it."""

from __future__ import annotations

import pytest

from exchange.messages import Json
from storage.records.content import Write
from storage.records.plan import CHUNK
from storage.store import Store
from tests.storage.making import STAMP, visit

FORM = "quarterly"


def written(store: Store, household: str, round_code: str, **told: Json) -> str:
    with store.transaction() as tx:
        fields = {**visit(household), "round": round_code, **told}
        return tx.entries.write([Write("", fields)], STAMP).new[0]


def test_e1_the_newest_entry_of_each_household_in_a_round(store: Store) -> None:
    written(store, "a", "2026Q3")
    second = written(store, "a", "2026Q3", status="draft")
    other = written(store, "b", "2026Q3")
    written(store, "b", "2026Q2")
    written(store, "c", "2026Q3", form_id="monthly")
    written(store, "d", "2026Q3")
    gone = written(store, "e", "2026Q3")
    with store.transaction() as tx:
        tx.entries.remove([gone], STAMP)
    with store.reading() as tx:
        rows = tx.entries.newest(["a", "b", "c", "e"], form_id=FORM, round_code="2026Q3")
    assert {household: row.id for household, row in rows.items()} == {"a": second, "b": other}


def test_e2_the_latest_finished_entry_before_a_round(store: Store) -> None:
    written(store, "a", "2026Q1")
    latest = written(store, "a", "2026Q2")
    written(store, "a", "2026Q3")
    before = written(store, "b", "2025Q4")
    written(store, "b", "2026Q1", status="draft")
    written(store, "c", "2026Q2", form_id="monthly")
    with store.reading() as tx:
        rows = tx.entries.newest_before("abc", form_id=FORM, round_code="2026Q3")
    assert {household: row.id for household, row in rows.items()} == {"a": latest, "b": before}


@pytest.mark.parametrize("count", [0, CHUNK + 1])
def test_e3_as_many_households_as_there_are(store: Store, count: int) -> None:
    households = [f"h{number}" for number in range(count)]
    for household in households[-2:]:
        written(store, household, "2026Q2")
    with store.reading() as tx:
        found = tx.entries.newest(households, form_id=FORM, round_code="2026Q2")
        before = tx.entries.newest_before(households, form_id=FORM, round_code="2026Q3")
    assert [*found] == [*before] == households[-2:]
