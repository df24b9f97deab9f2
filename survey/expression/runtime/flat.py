"""What code generated for flat answers calls: conversions of None, numbers, ISO dates and lists of choices."""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import lru_cache
from operator import getitem

from survey.expression.evaluation import Evaluation
from survey.expression.functions.dates import date, format_moment
from survey.expression.runtime.compare import numbers_equal
from survey.expression.runtime.moments import NAN, of_instant, parse_moment
from survey.expression.runtime.values import XValue, number_to_text, text_to_number
from survey.expression.tree import InstanceNode

_MANY = 50_000
DIGITS = {str(digit): digit for digit in range(10)}


class OddValue(ValueError):  # noqa: N818 - not an error: the entry needs a session
    """A value is not of its slot's type."""


class _Days(dict[object, float]):
    """The days since 1970-01-01 of every ISO date seen. Raises OddValue for what is no date."""

    def __missing__(self, text: object) -> float:
        days = days_of_text(text) if isinstance(text, str) else None
        if days is None or days != days:  # noqa: PLR0124 - NaN: the calendar has no such day
            raise OddValue(text)
        if len(self) > _MANY:
            self.clear()
        self[text] = days
        return days


DAYS = _Days()


class SignTable(dict[str, float]):
    """What each sign counts at one place of a text; ``other`` is for signs that are not listed."""

    def __init__(self, numbers: dict[str, int], other: float = NAN) -> None:
        super().__init__(numbers)
        self._other = other

    def __missing__(self, sign: str) -> float:
        return self._other


def signs(text: str, tables: list[SignTable], short: float) -> float:
    """Add what the first signs of a text count; ``short`` is the sum when there are too few (0: those there are)."""
    return sum(map(getitem, tables, text)) if not short or len(text) >= len(tables) else short


def blank(value: object) -> None:
    """Give None for what stands for a blank answer. Raises OddValue for anything else."""
    if value is not None and value not in ("", []):
        raise OddValue(value)


def texts(values: list[object]) -> bool:
    """Say whether a list holds texts only."""
    return all(type(value) is str for value in values)


def known(value: float) -> float | None:
    """Give None for NaN, which is how a blank calculation comes out."""
    return value if value == value else None  # noqa: PLR0124 - NaN


def number(value: float | None) -> float:
    """Give NaN for a blank."""
    return NAN if value is None else value


def text(value: float | None) -> str:
    """Give '' for a blank."""
    return "" if value is None else number_to_text(value)


def day(value: str, c: Evaluation) -> XValue:
    """Give ``date()`` of an answer."""
    return date(c, [InstanceNode("", value)])


def any_value(value: float | None) -> float | str:
    """Give '' for a blank, any other number as it is."""
    return "" if value is None else float(value)


def words(value: list[str] | None) -> str:
    """Join the chosen values as the instance holds them."""
    return " ".join(value) if value else ""


def days(value: str | None) -> float:
    """Give the days since 1970-01-01 of an ISO date; NaN for a blank or what is no date. Remembers what it has seen."""
    if not value:
        return NAN
    try:
        return DAYS[value]
    except OddValue:
        return NAN


def utc_days(value: str | None, c: Evaluation) -> float:
    """Give the days since 1970-01-01T00:00Z of the local midnight on which a date begins; NaN for a blank."""
    return NAN if value is None else _utc_days(value, c.local)


@lru_cache(maxsize=_MANY)
def _utc_days(value: str, zone: tzinfo) -> float:
    moment = parse_moment(value, zone)
    if moment is None or not moment.valid:
        return NAN
    return of_instant(moment.wall.replace(tzinfo=None), zone).utc if moment.whole else moment.utc


def format_day(value: str | None, pattern: str, c: Evaluation) -> str:
    """Format a date as ``format-date``; '' for a blank."""
    return "" if value is None else _format_day(value, pattern, c.languages, c.local)


@lru_cache(maxsize=_MANY)
def _format_day(value: str, pattern: str, languages: tuple[str, ...], zone: tzinfo) -> str:
    moment = parse_moment(value, zone)
    return "" if moment is None or not moment.valid else format_moment(moment, pattern, languages)


def days_of_text(value: str) -> float | None:
    """Give the day number of a whole date, None for anything else."""
    moment = parse_moment(value, UTC)
    return moment.days() if moment is not None and moment.whole else None


def same(value: float | None, text: str, c: Evaluation) -> bool:
    """Compare a number with a text as numbers; a blank only with a blank."""
    return not text if value is None else numbers_equal(value, text_to_number(text, c))


def equal(left: float | None, right: float | None) -> bool:
    """Compare two numbers; a blank equals a blank."""
    return left is right if left is None or right is None else numbers_equal(left, right)


def present(value: object) -> bool:
    """Say whether ``coalesce`` takes a flat value."""
    return value is not None and value != "" and value == value and value != []  # noqa: PLR0124 - NaN
