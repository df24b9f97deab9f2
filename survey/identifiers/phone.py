"""Telephone numbers as written in China: mobiles and landlines, with +86, spaces, dashes, full-width digits."""

from __future__ import annotations

import re

from survey.problems import Level, Problem
from survey.values import width_folded

_MOBILE = re.compile(r"1[3-9]\d{9}")
_PLAIN = re.compile(r"1[3-9]\d(\d)(?!\1{7})\d{7}")  # not all the same behind the first three digits
_LANDLINE = re.compile(r"(?:0\d{2,3}-?)?(?P<local>[2-9]\d{6,7})(?:-\d{1,6})?")
_COUNTRY = re.compile(r"(?:\+|00)86-?|86-?(?=1[3-9]\d{9}$)")
_SEVERAL = re.compile(r"[/,;、，；]|或")
_SAMPLES = frozenset(["13800138000", "13888888888", "18888888888", "13912345678", "13812345678"])


def cleaned_phone(text: str) -> str:
    """Fold width, drop the country code, blanks, brackets; a mobile loses its dashes, a landline keeps them."""
    if text.isascii() and text.isdecimal() and len(text) == 11:
        return text
    bare = width_folded(text).replace(" ", "").replace("(", "").replace(")", "-").replace("转", "-")
    bare = _COUNTRY.sub("", bare, count=1)
    digits = bare.replace("-", "").replace(".", "")
    return digits if _MOBILE.fullmatch(digits) else bare


def check_mobile(number: str) -> tuple[Problem, ...]:
    """Check a cleaned mobile. I030 length, I031 not a mobile, I033 several numbers; 核实性: I034 a sample number."""
    if is_plain_mobile(number):
        return ()
    if _MOBILE.fullmatch(number):
        return (Problem("I034", Level.QUERY, params={"value": number}),)
    return (_fault(number),)


def check_phone(number: str) -> tuple[Problem, ...]:
    """Check a cleaned number that may be a mobile or a landline; a landline gets the 提示性 I032 (no text messages).

    核实性: I034 for a landline of one digit only, as for a sample mobile.
    """
    landline = None if number.startswith("1") else _LANDLINE.fullmatch(number)
    if landline is not None and len(set(landline["local"])) == 1:
        return (Problem("I034", Level.QUERY, params={"value": number}),)
    if landline is not None:
        return (Problem("I032", Level.HINT, params={"value": number}),)
    return check_mobile(number)


def is_plain_mobile(number: str) -> bool:
    """Whether nothing is to be said about a number."""
    return _PLAIN.fullmatch(number) is not None and number not in _SAMPLES


def _fault(number: str) -> Problem:
    if _SEVERAL.search(number):
        return Problem("I033", params={"value": number})
    if number.isdecimal() and number.startswith("1"):
        return Problem("I030" if len(number) != 11 else "I031", params={"value": number, "length": str(len(number))})
    return Problem("I031", params={"value": number})
