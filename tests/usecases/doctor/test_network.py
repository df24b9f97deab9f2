"""The doctor on the network: no server is fine, a silent one is told, clocks that differ are told."""

from __future__ import annotations

import datetime as dt
import socket
from pathlib import Path

import pytest

from tests.usecases.doctor.test_machine import code
from usecases.doctor.network import compared, server
from usecases.synchronise import URL
from usecases.workspace import DATABASE, open_workspace

NOON = dt.datetime(2026, 10, 1, 4, tzinfo=dt.UTC)


@pytest.fixture
def silent_address() -> str:
    """Return the address of a port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def test_without_a_server_there_is_nothing_to_ask(tmp_path: Path) -> None:
    assert code(server(tmp_path / DATABASE)) == ""
    open_workspace(tmp_path, forms=False).close()
    assert code(server(tmp_path / DATABASE)) == ""


def test_a_silent_server_is_told(tmp_path: Path, silent_address: str) -> None:
    workspace = open_workspace(tmp_path, forms=False)
    with workspace.store.transaction() as tx:
        tx.settings.put(URL, silent_address)
    workspace.close()
    line = server(tmp_path / DATABASE)
    assert code(line) == "P118"
    assert silent_address in line.detail


@pytest.mark.parametrize(("minutes", "expected"), [(0, ""), (9, ""), (11, "P119"), (-600, "P119")])
def test_clocks_that_differ_are_told(minutes: int, expected: str) -> None:
    assert code(compared("http://server", "户册服务器", NOON, NOON + dt.timedelta(minutes=minutes))) == expected
