"""Starting and stopping the server as its keeper does."""

from __future__ import annotations

import shutil
import signal
import socket
import threading
from contextlib import closing
from pathlib import Path

import pytest

from server.api import Api, Server
from server.serve import PASSWORD_VARIABLE, add_user, address, default_url, listen, renew_password, serve
from server.settings import Settings
from server.shipped import FORMS, offer_shipped
from survey.problems import HuceError
from sync.http import HttpApi
from tests.fixtures import servers


def test_it_starts_tells_its_address_and_password_once_and_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    said, asked = list[str](), list[str]()

    def visit(url: str) -> None:
        password = next(line for line in said if "密码：" in line).partition("密码：")[2][:12]
        with closing(HttpApi(url)) as api:
            asked.append(api.sign_in("admin", password, "pc1").user)
        signal.raise_signal(signal.SIGINT)

    def ready(url: str) -> None:
        threading.Thread(target=visit, args=(url,)).start()

    for _ in range(2):
        serve(None, "127.0.0.1", 0, tmp_path, say=said.append, ready=ready, forms=tmp_path)
    assert asked == ["admin", "admin"]
    assert sum("密码：" in line for line in said) == 1
    assert sum("http://127.0.0.1:" in line for line in said) == 2
    assert said[-1] == "服务器已停止，数据都已保存。"


def test_the_first_password_can_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "given by the keeper")
    said = list[str]()
    serve(None, "127.0.0.1", 0, tmp_path, say=said.append, ready=lambda _: stop(), forms=tmp_path)
    assert not any("given by" in line for line in said)
    with servers.in_process(default_url(tmp_path)) as server:
        assert Api(server).sign_in("admin", "given by the keeper", "pc1").user == "admin"


def stop() -> None:
    threading.Thread(target=signal.raise_signal, args=(signal.SIGTERM,)).start()


def test_more_users(tmp_path: Path) -> None:
    said = list[str]()
    add_user(None, tmp_path, "李会计", say=said.append)
    with servers.in_process(default_url(tmp_path)) as server:
        password = said[0].partition("密码：")[2][:12]
        assert Api(server).sign_in("李会计", password, "pc1").name == "李会计"
    with pytest.raises(HuceError) as caught:
        add_user(None, tmp_path, "李会计", say=said.append)
    assert caught.value.problem.code == "C043"


def test_a_lost_computer_is_signed_out_by_a_new_password(tmp_path: Path) -> None:
    said = list[str]()
    add_user(None, tmp_path, "wang", say=said.append)
    add_user(None, tmp_path, "li", say=said.append)
    old, other = (line.partition("密码：")[2][:12] for line in said)
    with servers.in_process(default_url(tmp_path)) as server:
        lost, li = Api(server), Api(server)
        lost.sign_in("wang", old, "pc1")
        li.sign_in("li", other, "pc2")
        renew_password(None, tmp_path, "wang", say=said.append)
        with pytest.raises(HuceError) as caught:
            lost.pull("", 1)
        assert caught.value.problem.code == "C003"
        with pytest.raises(HuceError) as caught:
            lost.sign_in("wang", old, "pc1")
        assert caught.value.problem.code == "C001"
        assert Api(server).sign_in("wang", said[-1].partition("密码：")[2][:12], "pc3").user == "wang"
        assert li.pull("", 1).records == ()
    with pytest.raises(HuceError) as caught:
        renew_password(None, tmp_path, "nobody", say=said.append)
    assert caught.value.problem.code == "C048"


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with closing(listen("127.0.0.1", 0)) as other, pytest.raises(HuceError) as caught:
        serve(None, "127.0.0.1", other.getsockname()[1], tmp_path, say=lambda _: None)
    assert caught.value.problem.code == "C040"


def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path.as_posix()}/no/such/folder.db", "postgresql://127.0.0.1:9/none"):
        with pytest.raises(HuceError) as caught:
            Server(Settings(url))
        assert caught.value.problem.code == "C041"


@pytest.mark.parametrize("url", ["nonsense", "mysql://me@127.0.0.1/none", "postgresql://127.0.0.1:port/none"])
def test_a_database_url_that_is_none_is_told(url: str) -> None:
    with pytest.raises(HuceError) as caught:
        Server(Settings(url))
    assert caught.value.problem.code == "C047"


@pytest.mark.parametrize("host", ["999.1.1.1", "192.0.2.1"])
def test_an_address_that_is_not_ours_is_told(host: str) -> None:
    with pytest.raises(HuceError) as caught:
        listen(host, 0)
    assert caught.value.problem.code == "C046"


@pytest.mark.parametrize(("host", "url"), [("192.168.1.5", "http://192.168.1.5:8420"), ("::1", "http://[::1]:8420")])
def test_the_address_to_type(host: str, url: str) -> None:
    assert address(host, 8420) == url


def test_the_address_of_a_server_on_all_networks_is_one_of_this_computer() -> None:
    host = address("0.0.0.0", 1).removeprefix("http://").partition(":")[0]  # noqa: S104 - nothing is bound here
    socket.inet_aton(host)
    assert host != "0.0.0.0"  # noqa: S104 - nothing is bound here


def test_shipped_questionnaires_are_offered_and_damaged_ones_told(tmp_path: Path) -> None:
    shutil.copy(FORMS / "monthly.xlsx", tmp_path)
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    with servers.in_process(f"sqlite:///{(tmp_path / 'server.db').as_posix()}") as server:
        (problem,) = offer_shipped(server, tmp_path)
        assert (problem.code, problem.params["file"]) == ("C045", "broken.xlsx")
        notices = server.database.read(lambda tx: tx.forms.notices())
        assert [notice.id for notice in notices] == ["monthly"]
