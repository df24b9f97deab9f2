"""What an import would do, before anything is written: the plan a person reads and then accepts or leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from excel.table.find import Table
from exchange.messages import Fields
from storage.records.fresh import Fresh
from survey.problems import Level, Problem


class ImportKind(StrEnum):
    """What the rows of the workbook are."""

    REGISTER = "register"  # households of the 名录
    ENTRIES = "entries"  # filled questionnaires of one round


class RowAction(StrEnum):
    """What accepting does with a good row."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REPEATED = "repeated"  # the file says exactly this in an earlier row


@dataclass(frozen=True, slots=True)
class MatchedColumn:
    """A column that is read: its title in the file, the field it means, and how many data rows leave it blank."""

    sheet: str
    title: str
    key: str
    label: str
    blank: int


@dataclass(frozen=True, slots=True)
class UnmatchedColumn:
    """A column that is not read. ``suggestion`` is the label it may have meant, "" when nothing is near."""

    sheet: str
    title: str
    suggestion: str = ""
    repeated: bool = False  # it means the same as an earlier column


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no data: its Excel row number and why (合计行, 表尾, 空行 …)."""

    sheet: str
    row: int
    reason: str


class RowRef(NamedTuple):
    """A data row of the file: which table, and its place in ``table.sheet.rows``."""

    table: int
    row: int


class PlannedRow(NamedTuple):
    """A good row (a tuple: there may be fifty thousand).

    ``fields`` is the whole record after the import; ``hash`` is that of the record it rests on.
    """

    ref: RowRef
    action: RowAction
    fields: Fields
    record_id: str = ""
    hash: str = ""
    changed: tuple[str, ...] = ()  # keys whose value differs from what the register holds
    errors: int = 0
    queries: int = 0


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row with at least one 强制性 problem; it stays out and goes to the error workbook."""

    ref: RowRef
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FreshRows:
    """The rows of households that are not in the register yet, with what will be written of each.

    Once they are written at once, ``records`` is let go: there may be fifty thousand.
    """

    refs: Sequence[tuple[int, int]]  # as RowRef
    records: Fresh

    def rows(self) -> Iterator[PlannedRow]:
        """Go through them as planned rows."""
        for ref, (_, fields) in zip(self.refs, self.records.records(), strict=True):
            yield PlannedRow(RowRef(*ref), RowAction.NEW, fields)

    def written(self) -> FreshRows:
        """Return what is worth knowing of them from now on: where they stood."""
        return FreshRows(self.refs, self.records.picked(()))


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything a person needs to decide. ``rows_read`` counts data rows: good, unchanged, repeated and refused.

    ``planned`` are the good rows but for those of new households, which are ``fresh``: there may be fifty thousand,
    in the pieces in which they were examined.
    """

    file: Path
    kind: ImportKind
    tables: tuple[Table, ...]
    rows_read: int
    planned: tuple[PlannedRow, ...]
    refused: tuple[RefusedRow, ...]
    problems: tuple[Problem, ...]
    matched: tuple[MatchedColumn, ...] = ()
    unmatched: tuple[UnmatchedColumn, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    hidden_rows: int = 0
    form_id: str = ""
    form_version: str = ""
    round_code: str = ""
    fresh: tuple[FreshRows, ...] = ()

    @property
    def good(self) -> tuple[PlannedRow, ...]:
        """Every good row, in the order of the file; only of a plan that is not written yet."""
        fresh = (row for part in self.fresh for row in part.rows())
        return tuple(sorted((*self.planned, *fresh), key=itemgetter(0)))

    @property
    def accepted(self) -> int:
        """How many rows are good."""
        return len(self.planned) + self._fresh

    def count(self, action: RowAction) -> int:
        """Count the good rows of one action."""
        fresh = self._fresh if action is RowAction.NEW else 0
        return fresh + sum(row.action is action for row in self.planned)

    @property
    def _fresh(self) -> int:
        return sum(len(part.refs) for part in self.fresh)

    @property
    def new(self) -> int:
        """How many records would be added."""
        return self.count(RowAction.NEW)

    @property
    def updated(self) -> int:
        """How many records would change."""
        return self.count(RowAction.UPDATED)

    @property
    def unchanged(self) -> int:
        """How many rows say what the register already holds."""
        return self.count(RowAction.UNCHANGED)

    @property
    def duplicates(self) -> int:
        """How many rows repeat an earlier row of the file word by word."""
        return self.count(RowAction.REPEATED)

    @property
    def faults(self) -> tuple[Problem, ...]:
        """Every 强制性 problem, in the order of the file, each once."""
        return tuple(self.of_level(Level.ERROR))

    @property
    def queries(self) -> tuple[Problem, ...]:
        """Every 核实性 problem; these rows enter."""
        return tuple(self.of_level(Level.QUERY))

    def of_level(self, level: Level) -> Iterator[Problem]:
        """Go through the problems of one level."""
        return (problem for problem in self.problems if problem.level is level)
