"""Dates and times: whole days count as in JavaRosa, instants keep their time (see ``runtime.moments``)."""

from __future__ import annotations

import math

from survey.expression.evaluation import Evaluation
from survey.expression.functions.registry import function
from survey.expression.problems import refuse
from survey.expression.runtime.moments import (
    INVALID,
    NAN,
    Moment,
    of_day,
    of_days,
    of_instant,
    parse_moment,
    parse_time,
)
from survey.expression.runtime.values import Scalar, XValue, scalar, to_number


@function("today", "", "d", "c", volatile=True)
def today(c: Evaluation) -> Moment:
    return of_day(c.now.astimezone(c.local).date())


@function("now", "", "d", "c", volatile=True)
def now(c: Evaluation) -> Moment:
    return of_instant(c.now, c.local)


@function("date", "a", "a", "c")
def date(c: Evaluation, value: XValue) -> Moment | str:
    """Make a date. A number counts whole days; '' stays ''; a day no calendar has raises ExpressionError X031.

    The instant that an answer or ``now()`` holds becomes its local day, as in JavaRosa; a written one keeps its time.
    """
    found = _moment(c, scalar(value), whole=True)
    is_held = isinstance(value, list | Moment)
    return of_day(found.wall.date()) if is_held and isinstance(found, Moment) and found.valid else found


@function("date-time", "a", "a", "c")
def date_time(c: Evaluation, value: XValue) -> Moment | str:
    """Make a date-time. Whole days stay local days, so that adding days to a date gives a date."""
    return _moment(c, scalar(value), whole=False)


def _moment(c: Evaluation, value: Scalar, *, whole: bool) -> Moment | str:
    if isinstance(value, Moment):
        return value
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return _from_days(c, value, whole=whole)
    if value == "":
        return ""
    found = parse_moment(value, c.local)
    if found is INVALID:
        raise refuse("X031", value=value)
    if found is not None:
        return found
    return _from_days(c, to_number(value, c), whole=whole)


def _from_days(c: Evaluation, days: float, *, whole: bool) -> Moment:
    return INVALID if math.isnan(days) else of_days(days, c.local, whole=whole or days % 1 == 0)


@function("decimal-date-time", "a", "n", "c")
def decimal_date_time(c: Evaluation, value: XValue) -> float:
    """Give the days since 1970-01-01T00:00Z; a whole day counts from its local midnight."""
    found = scalar(value)
    if isinstance(found, float):
        return found
    moment = found if isinstance(found, Moment) else parse_moment(found, c.local) if isinstance(found, str) else None
    if moment is None or not moment.valid:
        return NAN
    return of_instant(moment.wall.replace(tzinfo=None), c.local).utc if moment.whole else moment.utc


@function("decimal-time", "a", "n", "c")
def decimal_time(c: Evaluation, value: XValue) -> float:
    """Give the fraction of the local day that has passed."""
    found = scalar(value)
    if isinstance(found, float):
        return found - math.floor(found) if math.isfinite(found) else NAN
    moment = found if isinstance(found, Moment) else _time_of(c, found)
    if moment is None or not moment.valid:
        return NAN
    days = moment.local_days()
    return days - math.floor(days)


def _time_of(c: Evaluation, value: Scalar) -> Moment | None:
    if not isinstance(value, str):
        return None
    return parse_moment(value, c.local) or parse_time(value, c.now.astimezone(c.local).date(), c.local)


@function("format-date", "a s", "s", "c")
def format_date(c: Evaluation, value: XValue, pattern: str) -> str:
    return _format(c, value, pattern)


@function("format-date-time", "a s", "s", "c")
def format_date_time(c: Evaluation, value: XValue, pattern: str) -> str:
    return _format(c, value, pattern)


def _format(c: Evaluation, value: XValue, pattern: str) -> str:
    found = scalar(value)
    moment = _time_of(c, found) if isinstance(found, str) else _moment(c, found, whole=False)
    if isinstance(found, str) and moment is None:
        moment = _moment(c, found, whole=False)
    if not isinstance(moment, Moment) or not moment.valid:
        return ""
    return format_moment(moment, pattern, c.languages)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_CHINESE_DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def format_moment(moment: Moment, pattern: str, languages: tuple[str, ...]) -> str:
    """Fill the %-signs. Month and weekday names follow the first language (Chinese or English).

    Raises ExpressionError X033 for a sign that no engine knows.
    """
    signs = iter(pattern)
    return "".join(_filled(moment, next(signs, ""), languages) if sign == "%" else sign for sign in signs)


def _filled(moment: Moment, sign: str, languages: tuple[str, ...]) -> str:
    wall = moment.wall
    chinese = bool(languages) and languages[0].lower().startswith(("zh", "chinese", "中文", "简体"))
    simple = {
        "%": "%",
        "Y": f"{wall.year:04d}",
        "y": f"{wall.year % 100:02d}",
        "m": f"{wall.month:02d}",
        "n": str(wall.month),
        "b": f"{wall.month}月" if chinese else _MONTHS[wall.month - 1],
        "d": f"{wall.day:02d}",
        "e": str(wall.day),
        "H": f"{wall.hour:02d}",
        "h": str(wall.hour),
        "M": f"{wall.minute:02d}",
        "S": f"{wall.second:02d}",
        "3": f"{wall.microsecond // 1000:03d}",
        "a": _CHINESE_DAYS[wall.weekday()] if chinese else _DAYS[wall.weekday()],
        "W": str(wall.isocalendar().week),
    }
    if sign not in simple:
        raise refuse("X033", sign="%" + sign)
    return simple[sign]
