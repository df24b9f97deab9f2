"""What must hold when a server is changed, two programs synchronise one folder, or a history starts over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from exchange.messages import Batch, Kind, Outcome, Receipt
from server.api import Api
from server.settings import utc_now
from tests.fixtures import servers
from tests.sync.desktop import Desktop
from tests.sync.first_answer import FirstAnswer
from usecases.synchronising.desk import StoreDesk

MakeDesktop = Callable[[str], Desktop]


def status(desktop: Desktop, entry: str) -> str:
    with desktop.store.reading() as tx:
        row = tx.entries.row(entry)
    return "" if row is None else row.status


def sure(batch: Batch | None) -> Batch:
    assert batch is not None
    return batch


def test_an_entry_is_not_called_reported_while_its_server_is_being_found_out(desktop: MakeDesktop, api: Api) -> None:
    """Promise 2: after a restore from a backup, or on a new server, nobody knows yet whether it is there."""
    a = desktop("a")
    entry = a.add_entry(a.add_shop())
    a.sync(api)
    assert status(a, entry) == "submitted"
    a.desk.start_over()
    assert status(a, entry) == "complete"
    a.sync(api)
    assert status(a, entry) == "submitted"


def test_a_draft_stays_a_draft_when_the_history_starts_over(desktop: MakeDesktop, api: Api) -> None:
    a = desktop("a")
    a.sync(api)
    shop = a.add_shop()
    entry = a.write(Kind.ENTRY, "", {**a_draft(shop)})
    a.desk.start_over()
    a.sync(api)
    assert status(a, entry) == "draft"


def a_draft(shop: str) -> dict[str, str]:
    return {"form_id": "none", "form_version": "1", "round": "2026Q3", "household_id": shop, "status": "draft"}


def test_a_batch_for_the_old_server_does_not_go_to_the_new_one(desktop: MakeDesktop, api: Api, tmp_path: Path) -> None:
    """Its revision numbers are those of the old server; the new one would merge against a content we never saw."""
    a, b = desktop("a"), desktop("b")
    shop = a.add_shop(remark="一", address="一")
    a.sync(api)
    b.sync(api)
    url = f"sqlite:///{(tmp_path / 'new.db').as_posix()}"
    with servers.in_process(url) as server:
        new = Api(server)
        new.sign_in(servers.USER, servers.PASSWORD, "pc")
        b.desk.start_over()
        b.edit(Kind.HOUSEHOLD, shop, remark="二")
        move(b, new)
        b.sync(new)
        b.edit(Kind.HOUSEHOLD, shop, address="二")
        b.sync(new)
        a.edit(Kind.HOUSEHOLD, shop, remark="三")
        sure(a.desk.next_batch(50))
        a.desk.start_over()
        move(a, new)
        report = a.sync(new)
        assert report.finished
        assert [receipt.outcome for receipt in report.receipts] == [Outcome.CLASH]


def move(desktop: Desktop, api: Api) -> None:
    with desktop.store.transaction() as tx:
        tx.settings.put("sync.server_id", api.info().server_id)


def test_two_programs_on_one_folder_do_not_break_the_chain_of_batches(desktop: MakeDesktop, api: Api) -> None:
    """A window and a scheduled ``sync`` hold the same batch; the slower one settles it after the next was sent."""
    a = desktop("a")
    a.sync(api)
    other = StoreDesk(a.store, now=utc_now, user="a")
    a.add_shop()
    first = sure(a.desk.next_batch(50))
    same = sure(other.next_batch(50))
    assert same == first
    reply = api.push(first)
    a.desk.settle(first, reply)
    a.add_shop(shop_name="第二家")
    second = sure(a.desk.next_batch(50))
    a.desk.settle(second, api.push(second))
    assert not other.settle(same, api.push(same)).changed
    a.add_shop(shop_name="第三家")
    report = a.sync(api)
    assert (report.finished, [problem.code for problem in report.problems]) == (True, [])


def lost(batch: Batch) -> Iterator[Receipt]:
    """Give receipts as a server does that is then set back to the moment before it."""
    for each in batch.changes:
        yield Receipt(each.kind, each.id, each.revision, Outcome.STORED, 1, each.hash)


def test_what_the_server_turns_out_to_lack_goes_out_in_the_same_synchronisation(desktop: MakeDesktop, api: Api) -> None:
    a = desktop("a")
    for number in range(120):
        a.add_shop(shop_name=f"第{number}家")
    report = a.sync(FirstAnswer(api, lost))  # type: ignore[arg-type]  # forwards the rest
    assert (report.finished, report.problems) == (True, ())
    assert a.desk.waiting() == 0
    assert len(api.pull("", 500).records) == 120


def test_a_page_that_names_a_record_twice_is_taken(desktop: MakeDesktop, api: Api) -> None:
    a, b = desktop("a"), desktop("b")
    shop = a.add_shop()
    a.sync(api)
    page = api.pull("", 10)
    b.desk.take(replace(page, records=(*page.records, *page.records)))
    assert b.content(Kind.HOUSEHOLD, shop) == a.content(Kind.HOUSEHOLD, shop)
