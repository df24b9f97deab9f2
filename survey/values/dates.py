"""Dates and times as clerks type them: 2026-07-01, 2026/7/1, 2026.7.1, 2026年7月1日, 20260701, Excel serials."""

from __future__ import annotations

import datetime as dt
import re

from survey.problems import Level, Problem
from survey.values.kinds import BLANK, Parsed, fault, shown
from survey.values.text import is_blank, width_folded

_EXCEL_EPOCH = dt.date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was
_SERIALS = range(10_000, 100_000)  # 1927 to 2173
_DATE = re.compile(  # year, then month and day in one of three ways
    r"(\d{4})(?:([-/.,、])(\d{1,2})(?:\2(\d{1,2})[日号.]?)?|年(\d{1,2})月(?:份|(\d{1,2})[日号]?)?|(\d\d)(\d\d))"
    r"(?:[ t].*)?"
)
ISO_DAY = re.compile(
    r"[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
"""A day that is its own value. A 29 February is not among them: not every year has one."""
_SHORT_YEAR = re.compile(r"\d{2}[-/.年]\d{1,2}[-/.月]\d{1,4}日?")
_TIME = re.compile(
    r"(?P<half>上午|中午|下午|晚上)?(?P<h>\d{1,2})(?:[:时点](?:(?P<min>\d{1,2})(?:[:分](?:(?P<s>\d{1,2}(?:\.\d{1,6})?)秒?)?)?|(?P<half_past>半))?)"
    r"(?P<zone>z|[+-]\d\d:?\d\d)?"
)


def parse_date(raw: object, *, blank_words: bool = True) -> Parsed:
    """Read a date. Codes: V010 not a date, V011 no such day, V012 no day given (1st is taken), V013 two-digit year."""
    if isinstance(raw, str):
        return _from_text(raw, blank_words=blank_words)
    if isinstance(raw, dt.date):
        return Parsed(raw.date() if isinstance(raw, dt.datetime) else raw)
    if raw is None:
        return BLANK
    if isinstance(raw, float):
        if not raw.is_integer():
            return _from_serial(int(raw), raw) if 0 < raw < _SERIALS.stop else fault("V010", raw)
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int):
        return fault("V010", raw)
    return _from_text(str(raw), raw)


def _from_serial(days: int, raw: object) -> Parsed:
    if days not in _SERIALS:
        return fault("V010", raw)
    return Parsed(_EXCEL_EPOCH + dt.timedelta(days=days))


def _from_text(text: str, raw: object = None, *, blank_words: bool = True) -> Parsed:
    """Read a text; ``raw`` is the number it was written from, if it was one."""
    match = _DATE.fullmatch(text)
    raw = text if raw is None else raw
    if match is None:
        if not text.strip() or (blank_words and is_blank(text)):
            return BLANK
        text = re.sub(r"\s*([-/.,、年月日号])\s*", r"\1", width_folded(text).lower())
        if text.isdecimal() and len(text) == 5:
            return _from_serial(int(text), raw)
        match = _DATE.fullmatch(text)
    if match is None:
        return fault("V013" if _SHORT_YEAR.fullmatch(text) else "V010", raw)
    return _from_parts(match, raw)


def _from_parts(match: re.Match[str], raw: object) -> Parsed:
    year, month, day = match[1], match[3] or match[5] or match[7], match[4] or match[6] or match[8]
    try:
        value = dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return fault("V011", raw)
    return Parsed(value) if day else Parsed(value, (_month_only(raw, value),))


def _month_only(raw: object, value: dt.date) -> Problem:
    return Problem("V012", Level.HINT, params={"value": shown(raw), "taken": value.isoformat()})


def parse_time(raw: object, *, blank_words: bool = True) -> Parsed:
    """Read a time of day. Code: V014 not a time."""
    if isinstance(raw, dt.datetime):
        return Parsed(raw.timetz())
    if isinstance(raw, dt.time):
        return Parsed(raw)
    if raw is None or (blank_words and is_blank(raw)):
        return BLANK
    if isinstance(raw, float) and 0 <= raw < 1:  # Excel's part of a day
        return Parsed(_clock(raw))
    if not isinstance(raw, str):
        return fault("V014", raw)
    match = _TIME.fullmatch(width_folded(raw).lower().replace(" ", ""))
    value = _time_of(match) if match else None
    return fault("V014", raw) if value is None else Parsed(value)


def _clock(part_of_day: float) -> dt.time:
    minutes, seconds = divmod(round(part_of_day * 86400) % 86400, 60)
    return dt.time(minutes // 60, minutes % 60, seconds)


def _time_of(match: re.Match[str]) -> dt.time | None:
    hour = int(match["h"])
    if match["half"] in {"下午", "晚上"} and hour < 12:
        hour += 12
    minute = 30 if match["half_past"] else int(match["min"] or 0)
    try:
        return dt.time.fromisoformat(f"{hour:02d}:{minute:02d}:{_seconds(match['s'])}{(match['zone'] or '').upper()}")
    except ValueError:
        return None


def _seconds(text: str | None) -> str:
    whole, dot, fraction = (text or "0").partition(".")
    return f"{int(whole):02d}{dot}{fraction:0<6}" if dot else f"{int(whole):02d}"


def parse_datetime(raw: object, *, blank_words: bool = True) -> Parsed:
    """Read a date with a time of day (midnight when none is given). Codes as for dates and times."""
    if isinstance(raw, dt.datetime):
        return Parsed(raw)
    if isinstance(raw, float) and _SERIALS.start <= raw < _SERIALS.stop:
        return Parsed(dt.datetime.combine(_EXCEL_EPOCH, dt.time()) + dt.timedelta(seconds=round(raw * 86400)))
    day_text, gap, time_text = _split(raw) if isinstance(raw, str) else (raw, "", "")
    day = parse_date(day_text, blank_words=blank_words)
    if not isinstance(day.value, dt.date):
        return day
    time = parse_time(time_text) if gap else Parsed(dt.time())
    if not isinstance(time.value, dt.time):
        return fault("V014", raw)
    return Parsed(dt.datetime.combine(day.value, time.value), day.problems)


def _split(raw: str) -> tuple[str, str, str]:
    text = width_folded(raw).replace("T", " ", 1).replace("日", "日 ", 1).strip()
    head, gap, tail = text.partition(" ")
    return head, gap, tail.strip()
