"""A part of a text between two places known when the form is compiled, whichever function takes it."""

from __future__ import annotations

from typing import NamedTuple

from survey.expression.nodes import Call, Expr, Number


class Slice(NamedTuple):
    """The signs of ``text`` from ``start`` (from 0) up to ``end``, which is left out."""

    text: Expr
    start: int
    end: int

    @property
    def signs(self) -> int:
        """How many signs it has at most."""
        return self.end - self.start


def slice_of(expr: Expr) -> Slice | None:
    """Read ``substr(text, start, end)`` as phones know it, or XPath's ``substring(text, place, length)``."""
    match expr:
        case Call(name="substr", args=(text, start, end)):
            return _slice(text, _whole(start), _whole(end))
        case Call(name="substring", args=(text, place, length)):
            first, count = _whole(place), _whole(length)
            return None if first is None or count is None else _slice(text, max(first - 1, 0), first - 1 + count)
    return None


def _slice(text: Expr, start: int | None, end: int | None) -> Slice | None:
    return None if start is None or end is None else Slice(text, start, max(end, start))


def _whole(expr: Expr) -> int | None:
    """Give a whole number as written."""
    if isinstance(expr, Number) and expr.value < 1e6 and expr.value == int(expr.value):
        return int(expr.value)
    return None
