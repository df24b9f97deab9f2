"""What one desktop does when calls fail, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from server.api import Api, Server
from survey.problems import HuceError, Problem
from survey.xlsform import form_to_json, read_form
from tests.sync.desktop import Desktop

MakeDesktop = Callable[[str], Desktop]


class Failing:
    """Raises a problem at the n-th call of a kind."""

    def __init__(self, api: Api, name: str, code: str, times: int) -> None:
        self._api, self._name, self._code, self._times = api, name, code, times

    def __getattr__(self, name: str) -> object:
        if name == self._name and self._times:
            self._times -= 1
            raise HuceError(Problem(self._code))
        return getattr(self._api, name)


def test_a_shaky_line_is_tried_again_and_a_dead_one_left(desktop: MakeDesktop, api: Api) -> None:
    a = desktop("a")
    a.add_shop()
    dead = Failing(api, "push", "N009", 99)
    report = a.sync(dead)  # type: ignore[arg-type]  # forwards the rest
    assert (report.finished, report.pushed, a.desk.waiting()) == (False, 0, 1)
    shaky = Failing(api, "push", "N009", 3)
    assert a.sync(shaky).finished  # type: ignore[arg-type]  # forwards the rest
    assert a.desk.waiting() == 0


def test_no_line_at_all_is_not_tried_again(desktop: MakeDesktop, api: Api) -> None:
    a = desktop("a")
    offline = Failing(api, "info", "N001", 1)
    assert [problem.code for problem in a.sync(offline).problems] == ["N001"]  # type: ignore[arg-type]  # the rest


def test_a_remark_on_many_records_is_told_once(desktop: MakeDesktop, api: Api) -> None:
    a = desktop("a")
    for _ in range(5):
        a.add_entry("none", turnover=1)
    report = a.sync(api)
    assert [problem.code for problem in report.problems] == ["C033"]
    assert len(report.receipts) == 5


def test_questionnaires_arrive_once(desktop: MakeDesktop, api: Api, server: Server) -> None:
    a = desktop("a")
    server.offer_form("bad", "1", "坏问卷", b'{"format": -1}')
    report = a.sync(api)
    assert [problem.code for problem in report.problems] == ["F006"]
    assert report.finished


def test_a_questionnaire_never_goes_back_to_an_older_version(
    desktop: MakeDesktop, api: Api, server: Server, tmp_path: Path
) -> None:
    """The server goes on offering old versions, for the entries that were made with them."""
    path = tmp_path / "own.md"
    path.write_text("| survey |\n| | type | name | label |\n| | integer | income | 收入 |\n", encoding="utf-8")
    form = read_form(path).form
    assert form is not None
    body = form_to_json(form)
    a = desktop("a")
    for offered, in_force in (("2026.10", "2026.10"), ("2026.9", "2026.10"), ("2027.1", "2027.1")):
        server.offer_form("quarterly", offered, "问卷", body)
        assert a.sync(api).finished
        with a.store.reading() as tx:
            assert [(row.id, row.version) for row in tx.forms.list()] == [("quarterly", in_force)]
            assert tx.forms.body("quarterly", offered) == body
    b = desktop("b")
    b.sync(api)
    with b.store.reading() as tx:
        assert [row.version for row in tx.forms.list()] == ["2027.1"]
        assert len(tx.forms.versions()) == 3
