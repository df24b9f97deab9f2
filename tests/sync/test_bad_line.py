"""Desktops and server over real HTTP on a line that fails every second time: everything arrives, and arrives once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from exchange.messages import Kind
from server.api import Api, Server
from server.settings import Settings
from sync.http import HttpApi
from tests.fixtures import servers
from tests.fixtures.faulty_proxy import Fault, FaultyProxy, faulty_proxy
from tests.server.looking import count, doubled, revisions
from tests.sync.desktop import Desktop

ODDS = {
    Fault.NONE: 50.0,
    Fault.REQUEST_LOST: 8.0,
    Fault.RESPONSE_LOST: 12.0,
    Fault.RESPONSE_CUT: 10.0,
    Fault.DOUBLED: 8.0,
    Fault.SLOW: 4.0,
    Fault.REFUSED: 4.0,
    Fault.LOGIN_PAGE: 4.0,
}
CHANGES_A_BATCH = 2


@pytest.fixture
def small_batches(tmp_path: Path) -> Iterator[Server]:
    """A server that takes only small batches, so that there are many."""
    settings = Settings(
        f"sqlite:///{(tmp_path / 'server.db').as_posix()}", max_batch=CHANGES_A_BATCH, password_cost=servers.CHEAP
    )
    server = Server(settings)
    server.add_account(servers.USER, servers.PASSWORD)
    yield server
    server.close()


def work(desktop: Desktop, rng: random.Random, records: list[tuple[Kind, str]]) -> None:
    """A clerk's quarter of an hour: new shops, their entries, and corrections of what is there, also of others'."""
    for _ in range(rng.randrange(1, 6)):
        shop = desktop.add_shop(remark=str(rng.random()))
        records += [(Kind.HOUSEHOLD, shop), (Kind.ENTRY, desktop.add_entry(shop, turnover=rng.randrange(99)))]
    for kind, record in rng.sample(records, min(len(records), 3)):
        with desktop.store.reading() as tx:
            there = tx.records(kind).state(record) is not None
        if there and kind is Kind.ENTRY:
            desktop.edit(kind, record, **{"answers.staff": rng.randrange(9)})
        elif there:
            desktop.edit(kind, record, address=str(rng.random()))


def batches_on(server: Server) -> int:

    return count(server, "batch")


def play(server: Server, api_of: Callable[[str], HttpApi], folder: Path, wanted: int) -> list[Desktop]:
    rng, desktops, records = random.Random(7), [Desktop(folder, "a"), Desktop(folder, "b")], list[tuple[Kind, str]]()
    apis = [api_of(desktop.name) for desktop in desktops]
    while batches_on(server) < wanted:
        for desktop, api in zip(desktops, apis, strict=True):
            work(desktop, rng, records)
            desktop.sync(api)
    for api in apis:
        api.close()
    return desktops


def settle(desktops: list[Desktop], api: Api) -> None:
    for desktop in (*desktops, *desktops):
        assert desktop.sync(api).finished


def told(proxy: FaultyProxy) -> Counter[Fault]:
    return Counter({fault: number for fault, number in proxy.seen.items() if fault is not Fault.NONE})


@pytest.mark.parametrize("batches", [120, pytest.param(3000, marks=pytest.mark.long)])
def test_every_record_arrives_exactly_once(small_batches: Server, tmp_path: Path, batches: int) -> None:
    api = Api(small_batches)
    token = api.sign_in(servers.USER, servers.PASSWORD, "pc").token
    with servers.listening(small_batches) as address, faulty_proxy(urlsplit(address).port or 0, ODDS) as (bad, proxy):
        desktops = play(small_batches, lambda _: HttpApi(bad, token=token, read_seconds=5), tmp_path, batches)
        settle(desktops, api)
        summaries = {desktop.desk.summary() for desktop in desktops}
        assert summaries == {api.summary()}
        assert sum(told(proxy).values()) > batches / 4

        assert count(small_batches, "record") == api.summary().records
        assert doubled(small_batches) == []
        assert sent_once(small_batches, desktops)
    for desktop in desktops:
        desktop.close()


def sent_once(server: Server, desktops: list[Desktop]) -> bool:
    """Whether no revision stands on the server that no desktop made."""

    made = set[str]()
    for desktop in desktops:
        with desktop.store.reading() as tx:
            for kind, record, _, _ in tx.agreement.acknowledged():
                made |= {revision.id for revision in tx.records(kind).history(record)}
    return set(revisions(server)) <= made
