"""What is known of a value before any code is written: whether it is a number, and whether a whole one."""

from __future__ import annotations

from collections.abc import Callable

from survey.expression.flat.plan.places import plain_path
from survey.expression.flat.steps import Slot
from survey.expression.functions.registry import FUNCTIONS
from survey.expression.nodes import Call, Chain, Expr, Negate, Number, Path

LARGEST = 1e15
"""Whole literals below it are written without a point: most answers are ints, and Python adds equals faster."""
_ARITHMETIC = frozenset({"+", "-", "*", "div", "mod"})
_COUNTS = frozenset({"count-selected", "string-length"})


class NumbersMixin:
    """``find`` gives the slot of a path; ``whole`` names calculations that turned out to give whole numbers only."""

    find: Callable[[str], Slot | None]
    whole: set[int]

    def slot(self, expr: Expr) -> Slot | None:
        """Give the slot a plain path means."""
        path = plain_path(expr)
        return self.find(path) if path else None

    def is_whole(self, expr: Expr) -> bool:
        """Whether a value can only be a whole number where nothing in it is blank."""
        match expr:
            case Number(value=value):
                return value.is_integer() and value < LARGEST
            case Path():
                slot = self.slot(expr)
                return slot is not None and (slot.type == "integer" or slot.place in self.whole)
            case Call(name=name):
                return name in _COUNTS or self._are_whole(expr)
            case Negate() | Chain():
                return self._are_whole(expr)
        return False

    def _are_whole(self, expr: Expr) -> bool:
        """Whether everything a value is made of is whole, and stays so."""
        match expr:
            case Negate(operand=operand):
                parts: tuple[Expr, ...] = (operand,)
            case Chain(first=first, rest=rest) if {operator for operator, _ in rest} <= _ARITHMETIC - {"div"}:
                parts = (first, *(operand for _, operand in rest))
            case Call(name="if", args=(_, *branches)) | Call(name="coalesce", args=branches):
                parts = tuple(branches)
            case _:
                return False
        return all(map(self.is_whole, parts))

    def is_number(self, expr: Expr) -> bool:
        """Whether a value is known to be a number, or blank."""
        match expr:
            case Number() | Negate():
                return True
            case Path():
                slot = self.slot(expr)
                return slot is not None and slot.type in ("integer", "number")
            case Chain(rest=rest):
                return rest[0][0] in _ARITHMETIC
            case Call(name=name):
                return name in FUNCTIONS and FUNCTIONS[name].returns == "n"
        return False
