"""Two computers and one server: what each sees after a synchronisation."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import cast

from exchange.messages import Batch, Kind, Outcome, PushReply, Receipt, SyncApi
from server.api import Api
from server.shipped import FORMS
from survey.problems import Problem
from survey.xlsform import form_to_json, read_form
from tests.fixtures import servers
from tests.sync.crashing import Crash, Fragile, Fuse, Moment
from tests.sync.desktop import Desktop
from tests.sync.first_answer import FirstAnswer

SHOP, ENTRY = Kind.HOUSEHOLD, Kind.ENTRY
MakeDesktop = Callable[[str], Desktop]


def agree(*desktops: Desktop) -> bool:
    """Whether all desktops hold the same records with the same content, and nothing waits."""
    summaries = [desktop.desk.summary() for desktop in desktops]
    waiting = [desktop.desk.waiting() for desktop in desktops]
    return None not in summaries and len(set(summaries)) == 1 and not any(waiting)


def test_one_writes_the_other_reads(desktop: MakeDesktop, api: Api) -> None:
    a, b = desktop("a"), desktop("b")
    shop = a.add_shop()
    entry = a.add_entry(shop, turnover=3)
    report = a.sync(api)
    assert (report.finished, report.pushed, len(report.receipts)) == (True, 2, 2)
    assert b.sync(api).pulled == 2
    assert b.content(ENTRY, entry) == a.content(ENTRY, entry)
    assert agree(a, b)


def test_every_step_is_named_and_good(desktop: MakeDesktop, api: Api) -> None:
    a = desktop("a")
    a.add_shop()
    report = a.sync(api)
    assert [step.name for step in report.steps] == ["检查服务器", "上报", "接收问卷", "接收名录和填报", "核对"]
    assert all(step.good for step in report.steps)
    assert report.problems == ()


def test_a_second_synchronisation_moves_nothing(desktop: MakeDesktop, api: Api) -> None:
    a = desktop("a")
    a.add_shop()
    a.sync(api)
    report = a.sync(api)
    assert (report.pushed, report.pulled, report.changed) == (0, 0, frozenset())


def test_edits_of_different_fields_meet(desktop: MakeDesktop, api: Api) -> None:
    a, b = desktop("a"), desktop("b")
    shop = a.add_shop()
    a.sync(api)
    b.sync(api)
    a.edit(SHOP, shop, mobile="13882800001")
    b.edit(SHOP, shop, address="正街2号")
    a.sync(api)
    assert b.sync(api).receipts[0].outcome is Outcome.MERGED
    a.sync(api)
    assert (a.content(SHOP, shop)["mobile"], a.content(SHOP, shop)["address"]) == ("13882800001", "正街2号")
    assert agree(a, b)


def test_a_clash_is_told_and_both_values_stay_reachable(desktop: MakeDesktop, api: Api) -> None:
    a, b = desktop("a"), desktop("b")
    shop = a.add_shop()
    a.sync(api)
    b.sync(api)
    a.edit(SHOP, shop, mobile="13882800001")
    b.edit(SHOP, shop, mobile="13882800002")
    a.sync(api)
    report = b.sync(api)
    (problem,) = report.problems
    assert (problem.code, problem.place.path) == ("N018", shop)
    assert "电话" in problem.sentence
    assert b.content(SHOP, shop)["mobile"] == "13882800001"
    with b.store.reading() as tx:
        assert {revision.fields["mobile"] for revision in tx.households.history(shop)} >= {"13882800001", "13882800002"}
    a.sync(api)
    assert agree(a, b)


def test_a_clash_in_an_entry_names_the_business_and_the_question(desktop: MakeDesktop, api: Api) -> None:
    a, b = desktop("a"), desktop("b")
    shop = a.add_shop()
    entry = a.add_entry(shop, turnover=1)
    a.sync(api)
    b.sync(api)
    form = read_form(FORMS / "monthly.xlsx").form
    assert form is not None
    with b.store.transaction() as tx:
        tx.forms.install(
            form_id="none", version="1", title="", frequency="M", body=form_to_json(form), source="", installed_at=""
        )
    key = next(form.questions()).key
    a.edit(ENTRY, entry, **{f"answers.{key}": "1"})
    b.edit(ENTRY, entry, **{f"answers.{key}": "2"})
    a.sync(api)
    clashes = [problem for problem in b.sync(api).problems if problem.code == "N018"]
    assert [clash.place.label for clash in clashes] == [a.content(SHOP, shop)["shop_name"]]
    assert next(form.questions()).label in clashes[0].sentence


class Interrupting:
    """Lets a person edit at the moment when a batch is on its way."""

    def __init__(self, api: Api, edit: Callable[[], object]) -> None:
        self._api, self._edit = api, edit

    def __getattr__(self, name: str) -> object:
        return getattr(self._api, name)

    def push(self, batch: Batch) -> PushReply:
        reply = self._api.push(batch)
        self._edit()
        self._edit = lambda: None
        return reply


def test_an_edit_while_the_batch_is_under_way_is_not_lost(desktop: MakeDesktop, api: Api) -> None:
    a, b = desktop("a"), desktop("b")
    shop = a.add_shop()
    a.sync(Interrupting(api, lambda: a.edit(SHOP, shop, remark="改过")))  # type: ignore[arg-type]  # forwards the rest
    a.sync(api)
    b.sync(api)
    assert b.content(SHOP, shop)["remark"] == "改过"
    assert agree(a, b)


def test_taking_an_edit_back_after_a_merge_is_not_lost(desktop: MakeDesktop, api: Api) -> None:
    a, b = desktop("a"), desktop("b")
    shop = a.add_shop(remark="原来")
    a.sync(api)
    b.sync(api)
    b.edit(SHOP, shop, address="正街2号")
    b.sync(api)
    a.edit(SHOP, shop, remark="改了")
    a.sync(Interrupting(api, lambda: a.edit(SHOP, shop, remark="原来")))  # type: ignore[arg-type]  # forwards the rest
    a.sync(api)
    b.sync(api)
    assert (b.content(SHOP, shop)["remark"], b.content(SHOP, shop)["address"]) == ("原来", "正街2号")
    assert agree(a, b)


def test_a_refused_record_stays_here_and_is_told(desktop: MakeDesktop, api: Api) -> None:
    a = desktop("a")
    good, bad = a.add_shop(), a.add_shop(shop_name=None)
    report = a.sync(api)
    outcomes = {receipt.id: receipt.outcome for receipt in report.receipts}
    assert outcomes == {good: Outcome.STORED, bad: Outcome.REFUSED}
    assert report.problems
    assert report.finished
    a.edit(SHOP, bad, shop_name="补上名称")
    assert a.sync(api).receipts[0].outcome is Outcome.STORED
    assert agree(a)


def test_a_copied_disk_gets_a_new_device_id_and_loses_nothing(desktop: MakeDesktop, api: Api, tmp_path: Path) -> None:
    a = desktop("a")
    shop = a.add_shop()
    a.sync(api)
    a.close()
    shutil.copy(a.path, tmp_path / "copy.db")
    a.open()
    copy = desktop("copy")
    assert copy.device == "a"
    a.edit(SHOP, shop, mobile="13882800001")
    copy.edit(SHOP, shop, mobile="13882800002")
    copy.add_shop(shop_name="第二家店")
    a.sync(api)
    report = copy.sync(api)
    assert [problem.code for problem in report.problems] == ["N016", "N018"]
    assert copy.device != "a"
    a.sync(api)
    assert agree(a, copy)


def test_a_server_set_back_to_a_backup_is_filled_up_again(desktop: MakeDesktop, tmp_path: Path) -> None:
    path = tmp_path / "central.db"
    a, b = desktop("a"), desktop("b")

    def with_server(*steps: Callable[[Api], object]) -> None:
        with servers.in_process(f"sqlite:///{path.as_posix()}") as server:
            api = Api(server)
            api.sign_in(servers.USER, servers.PASSWORD, "pc")
            for step in steps:
                step(api)

    old = a.add_shop(remark="旧")
    with_server(a.sync, b.sync)
    shutil.copy(path, tmp_path / "backup.db")
    a.edit(SHOP, old, remark="新")
    new = b.add_shop(shop_name="后来的店")
    with_server(a.sync, b.sync, a.sync)
    for leftover in tmp_path.glob("central.db*"):
        leftover.unlink()
    shutil.copy(tmp_path / "backup.db", path)
    stranger = desktop("c")
    stranger.add_shop(shop_name="恢复以后才来的店")
    reports = []
    with_server(stranger.sync, lambda api: reports.append(a.sync(api)), b.sync, stranger.sync, a.sync)
    assert "N015" in [problem.code for problem in reports[0].problems]
    assert "N018" not in [problem.code for problem in reports[0].problems]
    assert stranger.content(SHOP, old)["remark"] == "新"
    assert stranger.content(SHOP, new)["shop_name"] == "后来的店"
    assert agree(a, b, stranger)


def test_a_number_given_out_anew_is_not_taken_for_the_old_revision(desktop: MakeDesktop, tmp_path: Path) -> None:
    """The server loses revision 2 of a; b's other change becomes revision 2; a, which rests on its own, changes on."""
    path = tmp_path / "central.db"
    a, b = desktop("a"), desktop("b")

    def sync(which: Desktop, moment: Moment | None = None) -> None:
        with servers.in_process(f"sqlite:///{path.as_posix()}") as server, suppress(Crash):
            api = Api(server)
            api.sign_in(servers.USER, servers.PASSWORD, "pc")
            which.sync(cast("SyncApi", Fragile(api, Fuse(moment))) if moment else api)

    shop = a.add_shop()
    sync(a)
    sync(b)
    shutil.copy(path, tmp_path / "backup.db")
    a.edit(SHOP, shop, remark="甲先写的")
    sync(a, Moment("forms", 1, after=False))  # a's change is settled, its place in the feed is still before it
    for leftover in tmp_path.glob("central.db*"):
        leftover.unlink()
    shutil.copy(tmp_path / "backup.db", path)
    b.edit(SHOP, shop, remark="乙后写的")
    sync(b)
    a.edit(SHOP, shop, address="甲又改了地址")
    for which in (a, b, a):
        sync(which)
    assert agree(a, b)
    assert a.content(SHOP, shop)["address"] == "甲又改了地址"


