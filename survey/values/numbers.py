"""Numbers as clerks type them: "1,200", "1.2万元", "3人", "１２", "三人"; "若干" is none."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from survey.problems import Level, Problem
from survey.values.kinds import BLANK, Parsed, fault, shown
from survey.values.text import is_blank, width_folded

_LIMIT = 10**15  # beyond this neither Excel nor a float keeps every digit
_UNITS: Mapping[str, str] = MappingProxyType(
    {word: family for family, words in {
        "元": "元 块 块钱 元整 圆 圆整 rmb yuan",
        "人": "人 名 位 个人 口",
        "㎡": "m2 ㎡ m² 平方米 平米 平方 平",
        "天": "天 日",
        "月": "个月 月",
        "岁": "岁 周岁",
        "%": "% 个百分点",
        "个": "个 家 户 次 笔 间 台 年 分",
    }.items() for word in words.split()}
)  # fmt: skip
_TIMES: Mapping[str, int] = MappingProxyType(
    {"百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
)
_NUMBER = re.compile(
    r"(?:¥|rmb)?\s*(?P<number>[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+))\s*(?P<times>百万|千万|百|千|万|亿)?\s*(?P<unit>[^\d\s.,]{0,4}?2?)"
)
_HAN = MappingProxyType({c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2})
_HAN_NUMBER = re.compile(r"(?P<number>[零〇一二两俩三四五六七八九十百千万]+)(?P<unit>[^\d\s]{0,4}?)")
_HAN_TIMES = MappingProxyType({"十": 10, "百": 100, "千": 1000})


def parse_number(raw: object, *, whole: bool, unit: str = "", blank_words: bool = True) -> Parsed:
    """Read a number. ``whole`` asks for an integer; ``unit`` (元/人/㎡…) refuses a number typed with another unit.

    Codes: V001 not a number, V002 not whole, V003 another unit, V004 too large, V005 an Excel error, V006 vague.
    """
    if type(raw) is int:
        return Parsed(raw) if -_LIMIT < raw < _LIMIT else fault("V004", raw)
    if isinstance(raw, float):
        return _from_float(raw, raw, whole=whole)
    if raw is None:
        return BLANK
    if not isinstance(raw, str):
        return fault("V001", raw)
    if not raw.strip() or (blank_words and is_blank(raw)):
        return BLANK
    return _from_text(raw, whole=whole, unit=unit)


def _from_float(number: float, raw: object, *, whole: bool) -> Parsed:
    if not math.isfinite(number):
        return fault("V001", raw)
    if abs(number) >= _LIMIT:
        return fault("V004", raw)
    if number.is_integer():
        return Parsed(int(number) if whole else number)
    return fault("V002", raw) if whole else Parsed(number)


@lru_cache(maxsize=4096)
def _from_text(raw: str, *, whole: bool, unit: str) -> Parsed:
    text = width_folded(raw).lower().replace(" ", "")
    if text.startswith("#"):
        return fault("V005", raw)
    match = _NUMBER.fullmatch(text) or _HAN_NUMBER.fullmatch(text)
    if match is None:
        return fault("V006" if _vague(text) else "V001", raw)
    number = _exact(match)
    if not _unit_fits(match["unit"], unit):
        return fault("V006", raw) if _vague(text) else fault("V003", raw, unit=unit or "数字")
    if abs(number) >= _LIMIT:
        return fault("V004", raw)
    if not whole:
        return Parsed(float(number))
    return Parsed(int(number)) if number == number.to_integral_value() else fault("V002", raw)


def _unit_fits(typed: str, wanted: str) -> bool:
    if not typed:
        return True
    family = _UNITS.get(typed)
    return family is not None and (not wanted or family == _UNITS.get(width_folded(wanted).lower(), wanted))


def _exact(match: re.Match[str]) -> Decimal:
    text = match["number"].replace(",", "")
    if match.re is _HAN_NUMBER:
        return Decimal(_han(text))
    return Decimal(text) * _TIMES.get(match["times"] or "", 1)


def _han(text: str) -> int:
    head, ten_thousand, tail = text.rpartition("万")
    if ten_thousand:
        return _han(head) * 10000 + (_han(tail) if tail else 0)
    total = digit = 0
    for char in text:
        if char in _HAN_TIMES:
            total += (digit or 1) * _HAN_TIMES[char]
            digit = 0
        else:
            digit = _HAN[char]
    return total + digit


def _vague(text: str) -> bool:
    return any(word in text for word in ("若干", "几", "多", "约", "左右", "大概", "不详", "不清", "~", "至", "来"))


def lost_leading_zero(raw: object) -> Problem:
    """Say that a code typed as a number lost its leading zero and was completed."""
    return Problem("V007", Level.HINT, params={"value": shown(raw)})
