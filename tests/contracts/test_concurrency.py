"""Many callers at once, on both databases: nothing doubled, nothing skipped."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from exchange.messages import Page, PushReply
from server.api import Api, Server
from survey.problems import HuceError
from tests.exchange.making import SHOP, Device, change
from tests.fixtures import servers

CHANGES = 4  # in a batch


def signed_in(server: Server, device: str) -> Api:
    api = Api(server)
    api.sign_in(servers.USER, servers.PASSWORD, device)
    return api


def write(server: Server, name: str, batches: int) -> list[str]:
    """One device: pushes its batches, each twice, and returns the ids it wrote."""
    api, device, written = signed_in(server, name), Device(name), list[str]()
    for _ in range(batches):
        batch = device.sent(device.batch(*(change({}, SHOP, device=name) for _ in range(CHANGES))))
        assert api.push(batch) == api.push(batch)
        written += [each.id for each in batch.changes]
    return written


def read(server: Server, done: threading.Event) -> list[str]:
    """A reader that keeps its cursor and never looks back, until the writers are done and the feed is at its end."""
    api, page, seen = signed_in(server, "reader"), Page((), "", more=False), list[str]()
    while True:
        finished = done.is_set()
        page = api.pull(page.cursor, 3)
        seen += [record.id for record in page.records]
        if finished and not page.more:
            return seen


@pytest.mark.parametrize(("clerks", "batches"), [(6, 5), pytest.param(50, 20, marks=pytest.mark.long)])
def test_a_reader_that_never_looks_back_misses_nothing(database_url: str, clerks: int, batches: int) -> None:
    with servers.in_process(database_url) as server, ThreadPoolExecutor(clerks + 1) as pool:
        done = threading.Event()
        reader = pool.submit(read, server, done)
        writers = [pool.submit(write, server, f"pc{number}", batches) for number in range(clerks)]
        written = [record for writer in writers for record in writer.result()]
        done.set()
        seen = reader.result()
        assert len(seen) == len(written) == clerks * batches * CHANGES
        assert set(seen) == set(written)


def test_the_same_request_four_times_at_once_is_stored_once(database_url: str) -> None:
    with servers.in_process(database_url) as server, ThreadPoolExecutor(4) as pool:
        batch = Device("pc1").batch(*(change({}, SHOP) for _ in range(20)))
        token = Api(server).sign_in(servers.USER, servers.PASSWORD, "pc1").token
        apis = [Api(server, token) for _ in range(4)]
        replies: list[PushReply] = list(pool.map(lambda api: api.push(batch), apis))
        assert len(set(map(repr, replies))) == 1
        assert len(apis[0].pull("", 100).records) == 20


def test_two_devices_that_make_the_same_record_at_once_merge(database_url: str) -> None:
    with servers.in_process(database_url) as server, ThreadPoolExecutor(2) as pool:
        shop = change({}, SHOP)
        other = change({}, {**SHOP, "address": "正街1号"}, id=shop.id, device="pc2")
        calls = [(signed_in(server, name), Device(name).batch(each)) for name, each in (("pc1", shop), ("pc2", other))]
        numbers = list(pool.map(lambda call: call[0].push(call[1]).receipts[0].number, calls))
        assert sorted(numbers) == [1, 2]


def test_guesses_at_once_are_all_counted(database_url: str) -> None:
    def guess(api: Api) -> str:
        with pytest.raises(HuceError) as caught:
            api.sign_in(servers.USER, "wrong", "pc1")
        return caught.value.problem.code

    with servers.in_process(database_url) as server, ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(guess, [Api(server) for _ in range(6)]))
        assert codes.count("C001") >= 5
        with pytest.raises(HuceError) as blocked:
            Api(server).sign_in(servers.USER, servers.PASSWORD, "pc1")
        assert blocked.value.problem.code == "C002"
