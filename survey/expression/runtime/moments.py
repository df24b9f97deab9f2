"""Dates and times as an expression sees them.

A ``Moment`` is either a whole day of the local calendar or an instant. Whole days count in whole days since
1970-01-01 in every zone, as in JavaRosa; an instant counts in fractional days since 1970-01-01 UTC, as the ODK
XForms specification says for ``number()`` and ``decimal-date-time()``.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from survey.expression.problems import refuse

DAY_SECONDS = 86400.0
_EPOCH = date(1970, 1, 1).toordinal()
_EPOCH_LOCAL = datetime(1970, 1, 1)  # noqa: DTZ001 - wall time, compared with other wall times only
_EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
_ZONE = r"(Z|[+-]\d{2}(?::?\d{2})?)?"
_CLOCK = r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?"
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_DATE_TIME = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})T{_CLOCK}{_ZONE}\Z")
_TIME = re.compile(rf"{_CLOCK}{_ZONE}\Z")
NAN = float("nan")


class Moment:
    """``wall`` is the local wall time; ``utc`` the days since the epoch in UTC; ``whole`` a day without a time.

    ``valid`` is False for what ``date('nonsense')`` gives: false as a boolean, NaN as a number, ``Invalid Date``
    as a text. ``counted`` marks a day made from a number.
    """

    __slots__ = ("counted", "utc", "valid", "wall", "whole")

    def __init__(self, wall: datetime, utc: float, *, whole: bool, valid: bool = True, counted: bool = False) -> None:
        self.wall = wall
        self.utc = utc
        self.whole = whole
        self.valid = valid
        self.counted = counted

    def __repr__(self) -> str:
        return f"Moment({self.text()!r})"

    def days(self) -> float:
        """Give the value as a number: whole local days, or fractional UTC days."""
        if not self.valid:
            return NAN
        return float(self.wall.toordinal() - _EPOCH) if self.whole else self.utc

    def local_days(self) -> float:
        """Give the fractional days on the local clock, to count between a day and an instant."""
        if not self.valid:
            return NAN
        return (self.wall.replace(tzinfo=None) - _EPOCH_LOCAL) / timedelta(days=1)

    def text(self) -> str:
        """Give the ISO text: a date, or a date-time with milliseconds and offset."""
        if not self.valid:
            return "Invalid Date"
        if self.whole:
            return self.wall.strftime("%Y-%m-%d").rjust(10, "0")
        return self.wall.isoformat(timespec="milliseconds")


INVALID = Moment(_EPOCH_LOCAL, NAN, whole=True, valid=False)


def of_day(day: date) -> Moment:
    """Make a whole local day."""
    return Moment(datetime(day.year, day.month, day.day), 0.0, whole=True)  # noqa: DTZ001 - wall time


def of_instant(instant: datetime, zone: tzinfo) -> Moment:
    """Make an instant from an aware datetime; a naive one is taken as local."""
    local = instant.replace(tzinfo=zone) if instant.tzinfo is None else instant.astimezone(zone)
    return Moment(local, (local - _EPOCH_UTC) / timedelta(days=1), whole=False)


def of_days(days: float, zone: tzinfo, *, whole: bool) -> Moment:
    """Make a moment from days since the epoch. Raises ExpressionError X031 outside the years 1 to 9999."""
    try:
        if whole:
            moment = of_day(date.fromordinal(_EPOCH + int(days)))
            moment.counted, moment.utc = True, float(int(days))
            return moment
        return of_instant(_EPOCH_UTC + timedelta(days=days), zone)
    except (OverflowError, ValueError) as fault:
        raise refuse("X031", value=repr(days)) from fault


def looks_like_date(text: str) -> bool:
    """Say cheaply whether a text can be a date or a date-time at all."""
    return len(text) >= 8 and text[4] == "-" and text[0].isdigit()


def parse_moment(text: str, zone: tzinfo) -> Moment | None:
    """Read an ISO date or date-time; None if it is not one, ``INVALID`` if the calendar has no such day."""
    if not looks_like_date(text):
        return None
    return _parse(text, zone)


@lru_cache(maxsize=4096)
def _parse(text: str, zone: tzinfo) -> Moment | None:
    try:
        if found := _DATE.match(text):
            return of_day(date(int(found[1]), int(found[2]), int(found[3])))
        if found := _DATE_TIME.match(text):
            year, month, day, *clock = found.groups()
            return _instant(date(int(year), int(month), int(day)), clock, zone)
    except (ValueError, OverflowError):
        return INVALID
    return None


def parse_time(text: str, day: date, zone: tzinfo) -> Moment | None:
    """Read a bare time of day (``06:00:00.000-07:00``) as an instant of ``day``; None if it is not one."""
    found = _TIME.match(text)
    if found is None:
        return None
    try:
        return _instant(day, list(found.groups()), zone)
    except (ValueError, OverflowError):
        return None


def _instant(day: date, clock: list[str | None], zone: tzinfo) -> Moment:
    hour, minute, second, fraction, offset = clock
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    given = _offset(offset, zone)
    wall = datetime(day.year, day.month, day.day, int(hour or 0), int(minute or 0), int(second or 0), micro, given)
    return of_instant(wall, zone)


def _offset(text: str | None, zone: tzinfo) -> tzinfo:
    if not text:
        return zone
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if minutes > 59:
        raise ValueError(text)
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span)
