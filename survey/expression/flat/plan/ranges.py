"""What is joined by ``and``, taken apart; and two bounds of one value as one comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from survey.expression.depth import parts_of
from survey.expression.nodes import Chain, Expr, Negate, Number

_FLIPPED = {">": "<", ">=": "<="}


class Range(NamedTuple):
    """``low above middle below high``, the signs < or <=."""

    low: Expr
    above: str
    middle: Expr
    below: str
    high: Expr


def conjuncts(operands: Iterable[Expr]) -> list[Expr]:
    """Open nested ``and`` chains; the order of evaluation stays."""
    found: list[Expr] = []
    waiting = list(operands)[::-1]
    while waiting:
        expr = waiting.pop()
        if isinstance(expr, Chain) and expr.rest[0][0] == "and":
            waiting += [operand for _, operand in reversed(expr.rest)]
            waiting.append(expr.first)
        else:
            found.append(expr)
    return found


def merged(operands: Iterable[Expr], is_number: Callable[[Expr], bool]) -> list[Expr | Range]:
    """Pair neighbours: ``x >= a and x <= b``, and ``x - y < a and y - x < a``, which bounds the difference."""
    found: list[Expr | Range] = []
    for operand in operands:
        last = found[-1] if found else None
        pair = _range(last, operand, is_number) if isinstance(last, Chain) and isinstance(operand, Chain) else None
        if pair is None:
            found.append(operand)
        else:
            found[-1] = pair
    return found


def _range(first: Chain, second: Chain, is_number: Callable[[Expr], bool]) -> Range | None:
    if len(first.rest) != 1 or len(second.rest) != 1:
        return None
    (one, low), (other, high) = first.rest[0], second.rest[0]
    if not all(map(is_number, (first.first, second.first, low, high))):
        return None
    if first.first == second.first:
        if one in _FLIPPED and other in ("<", "<="):
            return Range(low, _FLIPPED[one], first.first, other, high)
        if other in _FLIPPED and one in ("<", "<="):
            return Range(high, _FLIPPED[other], first.first, one, low)
    if one == other and one in ("<", "<=") and low == high and _are_opposite(first.first, second.first):
        return Range(Negate(low), one, first.first, one, low) if isinstance(low, Number) else None
    return None


def _are_opposite(left: Expr, right: Expr) -> bool:
    """Say whether two values are a - b and b - a."""
    if not isinstance(left, Chain) or not isinstance(right, Chain):
        return False
    (one, minuend), (other, opposite) = left.rest[0], right.rest[0]
    is_minus = one == other == "-" and len(left.rest) == len(right.rest) == 1
    return is_minus and left.first == opposite and minuend == right.first


def has_fraction(expr: Expr) -> bool:
    """Say whether a number with a fraction is written anywhere in an expression."""
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Number) and not part.value.is_integer():
            return True
        waiting += parts_of(part)
    return False
