"""The server, where this desktop is signed in to one: does it answer, and do both clocks agree?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from storage.store import Store
from survey.problems import HuceError
from sync.http import HttpApi
from usecases.doctor.report import Check, Finding, warn
from usecases.synchronise import URL

MOST_APART = dt.timedelta(minutes=10)


def network_checks(database: Path) -> tuple[Check, ...]:
    """Return the one check; nothing is asked on the network when no server is known."""
    return (Check("服务器", lambda: server(database)),)


def server(database: Path) -> Finding:
    """Ask the known server who it is."""
    url = known_address(database)
    if not url:
        return Finding("服务器", "没有设置，数据只在本机")
    api = HttpApi(url)
    try:
        info = api.info()
    except HuceError as error:
        return warn("服务器", url, "P118", server=url, reason=error.problem.sentence)
    finally:
        api.close()
    return compared(url, info.name, dt.datetime.fromisoformat(info.now), dt.datetime.now(dt.UTC))


def compared(url: str, name: str, theirs: dt.datetime, ours: dt.datetime) -> Finding:
    """Doubt our clock when it is far from the server's."""
    apart = abs(theirs - ours)
    if apart > MOST_APART:
        minutes = str(round(apart.total_seconds() / 60))
        return warn("服务器", f"{name}，{url}", "P119", minutes=minutes)
    return Finding("服务器", f"{name}，{url}")


def known_address(database: Path) -> str:
    """Return the address of the last sign-in, an empty text when there was none."""
    if not database.exists():
        return ""
    store = Store.open(database)
    try:
        with store.reading() as tx:
            return tx.settings.text(URL)
    finally:
        store.close()
