"""An open data folder: the database, the clock, this installation and the person at it."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exchange.fields import MAX_REASON
from exchange.ids import new_id
from storage.records.content import Stamp
from storage.store import Store, Tx
from survey.problems import HuceError, Problem

DATABASE = "huce.sqlite3"
_DEVICE, _USER, _CHECKED = "device_id", "user.name", "store.checked_on"
_CHECKED_AT_START = 300_000_000  # bytes; checking these takes a second or two


def local_time() -> dt.datetime:
    """Return the time now, with the offset of the place where the person sits."""
    return dt.datetime.now().astimezone()


@dataclass(slots=True)
class Workspace:
    """Handed to every use case. ``device_id`` is made once per data folder.

    ``user`` signs what is made; while nobody has given a name (``named`` is False) it is the system's login name.
    """

    data_dir: Path
    store: Store
    clock: Callable[[], dt.datetime]
    device_id: str
    user: str
    named: bool = True

    @property
    def today(self) -> dt.date:
        """The date where the person sits."""
        return self.clock().date()

    def now(self) -> str:
        """Return the time as it is kept: ISO 8601 with offset."""
        return self.clock().isoformat(timespec="milliseconds")

    def stamp(self, source: str, reason: str = "") -> Stamp:
        """Sign a revision made now, by this person, on this device. Raises HuceError N043: too long a reason."""
        if len(reason) > MAX_REASON or "\x00" in reason:
            raise HuceError(Problem("N043", params={"field": "修改原因", "most": str(MAX_REASON)}))
        return Stamp(self.user, self.device_id, source, self.now(), reason)

    def sign(self, user: str) -> None:
        """Let another person's name stand on what is made from now on, also after the next start."""
        with self.store.transaction() as tx:
            self.keep_name(tx, user)
        self.user, self.named = user, True

    @staticmethod
    def keep_name(tx: Tx, user: str) -> None:
        """Note whose name stands on what is made from the next start on, inside a transaction that does more."""
        tx.settings.put(_USER, user)

    def close(self) -> None:
        """Close the database. Everything saved is on the disk already."""
        self.store.close()


def open_workspace(
    data_dir: Path, *, clock: Callable[[], dt.datetime] = local_time, forms: bool = True, user: str = ""
) -> Workspace:
    """Open a data folder, making it on first use.

    ``forms`` installs the questionnaires that come with the program and opens the current rounds; a screen that
    wants to be quick passes False and calls ``usecases.forms.ensure_forms`` in the background afterwards.
    ``user`` signs in place of the name kept in the folder, for this opening only.
    The file is checked for damage once a day. Raises HuceError (S…) when the folder or the database in it cannot be
    used.
    """
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise HuceError(Problem("S004", params={"file": str(data_dir)})) from error
    store = Store.open(data_dir / DATABASE)
    try:
        _check_once_a_day(store, clock().date().isoformat())
        with store.transaction() as tx:
            device, signed = _device(tx), user or tx.settings.text(_USER)
        workspace = Workspace(data_dir, store, clock, device, signed or _login_name(), named=bool(signed))
        if forms:
            from usecases.forms import ensure_forms

            ensure_forms(workspace)
    except BaseException:
        store.close()
        raise
    return workspace


def _check_once_a_day(store: Store, today: str) -> None:
    """Look for damage before anything is built on it; a very large file is left to the doctor."""
    with store.reading() as tx:
        checked = tx.settings.text(_CHECKED)
    if checked != today and store.path.stat().st_size <= _CHECKED_AT_START:
        store.check()
        with store.transaction() as tx:
            tx.settings.put(_CHECKED, today)


def _device(tx: Tx) -> str:
    device = tx.settings.text(_DEVICE)
    if not device:
        device = new_id()
        tx.settings.put(_DEVICE, device)
    return device


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "本机"
