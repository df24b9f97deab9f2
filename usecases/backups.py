"""Backups of a data folder: made every day by themselves, and put back when a person asks for it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from storage.attachments import Attachments, Carried, bring_over, lacking
from storage.database.restoring import prove, put_in_place
from survey.problems import HuceError, Problem
from usecases.workspace import DATABASE, Workspace

_BACKED_UP, _FILES_BACKED_UP = "store.backed_up_on", "attachments.backed_up_on"
_ROOM = 12  # times the size of the database: ten copies, and room to go on working
BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: from which copy, where the former database is (None: there was none), which attachments.

    ``damaged`` names attachments whose spare is not what its name says; they were left alone.
    """

    copy: Path
    aside: Path | None
    attachments: int
    damaged: tuple[str, ...]


def back_up_daily(ws: Workspace) -> bool:
    """Copy the database to ``backups/`` once a day, ten days back; return whether a copy was made.

    What the messages about damage send a person to. An empty register needs none; on a disk that could not hold the
    copies none is made. Attachments that are not there yet follow, into ``backups/attachments``. Raises HuceError
    S002, S003, S006 or S009 (no copy of the database), S024 or S025 (it is made, attachments are lacking and follow at
    the next start); nothing is lost then.
    """
    made = _back_up_database(ws)
    today = ws.today.isoformat()
    with ws.store.reading() as tx:
        needless = tx.settings.text(_FILES_BACKED_UP) == today
    if not needless:
        back_up_attachments(ws.data_dir)
        with ws.store.transaction() as tx:
            tx.settings.put(_FILES_BACKED_UP, today)
    return made


def back_up_attachments(data_dir: Path) -> Carried:
    """Have every attachment in ``backups/attachments``, too. Raises HuceError S024 or S025."""
    return bring_over(Attachments(data_dir), Attachments(data_dir / BACKUPS))


def without_backup(data_dir: Path) -> tuple[int, int]:
    """Count the attachments, and those of them that are not in the backups."""
    here = Attachments(data_dir)
    return len(here.sizes()), len(lacking(here, Attachments(data_dir / BACKUPS)))


def restore_backup(data_dir: Path, *, copy: Path | None = None) -> Restored:
    """Put a copy of the database (by default the newest sound one) and the spare attachments in their places.

    The former database is kept beside the copies. No program may have it open. Raises HuceError S026 (there is no
    backup), S027 (the copy is damaged), S001 (in use), S002, S003; then nothing has changed. S028: the database is
    restored, attachments are lacking.
    """
    backups, database = data_dir / BACKUPS, data_dir / DATABASE
    if copy is not None and not copy.is_file():
        raise HuceError(Problem("S026", params={"folder": str(copy.parent)}))
    chosen = copy or _newest(backups)
    aside = _fresh(backups)
    put_in_place(chosen, database, aside)
    try:
        carried = bring_over(Attachments(backups), Attachments(data_dir))
    except HuceError as error:
        raise HuceError(
            Problem("S028", params={"left": error.problem.params["left"], "spare": str(Attachments(backups).folder)})
        ) from error
    return Restored(chosen, aside if aside.is_dir() else None, carried.count, carried.damaged)


def _back_up_database(ws: Workspace) -> bool:
    today = ws.today.isoformat()
    with ws.store.reading() as tx:
        needless = tx.settings.text(_BACKED_UP) == today or not tx.households.towns()
    if needless or shutil.disk_usage(ws.data_dir).free < _ROOM * ws.store.path.stat().st_size:
        return False
    ws.store.back_up("daily")
    with ws.store.transaction() as tx:
        tx.settings.put(_BACKED_UP, today)
    return True


def _newest(backups: Path) -> Path:
    copies = sorted(backups.glob("*.sqlite3"), key=lambda file: (file.stat().st_mtime, file.name), reverse=True)
    for each in copies:
        try:
            prove(each, each.name)
        except HuceError:
            continue
        return each
    raise HuceError(Problem("S026", params={"folder": str(backups)}))


def _fresh(backups: Path) -> Path:
    """Return a folder that is not there yet."""
    number = 1
    while (folder := backups / f"replaced.{number:04d}").exists():
        number += 1
    return folder
