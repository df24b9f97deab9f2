"""The doctor's look at the screen: Qt is started in a process of its own, so that its end is not ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from usecases.doctor import Check, Finding, bad

ROOT = Path(__file__).resolve().parent.parent
SHOWN_FONTS = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What Qt said: its version, platform plugin and Chinese fonts; or why it did not start."""

    qt: str = ""
    platform: str = ""
    fonts: tuple[str, ...] = ()
    trouble: str = ""


def screen_checks() -> tuple[Check, ...]:
    """Start Qt once and return two lines about it."""
    facts = ask_qt()
    return (Check("Qt", lambda: qt(facts)), Check("中文字体", lambda: fonts(facts)))


def qt(facts: Facts) -> Finding:
    """Tell whether windows can open."""
    if facts.trouble:
        return bad("Qt", facts.trouble, "P116", reason=facts.trouble)
    note = "，没有图形显示" if facts.platform == "offscreen" else ""
    return Finding("Qt", f"{facts.qt}，平台 {facts.platform}{note}")


def fonts(facts: Facts) -> Finding:
    """Tell whether Chinese can be shown."""
    if facts.trouble:
        return Finding("中文字体", "Qt 没有启动，无法检查")
    if not facts.fonts:
        return bad("中文字体", "没有", "P117")
    return Finding("中文字体", f"{len(facts.fonts)} 种：{'、'.join(facts.fonts[:SHOWN_FONTS])}")


def ask_qt(environ: Mapping[str, str] = os.environ) -> Facts:
    """Start Qt; where there is no display, without one."""
    headless = sys.platform == "linux" and not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
    extra = {"QT_QPA_PLATFORM": "offscreen"} if headless and not environ.get("QT_QPA_PLATFORM") else {}
    command = [sys.executable, "-m", "gui.startup.facts"]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env={**environ, **extra}, capture_output=True, text=True, timeout=60, check=True
        )
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or "").strip().splitlines()
        return Facts(trouble=lines[-1] if lines else f"退出码 {error.returncode}")
    except (OSError, subprocess.TimeoutExpired) as error:
        return Facts(trouble=str(error))
    said = json.loads(done.stdout.splitlines()[-1])
    return Facts(said["qt"], said["platform"], tuple(said["fonts"]))
