"""Takes all pictures with made-up data in a temporary folder."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from gui.application import make_application
from gui.desk import Desk
from gui.screenshots import stops
from gui.screenshots.stops.pictures import write_shown_form
from gui.screenshots.stops.questions import write_form
from gui.screenshots.tour import Tour
from gui.theme.sheet import NORMAL_PT

SCREEN = {"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768, "dpr": 1}
HOUSEHOLDS = 400


def _set_screen(folder: Path) -> None:
    """Give Qt's offscreen platform the screen of the laptops this is made for."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        config = folder / "screen.json"
        dpi = {"logicalDpi": 96, "logicalBaseDpi": 96}
        config.write_text(json.dumps({"screens": [SCREEN | dpi]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={config}"


def _travel(app: QApplication, out: Path, points: float, workbook: Path | None) -> None:
    from usecases.demo import fill_demo
    from usecases.forms import install_form
    from usecases.workspace import open_workspace

    for households, journey in ((0, stops.first_day), (HOUSEHOLDS, stops.every_day)):
        with TemporaryDirectory() as folder:
            workspace = open_workspace(Path(folder), user="赵录入" if households else "")
            if households:
                fill_demo(workspace, households=households)
                install_form(workspace, path=write_form(Path(folder)))
                install_form(workspace, path=write_shown_form(Path(folder)))
            tour = Tour(app, Desk(workspace), out, points, Path(folder))
            journey(tour, workbook)
            tour.end()
            workspace.close()


def main(arguments: list[str]) -> int:
    """Take the pictures at both sizes."""
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    workbook = Path(arguments[1]) if len(arguments) > 1 else None
    with TemporaryDirectory() as folder:
        _set_screen(Path(folder))
        app = make_application()
        for points in (NORMAL_PT, NORMAL_PT * 2):
            _travel(app, out, points, workbook)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
