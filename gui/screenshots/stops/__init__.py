"""What is visited: everything a person meets on the first day, and everything of every other day."""

from __future__ import annotations

from pathlib import Path

from gui.screenshots.stops.dialogs import see_dialogs
from gui.screenshots.stops.entry import see_entry
from gui.screenshots.stops.imports import see_import, see_refused_import
from gui.screenshots.stops.pictures import see_pictures
from gui.screenshots.stops.questions import see_questions
from gui.screenshots.stops.register import see_register
from gui.screenshots.stops.sync import see_sync
from gui.screenshots.tour import Tour


def first_day(tour: Tour, _workbook: Path | None) -> None:
    """An empty register."""
    tour.window.show_overview()
    tour.settle()
    tour.shoot("register_empty")


def every_day(tour: Tour, workbook: Path | None) -> None:
    """Every window over a register that is in use."""
    see_register(tour)
    see_entry(tour)
    see_dialogs(tour)
    see_sync(tour)
    see_refused_import(tour)
    see_import(tour, workbook)
    see_questions(tour)
    see_pictures(tour)
