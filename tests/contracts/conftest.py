"""Every way to reach a server, over every database it runs on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from exchange.messages import Batch, PushReply, SyncApi
from server.api import Api, Server
from sync.http import HttpApi
from tests.exchange.making import Device
from tests.fixtures import servers


@dataclass(slots=True)
class Site:
    """A server under test. ``connect`` gives a SyncApi that is not signed in; ``api`` is one that is."""

    server: Server
    clock: servers.Clock
    connect: Callable[[], SyncApi]
    api: SyncApi
    devices: dict[str, Device] = field(default_factory=dict)

    def device(self, name: str = "pc1") -> Device:
        return self.devices.setdefault(name, Device(name))

    def push(self, batch: Batch) -> PushReply:
        """Push and note the device's chain."""
        reply = self.api.push(batch)
        self.device(batch.device).sent(batch)
        return reply


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with servers.database(request.param, tmp_path) as url:
        yield url


@pytest.fixture(params=["process", "http"])
def site(request: pytest.FixtureRequest, database_url: str) -> Iterator[Site]:
    with ExitStack() as stack:
        clock = servers.Clock()
        server = stack.enter_context(servers.in_process(database_url, clock))
        connect: Callable[[], SyncApi] = partial(Api, server)
        if request.param == "http":
            connect = partial(_http, stack, stack.enter_context(servers.listening(server)))
        api = connect()
        api.sign_in(servers.USER, servers.PASSWORD, "pc1")
        yield Site(server, clock, connect, api)


def _http(stack: ExitStack, address: str) -> HttpApi:
    api = HttpApi(address)
    stack.callback(api.close)
    return api
