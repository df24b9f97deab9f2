"""Desktops and one server, in process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.api import Api, Server
from tests.fixtures import servers
from tests.sync.desktop import Desktop


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with servers.embedded(tmp_path) as running:
        yield running


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    with servers.listening(server) as url:
        yield url


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Callable[[str], Desktop]]:
    opened: list[Desktop] = []

    def make(name: str) -> Desktop:
        opened.append(Desktop(tmp_path, name))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def api(server: Server) -> Api:
    api = Api(server)
    api.sign_in(servers.USER, servers.PASSWORD, "pc")
    return api
