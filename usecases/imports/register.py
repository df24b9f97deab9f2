"""Plan the import of a register: read every cell, check every household, compare with what is known."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, cast

from excel.table.find import Table
from exchange.messages import Fields, Json
from survey.household import REGISTER_FIELDS, check_household, complete_household, county_of
from survey.problems import Level, Problem
from usecases.imports.cells import Placing, read_columns
from usecases.imports.matching import RegisterIndex, identity
from usecases.imports.plan import PlannedRow, RefusedRow, RowAction, RowRef
from usecases.progress import Progress

LABELS = {column.key: column.label for column in REGISTER_FIELDS}
READERS = {column.key: column.read for column in REGISTER_FIELDS}
IDENTITY = ("uscc", "shop_name", "owner_name")
_ABSENT = "R004"  # which wanted fields a row leaves blank: told once a column, not once a row
_STEP = 2_000
_ASKED = 1_000  # rows asked for their county

Contents = Callable[[list[str]], Mapping[str, Fields]]


@dataclass(slots=True)
class Sorted:
    """The rows, told apart, and every problem in file order."""

    good: list[PlannedRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Draft(NamedTuple):
    """A row that was read: what stands in it, and what is wrong with single cells."""

    ref: RowRef
    fields: dict[str, Json]
    faults: list[Problem]


class RegisterSorter:
    """Sorts the rows of a register into good and refused ones. Writes nothing."""

    def __init__(self, file: Path, tables: tuple[Table, ...], index: RegisterIndex, *, today: dt.date) -> None:
        self._tables, self._index, self._today = tables, index, today
        self._placing = [Placing(file.name, table, LABELS, IDENTITY) for table in tables]
        self._seen: dict[object, Draft] = {}
        self._claimed: dict[str, Draft] = {}
        self._found = Sorted()
        self._county = ""

    def sort(self, contents: Contents, progress: Progress) -> Sorted:
        """Read and check every row. ``contents`` gives the present fields of households by id."""
        progress.step(0, 0, "正在读取每个单元格")
        drafts = [d for number, table in enumerate(self._tables) for d in _drafts(number, table, self._placing[number])]
        self._county = _county(drafts)
        for done, draft in enumerate(drafts):
            if done % _STEP == 0:
                progress.step(done, len(drafts), "正在检查每一行")
            self._take(draft)
        progress.step(len(drafts), len(drafts), "正在与名录比对")
        self._found.good = list(_against_register(self._found.good, contents))
        return self._found

    def _take(self, draft: Draft) -> None:
        fields = cast("dict[str, Json]", complete_household(draft.fields, county=self._county))
        problems = self._check(draft, fields)
        key = fields.get("uscc") or identity(fields)
        earlier = self._seen.setdefault(key, draft) if key != ("", "", "") else draft
        if earlier is not draft:
            if earlier.fields == draft.fields and not _blocks(problems):
                self._found.good.append(PlannedRow(draft.ref, RowAction.REPEATED, fields))
                return
            problems.append(self._repeats(draft, earlier))
        planned = self._match(draft, fields, problems)
        if planned is None or _blocks(problems):
            self._found.refused.append(RefusedRow(draft.ref, tuple(problems)))
        else:
            self._found.good.append(planned)
        self._found.problems.extend(problems)

    def _check(self, draft: Draft, fields: Fields) -> list[Problem]:
        """Give what is wrong with the row: each fault once, a cell that could not be read not also as missing."""
        found = draft.faults
        unread = {problem.place.path for problem in found if problem.level is Level.ERROR} if found else ()
        place = self._placing[draft.ref.table]
        found.extend(
            place.at(draft.ref.row, problem.place.path, problem)
            for problem in check_household(fields, today=self._today, county=self._county)
            if problem.code != _ABSENT and problem.place.path not in unread
        )
        return found

    def _repeats(self, draft: Draft, earlier: Draft) -> Problem:
        key = "uscc" if draft.fields.get("uscc") else "shop_name"
        table = self._tables[earlier.ref.table]
        where = f"{table.sheet.name}!{table.cell(earlier.ref.row, key)}"
        problem = Problem("B021", params={"value": str(draft.fields.get(key) or ""), "where": where})
        return self._placing[draft.ref.table].at(draft.ref.row, key, problem)

    def _match(self, draft: Draft, fields: Fields, problems: list[Problem]) -> PlannedRow | None:
        """Find the row's household; None, with the reason added to ``problems``, when that is not plain."""
        queries = sum(problem.level is Level.QUERY for problem in problems) if problems else 0
        match = self._index.find(fields)
        place = self._placing[draft.ref.table]
        if match.several:
            count = Problem("B024", params={"count": str(match.several)})
            problems.append(place.at(draft.ref.row, "uscc" if fields.get("uscc") else "shop_name", count))
            return None
        if match.known is None:
            return PlannedRow(draft.ref, RowAction.NEW, fields, queries=queries)
        first = draft if _blocks(problems) else self._claimed.setdefault(match.known.id, draft)
        if first is not draft:
            problems.append(self._repeats(draft, first))
            return None
        typed = tuple(draft.fields)
        return PlannedRow(
            draft.ref, RowAction.UPDATED, fields, match.known.id, match.known.hash, changed=typed, queries=queries
        )


def _drafts(number: int, table: Table, place: Placing) -> Iterator[Draft]:
    columns = read_columns(table, READERS)
    for position, (row, fields) in enumerate(zip(table.body, columns.rows(), strict=True)):
        found = columns.faults.get(position)
        yield Draft(RowRef(number, row), fields, place.all(row, found) if found else [])


def _county(drafts: list[Draft]) -> str:
    """Return the county most rows belong to by their own codes; "" when no county has half of them."""
    asked = drafts[:: len(drafts) // _ASKED + 1]
    counties = Counter(county_of(draft.fields) for draft in asked)
    county, count = counties.most_common(1)[0] if counties else ("", 0)
    return county if count * 2 >= len(asked) else ""


def _blocks(problems: list[Problem]) -> bool:
    return any(problem.level is Level.ERROR for problem in problems)


def _against_register(rows: list[PlannedRow], contents: Contents) -> Iterator[PlannedRow]:
    """Complete the updates: a blank never overwrites, and a row that changes nothing is told as unchanged."""
    present = contents([row.record_id for row in rows if row.record_id])
    for row in rows:
        if not row.record_id:
            yield row
            continue
        old = present[row.record_id]
        derived = {"has_license"} & old.keys() - set(row.changed)  # follows from the code: no reason to overwrite
        merged = {**old, **{key: value for key, value in row.fields.items() if key not in derived}}
        changed = tuple(key for key, value in merged.items() if old.get(key) != value)
        action = RowAction.UPDATED if changed else RowAction.UNCHANGED
        yield row._replace(action=action, fields=merged, changed=changed)
