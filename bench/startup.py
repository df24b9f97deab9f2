"""Start-up: ``python main.py`` until its first window is painted, against the floor of a bare Qt window.

Both are whole processes, timed from outside by the monotonic clock that parent and child share. The desktop runs
on a data folder that exists already (a warm start); it prints the clock at its first paint and ends.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.result import Result

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 9

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.monotonic() * 1000, flush=True)
        QTimer.singleShot(0, QApplication.quit)

app = QApplication(sys.argv)
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""


def first_paint(command: list[str]) -> float:
    """Return the seconds from starting the process to the moment it says it painted."""
    environ = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "HUCE_QUIT_AFTER_PAINT": "1"}
    start = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True, timeout=60)
    painted = [float(line) for line in done.stdout.split() if line.replace(".", "").isdigit()]
    return painted[0] / 1000 - start


def measure() -> Result:
    """Take both by turns."""
    with tempfile.TemporaryDirectory() as folder:
        desktop = [sys.executable, str(ROOT / "main.py"), "--data", folder]
        bare = [sys.executable, "-c", BARE]
        for command in (desktop, bare):
            first_paint(command)  # writes byte code, makes the data folder, warms the file cache
        taken = [(first_paint(desktop), first_paint(bare)) for _ in range(ROUNDS)]
    ours, floor = (statistics.median(column) for column in zip(*taken, strict=True))
    return Result("startup", ours, floor, 2.0, "s", "a bare QApplication and QMainWindow", ceiling=0.3)
