"""The door for everything typed by hand: one parser per kind, prepared once, used for many cells."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from survey.values import dates, numbers
from survey.values.choices import ChoiceIndex, Offered
from survey.values.kinds import BLANK, Parsed, ValueKind, fault, kind_of
from survey.values.text import is_blank, says_nothing, tidy, width_folded

Parser: TypeAlias = Callable[[object], Parsed]

_LOST = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_EXCEL_ERRORS = frozenset(["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"])
_YES = frozenset(["ok", "1", "是", "√", "✓", "✔", "已核", "已确认", "确认", "true", "yes", "y"])
_NO = frozenset(["", "0", "否", "×", "x", "未", "false", "no", "n"])


def parse(
    kind: str, raw: object, choices: Iterable[Offered] = (), *, unit: str = "", blank_words: bool = True
) -> Parsed:
    """Read one cell or typed text as a value of an XLSForm type (or ValueKind). Never raises.

    ``blank_words=False`` takes 无, / and — for text instead of blanks (a screen's free text).
    """
    return parser(kind, choices, unit=unit, blank_words=blank_words)(raw)


def parser(kind: str, choices: Iterable[Offered] = (), *, unit: str = "", blank_words: bool = True) -> Parser:
    """Prepare the reader of one column; its choices are indexed once."""
    wanted = kind_of(kind)
    if wanted in _SELECTS:
        index = ChoiceIndex(choices, blank_words=blank_words)
        return index.one if wanted is ValueKind.SELECT_ONE else index.many
    if wanted in _NUMBERS:
        whole = wanted is ValueKind.INTEGER
        return partial(numbers.parse_number, whole=whole, unit=unit, blank_words=blank_words)
    simple = _SIMPLE.get(wanted)
    return simple or partial(_MOMENTS.get(wanted, parse_text), blank_words=blank_words)


def parse_text(raw: object, *, blank_words: bool = True, cleaned: Callable[[str], str] = tidy) -> Parsed:
    """Read free text or an identifier. A number cell gives its digits; codes V005, V030 (digits were lost)."""
    if isinstance(raw, str):
        return _from_text(raw, blank_words=blank_words, cleaned=cleaned)
    if raw is None:
        return BLANK
    if isinstance(raw, float):
        if not math.isfinite(raw) or abs(raw) >= 1e15:
            return fault("V030", raw)
        return Parsed(str(int(raw)) if raw.is_integer() else repr(raw))
    if isinstance(raw, int) and abs(raw) >= 10**15:
        return fault("V030", raw)
    return Parsed(str(raw))


def _from_text(raw: str, *, blank_words: bool, cleaned: Callable[[str], str]) -> Parsed:
    text = cleaned(raw)
    if not text or (blank_words and says_nothing(text)):
        return BLANK
    if text[0] == "#" and text in _EXCEL_ERRORS:
        return fault("V005", raw)
    if text[0].isdigit() and len(text) < 16 and not text.isdecimal() and _LOST.fullmatch(text):
        return fault("V030", raw)
    return Parsed(text)


def _parse_acknowledge(raw: object) -> Parsed:
    plain = int(raw) if isinstance(raw, bool) or (isinstance(raw, float) and raw.is_integer()) else raw
    word = width_folded("" if plain is None else str(plain)).lower()
    if word in _YES:
        return Parsed("OK")
    return BLANK if word in _NO else fault("V031", raw)


def _parse_shape(raw: object, *, closed: bool, single: bool) -> Parsed:
    if is_blank(raw):
        return BLANK
    points = [point for point in re.split(r"[;；]", str(raw)) if point.strip()]
    texts = [_point(point) for point in points]
    found = [text for text in texts if text is not None]
    if len(found) != len(points) or (single and len(found) != 1):
        return fault("V032", raw)
    if closed and found[0] != found[-1]:
        return fault("V033", raw)
    return Parsed("; ".join(found))


def _point(text: str) -> str | None:
    try:
        parts = [float(part) for part in re.split(r"[,，\s]+", width_folded(text).strip())]
    except ValueError:
        return None
    if not 2 <= len(parts) <= 4 or not (abs(parts[0]) <= 90 and abs(parts[1]) <= 180):
        return None
    return " ".join(repr(part) for part in (*parts, 0.0, 0.0)[:4])


_SELECTS = frozenset([ValueKind.SELECT_ONE, ValueKind.SELECT_MULTIPLE])
_NUMBERS = frozenset([ValueKind.INTEGER, ValueKind.DECIMAL])
_MOMENTS: Mapping[ValueKind, Callable[..., Parsed]] = MappingProxyType(
    {
        ValueKind.DATE: dates.parse_date,
        ValueKind.TIME: dates.parse_time,
        ValueKind.DATETIME: dates.parse_datetime,
    }
)
_SIMPLE: Mapping[ValueKind, Parser] = MappingProxyType(
    {
        ValueKind.GEOPOINT: partial(_parse_shape, closed=False, single=True),
        ValueKind.GEOTRACE: partial(_parse_shape, closed=False, single=False),
        ValueKind.GEOSHAPE: partial(_parse_shape, closed=True, single=False),
        ValueKind.ACKNOWLEDGE: _parse_acknowledge,
    }
)
