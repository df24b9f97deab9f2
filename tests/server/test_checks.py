"""What the server lets in: finished entries that keep their questionnaire's hard rules, drafts as they are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest

from exchange.ids import new_id
from exchange.messages import Json, Outcome, Receipt
from server.api import Api, Server
from server.shipped import FORMS, offer_shipped
from server.store.tables import quarantine
from survey.problems import Level
from tests.exchange.making import Device, change, entry
from tests.fixtures import servers
from tests.server.looking import count


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    shutil.copy(FORMS / "monthly.xlsx", folder)
    with servers.in_process(f"sqlite:///{(folder / 'server.db').as_posix()}") as running:
        assert offer_shipped(running, folder) == ()
        yield running


def push(server: Server, fields: dict[str, Json]) -> Receipt:
    api = Api(server)
    api.sign_in(servers.USER, servers.PASSWORD, "pc1")
    return api.push(Device(new_id()).batch(change({}, fields, kind="entry"))).receipts[0]


def monthly(status: str, **answers: Json) -> dict[str, Json]:
    fields = {**entry(new_id(), **answers), "form_id": "monthly", "form_version": "2026.1", "round": "2026M10"}
    return {**fields, "status": status}


def test_a_finished_entry_without_its_answers_is_set_aside_and_told_why(server: Server) -> None:
    receipt = push(server, monthly("complete"))
    assert receipt.outcome is Outcome.REFUSED
    assert all(problem.level is Level.ERROR and problem.place.path for problem in receipt.problems)
    with server.database.engine.connect() as connection:
        kept = connection.execute(quarantine.select().where(quarantine.c.id == receipt.id)).one()
    assert kept.revision == receipt.revision
    assert b"monthly" in kept.change


def test_a_refused_change_sent_again_is_refused_again_and_kept_once(server: Server) -> None:
    api = Api(server)
    api.sign_in(servers.USER, servers.PASSWORD, "pc1")
    bad, before = replace(change({}, monthly("draft"), kind="entry"), hash="0" * 64), count(server, "quarantine")
    device = Device(new_id())
    for _ in range(2):
        reply = api.push(device.sent(device.batch(bad)))
        assert reply.receipts[0].outcome is Outcome.REFUSED
    assert count(server, "quarantine") == before + 1


def test_a_draft_may_be_unfinished(server: Server) -> None:
    assert push(server, monthly("draft")).outcome is Outcome.STORED


def test_an_entry_of_an_unknown_questionnaire_is_kept_with_a_remark(server: Server) -> None:
    receipt = push(server, entry(new_id(), turnover=1))
    assert receipt.outcome is Outcome.STORED
    assert [(problem.code, problem.level) for problem in receipt.problems] == [("C033", Level.HINT)]


def test_fields_of_a_newer_program_are_kept_with_a_remark(server: Server) -> None:
    receipt = push(server, {**monthly("draft"), "mood": "good"})
    assert receipt.outcome is Outcome.STORED
    assert [problem.code for problem in receipt.problems] == ["C031"]
