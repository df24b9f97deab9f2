"""The machine: Python, packages, input method, disk, folder, clock."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from usecases.doctor.drives import drive_kind
from usecases.doctor.report import Check, Finding, bad, warn

PACKAGES = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "alembic",
    "openpyxl",
    "python-calamine",
    "requests",
    "pyxform",
    "orjson",
)
ENOUGH, TOO_LITTLE = 1_000, 200  # MB of free disk
EARLIEST, LATEST = dt.date(2026, 1, 1), dt.date(2060, 1, 1)
IBUS, FCITX4, FCITX5 = "org.freedesktop.IBus", "org.fcitx.Fcitx", "org.fcitx.Fcitx5"


def machine_checks(data_dir: Path, last_saved: Callable[[], dt.datetime | None]) -> tuple[Check, ...]:
    """Return the checks that need no data but the time of the last save."""
    return (
        Check("Python", python),
        Check("软件包", packages),
        Check("输入法", input_method),
        Check("磁盘空间", lambda: disk(data_dir)),
        Check("数据文件夹", lambda: folder(data_dir)),
        Check("时钟", lambda: clock(dt.datetime.now().astimezone(), last_saved())),
    )


def python() -> Finding:
    """Name the Python and the operating system."""
    return Finding("Python", f"{platform.python_version()}，{platform.platform()}")


def packages(names: tuple[str, ...] = PACKAGES) -> Finding:
    """Name the installed versions; a missing package is bad."""
    found, absent = [], []
    for name in names:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            absent.append(name)
    if absent:
        return bad("软件包", "缺少 " + "、".join(absent), "P101", names="、".join(absent))
    return Finding("软件包", "、".join(found))


def disk(data_dir: Path) -> Finding:
    """Tell the free space where the data lies."""
    megabytes = shutil.disk_usage(existing(data_dir)).free // 2**20
    detail = f"可用 {megabytes} MB"
    if megabytes < TOO_LITTLE:
        return bad("磁盘空间", detail, "P102", free=str(megabytes))
    return Finding("磁盘空间", detail) if megabytes >= ENOUGH else warn("磁盘空间", detail, "P102", free=str(megabytes))


def existing(path: Path) -> Path:
    """Return the path or its nearest folder that is there."""
    return next((folder for folder in (path, *path.parents) if folder.exists()), Path(path.anchor))


def folder(data_dir: Path) -> Finding:
    """Try to write where the data lies, and tell what kind of drive it is."""
    where, detail = existing(data_dir), str(data_dir)
    try:
        with tempfile.TemporaryFile(dir=where) as probe:
            probe.write(b"huce")
    except OSError as error:
        return bad("数据文件夹", detail, "P103", folder=str(data_dir), reason=error.strerror or str(error))
    kind = drive_kind(where)
    if kind.shared:
        return bad("数据文件夹", f"{detail}（{kind.name}）", "P104", folder=str(data_dir), kind=kind.name)
    if kind.removable:
        return warn("数据文件夹", f"{detail}（{kind.name}）", "P104", folder=str(data_dir), kind=kind.name)
    return Finding("数据文件夹", f"{detail}（{kind.name}）")


def clock(now: dt.datetime, latest_known: dt.datetime | None = None) -> Finding:
    """Doubt a clock that is far off, earlier than what it has already stamped, or in another zone than Beijing."""
    detail = now.isoformat(timespec="seconds")
    behind = latest_known is not None and now < latest_known - dt.timedelta(minutes=10)
    if behind or not EARLIEST <= now.date() <= LATEST:
        return bad("时钟", detail, "P105", now=detail)
    if now.utcoffset() != dt.timedelta(hours=8):
        return warn("时钟", detail, "P106", zone=now.strftime("%z"))
    return Finding("时钟", detail)


def input_method(environ: Mapping[str, str] = os.environ, on_linux: bool = sys.platform == "linux") -> Finding:
    """Tell whether Chinese can be typed into Qt's own window on this desktop."""
    if not on_linux:
        return Finding("输入法", "由操作系统提供")
    names = ("QT_IM_MODULE", "XMODIFIERS", "GTK_IM_MODULE")
    settings = "，".join(f"{name}={environ[name]}" for name in names if environ.get(name))
    running = [name for name in bus_names() if name in (IBUS, FCITX4, FCITX5)]
    detail = f"{settings or '没有设置环境变量'}；正在运行：{'、'.join(running) or '没有发现'}"
    if FCITX4 in running and FCITX5 not in running:
        return warn("输入法", detail, "P108")
    return Finding("输入法", detail) if settings or running else warn("输入法", detail, "P107")


def bus_names() -> tuple[str, ...]:
    """List the names on the session's D-Bus; nothing when it cannot be reached."""
    request = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]
    try:
        done = subprocess.run(
            [*request, "org.freedesktop.DBus.ListNames"], capture_output=True, text=True, timeout=3, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(part for part in done.stdout.split('"') if part.startswith("org."))
