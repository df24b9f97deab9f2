"""What the conditions of an ``and`` say together about each place, and whether any answer can satisfy them all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf

from survey.expression.nodes import PARENT, SELF, Call, Chain, Expr, Negate, Number, Path, Text

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)")
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def terms(expr: Expr) -> Iterator[Expr]:
    """Split an expression at its ``and``."""
    if isinstance(expr, Chain) and expr.rest[0][0] == "and":
        for operand in (expr.first, *(each for _, each in expr.rest)):
            yield from terms(operand)
    else:
        yield expr


@dataclass(slots=True)
class _About:
    """What is said of one place: its bounds, each with whether it is itself excluded, and its values."""

    low: tuple[float, bool] = (-inf, False)
    high: tuple[float, bool] = (inf, False)
    equal: list[str] = field(default_factory=list)
    unequal: set[str] = field(default_factory=set)

    @property
    def is_answered(self) -> bool:
        return "" not in self.equal and bool(self.equal or "" in self.unequal or self._is_bound)

    @property
    def _is_bound(self) -> bool:
        return (self.low[0], self.high[0]) != (-inf, inf)

    def clash(self) -> str:
        if len({_same(value) for value in self.equal}) > 1:
            return f"同时等于 {'、'.join(dict.fromkeys(shown(value) for value in self.equal))}"
        either = next((value for value in self.equal if value in self.unequal), None)
        if either is not None:
            return f"既等于又不等于 {shown(either)}"
        (low, above), (high, under) = self.low, self.high
        if low > high or (low == high and (above or under)):
            return f"下限 {low:g} 与上限 {high:g} 之间没有数"
        return next((f"等于 {shown(value)} 又要在另外的范围里" for value in self.equal if self._outside(value)), "")

    def _outside(self, value: str) -> bool:
        if not self._is_bound:
            return False
        number = number_of(value)
        if number is None:
            return True
        (low, above), (high, under) = self.low, self.high
        return number < low or number > high or (number == low and above) or (number == high and under)


class Facts:
    """Collects conditions that must all hold. ``single`` tells the paths of questions that take one choice."""

    def __init__(self, single: Callable[[str], bool] = lambda _path: False) -> None:
        self._single = single
        self._about: dict[str, _About] = {}

    def add(self, expr: Expr, here: str) -> None:
        """Add every term of an expression that stands at a place."""
        for term in terms(expr):
            said = _said(term, here)
            if said is not None:
                self._note(*said)

    @property
    def answered(self) -> tuple[str, ...]:
        """Every path that must hold an answer for the conditions to be met."""
        return tuple(path for path, about in self._about.items() if about.is_answered)

    def clash(self) -> tuple[str, str]:
        """Give the first path of which contradictory things are said, and which; two blanks if there is none."""
        return next(((path, clash) for path, each in self._about.items() if (clash := each.clash())), ("", ""))

    def _note(self, path: str, operator: str, value: str) -> None:
        if operator == "selected":
            if not self._single(path):
                return
            operator = "="
        about = self._about.setdefault(path, _About())
        number = number_of(value)
        if operator == "=":
            about.equal.append(value)
        elif operator == "!=":
            about.unequal.add(value)
        elif number is not None and operator in {">", ">="}:
            about.low = max(about.low, (number, operator == ">"))
        elif number is not None:
            about.high = min(about.high, (number, operator == "<"), key=lambda each: (each[0], not each[1]))


def _said(term: Expr, here: str) -> tuple[str, str, str] | None:
    if isinstance(term, Call) and term.name == "selected" and len(term.args) == 2:
        path, value = resolved(term.args[0], here), _value(term.args[1])
        return None if not path or not value else (path, "selected", value)
    if not isinstance(term, Chain) or len(term.rest) != 1 or term.rest[0][0] not in _FLIPPED:
        return None
    operator, right = term.rest[0]
    for left, other, sign in ((term.first, right, operator), (right, term.first, _FLIPPED[operator])):
        path, value = resolved(left, here), _value(other)
        if path and value is not None:
            return path, sign, value
    return None


def resolved(expr: Expr, here: str) -> str:
    """Give the generic path that an expression names from a place, "" when it is no plain path."""
    if not isinstance(expr, Path) or expr.start is not None:
        return ""
    names = [] if expr.absolute else here.split("/")[1:]
    for step in expr.steps:
        if step.predicates or (step.axis != "child" and step not in {SELF, PARENT}):
            return ""
        if step == PARENT:
            names = names[:-1]
        elif step != SELF:
            names.append(step.test)
    return "/" + "/".join(names)


def _value(expr: Expr) -> str | None:
    if isinstance(expr, Text):
        return expr.value
    if isinstance(expr, Number):
        return f"{expr.value:.15g}"
    if isinstance(expr, Negate) and isinstance(expr.operand, Number):
        return f"{-expr.operand.value:.15g}"
    return None


def number_of(value: str) -> float | None:
    """Read a value as a number, None when it is none."""
    return float(value) if _NUMBER.fullmatch(value) else None


def _same(value: str) -> str | float:
    number = number_of(value)
    return value if number is None else number


def shown(value: str) -> str:
    """A value as it is told to the author: a blank one is said to be blank."""
    return value or "空"
