"""The register in columns: fifty thousand households completed and looked over at once, each distinct value once.

A column holds one JSON value a household, None where it is blank. What is found here follows from the rules for one
household (``survey.household.check``, ``survey.household.places``) and must never say less than they do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from survey.codelists import industries
from survey.household.check import (
    FIRST_DAY,
    MAX_AREA,
    MAX_NAME,
    MAX_PEOPLE,
    MIN_ACTIVITY,
    PERSON,
    area_faults,
    is_day,
    offered,
)
from survey.household.fields import REGISTER_FIELDS
from survey.household.places import complete_household, licensed
from survey.identifiers import is_plain_mobile, uscc_holds
from survey.values.text import all_text

Cell: TypeAlias = object
Column: TypeAlias = Sequence[Cell]
PLACE = ("town_code", "town_name", "village_code", "village_name")
_CODES = ("uscc", "reg_no15")
_LICENSE = "has_license"
Fits = Callable[[Cell], bool]


def complete_columns(columns: Mapping[str, Column], *, county: str) -> dict[str, Column]:
    """Return the columns with what follows from them, as ``complete_household`` gives it for each household.

    ``county`` is the six-digit county the register belongs to; "" derives it from each household's own codes.
    """
    blank = (None,) * _height(columns)
    asked = PLACE if county else (*PLACE, *_CODES)  # the codes say in which county a household without one is
    rows = list(zip(*(columns.get(key, blank) for key in asked), strict=True))
    known = {row: _completed(asked, row, county) for row in set(rows)}
    done = {**columns, **dict(zip(PLACE, zip(*(known[row] for row in rows), strict=True), strict=False))}
    told, *codes = (columns.get(key, blank) for key in (_LICENSE, *_CODES))
    done[_LICENSE] = ["1" if licensed(*row) else row[0] for row in zip(told, *codes, strict=True)]
    return {key: column for key, column in done.items() if key in columns or any(v is not None for v in column)}


def _completed(keys: Sequence[str], row: tuple[Cell, ...], county: str) -> tuple[Cell, ...]:
    typed = {key: value for key, value in zip(keys, row, strict=True) if value is not None}
    return tuple(map(complete_household(typed, county=county).get, PLACE))


def doubtful_rows(columns: Mapping[str, Column], *, today: dt.date, county: str) -> frozenset[int]:
    """Name the rows (by their place, from 0) to which a rule may object; ``check_household`` says which and how.

    ``columns`` are completed. Missing wishes (R004) are left out: they are a matter of the whole column.
    """
    height = _height(columns)
    if not county:
        return frozenset(range(height))
    blank = (None,) * height
    found: set[int] = set()
    for key, fits in _tests(today.isoformat(), county).items():
        found.update(_places(columns.get(key, blank), fits))
    places = list(zip(*(columns.get(key, blank) for key in PLACE), strict=True))
    found.update(_places(places, lambda place: _stands(county, place)))
    return frozenset(found)


def _places(column: Column, fits: Fits) -> list[int]:
    """Find where a column holds a value that does not fit; each distinct text is judged once (1 and True are one)."""
    if all_text(column):
        if fits is _text:
            return []
    elif not {int, float, bool}.isdisjoint(map(type, column)):
        return [row for row, value in enumerate(column) if not fits(value)]
    wrong = {value for value in set(column) if not fits(value)}
    return [row for row, value in enumerate(column) if value in wrong] if wrong else []


def _stands(county: str, place: Cell) -> bool:
    return isinstance(place, tuple) and not area_faults(county, *(str(part or "") for part in place))


def _tests(today: str, county: str) -> dict[str, Fits]:
    """What most values of a register are, by key; a field without a test of its own is blank or text."""
    usable, local = industries().usable, f"92{county}"
    tests: dict[str, Fits] = {column.key: _text for column in REGISTER_FIELDS if not column.unit}
    tests |= {key: _one_of(allowed) for key, allowed in offered().items()}
    return tests | {
        "uscc": lambda code: type(code) is str and code[:8] == local and uscc_holds(code),
        "has_license": lambda value: value == "1",
        "shop_name": lambda name: type(name) is str and 0 < len(name) <= MAX_NAME,
        "owner_name": lambda name: type(name) is str and PERSON.fullmatch(name) is not None,
        "mobile": lambda number: number is None or (type(number) is str and (not number or is_plain_mobile(number))),
        "industry_code": lambda code: code is None or (type(code) is str and (not code or code in usable)),
        "main_activity": lambda text: text is None or (type(text) is str and not 0 < len(text) < MIN_ACTIVITY),
        "reg_date": lambda day: day is None or (type(day) is str and FIRST_DAY <= day <= today and is_day(day)),
        "emp_total": lambda count: count is None or (type(count) is int and 1 <= count <= MAX_PEOPLE),
        "area_sqm": lambda area: area is None or (type(area) is int and 0 <= area <= MAX_AREA),
    }


def _text(value: Cell) -> bool:
    return value is None or type(value) is str


def _one_of(allowed: frozenset[str]) -> Fits:
    return lambda value: value is None or value in allowed


def _height(columns: Mapping[str, Column]) -> int:
    return len(next(iter(columns.values()), ()))
