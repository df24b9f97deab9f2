"""Either side is killed without warning, again and again, in the middle of synchronising.

At the end every record that was acknowledged as saved stands on the server, exactly once, with the content it has
on the desktop.
"""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

from exchange.messages import SyncApi
from server.api import Api, Server
from sync.http import HttpApi
from tests.fixtures import servers
from tests.server.looking import count, doubled
from tests.sync.crashing import Fragile, Fuse, Moment
from tests.sync.desktop import Desktop
from tests.tree import ROOT

KILLS = [pytest.param(12, id="12 kills"), pytest.param(100, id="100 kills", marks=pytest.mark.long)]


@contextmanager
def child(module: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A Python process running a module of this folder; killed at the end."""
    command = [sys.executable, "-m", f"tests.journeys.{module}", *map(str, arguments)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def lines_until_killed(process: subprocess.Popen[str], rng: random.Random) -> list[str]:
    """Let a child write some lines (nine are one round of saving and synchronising), kill it a moment later."""
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(rng.randrange(1, 30))]
    timer = threading.Timer(rng.uniform(0, 0.05), process.kill)
    timer.start()
    lines += process.stdout.readlines()
    timer.join()
    return lines


def check(desktop: Desktop, server: Server, saved: set[str]) -> None:
    """Synchronise to the end and compare."""
    api = Api(server)
    api.sign_in(servers.USER, servers.PASSWORD, "checker")
    assert desktop.sync(api).finished
    with desktop.store.reading() as tx:
        acknowledged = {record for _, record, _, _ in tx.agreement.acknowledged()}
    assert saved <= acknowledged
    assert desktop.desk.summary() == api.summary()
    assert count(server, "record") == len(acknowledged)
    assert count(server, "revision") == len(acknowledged)
    assert doubled(server) == []
    assert desktop.store.faults() == ()


@pytest.mark.parametrize("kills", KILLS)
def test_the_desktop_is_killed(tmp_path: Path, kills: int) -> None:
    rng, saved, finished = random.Random(kills), set[str](), 0
    with servers.in_process(f"sqlite:///{(tmp_path / 'server.db').as_posix()}") as server:
        token = Api(server).sign_in(servers.USER, servers.PASSWORD, "clerk").token
        with servers.listening(server) as address:
            for _ in range(kills):
                with child("kill_sync_client", tmp_path, address, token) as process:
                    lines = lines_until_killed(process, rng)
                saved |= {line.split()[1] for line in lines if line.startswith("saved") and line.endswith("\n")}
                finished += lines.count("synced\n")
        desktop = Desktop(tmp_path, "clerk")
        check(desktop, server, saved)
        desktop.close()
    assert len(saved) >= kills
    assert finished > 0


@pytest.mark.parametrize(
    ("database", "kills"),
    [
        ("sqlite", 12),
        pytest.param("postgres", 4, marks=pytest.mark.postgres),
        pytest.param("sqlite", 100, marks=pytest.mark.long),
        pytest.param("postgres", 100, marks=[pytest.mark.long, pytest.mark.postgres]),
    ],
)
def test_the_server_is_killed(tmp_path: Path, database: str, kills: int) -> None:
    with servers.database(database, tmp_path) as url:
        kill_the_server(tmp_path, url, kills)


def kill_the_server(folder: Path, url: str, kills: int) -> None:
    """Save and synchronise while the server is killed, each time a moment after some push began, and started again."""
    rng, saved, port = random.Random(kills), set[str](), free_port()
    with servers.in_process(url) as server:
        token = Api(server).sign_in(servers.USER, servers.PASSWORD, "clerk").token
    desktop, api = Desktop(folder, "clerk"), HttpApi(f"http://127.0.0.1:{port}", token=token, read_seconds=20)
    for _ in range(kills):
        with child("kill_sync_server", url, port) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            timer = threading.Timer(rng.uniform(0, 0.04), process.kill)
            fuse = Fuse(Moment("push", rng.randrange(1, 6), after=False), timer.start)
            fragile = cast("SyncApi", Fragile(api, fuse))
            while process.poll() is None:
                saved |= {desktop.add_shop() for _ in range(6)}
                desktop.sync(fragile)
            timer.join()
    api.close()
    with servers.in_process(url) as server:
        assert count(server, "batch") > 0
        check(desktop, server, saved)
    desktop.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
