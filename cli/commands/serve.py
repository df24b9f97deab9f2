"""``serve``: the central server, until Ctrl-C; one more account for it, or a new password for one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace as Words

from cli.output import GOOD, Output
from cli.password import first_line
from survey.problems import HuceError, Problem

VARIABLE = "HUCE_DATABASE"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def run(words: Words, output: Output) -> int:
    """Serve the data folder's database or the one named. With ``--json`` the object comes when it is ready."""
    from server.serve import add_user, renew_password, serve

    database = database_url(words.database, words.database_file)
    if words.add_user:
        add_user(database, words.data, words.add_user, say=output.say)
        return output.result(GOOD, {"user": words.add_user})
    if words.new_password:
        renew_password(database, words.data, words.new_password, say=output.say)
        return output.result(GOOD, {"user": words.new_password})
    if words.host in LOOPBACK:
        output.say("只接受本机的连接。要让其他电脑连接，请加上 --host 0.0.0.0")

    def ready(url: str) -> None:
        output.result(GOOD, {"url": url})

    serve(database, words.host, words.port, words.data, say=output.say, ready=ready)
    return GOOD


def database_url(typed: str, file: Path | None, environ: Mapping[str, str] = os.environ) -> str | None:
    """Return where the database is; None means the data folder. The process list shows ``typed`` to everybody.

    Raises HuceError P003 (the file cannot be read) or C047 (it is empty).
    """
    if file is None:
        return typed or environ.get(VARIABLE) or None
    url = first_line(file).strip()
    if not url:
        raise HuceError(Problem("C047"))
    return url
