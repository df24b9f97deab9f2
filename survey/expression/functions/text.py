"""Text functions."""

from __future__ import annotations

import re

from survey.expression.functions.registry import function
from survey.expression.runtime.values import XValue, to_text
from survey.expression.tree import InstanceNode

_SPACES = re.compile(r"[ \t\r\n]+")


@function("string", "a?", "s", "n")
def string(n: InstanceNode, *args: XValue) -> str:
    return to_text(args[0]) if args else str(n.string_value)


def _texts(args: tuple[XValue, ...]) -> list[str]:
    """Give every text of the arguments; a node-set gives one per node."""
    found: list[str] = []
    for arg in args:
        if isinstance(arg, list):
            found += (node.string_value for node in arg)
        else:
            found.append(to_text(arg))
    return found


@function("concat", "a*", "s")
def concat(*args: XValue) -> str:
    return "".join(_texts(args))


@function("join", "s a*", "s")
def join(separator: str, *args: XValue) -> str:
    return separator.join(_texts(args))


@function("contains", "s s", "b")
def contains(text: str, part: str) -> bool:
    return part in text


@function("starts-with", "s s", "b")
def starts_with(text: str, part: str) -> bool:
    return text.startswith(part)


@function("ends-with", "s s", "b")
def ends_with(text: str, part: str) -> bool:
    return text.endswith(part)


@function("substring-before", "s s", "s")
def substring_before(text: str, part: str) -> str:
    place = text.find(part)
    return text[:place] if place >= 0 else ""


@function("substring-after", "s s", "s")
def substring_after(text: str, part: str) -> str:
    place = text.find(part)
    return text[place + len(part) :] if place >= 0 else ""


@function("substring", "s n n?", "s")
def substring(text: str, start: float, *length: float) -> str:
    """1-based with rounding, as XPath 1.0 section 4.2 words it."""
    first = _half_up(start)
    end = first + _half_up(length[0]) if length else float("inf")
    return "".join(sign for place, sign in enumerate(text, 1) if first <= place < end)


def _half_up(value: float) -> float:
    return float((value + 0.5) // 1) if abs(value) < 2**53 else value


@function("substr", "s n n?", "s")
def substr(text: str, start: float, *end: float) -> str:
    """0-based, negative places count from the end (ODK)."""
    length = len(text)
    return text[_place(start, length) : _place(end[0], length) if end else length]


def _place(value: float, length: int) -> int:
    if value != value:  # noqa: PLR0124 - NaN
        return 0
    whole = int(max(min(value, 2.0**31), -(2.0**31)))
    return max(0, min(length, whole + length if whole < 0 else whole))


@function("string-length", "s?", "n", "n")
def string_length(n: InstanceNode, *args: str) -> float:
    return float(len(args[0] if args else n.string_value))


@function("normalize-space", "s?", "s", "n")
def normalize_space(n: InstanceNode, *args: str) -> str:
    return _SPACES.sub(" ", args[0] if args else n.string_value).strip(" ")


@function("translate", "s s s", "s")
def translate(text: str, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for place, sign in enumerate(old):
        table.setdefault(ord(sign), new[place] if place < len(new) else None)
    return text.translate(table)


@function("upper-case", "s", "s")
def upper_case(text: str) -> str:
    return text.upper()


@function("lower-case", "s", "s")
def lower_case(text: str) -> str:
    return text.lower()
