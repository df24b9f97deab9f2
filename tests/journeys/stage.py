"""Where the main job is played: folders, a real server in a process of its own, pictures, and words about each step."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.tree import ROOT

PASSWORD = "Demo-" + "2026-huce"  # of a server that lives as long as the play
PATIENCE = 30.0  # seconds, for one step on a slow machine


@dataclass(slots=True)
class Stage:
    """A folder that everything goes into, and how many steps and pictures there are already."""

    folder: Path
    say: Callable[[str], None]
    steps: int = 0
    pictures: int = 0

    @property
    def desktop(self) -> Path:
        """The data folder of the first desktop."""
        return self.folder / "desktop"

    @property
    def colleague(self) -> Path:
        """The data folder of the second desktop."""
        return self.folder / "colleague"

    def step(self, text: str) -> None:
        """Announce the next step."""
        self.steps += 1
        self.say(f"{self.steps}. {text}")

    def tell(self, text: str) -> None:
        """Say what came of it."""
        self.say(f"   {text}")

    def picture(self, widget: QWidget, name: str) -> Path:
        """Leave a picture of a window."""
        self.pictures += 1
        path = self.folder / f"{self.pictures:02d}-{name}.png"
        QTest.qWait(50)  # let what was just laid out be painted
        widget.grab().save(str(path))
        return path


def until(condition: Callable[[], object], what: str) -> None:
    """Let the windows work until something is so. Raises TimeoutError naming what did not come."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        QTest.qWait(10)


@contextmanager
def served(stage: Stage) -> Iterator[str]:
    """Start the central server on a free port; give its address."""
    command = [sys.executable, str(ROOT / "main.py"), "serve", "--data", str(stage.folder / "server"), "--port", "0"]
    environ = {**os.environ, "HUCE_ADMIN_PASSWORD": PASSWORD}
    with subprocess.Popen(
        [*command, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=environ,
    ) as child:
        line = child.stdout.readline() if child.stdout else ""
        try:
            yield str(json.loads(line)["url"])
        finally:
            child.terminate()
