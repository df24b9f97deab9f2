"""S-6: an import can be taken back, as far as nobody has built on it."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

from storage.drafts import Draft, Edit
from storage.imports import ImportBatch, Undone
from storage.outbox import OutboxCount
from storage.records.content import Write, Written
from storage.store import Store
from tests.storage.making import STAMP, add, found, put, shop, visit
from tests.storage.test_outbox import Server, count, freeze, settle, sure

BATCH = ImportBatch("batch-1", "register", "名录.xlsx", "wang", STAMP.made_at, {"new": 1}, "")


def bring(store: Store, *writes: Write) -> Written:
    with store.transaction() as tx:
        tx.imports.add(BATCH)
        return tx.households.write(writes, STAMP, import_batch=BATCH.id)


def undo(store: Store) -> Undone:
    with store.transaction() as tx:
        return tx.imports.undo(BATCH.id, replace(STAMP, source="undo"))


def test_new_records_go_and_updated_ones_get_their_content_back(store: Store) -> None:
    (old,) = add(store, shop())
    fresh = bring(store, Write(old, shop(mobile="13800000001")), Write("", shop("新店"))).new
    assert undo(store) == Undone(restored=(old,), removed=fresh)
    with store.reading() as tx:
        state = tx.households.state(old)
        assert tx.households.state(fresh[0]) is None
        assert len(tx.households.history(old)) == 3
        assert len(tx.households.history(fresh[0])) == 2
        batch = tx.imports.get(BATCH.id)
    assert state is not None
    assert state.fields == shop()
    assert found(store, "新店") == set()
    assert count(store).waiting == 1
    assert batch is not None
    assert batch.undone_at == STAMP.made_at


def test_what_was_taken_back_is_never_sent(store: Store) -> None:
    """A workbook taken by mistake stays on this computer, whatever comes of its households afterwards."""
    server, wrong, right = Server(), shop(mobile="13800000001"), shop(mobile="13800000002")
    (old,) = add(store, shop())
    (fresh,) = bring(store, Write(old, wrong), Write("", {**wrong, "shop_name": "新店"})).new
    undo(store)
    put(store, fresh, {**right, "shop_name": "新店"})
    while (waiting := freeze(store, server)) is not None:
        settle(store, waiting, server.push(waiting))
    sent = {change.fields.get("mobile") for batch in server.batches.values() for change in batch.changes}
    assert "13800000001" not in sent
    assert "13800000002" in sent


def test_what_a_person_edited_since_is_kept(store: Store) -> None:
    (fresh,) = bring(store, Write("", shop("新店"))).new
    put(store, fresh, shop("新店", mobile="13800000001"))
    assert undo(store) == Undone(kept=(fresh,))


def test_what_the_server_may_have_is_kept(store: Store) -> None:
    server = Server()
    (sent,) = bring(store, Write("", shop("新店"))).new
    batch = sure(freeze(store, server))
    assert undo(store) == Undone(kept=(sent,))
    settle(store, batch, server.push(batch))
    assert undo(store) == Undone(kept=(sent,))


def test_a_household_with_an_entry_is_kept(store: Store) -> None:
    (used,) = bring(store, Write("", shop("新店"))).new
    with store.transaction() as tx:
        tx.entries.write([Write("", visit(used))], STAMP)
    assert undo(store) == Undone(kept=(used,))


def test_a_household_for_which_somebody_has_begun_to_type_is_kept(store: Store) -> None:
    (begun,) = bring(store, Write("", shop("新店"))).new
    with store.transaction() as tx:
        tx.drafts.add(Draft("e", begun, "quarterly", "2026Q3"), Edit("answer", "/data/q1", 1, STAMP.made_at))
    assert undo(store) == Undone(kept=(begun,))


def test_a_draft_that_becomes_one_again_is_held_back_again(store: Store) -> None:
    (house,) = add(store, shop())
    with store.transaction() as tx:
        (entry,) = tx.entries.write([Write("", visit(house, "draft", q1=1))], STAMP, held=True).new
        (other,) = tx.entries.write([Write("", visit(house, q1=1))], STAMP).new
        tx.imports.add(BATCH)
        both = [Write(each, visit(house, q1=2)) for each in (entry, other)]
        tx.entries.write(both, STAMP, import_batch=BATCH.id)
    assert set(undo(store).restored) == {entry, other}
    assert count(store) == OutboxCount(waiting=2, held=1)
    with store.reading() as tx:
        rows = [tx.entries.row(each) for each in (entry, other)]
    assert [row.status for row in rows if row] == ["draft", "complete"]


def test_a_removed_record_comes_back_when_it_is_written_again(store: Store) -> None:
    (fresh,) = bring(store, Write("", shop("新店"))).new
    undo(store)
    put(store, fresh, shop("新店"))
    assert found(store, "新店") == {fresh}
    with store.reading() as tx:
        assert [batch.id for batch in tx.imports.list()] == [BATCH.id]
        assert list(map(attrgetter("id"), tx.households.keys())) == [fresh]
