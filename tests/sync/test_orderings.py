"""Any order of saving, synchronising, crashing and restoring ends with everybody holding the same.

A Hypothesis state machine over two real desktops and a real server. It crashes the desktop before or after any
call to the server or to its own database (a lost request, a lost reply, a power cut), and sets the server back to
an older backup.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from exchange.ids import household_id
from exchange.messages import Batch, Kind, Page, PushReply, SyncApi
from server.api import Api, Server
from server.settings import Settings
from storage.finding import Asked
from sync import engine
from sync.engine import synchronise
from sync.line import Line
from sync.needs import Desk, Taken
from tests.fixtures import servers
from tests.server.looking import doubled, values_sent
from tests.sync.crashing import Crash, Fragile, Fuse, Moment
from tests.sync.desktop import Desktop
from usecases.synchronising.desk import StoreDesk

FIELDS = ("remark", "address")
CODES = ("92511722MA8U9QWP7C", "92511722MAJ2CH1D8X")
CALLS = ("pull", "next_batch", "push", "settle", "take", "finish_over")
who = st.integers(0, 1)
which = st.integers(0, 7)


class Orderings(RuleBasedStateMachine):
    """Desktops a and b, and the server."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="huce-orderings-"))
        self.desktops: list[Desktop] = []
        self.server: Server | None = None
        self.written = 0
        self.backed_up = self.restored = False
        self.latest: dict[tuple[int, str, str], str] = {}  # (desktop, record, field) → what it wrote last

    @initialize()
    def begin(self) -> None:
        self.desktops = [Desktop(self.folder, name) for name in "ab"]
        self.start()
        assert self.server is not None
        self.server.add_account(servers.USER, servers.PASSWORD)
        self.token = self.api().sign_in(servers.USER, servers.PASSWORD, "pc").token

    def start(self) -> None:
        url = f"sqlite:///{(self.folder / 'server.db').as_posix()}"
        self.server = Server(Settings(url, max_batch=2, password_cost=servers.CHEAP))

    def api(self) -> Api:
        assert self.server is not None
        return Api(self.server, getattr(self, "token", ""))

    def shops(self, number: int) -> list[str]:
        with self.desktops[number].store.reading() as tx:
            return sorted(tx.households.ids(Asked()))

    @rule(number=who)
    def add(self, number: int) -> None:
        self.written += 1
        shop = self.desktops[number].add_shop(remark=f"新{self.written}")
        self.latest[number, shop, "remark"] = f"新{self.written}"

    @rule(number=who, code=st.sampled_from(CODES))
    def import_register(self, number: int, code: str) -> None:
        """Both import the same workbook, each when it pleases."""
        if household_id(code) not in self.shops(number):
            self.desktops[number].import_shop(code, remark="名录所载")

    @rule(number=who, choice=which, field=st.sampled_from(FIELDS))
    def edit(self, number: int, choice: int, field: str) -> None:
        shops = self.shops(number)
        if shops:
            shop = shops[choice % len(shops)]
            self.written += 1
            self.desktops[number].edit(Kind.HOUSEHOLD, shop, **{field: f"改{self.written}"})
            self.latest[number, shop, field] = f"改{self.written}"

    @rule(number=who)
    def sync(self, number: int) -> None:
        report = self.desktops[number].sync(self.api())
        assert report.finished
        assert not {"N017", "N020", "N040"} & {problem.code for problem in report.problems}
        # Comparing from the beginning heals every disagreement, so without a restore none may have been there.
        assert self.restored or engine.OVER not in [step.name for step in report.steps]

    @rule(number=who, moment=st.builds(Moment, st.sampled_from(CALLS), st.sampled_from((1, 1, 2)), after=st.booleans()))
    def sync_and_crash(self, number: int, moment: Moment) -> None:
        desktop, fuse = self.desktops[number], Fuse(moment)
        api, desk = cast("SyncApi", Fragile(self.api(), fuse)), cast("Desk", Fragile(desktop.desk, fuse))
        with suppress(Crash):
            synchronise(api, desk, tell=lambda *_: None, pause=lambda _: None)
        desktop.close()
        desktop.open()

    @rule(number=who, name=st.sampled_from(("push", "pull")), choice=which, field=st.sampled_from(FIELDS))
    def sync_while_somebody_types(self, number: int, name: str, choice: int, field: str) -> None:
        typing = Fuse(Moment(name, 2 if name == "pull" else 1, after=True), lambda: self.edit(number, choice, field))
        api = cast("SyncApi", Fragile(self.api(), typing))
        assert synchronise(api, self.desktops[number].desk, tell=lambda *_: None, pause=lambda _: None).finished

    @rule()
    def restart_server(self) -> None:
        assert self.server is not None
        self.server.close()
        self.start()

    def teardown(self) -> None:
        if self.desktops and self.server:
            try:
                self.check(self.server)
            finally:
                self.server.close()
                for desktop in self.desktops:
                    desktop.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def check(self, server: Server) -> None:
        for number in (0, 1, 0, 1):
            self.sync(number)
        summaries = {desktop.desk.summary() for desktop in self.desktops}
        assert summaries == {self.api().summary()}
        assert doubled(server) == []
        assert all(desktop.store.faults() == () for desktop in self.desktops)
        if not self.restored:
            reached = values_sent(server)
            lost = {key: value for key, value in self.latest.items() if (key[1], key[2], value) not in reached}
            assert lost == {}
            self.check_what_only_one_has_changed()

    def check_what_only_one_has_changed(self) -> None:
        """Nobody disagreed, so it stands everywhere."""
        for (number, shop, field), value in self.latest.items():
            if (1 - number, shop, field) not in self.latest:
                assert [desktop.content(Kind.HOUSEHOLD, shop)[field] for desktop in self.desktops] == [value, value]


