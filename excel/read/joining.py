"""Put together what several processes read of one workbook: each had its own rows of every sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from excel.read.dates import dated
from excel.sheet import Cell, Sheet

Message = tuple[Any, ...]
Rows = list[list[Cell]]
Failed = Sequence[tuple[int, int, str]]
"""Row and column, as in the file but counted from 0, and text of the cells in which a formula failed."""

_SAME = ("name", "visible")


class Frame(NamedTuple):
    """How wide the rows of a whole sheet are, and how many columns lie left of those that a share has."""

    left: int
    width: int

    def fitted(self, rows: Rows) -> Rows:
        """Fill rows up with blanks, in place and once, and return them."""
        if rows and len(rows[0]) < self.width:
            right = self.width - self.left - len(rows[0])
            for row in rows:
                row[:0] = [""] * self.left
                row.extend([""] * right)
        return rows


class Held(NamedTuple):
    """Which rows of a sheet a process has: from ``start`` (their place in ``sheet.rows``), so many."""

    holder: int
    start: int
    rows: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Part:
    """A process's rows of a sheet, and what it says of the whole sheet."""

    facts: dict[str, Any]
    rows: Rows = field(default_factory=list)

    @property
    def top(self) -> int:
        return int(self.facts["origin"][0])

    @property
    def left(self) -> int:
        return int(self.facts["origin"][1])

    @property
    def right(self) -> int:
        return self.left + len(self.rows[0])


def parts_of(said: Iterable[Message]) -> list[Part]:
    """Gather the messages of one process into its part of each sheet, dates and failed formulas in their cells."""
    parts: list[Part] = []
    for what, *facts in said:
        if what == "sheet":
            parts.append(Part(facts[0]))
        elif what == "rows":
            parts[-1].rows.extend(dated(*facts))
    for part in parts:
        show_errors(part.rows, part.facts["errors"], part.top, part.left)
    return parts


def show_errors(rows: Rows, failed: Failed, top: int, left: int) -> None:
    """Show the cells in which a formula failed: the reader took them for blanks."""
    for row, column, value in failed:
        if 0 <= row - top < len(rows) and 0 <= column - left < len(rows[row - top]):
            rows[row - top][column - left] = value


def joined(parts: Sequence[Part | None]) -> tuple[Sheet, tuple[Held, ...]] | None:
    """Join the parts of one sheet, given by their processes; None when they are at odds with each other.

    That is when rows of one lie among those of another, as no program writes them, or the file was changed meanwhile.
    """
    filled = [(holder, part) for holder, part in enumerate(parts) if part is not None and part.rows]
    facts, *others = said = [part.facts for part in parts if part is not None]
    if any(other[what] != facts[what] for other in others for what in _SAME):
        return None
    top = min((part.top for _, part in filled), default=0)
    left = min((part.left for _, part in filled), default=0)
    width = max((part.right for _, part in filled), default=left) - left
    rows: Rows = []
    held = []
    for holder, part in filled:
        start, frame = part.top - top, Frame(part.left - left, width)
        if start < len(rows):
            return None
        rows += ([""] * width for _ in range(start - len(rows)))
        rows += frame.fitted(part.rows)
        held.append(Held(holder, start, len(part.rows), frame))
    show_errors(rows, [failed for one in said for failed in one["errors"]], top, left)
    sheet = Sheet(
        name=facts["name"],
        rows=rows,
        first_row=top,
        first_column=left,
        merges=tuple(facts["merges"]),
        hidden_rows=frozenset(row for one in said for row in one["hidden"]),
        visible=facts["visible"],
        widths=tuple(facts["widths"]),
    )
    return sheet, tuple(held)
