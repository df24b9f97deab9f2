"""``sync``: sign in where that is needed, send, fetch, and tell each step."""

from __future__ import annotations

import sys
from types import SimpleNamespace as Words
from typing import TYPE_CHECKING

from cli.output import Output, TerminalProgress, as_json, exit_code, found
from cli.password import read_password
from cli.workspace import opened

if TYPE_CHECKING:
    from exchange.messages import Json, Receipt
    from usecases.synchronise import SyncReport
    from usecases.workspace import Workspace


def run(words: Words, output: Output) -> int:
    """Synchronise once."""
    from usecases.synchronise import synchronise

    with opened(words.data) as workspace:
        _sign_in(words, workspace)
        report = synchronise(workspace, server=words.server or None, progress=TerminalProgress())
    for step in report.steps:
        output.say(f"{step.name}：{step.text}")
    output.troubles(report.problems)
    return output.result(code_of(report), facts(report))


def _sign_in(words: Words, workspace: Workspace) -> None:
    """Sign in when a user is named, or when this desktop is not signed in and there is somebody to ask."""
    from usecases.synchronise import sign_in, signed_in

    known = signed_in(workspace)
    user, server = words.user, words.server or (known.server if known else "")
    if not user and known is None and sys.stdin.isatty():
        user = input("用户名：")
    if user:
        password = read_password(words.password_file, f"{user} 的密码：")
        sign_in(workspace, server=server, user=user, password=password)


def code_of(report: SyncReport) -> int:
    """Return the exit code: why it stopped early, else whether anything needs a person."""
    if not report.finished and report.problems:
        return exit_code(report.problems[-1])
    return found(report.problems)


def facts(report: SyncReport) -> dict[str, Json]:
    """Return everything for a program."""
    return {
        "finished": report.finished,
        "pushed": report.pushed,
        "pulled": report.pulled,
        "waiting": report.waiting,
        "steps": [{"name": step.name, "text": step.text, "good": step.good} for step in report.steps],
        "receipts": [_receipt(receipt) for receipt in report.receipts],
        "clashes": list(report.clashes),
        "problems": [as_json(problem) for problem in report.problems],
    }


def _receipt(receipt: Receipt) -> dict[str, Json]:
    return {
        "kind": receipt.kind.value,
        "id": receipt.id,
        "revision": receipt.revision,
        "outcome": receipt.outcome.value,
        "number": receipt.number,
        "clashes": list(receipt.clashes),
        "problems": [as_json(problem) for problem in receipt.problems],
    }
