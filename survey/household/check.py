"""Every rule a household of the register must meet (questionnaire section A, codes R… and I…).

What is 强制性 here keeps a row out of the register: a value that cannot be true, or no name. What a first visit can
still fill in is 提示性; what can be true but rarely is, 核实性.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache

from survey.codelists import areas, industries
from survey.household.fields import REGISTER_FIELDS, register_field
from survey.household.places import county_of, resolve
from survey.identifiers import check_phone, check_reg_no15, check_uscc
from survey.problems import Level, Place, Problem

FIRST_DAY = "1979-01-01"  # no 个体工商户 was registered before
MAX_NAME, MIN_ACTIVITY, MAX_PEOPLE, MAX_AREA = 100, 4, 50, 100_000  # characters, characters, 人, ㎡
_PLACE = ("town_code", "town_name", "village_code", "village_name")
OPEN = frozenset({"1", "2"})
PERSON = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇·A-Za-z .'-]{2,50}")
_WANTED = {column.key: column.label for column in REGISTER_FIELDS if column.wanted and column.key != "uscc"}
Fields = Mapping[str, object]
Found = Iterator[Problem]


def check_household(fields: Fields, *, today: dt.date, county: str = "") -> tuple[Problem, ...]:
    """Check one household and return every problem, each with the field's key as ``place.path``.

    ``fields`` holds JSON values by field key. ``county`` is the six-digit county the register belongs to; without it
    the county is derived from the household's own codes, and towns are not judged where that fails.
    """
    types = _types()
    wrong = [
        key for key, value in fields.items() if value is not None and type(value) is not types.get(key, type(value))
    ]
    if wrong:
        return tuple(_problem(key, "R023", value=str(fields[key])) for key in wrong)
    found = [*_dates(fields, today), *_identity(fields, county), *_area(fields, county or county_of(fields))]
    for rule in _RULES:
        found.extend(rule(fields))
    return tuple(found)


def _at(key: str, problem: Problem) -> Problem:
    return replace(problem, place=_place(key))


@cache
def _place(key: str) -> Place:
    return Place(path=key, label=register_field(key).label)


def _problem(key: str, code: str, level: Level = Level.ERROR, **params: str) -> Problem:
    return Problem(code, level, _place(key), {"label": _place(key).label, **params})


@cache
def _types() -> Mapping[str, type]:
    return {column.key: int if column.unit else str for column in REGISTER_FIELDS}


def _missing(fields: Fields) -> Found:
    if not fields.get("shop_name"):
        yield _problem("shop_name", "R002")
    if not fields.get("owner_name"):
        yield _problem("owner_name", "R001")
    if not all(map(fields.get, _WANTED)):
        absent = [label for key, label in _WANTED.items() if fields.get(key) in {None, ""}]  # 0 people is an answer
        if absent:
            yield Problem("R004", Level.HINT, params={"labels": "、".join(absent)})


def _names(fields: Fields) -> Found:
    shop, owner = str(fields.get("shop_name") or ""), str(fields.get("owner_name") or "")
    if len(shop) > MAX_NAME:
        yield _problem("shop_name", "R006", length=str(len(shop)))
    if owner and not PERSON.fullmatch(owner):
        yield _problem("owner_name", "R005", value=owner)
    activity = str(fields.get("main_activity") or "")
    if activity and len(activity) < MIN_ACTIVITY:
        yield _problem("main_activity", "R021", Level.QUERY, value=activity)


def _phone(fields: Fields) -> Found:
    number = fields.get("mobile")
    if number:
        for problem in check_phone(str(number)):
            yield _at("mobile", problem)


def _industry(fields: Fields) -> Found:
    code = str(fields.get("industry_code") or "")
    known = industries()
    if not code or code in known.usable:
        return
    better = known.more_precise(code)
    if better:
        listed = "、".join(f"{row.code} {row.name}" for row in better[:2]) + (
            f"等{len(better)}个" if better[2:] else ""
        )
        yield _problem("industry_code", "R015", Level.HINT, value=code, better=listed)
    else:
        yield _problem("industry_code", "R014", value=code)


def _people(fields: Fields) -> Found:
    count = fields.get("emp_total")
    if not isinstance(count, int):
        return
    if count < 0:
        yield _problem("emp_total", "R018", value=str(count))
    elif count < 1 and fields.get("operating_status", "1") in OPEN:
        yield _problem("emp_total", "R017", value=str(count))
    elif count > MAX_PEOPLE:
        yield _problem("emp_total", "R019", Level.QUERY, value=str(count))


def _space(fields: Fields) -> Found:
    area = fields.get("area_sqm")
    if isinstance(area, int) and not 0 <= area <= MAX_AREA:
        yield _problem("area_sqm", "R020", value=str(area))


def _choices(fields: Fields) -> Found:
    for key, allowed in offered().items():
        value = fields.get(key)
        if value and value not in allowed:
            yield _problem(key, "R022", value=str(value))


@cache
def offered() -> Mapping[str, frozenset[str]]:
    """Return all codes of each field with choices, by key."""
    return {
        column.key: frozenset(choice.value for choice in column.choices) for column in REGISTER_FIELDS if column.choices
    }


_RULES: tuple[Callable[[Fields], Found], ...] = (_missing, _names, _phone, _industry, _people, _space, _choices)


def _dates(fields: Fields, today: dt.date) -> Found:
    day = str(fields.get("reg_date") or "")
    if not day:
        return
    if not is_day(day):
        yield _problem("reg_date", "R023", value=day)
    elif day < FIRST_DAY:
        yield _problem("reg_date", "R007", value=day)
    elif day > today.isoformat():
        yield _problem("reg_date", "R008", value=day, today=today.isoformat())


@lru_cache(maxsize=65536)
def is_day(text: str) -> bool:
    """Whether a text is a day that was or will be, as 2018-07-31."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _identity(fields: Fields, county: str) -> Found:
    """Check the codes a business is known by; county is what the register belongs to, "" when not known."""
    uscc, old, license_ = (str(fields.get(key) or "") for key in ("uscc", "reg_no15", "has_license"))
    if uscc:
        for problem in check_uscc(uscc, county=county or str(fields.get("village_code") or "")[:6]):
            yield _at("uscc", problem)
    elif old:
        for problem in check_reg_no15(old):
            yield _at("reg_no15", problem)
    elif license_ == "1":
        yield _problem("uscc", "R003")
    elif not license_:
        yield _problem("uscc", "R026", Level.QUERY)
    if license_ == "3" and (uscc or old):
        yield _problem("has_license", "R025", Level.QUERY, value=uscc or old)


