"""What the HTTP side refuses, and how: always JSON with code, sentence and remedy, never an error of ours."""

from __future__ import annotations

import gzip
import logging
import random
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import orjson
import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.wire import encode
from server.api import Api, Server
from server.app import ROOT
from server.routes.bodies import unpack
from server.routes.endpoints import ENDPOINTS
from server.settings import Settings
from survey.problems import HuceError
from tests.exchange.making import SHOP, Device, change
from tests.fixtures import servers


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    database = f"sqlite:///{(tmp_path / 'server.db').as_posix()}"
    small = Settings(database, max_strangers=2_000, max_body=20_000, max_unpacked=200_000, password_cost=servers.CHEAP)
    running = Server(small)
    running.add_account(servers.USER, servers.PASSWORD)
    yield running
    running.close()


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    with servers.listening(server) as url:
        yield url


@pytest.fixture
def token(server: Server) -> str:
    return Api(server).sign_in(servers.USER, servers.PASSWORD, "pc1").token


def post(address: str, name: str, body: bytes, token: str = "", **headers: str) -> tuple[int, dict[str, object]]:
    sent = {"Authorization": f"Bearer {token}", "Connection": "close", **headers}
    with requests.post(f"{address}{ROOT}{name}", data=body, headers=sent, timeout=30) as response:
        assert response.headers["x-huce-protocol"] == "1"
        assert response.headers["content-type"] == "application/json"
        reply: dict[str, object] = orjson.loads(response.content)
        return response.status_code, reply


def test_trouble_says_what_and_what_to_do(address: str) -> None:
    status, reply = post(address, "pull", b'{"cursor": "", "limit": 1}')
    assert (status, reply["code"]) == (401, "C003")
    assert reply["sentence"] == "登录已过期。"
    assert reply["remedy"]


@pytest.mark.parametrize("name", ["nothing", "../info", "push/"])
def test_unknown_paths(address: str, name: str) -> None:
    status, reply = post(address, name, b"{}")
    assert (status, reply["code"]) == (404, "C011")


def test_only_post_is_understood(address: str) -> None:
    with requests.get(f"{address}{ROOT}info", headers={"Connection": "close"}, timeout=30) as response:
        assert response.json()["code"] == "C011"


def test_bodies_too_large_as_they_travel_or_as_they_unpack(address: str, token: str) -> None:
    assert post(address, "push", b"x" * 20_001, token)[1]["code"] == "C010"
    bomb = gzip.compress(b"0" * 2_000_000)
    assert len(bomb) < 20_000
    packed = {"Content-Encoding": "gzip"}
    assert post(address, "push", bomb, token, **packed)[1]["code"] == "C010"
    assert post(address, "push", bomb[:-9], token, **packed)[1]["code"] == "C010"
    assert post(address, "push", b"no gzip", token, **packed)[1]["code"] == "C012"
    assert post(address, "push", gzip.compress(b"{}")[:-3], token, **packed)[1]["code"] == "C012"


def test_strangers_cannot_make_the_server_unpack_or_hold_much(address: str, token: str) -> None:
    bomb, packed = gzip.compress(b"0" * 2_000_000), {"Content-Encoding": "gzip"}
    for name in ("push", "info", "sign-in"):
        assert post(address, name, bomb, "wrong", **packed)[1]["code"] == "C003"
        assert post(address, name, b"no gzip", **packed)[1]["code"] == "C003"
        assert post(address, name, b"x" * 3_000)[1]["code"] == "C003"
    assert post(address, "push", b"x" * 3_000, token)[1]["code"] == "N040"
    assert post(address, "info", b"{}")[0] == 200


def test_a_refusal_is_heard_by_who_is_still_sending(address: str, token: str) -> None:
    """Else an expired sign-in or a batch that is too large looks like a bad line, and is sent again for ever."""
    noise = random.Random(1).randbytes(8_000_000)
    for _ in range(3):
        assert post(address, "push", noise, "wrong")[1]["code"] == "C003"
        assert post(address, "push", noise, token)[1]["code"] == "C010"
        assert post(address, "push", noise, "wrong", **{"Content-Encoding": "gzip"})[1]["code"] == "C003"


def test_unpacking_stops_at_its_limit() -> None:
    assert unpack(gzip.compress(b"a" * 1000), 1000) == b"a" * 1000
    with pytest.raises(HuceError):
        unpack(gzip.compress(b"a" * 1001), 1000)


def test_a_packed_batch_is_understood_and_a_long_reply_is_packed(address: str, token: str) -> None:
    batch = Device().batch(*(change({}, SHOP) for _ in range(10)))
    status, reply = post(address, "push", gzip.compress(encode(batch)), token, **{"Content-Encoding": "gzip"})
    assert (status, reply["batch"]) == (200, batch.id)
    sent = {"Authorization": f"Bearer {token}", "Connection": "close", "Accept-Encoding": "gzip"}
    body = b'{"cursor": "", "limit": 10}'
    with requests.post(f"{address}{ROOT}pull", data=body, headers=sent, timeout=30) as response:
        assert response.headers["content-encoding"] == "gzip"
        assert len(response.json()["records"]) == 10


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(["id", "device", "changes", "cursor", "limit", "user", "password", "version", "previous"])
bodies = st.binary(max_size=80) | st.dictionaries(keys, json, max_size=5).map(
    lambda body: orjson.dumps(body, default=str, option=orjson.OPT_PASSTHROUGH_DATETIME) if _fits(body) else b"{}"
)


def _fits(body: object) -> bool:
    try:
        orjson.dumps(body)
    except TypeError:
        return False
    return True


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(sorted(ENDPOINTS)), body=bodies)
def test_no_body_is_our_bug(server: Server, name: str, body: bytes) -> None:
    """Straight at the endpoints, without the socket in between: whatever is sent, the answer is a known problem."""
    token = server_token(server)
    try:
        ENDPOINTS[name](Api(server, token), body)
    except HuceError as error:
        known = error.problem.code
        assert known[0] in "NC"


def server_token(server: Server, known: dict[int, str] = {}) -> str:  # noqa: B006 - one sign-in a server
    if id(server) not in known:
        known[id(server)] = Api(server).sign_in(servers.USER, servers.PASSWORD, "fuzz").token
    return known[id(server)]


def test_a_client_that_goes_away_leaves_one_quiet_line(address: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    host, port = urlsplit(address).hostname, urlsplit(address).port
    with socket.create_connection((host, port)) as line:
        line.sendall(b"POST /api/v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
    assert post(address, "info", b"{}")[0] == 200
    assert all(record.levelno < logging.WARNING for record in caplog.records)
    assert all(record.exc_info is None for record in caplog.records)
