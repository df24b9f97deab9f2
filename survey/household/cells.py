"""How the register's own kinds of cells are read: codes, names, telephones, industries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from types import MappingProxyType

from survey.codelists import industries
from survey.identifiers import cleaned_code, cleaned_phone
from survey.values import Parsed, Parser
from survey.values.numbers import lost_leading_zero
from survey.values.parse import parse_text
from survey.values.text import PLAIN, tidy_name

_DOT_FORMS = frozenset("•‧∙・．●᛫⋅")
_DOTS = str.maketrans(dict.fromkeys(_DOT_FORMS, "·"))
_INDUSTRY = re.compile(r"[A-T]?(?P<code>\d{4})\D*")


_MOBILE = 11  # digits of a mobile number, which needs no cleaning
_PLAIN = 8  # letters and digits only: from this length on there is nothing to fold or to doubt

_code = partial(parse_text, cleaned=cleaned_code)
_name = partial(parse_text, cleaned=tidy_name)


def read_code(raw: object) -> Parsed:
    """Read an identifier: full-width, lower case and spaced forms are the same code; lost digits are V030."""
    if isinstance(raw, str) and len(raw) >= _PLAIN and raw.isascii() and raw.isalnum():
        return Parsed(raw.upper())  # as nearly all are; no blank word and no 9E+17 is that long without a mark
    return _code(raw)


def read_name(raw: object) -> Parsed:
    """Read a name of a shop or place, without accidental spaces."""
    return _name(raw)


def read_person(raw: object) -> Parsed:
    """Read a person's name; the dot of minority names is always ·."""
    parsed = _name(raw)
    if not isinstance(parsed.value, str) or _DOT_FORMS.isdisjoint(parsed.value):
        return parsed
    return Parsed(parsed.value.translate(_DOTS), parsed.problems)


def read_phone(raw: object) -> Parsed:
    """Read a telephone number, a number cell included."""
    if isinstance(raw, str) and len(raw) == _MOBILE and raw.isascii() and raw.isdecimal():
        return Parsed(raw)
    return parse_text(raw, cleaned=cleaned_phone)


AS_IS: Mapping[Parser, re.Pattern[str]] = MappingProxyType(
    {
        read_code: re.compile(rf"[0-9A-Z]{{{_PLAIN},40}}"),
        read_name: PLAIN,
        read_person: PLAIN,
        read_phone: re.compile(r"1[0-9]{10}"),
    }
)
"""What a cell looks like that is its own value, by reader: a long column is read four times as fast by it."""


def read_industry(raw: object) -> Parsed:
    """Read an industry: 6291, "6291 小吃服务", I6291, the name alone, or a number that lost its leading zero (V007)."""
    parsed = _code(raw)
    text = parsed.value
    if not isinstance(text, str) or (len(text) == 4 and text.isdecimal()):
        return parsed
    if isinstance(raw, int | float) and len(text) == 3 and "0" + text in industries().usable:
        return Parsed("0" + text, (lost_leading_zero(raw),))
    match = _INDUSTRY.fullmatch(text)
    if match:
        return Parsed(match["code"])
    return Parsed(_leaf_names().get(text, text))


@cache
def _leaf_names() -> dict[str, str]:
    return {cleaned_code(leaf.name): leaf.code for leaf in industries().leaves()}
