"""Dates cross between the processes beside the cells, as numbers: marshal knows no dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

Dates = list[tuple[int, int, int, int]]
"""Row of the piece, column, day (``date.toordinal``), second of the day or -1 for a date without a time."""


def dated(rows: list[list[Any]], dates: Dates) -> list[list[Any]]:
    """Put the dates back into a piece of rows, in place, and return it."""
    for row, column, day, second in dates:
        date = dt.date.fromordinal(day)
        rows[row][column] = date if second < 0 else dt.datetime.combine(date, _clock(second))
    return rows


def _clock(second: int) -> dt.time:
    return dt.time(second // 3600, second // 60 % 60, second % 60)
