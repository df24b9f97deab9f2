"""The main job, end to end, through the real widgets and a real server: what ``dev.py demo`` plays, but smaller."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.journeys.main_job import play
from tests.journeys.stage import Stage


def test_the_main_job_from_an_empty_folder_to_a_colleagues_workbook(qapp: QApplication, tmp_path: Path) -> None:
    said: list[str] = []
    played = play(Stage(tmp_path, said.append), qapp, households=40)
    assert played.right, said
    assert (played.imported, played.refused) == (1872, 128)
    assert played.here == played.there == 40 + 1872
    assert len(list(tmp_path.glob("*.png"))) == 6
