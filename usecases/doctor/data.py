"""The data: SQLite, the settings of its connections, the file, every record's fingerprint, the outbox, the backups."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

from exchange.messages import Kind
from storage.database.inspection import weakened_settings
from storage.store import Store
from survey.problems import HuceError
from usecases.backups import without_backup
from usecases.doctor.report import Check, Finding, bad, warn

OLDEST_SQLITE = (3, 35, 0)  # RETURNING; FTS5 with contentless deletes is looked for by itself
MANY_UNSENT = 500
SHOWN = 3
STALE_DAYS = 7


def data_checks(database: Path) -> tuple[Check, ...]:
    """Return the checks of one database file; of a folder without one only SQLite itself is looked at."""
    checks = [Check("SQLite", sqlite)]
    if not database.exists():
        return (*checks, Check("数据库", lambda: Finding("数据库", "还没有数据，第一次打开程序时建立")))
    return (
        *checks,
        Check("数据库", lambda: structure(database)),
        Check("断电保护", lambda: settings(database)),
        Check("待上报", lambda: unsent(database)),
        Check("备份", lambda: backups(database, dt.datetime.now().astimezone().date())),
    )


def sqlite() -> Finding:
    """Name the SQLite library and try the full-text search that lists need."""
    detail = f"版本 {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return bad("SQLite", detail, "P111", version=sqlite3.sqlite_version)
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    except sqlite3.OperationalError:
        return bad("SQLite", f"{detail}，没有全文检索", "P111", version=sqlite3.sqlite_version)
    finally:
        connection.close()
    return Finding("SQLite", f"{detail}，支持全文检索")


def structure(database: Path) -> Finding:
    """Check the file's structure and every record's fingerprint."""
    store = Store.open(database)
    try:
        faults = store.faults()
    finally:
        store.close()
    if faults:
        some = "；".join(faults[:SHOWN])
        return bad("数据库", f"{len(faults)} 处：{some}", "P112", count=str(len(faults)), first=some)
    return Finding("数据库", f"{database.stat().st_size // 1024} KB，结构完好，每条记录的指纹都对")


def settings(database: Path) -> Finding:
    """Read the connection's settings back."""
    weak = "、".join(f"{name}={value}" for name, value in weakened_settings(database).items())
    return bad("断电保护", weak, "P113", settings=weak) if weak else Finding("断电保护", "WAL，synchronous=FULL")


def unsent(database: Path) -> Finding:
    """Count what the server does not have yet."""
    store = Store.open(database)
    try:
        with store.reading() as tx:
            count = tx.outbox.count()
    finally:
        store.close()
    detail = f"等待上报 {count.waiting} 条，草稿 {count.held} 条，被退回 {count.refused} 条"
    if count.refused:
        return warn("待上报", detail, "P114", count=str(count.refused))
    if count.waiting > MANY_UNSENT:
        return warn("待上报", detail, "P115", count=str(count.waiting))
    return Finding("待上报", detail)


def backups(database: Path, today: dt.date) -> Finding:
    """Look for a copy of the last days; a register that is empty needs none."""
    copies = [*(database.parent / "backups").glob("*.sqlite3")]
    made = [dt.datetime.fromtimestamp(copy.stat().st_mtime, tz=dt.UTC).astimezone().date() for copy in copies]
    latest = max(made, default=None)
    if latest is not None and (today - latest).days <= STALE_DAYS:
        return _with_attachments(database.parent, f"{len(copies)} 份，最近一份 {latest}")
    with closing(Store.open(database)) as store, store.reading() as tx:
        empty = not tx.households.towns()
    if empty:
        return Finding("备份", "名录还是空的，不必备份")
    return warn(
        "备份", f"最近一份 {latest}" if latest else "一份也没有", "P120", folder=str(database.parent / "backups")
    )


def _with_attachments(data_dir: Path, told: str) -> Finding:
    count, lacking = without_backup(data_dir)
    if lacking:
        return warn("备份", f"{told}；附件 {count} 个，{lacking} 个没有备份", "P121", count=str(lacking))
    return Finding("备份", f"{told}；附件 {count} 个，都有备份" if count else told)


def last_saved(database: Path) -> dt.datetime | None:
    """Return when this computer saved last, by its own clock then; None when that cannot be known."""
    if not database.exists():
        return None
    try:
        with closing(Store.open(database)) as store, store.reading() as tx:
            device = tx.settings.text("device_id")
            stamps = [tx.records(kind).last_stamp(device) for kind in Kind]
        return max((dt.datetime.fromisoformat(stamp).astimezone() for stamp in stamps if stamp), default=None)
    except (HuceError, ValueError):  # a damaged file has a line of its own
        return None
