"""S-7: questionnaires, rounds, settings, the feed's place, the journal of half-typed entries; entries looked up."""

from __future__ import annotations

import pytest

from exchange.messages import Json
from storage.drafts import Draft, Edit
from storage.forms import RoundRow
from storage.records.content import Write
from storage.records.plan import CHUNK
from storage.store import Store
from tests.storage.making import STAMP, visit

DRAFT = Draft("entry-1", "household-1", "quarterly", "2026Q3")


def install(store: Store, version: str, body: bytes, form_id: str = "quarterly") -> bool:
    with store.transaction() as tx:
        return tx.forms.install(
            form_id=form_id,
            version=version,
            title="季度问卷",
            frequency="Q",
            body=body,
            source="",
            installed_at=f"2026-11-2{version}T10:00:00+08:00",
        )


def test_a_newer_version_is_in_force_and_the_older_stays_readable(store: Store) -> None:
    assert install(store, "1", b"one")
    assert install(store, "2", b"two")
    assert not install(store, "2", b"two")
    with store.reading() as tx:
        assert [(form.version, form.active) for form in tx.forms.versions()] == [("1", False), ("2", True)]
        assert [form.version for form in tx.forms.list()] == ["2"]
        assert (tx.forms.body("quarterly"), tx.forms.body("quarterly", "1")) == (b"two", b"one")
        assert tx.forms.body("unknown") is None


def test_rounds_are_added_once(store: Store) -> None:
    rounds = [
        RoundRow("quarterly", "2026Q2", "2026-07-01", "2026-09-30"),
        RoundRow("monthly", "2026M10", "2026-11-01", ""),
    ]
    with store.transaction() as tx:
        assert tx.rounds.keep(rounds) == 2
        assert tx.rounds.keep(rounds) == 0
        assert tx.rounds.list("quarterly") == (rounds[0],)


def test_settings_keep_any_json(store: Store) -> None:
    with store.transaction() as tx:
        tx.settings.put("a", {"b": [1, "二"]})
        tx.settings.put("a", {"b": [2]})
    with store.reading() as tx:
        assert tx.settings.get("a") == {"b": [2]}
        assert tx.settings.get("c") is None
        assert tx.settings.text("a") == ""


def test_each_server_has_its_own_place_in_the_feed(store: Store) -> None:
    with store.transaction() as tx:
        tx.feed.move("server-1", "17")
    with store.reading() as tx:
        assert (tx.feed.cursor("server-1"), tx.feed.cursor("server-2")) == ("17", "")


def test_the_journal_gives_the_steps_back_in_order_until_it_is_cleared(store: Store) -> None:
    edits = (
        Edit("answer", "/data/a", 1, "t1"),
        Edit("answer", "/data/a", None, "t2"),
        Edit("add", "/data/r", None, "t3"),
    )
    for edit in edits:
        with store.transaction() as tx:
            tx.drafts.add(DRAFT, edit)
    with store.transaction() as tx:
        assert tx.drafts.edits("entry-1") == edits
        tx.drafts.clear("entry-1")
        assert tx.drafts.edits("entry-1") == ()


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
        rows = tx.entries.newest(["a", "b", "c", "e"], form_id="quarterly", round_code="2026Q3")
    assert {household: row.id for household, row in rows.items()} == {"a": second, "b": other}


def test_e2_the_latest_finished_entry_before_a_round(store: Store) -> None:
    written(store, "a", "2026Q1")
    latest = written(store, "a", "2026Q2")
    written(store, "a", "2026Q3")
    before = written(store, "b", "2025Q4")
    written(store, "b", "2026Q1", status="draft")
    written(store, "c", "2026Q2", form_id="monthly")
    with store.reading() as tx:
        rows = tx.entries.newest_before("abc", form_id="quarterly", round_code="2026Q3")
    assert {household: row.id for household, row in rows.items()} == {"a": latest, "b": before}


@pytest.mark.parametrize("count", [0, CHUNK + 1])
def test_e3_as_many_households_as_there_are(store: Store, count: int) -> None:
    households = [f"h{number}" for number in range(count)]
    for household in households[-2:]:
        written(store, household, "2026Q2")
    with store.reading() as tx:
        found = tx.entries.newest(households, form_id="quarterly", round_code="2026Q2")
        before = tx.entries.newest_before(households, form_id="quarterly", round_code="2026Q3")
    assert [*found] == [*before] == households[-2:]
