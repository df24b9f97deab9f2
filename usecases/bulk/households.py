"""The rows of a register, examined by themselves: read, completed, checked and sealed, without asking the database."""

from __future__ import annotations

import datetime as dt
import marshal
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from excel.sheet import columns_of
from exchange.messages import Fields, Json
from storage.database.columns import HOUSEHOLD_COLUMNS, HOUSEHOLD_KINDS
from storage.records.content import Sealed, seal
from storage.records.fresh import Fresh
from storage.records.sealing import Seals, records_of, sealed_columns
from survey.household import (
    REGISTER_FIELDS,
    check_household,
    complete_columns,
    county_of,
    doubtful_rows,
)
from survey.problems import HuceError, Level, Place, Problem
from survey.values.text import all_text
from usecases.bulk.cells import Columns, read_columns

READERS = {column.key: column.read for column in REGISTER_FIELDS}
AS_IS = {column.key: column.as_is for column in REGISTER_FIELDS if column.as_is is not None}
SHARE = "usecases.bulk.households:examine_share"
_ABSENT = "R004"  # which wanted fields a row leaves blank: told once a column, not once a row
_COUNTY = ("village_code", "town_code", "uscc", "reg_no15")

Cells = Mapping[str, Sequence[object]]
Found = dict[int, list[tuple[str, Problem]]]


class Examined(NamedTuple):
    """Some rows of a register, by their places: what would be written of each, and what is wrong, by field key."""

    records: Fresh
    problems: Found
    blanks: dict[str, int]  # how many cells of each column that was read are blank


def examine(cells: Cells, *, county: str, today: dt.date) -> Examined:
    """Examine rows given as columns of cells by field key; ``county`` is the register's six digits, "" when unknown."""
    read = read_columns(cells, READERS, AS_IS)
    columns = cast("Mapping[str, Sequence[Json]]", complete_columns(read.values, county=county))
    found = _problems(read, columns, county, today)
    seals = _sealed(columns, found)
    told = {key: _told(columns[key]) for key in HOUSEHOLD_COLUMNS if key in columns}
    return Examined(Fresh.of(seals, told), found, read.blanks)


def examine_share(
    rows: Sequence[Sequence[Any]], known: Mapping[str, int], body: Sequence[int], county: str, today: str
) -> tuple[object, ...]:
    """Examine some rows of a sheet in another process; the answer can be marshalled (see ``unpacked``)."""
    cells = columns_of(rows, known, body)
    records, problems, blanks = examine(cells, county=county, today=dt.date.fromisoformat(today))
    packed = [(row, key, *_packed(problem)) for row, found in problems.items() for key, problem in found]
    columns = dict(records.columns)
    kinds = {name: columns.pop(name) for name in HOUSEHOLD_KINDS if name in columns}
    return records.contents, columns, marshal.dumps(kinds), packed, blanks  # a text that stands there often: once


def unpacked(answer: tuple[Any, ...]) -> Examined:
    """Read the answer of ``examine_share``."""
    contents, columns, kinds, packed, blanks = answer
    columns |= marshal.loads(kinds)  # noqa: S302 - our own process
    problems: Found = {}
    for row, key, code, level, path, label, *more in packed:
        problem = Problem(code, Level(level), Place(path=path, label=label), *more)
        problems.setdefault(row, []).append((key, problem))
    return Examined(Fresh(contents, columns), problems, blanks)


def _packed(problem: Problem) -> tuple[object, ...]:
    place = problem.place
    return problem.code, problem.level.value, place.path, place.label, dict(problem.params), problem.text, problem.rule


def _sealed(columns: Mapping[str, Sequence[Json]], found: Found) -> Seals:
    seals = sealed_columns(columns)
    left = {*seals.left}
    for row, fields in enumerate(records_of(columns)) if left else ():
        if row in left:
            alone = _sealed_alone(row, fields, found)
            seals.contents[row], seals.hashes[row] = alone.content.encode(), alone.hash
    return seals


def _sealed_alone(row: int, fields: Fields, found: Found) -> Sealed:
    try:
        return seal(fields)
    except HuceError as error:  # a text that no record can hold: the row's fault, not the file's
        found.setdefault(row, []).append((error.problem.place.path, error.problem))
        return seal({})


def county_of_rows(cells: Cells) -> str:
    """Return the county most rows belong to by their own codes; "" when no county has half of them."""
    known = {key: cells[key] for key in _COUNTY if key in cells}
    counties = Counter(county_of(fields) for fields in read_columns(known, READERS).rows())
    county, count = counties.most_common(1)[0] if counties else ("", 0)
    return county if count * 2 >= counties.total() else ""


def _told(column: Sequence[Json]) -> Sequence[str]:
    return column if all_text(column) else ["" if value is None else str(value) for value in column]


def _problems(read: Columns, columns: Mapping[str, Sequence[Json]], county: str, today: dt.date) -> Found:
    """Give what is wrong with rows: each fault once, a cell that could not be read not also as missing."""
    found: Found = {}
    for row in sorted({*read.faults, *doubtful_rows(columns, today=today, county=county)}):
        told = read.faults.get(row, [])
        unread = {key for key, problem in told if problem.level is Level.ERROR}
        fields = {key: column[row] for key, column in columns.items() if column[row] is not None}
        ruled = [
            (problem.place.path, problem)
            for problem in check_household(fields, today=today, county=county)
            if problem.code != _ABSENT and problem.place.path not in unread
        ]
        if told or ruled:
            found[row] = [*told, *ruled]
    return found
