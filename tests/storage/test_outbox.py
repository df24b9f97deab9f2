"""S-4: the outbox. After it has been sent the server holds what this desktop holds, whatever happened on the way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.merge import applied
from exchange.messages import Batch, Change, Json, Kind, Outcome, Receipt
from storage.outbox import FrozenBatch, OutboxCount
from storage.records.content import Write, seal
from storage.store import Store
from tests.storage.making import STAMP, add, fresh, put, receipt, shop, visit


@dataclass
class Server:
    """Applies changes the way a server does, and remembers the batches it has seen."""

    records: dict[str, dict[str, Json]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    seen: dict[str, list[Receipt]] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)

    def encode(self, batch: Batch) -> bytes:
        self.batches[batch.id] = batch
        return repr(batch).encode()

    def push(self, frozen: FrozenBatch) -> list[Receipt]:
        if frozen.id not in self.seen:
            self.seen[frozen.id] = [self._take(change) for change in self.batches[frozen.id].changes]
        return self.seen[frozen.id]

    def _take(self, change: Change) -> Receipt:
        assert change.base == self.numbers.get(change.id, 0)
        self.records[change.id] = applied(self.records.get(change.id, {}), change.fields)
        self.numbers[change.id] = change.base + 1
        fingerprint = seal(self.records[change.id]).hash
        assert fingerprint == change.hash
        return Receipt(change.kind, change.id, change.revision, Outcome.STORED, self.numbers[change.id], fingerprint)


def freeze(store: Store, server: Server, limit: int = 200) -> FrozenBatch | None:
    with store.transaction() as tx:
        return tx.outbox.next_batch(device="device-1", made_at=STAMP.made_at, encode=server.encode, limit=limit)


def sure(batch: FrozenBatch | None) -> FrozenBatch:
    assert batch is not None
    return batch


def settle(store: Store, batch: FrozenBatch, receipts: list[Receipt]) -> int:
    with store.transaction() as tx:
        return tx.receipts.settle(batch_id=batch.id, receipts=receipts, received_at=STAMP.made_at).left


def count(store: Store) -> OutboxCount:
    with store.reading() as tx:
        return tx.outbox.count()


def change_of(server: Server, batch: FrozenBatch) -> Change:
    (change,) = server.batches[batch.id].changes
    return change


def test_a_record_edited_three_times_goes_out_once_whole(store: Store) -> None:
    server = Server()
    (one,) = add(store, shop())
    put(store, one, shop(mobile="13800000001"))
    put(store, one, shop(mobile="13800000002"))
    change = change_of(server, sure(freeze(store, server)))
    assert (change.id, change.base, change.fields) == (one, 0, shop(mobile="13800000002"))


def test_only_the_fields_that_differ_from_the_servers_are_sent(store: Store) -> None:
    server = Server()
    (one,) = add(store, shop(mobile="13800000001", remark="旧"))
    first = sure(freeze(store, server))
    settle(store, first, server.push(first))
    put(store, one, shop(mobile="13800000002"))
    change = change_of(server, sure(freeze(store, server)))
    assert (change.base, change.fields) == (1, {"mobile": "13800000002", "remark": None})


def test_a_batch_is_the_same_bytes_until_it_is_settled(store: Store) -> None:
    server = Server()
    (one,) = add(store, shop())
    first = sure(freeze(store, server))
    put(store, one, shop(mobile="13800000002"))
    assert freeze(store, server) == first
    assert hashlib.sha256(first.body).hexdigest() == first.sha256


def test_an_edit_made_while_the_batch_is_under_way_stays(store: Store) -> None:
    server = Server()
    (one,) = add(store, shop())
    first = sure(freeze(store, server))
    put(store, one, shop(mobile="13800000002"))
    assert settle(store, first, server.push(first)) == 1
    change = change_of(server, sure(freeze(store, server)))
    assert (change.base, change.fields) == (1, {"mobile": "13800000002"})


def test_a_record_without_a_receipt_is_sent_again(store: Store) -> None:
    server = Server()
    add(store, shop(), shop("乙店"))
    first = sure(freeze(store, server))
    assert settle(store, first, server.push(first)[:1]) == 1
    assert count(store).waiting == 1
    assert sure(freeze(store, server)).id != first.id


def test_changing_back_what_was_never_sent_leaves_nothing_to_send(store: Store) -> None:
    server = Server()
    (one,) = add(store, shop())
    first = sure(freeze(store, server))
    settle(store, first, server.push(first))
    put(store, one, shop(mobile="13800000002"))
    put(store, one, shop())
    assert freeze(store, server) is None
    assert count(store) == OutboxCount()


def test_a_draft_is_held_back_until_it_is_complete(store: Store) -> None:
    server = Server()
    (one,) = add(store, shop())
    first = sure(freeze(store, server))
    settle(store, first, server.push(first))
    with store.transaction() as tx:
        (entry,) = tx.entries.write([Write("", visit(one, "draft", revenue_q=1))], STAMP, held=True).new
    assert freeze(store, server) is None
    assert count(store).held == 1
    with store.transaction() as tx:
        tx.entries.write([Write(entry, visit(one, revenue_q=2))], STAMP)
    second = sure(freeze(store, server))
    settle(store, second, server.push(second))
    with store.reading() as tx:
        row = tx.entries.row(entry)
    assert row is not None
    assert row.status == "submitted"


def test_an_entry_edited_after_it_was_sent_is_not_yet_submitted(store: Store) -> None:
    server = Server()
    with store.transaction() as tx:
        (entry,) = tx.entries.write([Write("", visit("h", revenue_q=1))], STAMP).new
    first = sure(freeze(store, server))
    with store.transaction() as tx:
        tx.entries.write([Write(entry, visit("h", revenue_q=2))], STAMP)
    settle(store, first, server.push(first))
    with store.reading() as tx:
        row = tx.entries.row(entry)
    assert row is not None
    assert row.status == "complete"


def test_an_entry_changed_back_to_what_the_server_has_is_submitted_again(store: Store) -> None:
    """It would read 待上报 for ever: there is nothing to send, so no receipt comes."""
    server = Server()
    with store.transaction() as tx:
        (entry,) = tx.entries.write([Write("", visit("h", revenue_q=1))], STAMP).new
    batch = sure(freeze(store, server))
    settle(store, batch, server.push(batch))
    for number, status in ((2, "complete"), (1, "complete")):
        with store.transaction() as tx:
            tx.entries.write([Write(entry, visit("h", revenue_q=number))], STAMP)
            row = tx.entries.row(entry)
        assert row is not None
        assert row.status == status
    assert freeze(store, server) is None
    with store.reading() as tx:
        row = tx.entries.row(entry)
    assert row is not None
    assert row.status == "submitted"


def test_a_refused_record_waits_for_a_correction(store: Store) -> None:
    server = Server()
    (one,) = add(store, shop())
    first = sure(freeze(store, server))
    change = change_of(server, first)
    settle(store, first, [receipt(one, change.revision, Outcome.REFUSED, 0, {})])
    assert freeze(store, server) is None
    assert count(store) == OutboxCount(refused=1)
    put(store, one, shop(mobile="13800000002"))
    assert change_of(server, sure(freeze(store, server))).base == 0
    with store.reading() as tx:
        (kept,) = tx.receipts.of(one)
    assert (kept.outcome, kept.batch) == (Outcome.REFUSED, first.id)


def test_after_a_merge_the_base_stays_until_the_record_is_pulled(store: Store) -> None:
    server = Server()
    (one,) = add(store, shop())
    first = sure(freeze(store, server))
    settle(store, first, server.push(first))
    put(store, one, shop(mobile="13800000002"))
    second = sure(freeze(store, server))
    merged = shop(mobile="13800000002", remark="别人写的")
    settle(store, second, [receipt(one, change_of(server, second).revision, Outcome.MERGED, 3, merged)])
    with store.reading() as tx:
        state = tx.households.state(one)
    assert state is not None
    assert (state.base, state.base_fields, state.pending) == (1, shop(), False)


def test_a_batch_that_is_given_up_goes_out_under_another_id(store: Store) -> None:
    server = Server()
    add(store, shop())
    first = sure(freeze(store, server))
    with store.transaction() as tx:
        tx.outbox.release(first.id)
    second = sure(freeze(store, server))
    assert second.id != first.id
    assert change_of(server, second) == change_of(server, first)


def test_records_go_out_in_the_order_in_which_they_were_first_changed(store: Store) -> None:
    server = Server()
    first, second = add(store, shop(), shop("乙店"))
    with store.transaction() as tx:
        (entry,) = tx.entries.write([Write("", visit(first))], STAMP).new
    put(store, first, shop("改名"))
    batch = sure(freeze(store, server))
    assert [(change.kind, change.id) for change in server.batches[batch.id].changes] == [
        (Kind.HOUSEHOLD, first),
        (Kind.HOUSEHOLD, second),
        (Kind.ENTRY, entry),
    ]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.integers(0, 3), st.sampled_from(["a", "b", "remark"]), st.integers(0, 3)),
        st.tuples(st.sampled_from(["freeze", "deliver", "lose", "settle"]), st.just(0), st.just(""), st.just(0)),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_in_the_end_the_server_holds_what_the_desktop_holds(steps: list[tuple[str, int, str, int]]) -> None:
    server, local, ids = Server(), dict[str, dict[str, Json]](), dict[int, str]()
    reply: tuple[FrozenBatch, list[Receipt]] | None = None
    with fresh() as store:
        for action, who, name, value in steps:
            if action == "edit":
                known = ids.get(who, "")
                fields = local.get(known, {"shop_name": f"店{who}"}) | {name: value}
                ids[who] = known or add(store, fields)[0]
                put(store, ids[who], fields)
                local[ids[who]] = fields
            elif action == "settle" and reply is not None:
                settle(store, *reply)
                reply = None
            elif (batch := freeze(store, server, limit=2)) is not None and action in ("deliver", "lose"):
                answer = server.push(batch)
                reply = (batch, answer) if action == "deliver" else reply
        while (batch := freeze(store, server, limit=2)) is not None:
            settle(store, batch, server.push(batch))
    assert server.records == local
