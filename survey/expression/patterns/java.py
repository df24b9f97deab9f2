"""Java's spelling of regular expressions, rewritten for Python."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

from survey.expression.problems import refuse

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CLASSES = {
    "IsHan": _HAN, "script=Han": _HAN, "IsIdeographic": _HAN, "InCJKUnifiedIdeographs": "\u4e00-\u9fff",
    "Alpha": "A-Za-z", "Lower": "a-z", "Upper": "A-Z", "Digit": "0-9", "Alnum": "A-Za-z0-9",
    "Punct": r"!-/:-@\[-`{-~", "Space": r"\s", "Blank": r" \t", "XDigit": "0-9A-Fa-f", "ASCII": "\\x00-\\x7f",
}  # fmt: skip
_ESCAPES = re.compile(
    r"\\Q(.*?)(?:\\E|\Z)|\\([pP])\{([\w=]+)\}|\\([pP])(\w)|\\k<(\w+)>|\\(z|h|e)|\(\?<(?=[A-Za-z])|\\.", re.DOTALL
)


def translate(pattern: str) -> str:
    """Rewrite a Java pattern for Python, ASCII classes included. Raises ExpressionError X040."""
    if "&&" in pattern or re.search(r"(?<!\\)\[[^\]\\]*(?<!\\)\[(?!\^?\])", pattern):
        raise refuse("X040", pattern=pattern, reason="[…&&[…]]")
    return "(?a)" + _ESCAPES.sub(lambda found: _escape(found, pattern), pattern)


def _escape(found: re.Match[str], pattern: str) -> str:
    literal, sign, name, short_sign, short_name, group, single = found.groups()
    if literal is not None:
        return re.escape(literal)
    if name or short_name:
        inside = _inside_class(pattern, found.start())
        return _property(sign or short_sign, name or short_name, pattern, inside=inside)
    if group:
        return f"(?P={group})"
    if single:
        return {"z": r"\Z", "h": r"[ \t\xa0\u3000]", "e": "\\x1b"}[single]
    return "(?P<" if found.group() == "(?<" else found.group()


def _inside_class(pattern: str, place: int) -> bool:
    before = re.sub(r"\\.", "", pattern[:place])
    return before.rfind("[") > before.rfind("]")


def _property(sign: str, name: str, pattern: str, *, inside: bool) -> str:
    body = _CLASSES.get(name) or _category(name.removeprefix("Is").removeprefix("general_category="))
    if not body or (sign == "P" and inside):
        raise refuse("X040", pattern=pattern, reason=f"\\{sign}{{{name}}}")
    return body if inside else f"[{'^' if sign == 'P' else ''}{body}]"


@cache
def _category(name: str) -> str:
    """Give the ranges of a Unicode general category in the basic plane, such as ``L`` or ``Nd``."""
    if not re.fullmatch(r"[LMNPSZC][a-z]?", name):
        return ""
    parts: list[str] = []
    start = -1
    for code in range(min(sys.maxunicode, 0xFFFF) + 2):
        member = code <= 0xFFFF and unicodedata.category(chr(code)).startswith(name)
        if member and start < 0:
            start = code
        elif not member and start >= 0:
            parts.append(f"\\u{start:04x}-\\u{code - 1:04x}")
            start = -1
    return "".join(parts)