def unknown_bases(batch: Batch) -> Iterator[Receipt]:
    """Refuse as a server does that was set back a moment ago: it does not know the bases."""
    for each in batch.changes:
        yield Receipt(each.kind, each.id, each.revision, Outcome.REFUSED, 0, each.hash, (), (Problem("C034"),))


def test_a_base_the_server_does_not_know_leads_to_a_comparison(desktop: MakeDesktop, api: Api) -> None:
    a, b = desktop("a"), desktop("b")
    shop = a.add_shop()
    a.sync(api)
    a.edit(SHOP, shop, remark="改过")
    report = a.sync(FirstAnswer(api, unknown_bases))  # type: ignore[arg-type]  # forwards the rest
    assert report.finished
    assert "从头核对" in [step.name for step in report.steps]
    b.sync(api)
    assert b.content(SHOP, shop)["remark"] == "改过"
    assert agree(a, b)


def test_another_server_at_the_address_gets_nothing(desktop: MakeDesktop, api: Api) -> None:
    a = desktop("a")
    a.add_shop()
    with a.store.transaction() as tx:
        tx.settings.put("sync.server_id", "another")
    report = a.sync(api)
    assert (report.finished, report.pushed) == (False, 0)
    assert [problem.code for problem in report.problems] == ["N014"]