def _area(fields: Fields, county: str) -> Found:
    typed = [str(fields.get(key) or "") for key in _PLACE]
    if county or typed[0] or typed[2]:
        for code, key, params in area_faults(county, *typed):
            yield Problem(code, place=_place(key), params=dict(params))


@lru_cache(maxsize=65536)
def area_faults(
    county: str, town_code: str, town_name: str, village_code: str, village_name: str
) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Give (code, field, params) of each fault; cached, as many households share a village."""
    known = areas()
    county_name = known.full_name(county, above=county[:4]) if county else ""
    if town_code and not _stands(town_code, 9, county):
        return (("R011", "town_code", (("value", town_code), ("county", county_name))),)
    if village_code and not _stands(village_code, 12, town_code or county):
        return (("R012", "village_code", (("value", village_code), ("county", county_name))),)
    town, village = resolve(county, town_code, town_name, village_code, village_name)
    if town_name and not town:
        return (("R009", "town_name", (("value", town_name), ("county", county_name))),)
    if village_name and town and not village:
        return (("R010", "village_name", (("value", village_name), ("town", known.full_name(town, above=town[:6])))),)
    return _contradictions(town, town_name, village, village_name)


def _stands(code: str, length: int, above: str) -> bool:
    return len(code) == length and code.startswith(above) and areas().holds(code)


def _contradictions(
    town: str, town_name: str, village: str, village_name: str
) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Compare names with the codes they stand beside."""
    known = areas()
    if town and town_name:
        named = known.find_town(town[:6], town_name)
        if named is not None and named.code != town:
            return (("R013", "town_name", (("value", town_name), ("code", town))),)
    if village and village_name:
        named = known.find_village(village[:9], village_name)
        if named is not None and named.code != village:
            return (("R013", "village_name", (("value", village_name), ("code", village))),)
    return ()
