"""How values are read aloud by the eye: 12,000 instead of 12000, and 12 万元 beside it."""

from __future__ import annotations

import re

from survey.form import QuestionKind
from survey.session import Node
from survey.values import Value, canonical

MONEY_WORDS = ("元",)
_LONG_CODE = re.compile(r"[0-9A-Za-z]{9}(?=[0-9A-Za-z]{4})")
_DAY_ONLY = re.compile(r"(\d{1,2})[./\-月](\d{1,2})日?")


def grouped(number: float) -> str:
    """Write a number with thousands separators, e.g. ``12,000`` or ``3.5``."""
    return f"{number:,}" if isinstance(number, int) else f"{number:,.10f}".rstrip("0").rstrip(".")


def in_ten_thousands(number: float, unit: str) -> str:
    """Say an amount of money in 万元 from ten thousand up (``12 万元``), else nothing: it shows a 元/万元 mix-up."""
    if unit not in MONEY_WORDS or abs(number) < 10_000:
        return ""
    if abs(number) >= 100_000_000:
        return f"{grouped(round(number / 100_000_000, 4))} 亿元"
    return f"{grouped(round(number / 10_000, 4))} 万元"


def value_text(node: Node, value: Value | None) -> str:
    """Write a value of a question the way a person reads it: choices by their labels, numbers grouped."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return grouped(value)
    if isinstance(node.kind, QuestionKind) and node.kind.is_attachment:
        return "有附件"
    labels = {choice.value: choice.label for choice in node.choices}
    if isinstance(value, tuple):
        return "、".join(labels.get(item, item) for item in value)
    return labels.get(value, value) if isinstance(value, str) else canonical(str(node.kind), value)


def breakable(text: str) -> str:
    """Let a long code go on in the next line where there is no room for the whole of it."""
    return _LONG_CODE.sub("\\g<0>\u200b", text)


def with_year(text: str, year: int) -> str:
    """Complete a typed day without a year (``7/1``, ``7月1日``) with the given year; other texts stay."""
    match = _DAY_ONLY.fullmatch(text.strip())
    return f"{year}-{match[1]}-{match[2]}" if match else text
