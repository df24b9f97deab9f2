"""What Qt needs from the operating system, and the exact command that brings what is missing.

The lists were found by ldd and by running Qt on a bare Debian 12; Kylin and UOS use the same package names.
"""

from __future__ import annotations

import ctypes
import os
import platform
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from devtools.say import Stop, say

OFFSCREEN: Mapping[str, str] = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
}
XCB: Mapping[str, str] = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
OLDEST_GLIBC: Mapping[str, tuple[int, int]] = {"x86_64": (2, 28), "aarch64": (2, 31)}


def loads(soname: str) -> bool:
    """Tell whether the system's loader finds and loads a shared library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing(table: Mapping[str, str], loads: Callable[[str], bool] = loads) -> dict[str, str]:
    """Return the libraries that do not load, each with the Debian package that has it."""
    return {soname: package for soname, package in table.items() if not loads(soname)}


def install_command(packages: list[str]) -> str:
    """Return the line a person can paste to install Debian packages (Debian, Ubuntu, Kylin and UOS alike)."""
    sudo = "" if getattr(os, "geteuid", lambda: 1)() == 0 else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y {' '.join(packages)}"


def glibc_trouble(machine: str, libc: tuple[str, str]) -> str:
    """Return why Qt's wheels do not run on this C library, or an empty text."""
    oldest = OLDEST_GLIBC.get(machine)
    if oldest is None:
        return f"没有适合 {machine} 处理器的 Qt 安装包，只支持 x86-64 和 ARM64。"
    name, version = libc
    if name != "glibc":
        return f"Qt 的安装包需要 glibc，这台机器用的是 {name or '别的 C 库'}。"
    if tuple(int(part) for part in version.split(".")[:2]) < oldest:
        return f"系统的 glibc 是 {version}，Qt 至少要 {oldest[0]}.{oldest[1]}。请在较新的系统上运行。"
    return ""


def check_platform() -> None:
    """Stop before a long download that could not be used. Raises Stop."""
    if sys.platform == "linux" and (trouble := glibc_trouble(platform.machine(), platform.libc_ver())):
        raise Stop(trouble)


def check_libraries(table: Mapping[str, str], loads: Callable[[str], bool] = loads) -> None:
    """Stop with the names of all missing libraries and the command that installs them. Raises Stop."""
    if sys.platform != "linux":
        return
    absent = missing(table, loads)
    if absent:
        names = "\n".join(f"  {soname}（软件包 {package}）" for soname, package in absent.items())
        raise Stop(f"缺少 {len(absent)} 个系统库：\n{names}\n请运行：\n  {install_command(sorted(absent.values()))}")


def check_display(environ: Mapping[str, str] = os.environ) -> None:
    """Stop when there is no screen to open a window on, or when its libraries are missing. Raises Stop."""
    if sys.platform != "linux" or environ.get("QT_QPA_PLATFORM", "xcb").split(":")[0] not in ("xcb", "wayland"):
        check_libraries(OFFSCREEN)
        return
    wayland, x11 = environ.get("WAYLAND_DISPLAY", ""), environ.get("DISPLAY", "")
    check_libraries(OFFSCREEN if wayland and not x11 else {**OFFSCREEN, **XCB})
    if not wayland and not x11:
        raise Stop(
            "没有图形显示（DISPLAY 和 WAYLAND_DISPLAY 都没有设置）。请在桌面会话里运行；\n"
            f"没有屏幕的机器可以用虚拟屏幕：\n  {install_command(['xvfb', 'xauth'])}\n"
            "  xvfb-run -a python dev.py run"
        )
    if not wayland and not answers(x11):
        raise Stop(f"连不上图形显示 DISPLAY={x11}。请在桌面会话里运行，或检查这个变量。")


def answers(display: str) -> bool:
    """Tell whether a local X display accepts connections; a remote one (host:0) is left for Qt to try."""
    host, _, number = display.rpartition(":")
    if host not in ("", "unix"):
        return True
    path = f"/tmp/.X11-unix/X{number.split('.')[0]}"  # noqa: S108 - the place every X server uses
    for address in (path, "\0" + path):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(address)
            except OSError:
                continue
            return True
    return False


def warn_without_chinese_font() -> None:
    """Say how to get a Chinese font when none is found: without one every text is boxes."""
    if sys.platform != "linux":
        return
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]
    folders.append(Path.home() / ".local/share/fonts")
    names = [file.name.lower() for folder in folders if folder.is_dir() for file in folder.rglob("*.[tToO][tT]*")]
    if not any(word in name.replace("-", "") for name in names for word in ("wqy", "cjk", "hans", "sc", "cn")):
        say(f"没有找到中文字体，界面可能显示成方框。请运行：\n  {install_command(['fonts-wqy-microhei'])}")
