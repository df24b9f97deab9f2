"""Start-up: ``python main.py`` until its first window is painted, against the floor of a bare Qt window.

Both are whole processes, timed from outside: from the start of the process to the line it writes at its first
paint, after which it ends. The files are in the system's cache (a warm start).
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
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", flush=True)
        QTimer.singleShot(0, QApplication.quit)

app = QApplication(sys.argv)
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""


def first_paint(command: list[str]) -> float:
    """Return the seconds from starting the process to the line it writes at its first paint."""
    environ = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "HUCE_QUIT_AFTER_PAINT": "1"}
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as child:
        line = child.stdout.readline() if child.stdout else ""
        taken = time.perf_counter() - start
    if not line.strip() or child.returncode != 0:
        raise RuntimeError(f"no first paint from {command[1]} (exit code {child.returncode})")
    return taken


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
