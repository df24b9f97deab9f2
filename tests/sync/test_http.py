"""What can go wrong between a desktop and its server, told in words a clerk can act on."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import requests

from exchange import wire
from exchange.messages import ServerInfo
from survey.problems import HuceError
from sync.address import base_url
from sync.http import HttpApi
from sync.pace import FIRST, LEAST, Pace
from sync.trouble import problem_of
from tests.journeys.test_kill_sync import free_port

INFO = wire.encode(ServerInfo("县局", "id", 1, 500, "2026-10-15T01:30:00+00:00"))


@contextmanager
def answering(status: int, body: bytes, headers: dict[str, str], *, cut: int = 0) -> Iterator[str]:
    """A server that always gives one answer, its last ``cut`` bytes missing."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: len(body) - cut])
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Stay quiet."""

    with serving(Handler) as address:
        yield address


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


OURS = {"X-Huce-Protocol": "1"}
PAGE = b"<html>login</html>"


@pytest.mark.parametrize(
    ("status", "body", "headers", "cut", "code"),
    [
        pytest.param(200, PAGE, {}, 0, "N005", id="login page with status 200"),
        pytest.param(302, b"", {"Location": "http://login.example/"}, 0, "N005", id="redirect to a login page"),
        pytest.param(511, PAGE, {}, 0, "N005", id="network authentication required"),
        pytest.param(407, PAGE, {}, 0, "N013", id="proxy wants a password"),
        pytest.param(502, PAGE, {}, 0, "N012", id="a proxy cannot reach the server"),
        pytest.param(200, PAGE, OURS, 0, "N040", id="marked as ours but no JSON"),
        pytest.param(200, INFO, OURS, 9, "N009", id="cut"),
        pytest.param(500, PAGE, OURS, 0, "N040", id="an error without a problem"),
        pytest.param(200, b"\x1f\x8bxx", {**OURS, "Content-Encoding": "gzip"}, 0, "N009", id="damaged gzip"),
    ],
)
def test_answers_that_do_not_count(status: int, body: bytes, headers: dict[str, str], cut: int, code: str) -> None:
    with answering(status, body, headers, cut=cut) as address, closing(HttpApi(address)) as api:
        with pytest.raises(HuceError) as caught:
            api.info()
        assert caught.value.problem.code == code
        assert "数据" in caught.value.problem.remedy


@contextmanager
def listening_to(seen: list[tuple[str, str]]) -> Iterator[str]:
    """A server that notes path and Authorization header of every call."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path.rpartition("/")[2], self.headers.get("Authorization", "")))
            self.send_response(200)
            self.send_header("X-Huce-Protocol", "1")
            self.send_header("Content-Length", str(len(INFO)))
            self.end_headers()
            self.wfile.write(INFO)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Stay quiet."""

    with serving(Handler) as address:
        yield address


def test_the_token_is_not_shown_before_it_is_known_who_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And passwords kept for other programs (.netrc) are never sent in its place."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login admin password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    seen: list[tuple[str, str]] = []
    with listening_to(seen) as address, closing(HttpApi(address, token="t0ken")) as api:
        api.info()
        with pytest.raises(HuceError):
            api.sign_in("wang", "pw", "pc")
        with pytest.raises(HuceError):
            api.summary()
    assert seen == [("info", ""), ("sign-in", ""), ("summary", "Bearer t0ken")]


def test_a_whole_answer_counts() -> None:
    with answering(200, INFO, OURS) as address, closing(HttpApi(address)) as api:
        assert api.info().name == "县局"


def test_nobody_listens() -> None:
    with closing(HttpApi(f"127.0.0.1:{free_port()}")) as api, pytest.raises(HuceError) as caught:
        api.info()
    assert caught.value.problem.code == "N001"


def test_a_name_nobody_knows() -> None:
    with closing(HttpApi("http://no-such-host.invalid")) as api, pytest.raises(HuceError) as caught:
        api.info()
    assert caught.value.problem.code == "N002"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (requests.exceptions.SSLError(ssl.SSLCertVerificationError("self signed")), "N003"),
        (requests.exceptions.ProxyError("no"), "N013"),
        (requests.exceptions.ConnectTimeout("slow"), "N001"),
        (requests.exceptions.ReadTimeout("slow"), "N008"),
        (requests.exceptions.ConnectionError(TimeoutError("slow")), "N008"),
        (requests.exceptions.ConnectionError(ConnectionResetError("reset")), "N009"),
        (requests.exceptions.ConnectionError(OSError(101, "Network is unreachable")), "N001"),
        (requests.exceptions.ChunkedEncodingError("cut"), "N009"),
        (requests.exceptions.InvalidURL("bad"), "N010"),
    ],
)
def test_exceptions_are_told_apart(error: Exception, code: str) -> None:
    assert problem_of(error, "http://a", 60).code == code


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("192.168.1.10:8420", "http://192.168.1.10:8420"),
        (" http://192.168.1.10:8420/ ", "http://192.168.1.10:8420"),
        ("HTTPS://Huce.Xuanhan.gov.cn/tongji/", "https://huce.xuanhan.gov.cn/tongji"),
        ("１９２．１６８．１．１０：８４２０", "http://192.168.1.10:8420"),
        ("192。168。1。10:8420", "http://192.168.1.10:8420"),
        ("[fe80::1]:8420", "http://[fe80::1]:8420"),
    ],
)
def test_addresses_as_people_type_them(typed: str, url: str) -> None:
    assert base_url(typed) == url


@pytest.mark.parametrize("typed", ["", "服务器", "ftp://a", "http://", "a:99999", "http://u:p@a", "http://a?b=1"])
def test_addresses_that_are_none(typed: str) -> None:
    with pytest.raises(HuceError) as caught:
        base_url(typed)
    assert caught.value.problem.code == "N010"


@pytest.mark.parametrize("typed", ["http://wang:geheim@a.cn:8700", "wang:x/geheim＠a.cn", "http://a?password=geheim"])
def test_a_password_in_an_address_is_not_repeated(typed: str) -> None:
    with pytest.raises(HuceError) as caught:
        base_url(typed)
    assert "geheim" not in str(caught.value)
    assert "a" in caught.value.problem.params["server"]


def test_the_pace_follows_the_line() -> None:
    pace = Pace(most=500)
    assert pace.size == FIRST
    for _ in range(9):
        pace.answered(0.1)
    assert pace.size == 500
    pace.answered(5)
    assert pace.size == 500
    for _ in range(20):
        pace.answered(60)
    assert pace.size == LEAST
    assert Pace(most=2).size == 2
