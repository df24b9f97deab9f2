"""S-5: what comes from the server becomes the base; local changes stay on top of it until the server has them."""

from __future__ import annotations

from exchange.messages import Kind, Outcome
from storage.records.adopting import Adoption
from storage.records.content import Written
from storage.store import Store
from tests.storage.making import STAMP, add, found, put, receipt, record, shop, visit
from tests.storage.test_outbox import Server, change_of, count, freeze, settle, sure

ID = "01a20000-0000-7000-8000-000000000001"


def adopt(store: Store, *adoptions: Adoption, kind: Kind = Kind.HOUSEHOLD) -> Written:
    with store.transaction() as tx:
        return tx.records(kind).adopt(adoptions, STAMP)


def test_a_new_record_is_taken_over_and_found(store: Store) -> None:
    theirs = record(ID, 7, shop())
    assert adopt(store, Adoption(theirs, theirs.fields)).new == (ID,)
    with store.reading() as tx:
        state = tx.households.state(ID)
        (revision,) = tx.households.history(ID)
    assert state is not None
    assert (state.base, state.fields, state.base_fields, state.pending) == (7, shop(), shop(), False)
    assert (revision.author, revision.device, revision.id) == ("li", "device-2", theirs.revision)
    assert found(store, "好又多") == {ID}
    assert count(store).waiting == 0


def test_the_same_page_twice_changes_nothing(store: Store) -> None:
    theirs = record(ID, 7, shop())
    adopt(store, Adoption(theirs, theirs.fields))
    assert adopt(store, Adoption(theirs, theirs.fields)).unchanged == (ID,)
    with store.reading() as tx:
        assert len(tx.households.history(ID)) == 1


def test_our_own_revision_coming_back_is_not_written_again(store: Store) -> None:
    server = Server()
    (one,) = add(store, shop())
    batch = sure(freeze(store, server))
    server.push(batch)  # the answer is lost
    echo = record(one, 1, shop(), revision=change_of(server, batch).revision)
    adopt(store, Adoption(echo, echo.fields))
    with store.reading() as tx:
        assert len(tx.households.history(one)) == 1
        assert tx.outbox.count().waiting == 0
    assert settle(store, batch, server.push(batch)) == 0


def test_local_changes_stay_on_top(store: Store) -> None:
    theirs = record(ID, 1, shop())
    adopt(store, Adoption(theirs, theirs.fields))
    put(store, ID, shop(mobile="13800000001"))
    newer = record(ID, 2, shop(remark="别人写的"))
    merged = shop(remark="别人写的", mobile="13800000001")
    adopt(store, Adoption(newer, merged))
    server = Server(numbers={ID: 2}, records={ID: shop(remark="别人写的")})
    change = change_of(server, sure(freeze(store, server)))
    assert (change.base, change.fields) == (2, {"mobile": "13800000001"})
    with store.reading() as tx:
        contents = [revision.fields for revision in tx.households.history(ID)]
    assert contents == [shop(), shop(mobile="13800000001"), newer.fields, merged]


def test_a_late_receipt_does_not_set_the_base_back(store: Store) -> None:
    server = Server()
    (one,) = add(store, shop())
    batch = sure(freeze(store, server))
    revision = change_of(server, batch).revision
    newer = record(one, 5, shop(remark="别人写的"))
    adopt(store, Adoption(newer, newer.fields))
    settle(store, batch, [receipt(one, revision, Outcome.STORED, 4, shop())])
    with store.reading() as tx:
        state = tx.households.state(one)
    assert state is not None
    assert (state.base, state.fields) == (5, newer.fields)


def test_a_complete_entry_from_the_server_is_submitted_and_a_draft_is_not(store: Store) -> None:
    other = ID[:-1] + "2"
    done = record(ID, 1, visit("h"), kind=Kind.ENTRY)
    draft = record(other, 1, visit("h", "draft"), kind=Kind.ENTRY)
    adopt(store, Adoption(done, done.fields), Adoption(draft, draft.fields), kind=Kind.ENTRY)
    with store.reading() as tx:
        rows = {row.id: row.status for row in tx.entries.of_household("h")}
    assert rows == {ID: "submitted", other: "draft"}


def test_what_both_sides_agree_on_can_be_listed_and_forgotten(store: Store) -> None:
    theirs = record(ID, 7, shop())
    adopt(store, Adoption(theirs, theirs.fields))
    with store.transaction() as tx:
        assert [tuple(each) for each in tx.agreement.acknowledged()] == [(Kind.HOUSEHOLD, ID, 7, theirs.hash)]
        tx.agreement.forget()
        assert list(tx.agreement.acknowledged()) == []
        assert tx.outbox.count().waiting == 1
        assert theirs.hash in tx.agreement.past(Kind.HOUSEHOLD, [ID])[ID]
