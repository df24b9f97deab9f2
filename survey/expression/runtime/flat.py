"""What code generated for flat answers calls: conversions of None, numbers, ISO dates and lists of choices."""

from __future__ import annotations

from datetime import UTC

from survey.expression.runtime.moments import NAN, parse_moment
from survey.expression.runtime.values import number_to_text

_DAYS: dict[str, float] = {}
_MANY = 50_000


def number(value: float | None) -> float:
    """Give NaN for a blank."""
    return NAN if value is None else value


def text(value: float | None) -> str:
    """Give '' for a blank."""
    return "" if value is None else number_to_text(value)


def words(value: list[str] | None) -> str:
    """Join the chosen values as the instance holds them."""
    return " ".join(value) if value else ""


def days(value: str | None) -> float:
    """Give the days since 1970-01-01 of an ISO date; NaN for a blank or what is no date. Remembers what it has seen."""
    if not value:
        return NAN
    known = _DAYS.get(value)
    if known is None:
        if len(_DAYS) > _MANY:
            _DAYS.clear()
        known = days_of_text(value)
        known = _DAYS[value] = NAN if known is None else known
    return known


def days_of_text(value: str) -> float | None:
    """Give the day number of a whole date, None for anything else."""
    moment = parse_moment(value, UTC)
    return moment.days() if moment is not None and moment.whole else None


def present(value: object) -> bool:
    """Say whether ``coalesce`` takes a flat value."""
    return value is not None and value != "" and value == value and value != []  # noqa: PLR0124 - NaN
