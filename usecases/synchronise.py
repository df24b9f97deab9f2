"""Signing in to the central server and exchanging with it. The desktop works without either."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from exchange.messages import Account, Kind, Receipt
from survey.problems import HuceError, Problem
from sync import engine
from sync.http import HttpApi
from sync.report import Report, Step
from usecases.changes import Changes, ids
from usecases.progress import Progress, Silent
from usecases.synchronising.desk import OVER, SERVER, StoreDesk
from usecases.synchronising.naming import names_of
from usecases.workspace import Workspace

__all__ = ["URL", "SignedIn", "Step", "SyncReport", "sign_in", "sign_out", "signed_in", "synchronise"]

URL, USER, TOKEN = "sync.url", "sync.user", "sync.token"
Pause = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Which server this desktop talks to, and as whom."""

    server: str
    name: str
    user: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a synchronisation did. ``finished`` is False when it stopped early; then the last problem says why.

    ``pushed`` and ``pulled`` count records, ``receipts`` has one row per record sent, ``clashes`` are ids of
    records on which two people disagree, ``waiting`` is what remains to be sent. ``names`` says by record id which
    household a receipt is about, as far as it is known here.
    """

    steps: tuple[Step, ...]
    pushed: int
    pulled: int
    receipts: tuple[Receipt, ...]
    clashes: tuple[str, ...]
    problems: tuple[Problem, ...]
    changes: Changes
    waiting: int
    finished: bool
    names: Mapping[str, str] = field(default_factory=dict)


def signed_in(ws: Workspace) -> SignedIn | None:
    """Return where this desktop is signed in; None when it is not."""
    with ws.store.reading() as tx:
        if not tx.settings.text(TOKEN):
            return None
        return SignedIn(tx.settings.text(URL), tx.settings.text("sync.name"), tx.settings.text(USER))


def sign_in(ws: Workspace, *, server: str, user: str, password: str) -> SignedIn:
    """Sign in and remember the server. Raises HuceError: N… (network), C001 (wrong password), C002 (too many tries).

    Another server than before is accepted here, because a person just gave it a password: then everything is
    compared with it from the beginning.
    """
    api = HttpApi(server)
    try:
        info = api.info()
        account = api.sign_in(user.strip(), password, f"{platform.node()} {ws.device_id}"[:200])
    finally:
        api.close()
    _remember(ws, api.server, info.name, info.server_id, account)
    if _is_a_name(account):
        ws.user, ws.named = account.name, True
    elif not ws.named:
        ws.user = account.user  # until the person gives a name: it says more than the computer's login
    return SignedIn(api.server, info.name, account.user)


def sign_out(ws: Workspace) -> None:
    """Forget the token. Data and outbox stay."""
    with ws.store.transaction() as tx:
        tx.settings.put(TOKEN, "")


def synchronise(
    ws: Workspace, *, server: str | None = None, progress: Progress | None = None, pause: Pause = time.sleep
) -> SyncReport:
    """Send what waits and fetch what is new. ``server`` overrides the address remembered at sign-in.

    Trouble stands in the report. Raises HuceError only N010 (the address is none) or N011 (not signed in), and
    survey.problems.Cancelled when ``progress`` stops it; both leave everything as it was or as far as it got.
    """
    with ws.store.reading() as tx:
        url, token = server or tx.settings.text(URL), tx.settings.text(TOKEN)
    if not url or not token:
        raise HuceError(Problem("N011"))
    desk = StoreDesk(ws.store, now=ws.clock, user=ws.user)
    api = HttpApi(url, token=token)
    try:
        report = engine.synchronise(api, desk, tell=(progress or Silent()).step, pause=pause)
    finally:
        api.close()
    _follow_device(ws)
    with ws.store.reading() as tx:
        names = names_of(tx, report.receipts)
    return _report(report, desk.waiting(), names)


def _remember(ws: Workspace, url: str, name: str, server_id: str, account: Account) -> None:
    with ws.store.transaction() as tx:
        before = tx.settings.text(SERVER)
        for key, value in ((URL, url), ("sync.name", name), (USER, account.user), (TOKEN, account.token)):
            tx.settings.put(key, value)
        tx.settings.put(SERVER, server_id)
        if _is_a_name(account):
            ws.keep_name(tx, account.name)
        if before not in ("", server_id):
            tx.agreement.forget()
            tx.feed.move(server_id, "")
            tx.settings.put(OVER, value=True)


def _is_a_name(account: Account) -> bool:
    """Whether the server knows the person's name; a login name is nobody's name, then what the person gave stays."""
    return account.name not in ("", account.user)


def _follow_device(ws: Workspace) -> None:
    with ws.store.reading() as tx:
        ws.device_id = tx.settings.text("device_id") or ws.device_id


def _report(report: Report, waiting: int, names: Mapping[str, str]) -> SyncReport:
    changed = {kind: ids(record_id for k, record_id in report.changed if k is kind) for kind in Kind}
    return SyncReport(
        steps=report.steps,
        pushed=report.pushed,
        pulled=report.pulled,
        receipts=report.receipts,
        clashes=tuple(sorted({problem.place.path for problem in report.problems if problem.code == "N018"})),
        problems=report.problems,
        changes=Changes(
            households=changed[Kind.HOUSEHOLD],
            entries=changed[Kind.ENTRY],
            forms=any(step.name in {engine.FORMS, engine.MEDIA} and step.count for step in report.steps),
        ),
        waiting=waiting,
        finished=report.finished,
        names=names,
    )
