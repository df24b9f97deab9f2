"""居民身份证号码, GB 11643-1999, and the 港澳台居民居住证 numbers of the same build (81/82/83)."""

from __future__ import annotations

import datetime as dt
from operator import mul

from survey.problems import Problem

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def check_id_card(code: str, *, today: dt.date) -> tuple[Problem, ...]:
    """Check a cleaned number; area codes are not judged (abolished ones stay valid on old cards).

    I020 length or characters, I021 birth date impossible or in the future, I022 check character, I023 a 15-digit
    number of the first generation (no longer valid since 2013; :func:`to_18` proposes the long form).
    """
    if len(code) == 15 and code.isascii() and code.isdecimal():
        return (Problem("I023", params={"value": _masked(code), "suggestion": _masked(to_18(code))}),)
    if not _well_formed(code):
        return (Problem("I020", params={"value": _masked(code), "length": str(len(code))}),)
    born = birth_date(code)
    if born is None or not dt.date(1880, 1, 1) <= born <= today:
        return (Problem("I021", params={"value": _masked(code), "birth": code[6:14]}),)
    return () if _check_character(code) == code[17] else (Problem("I022", params={"value": _masked(code)}),)


def _well_formed(code: str) -> bool:
    return len(code) == 18 and code.isascii() and code[:17].isdecimal() and (code[17].isdecimal() or code[17] == "X")


def birth_date(code: str) -> dt.date | None:
    """Read the birth date of an 18-character number; None when there is no such day."""
    try:
        return dt.date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return None


def is_male(code: str) -> bool:
    """Read the sex of an 18-character number: an odd 17th digit is 男."""
    return int(code[16]) % 2 == 1


def to_18(code: str) -> str:
    """Complete a 15-digit number of the first generation with the century and the check character."""
    body = code[:6] + "19" + code[6:]
    return body + _check_character(body)


def _check_character(code: str) -> str:
    return _CHECKS[sum(map(mul, map(int, code[:17]), _WEIGHTS)) % 11]


def _masked(code: str) -> str:
    """Sensitive: a problem travels to screens and reports, so the middle stays hidden."""
    return code if len(code) < 8 else code[:3] + "*" * (len(code) - 7) + code[-4:]