class OrderingsWithRestores(Orderings):
    """The same, with a server that is set back to an older backup: then values may be gone from its history."""

    @rule()
    def back_up_server(self) -> None:
        self.restart_server()
        assert self.server is not None
        self.server.close()
        shutil.copy(self.folder / "server.db", self.folder / "backup.db")
        self.start()
        self.backed_up = True

    @precondition(lambda self: self.backed_up)
    @rule()
    def set_server_back(self) -> None:
        assert self.server is not None
        self.server.close()
        for leftover in self.folder.glob("server.db*"):
            leftover.unlink()
        shutil.copy(self.folder / "backup.db", self.folder / "server.db")
        self.start()
        self.restored = True


@pytest.mark.parametrize(
    ("examples", "steps"), [(12, 20), pytest.param(400, 40, marks=[pytest.mark.long, pytest.mark.timeout(3600)])]
)
@pytest.mark.parametrize("machine", [Orderings, OrderingsWithRestores])
def test_any_ordering_ends_in_agreement(machine: type[Orderings], examples: int, steps: int) -> None:
    run(machine, examples, steps)


def run(machine: type[Orderings], examples: int, steps: int, phases: tuple[Phase, ...] = tuple(Phase)) -> None:
    quiet = settings(
        max_examples=examples,
        stateful_step_count=steps,
        phases=phases,
        deadline=None,
        database=None,
        derandomize=examples < 100,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=quiet)


def forget_edits_made_meanwhile(desk: StoreDesk, batch: Batch, reply: PushReply) -> Taken:
    """A settle as one writes it first: the batch was answered, so its records have nothing left to send."""
    taken = RIGHT_SETTLE(desk, batch, reply)
    with desk._store.transaction() as tx:
        tx.agreement._connection.exec_driver_sql("DELETE FROM outbox")
    return taken


def keep_the_place_before_the_page(line: Line) -> None:
    """A pull that notes how far it has read before it has stored what it read."""
    more = True
    while more:
        page = line.api.pull(line.desk.cursor(), 2)
        line.desk.take(replace(page, records=()))
        line.diary.note(line.desk.take(page))
        more = page.more


def leave_what_is_here(desk: StoreDesk, page: Page) -> Taken:
    """A take that stores new records and forgets that known ones change, too."""
    with desk._store.reading() as tx:
        known = tx.households.states([record.id for record in page.records])
    return RIGHT_TAKE(desk, replace(page, records=tuple(each for each in page.records if each.id not in known)))


RIGHT_SETTLE, RIGHT_TAKE = StoreDesk.settle, StoreDesk.take


@pytest.mark.parametrize(
    ("where", "name", "mistake"),
    [
        (StoreDesk, "settle", forget_edits_made_meanwhile),
        (StoreDesk, "take", leave_what_is_here),
        pytest.param(engine, "pull_all", keep_the_place_before_the_page, marks=pytest.mark.long),
    ],
)
def test_the_machine_finds_the_mistakes_it_is_there_for(
    where: object, name: str, mistake: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, mistake)
    with pytest.raises(AssertionError):
        run(Orderings, 80, 25, phases=(Phase.generate,))
