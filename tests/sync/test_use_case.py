"""Signing in and synchronising as the window and the command line do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from server.api import Server
from storage.store import Tx
from survey.problems import Cancelled, HuceError
from tests.exchange.making import SHOP
from tests.fixtures import servers
from usecases.register import get_household, save_household
from usecases.synchronise import sign_in, sign_out, signed_in, synchronise
from usecases.workspace import Workspace, open_workspace

CHINA = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(tmp_path / "desktop", clock=lambda: dt.datetime.now(CHINA), forms=False)
    yield workspace
    workspace.close()


def enter(ws: Workspace, address: str) -> None:
    sign_in(ws, server=address, user=servers.USER, password=servers.PASSWORD)


def test_without_a_sign_in_nothing_is_sent(ws: Workspace) -> None:
    assert signed_in(ws) is None
    with pytest.raises(HuceError) as caught:
        synchronise(ws)
    assert caught.value.problem.code == "N011"


def test_signing_in_leaves_the_name_the_person_gave(ws: Workspace, address: str) -> None:
    ws.sign("王秀英")
    enter(ws, address)
    assert ws.user == "王秀英", "the account has no other name than its login"


def test_the_first_synchronisation(ws: Workspace, address: str, tmp_path: Path) -> None:
    enter(ws, address)
    assert (ws.user, signed_in(ws) is not None) == (servers.USER, True)
    saved = save_household(ws, household_id=None, fields=SHOP, reason="")
    report = synchronise(ws)
    assert (report.finished, report.pushed, report.waiting) == (True, 1, 0)
    assert report.changes.households == frozenset({saved.household_id})
    assert report.names == {saved.household_id: SHOP["shop_name"]}
    other = open_workspace(tmp_path / "other", clock=ws.clock, forms=False)
    enter(other, address)
    assert synchronise(other).pulled == 1
    assert get_household(other, household_id=saved.household_id).fields["shop_name"] == SHOP["shop_name"]
    other.close()


def test_signing_in_is_one_transaction(ws: Workspace, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed in under another's name: that is what a power cut between two of them would leave."""
    ws.sign("王会计")
    begun, begin = list[int](), ws.store.transaction

    def counted() -> AbstractContextManager[Tx]:
        begun.append(1)
        return begin()

    monkeypatch.setattr(ws.store, "transaction", counted)
    enter(ws, address)
    assert len(begun) == 1


def test_a_wrong_password_changes_nothing(ws: Workspace, address: str) -> None:
    with pytest.raises(HuceError) as caught:
        sign_in(ws, server=address, user=servers.USER, password="wrong")
    assert caught.value.problem.code == "C001"
    assert signed_in(ws) is None


def test_signing_out_keeps_everything(ws: Workspace, address: str) -> None:
    enter(ws, address)
    save_household(ws, household_id=None, fields=SHOP, reason="")
    sign_out(ws)
    assert signed_in(ws) is None
    enter(ws, address)
    assert synchronise(ws).pushed == 1


def test_another_server_that_a_person_signs_in_to_gets_everything(ws: Workspace, address: str, tmp_path: Path) -> None:
    enter(ws, address)
    save_household(ws, household_id=None, fields=SHOP, reason="")
    synchronise(ws)
    fresh = f"sqlite:///{(tmp_path / 'fresh.db').as_posix()}"
    with servers.in_process(fresh) as second, servers.listening(second) as elsewhere:
        report = synchronise(ws, server=elsewhere, pause=lambda _: None)
        assert [problem.code for problem in report.problems] == ["N014"]
        enter(ws, elsewhere)
        report = synchronise(ws)
        assert (report.finished, report.pushed) == (True, 1)


def test_a_dead_server_is_told_in_the_report(ws: Workspace, tmp_path: Path, address: str) -> None:
    enter(ws, address)
    report = synchronise(ws, server="127.0.0.1:9", pause=lambda _: None)
    assert (report.finished, [problem.code for problem in report.problems]) == (False, ["N001"])


class Stopping:
    def step(self, done: int, total: int, text: str) -> None:
        if text == "正在上报":
            assert (done, total) == (0, 1)
            raise Cancelled


def test_a_person_may_stop_it_and_go_on_later(ws: Workspace, address: str) -> None:
    enter(ws, address)
    save_household(ws, household_id=None, fields=SHOP, reason="")
    with pytest.raises(Cancelled):
        synchronise(ws, progress=Stopping())
    assert synchronise(ws).pushed == 1


def test_questionnaires_come_with_their_rounds(ws: Workspace, address: str, server: Server) -> None:
    from server.shipped import offer_shipped

    offer_shipped(server)
    enter(ws, address)
    assert synchronise(ws).changes.forms
    with ws.store.reading() as tx:
        assert {form.id for form in tx.forms.list()} >= {"monthly", "quarterly"}
        assert tx.rounds.list("quarterly")
    report = synchronise(ws)
    assert not report.changes.forms
