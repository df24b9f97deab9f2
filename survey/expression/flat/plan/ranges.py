"""Conditions taken apart and put together again: two bounds of one value, several texts one value may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from survey.expression.depth import parts_of
from survey.expression.nodes import Chain, Expr, Negate, Number, Path, Text

_FLIPPED = {">": "<", ">=": "<="}


class Range(NamedTuple):
    """``low above middle below high``, the signs < or <=."""

    low: Expr
    above: str
    middle: Expr
    below: str
    high: Expr


class OneOf(NamedTuple):
    """``place = 'a' or place = 'b'``; with ``is_not`` the same of ``!=`` and ``and``."""

    place: Path
    texts: tuple[str, ...]
    is_not: bool = False


def listed(operands: Iterable[Expr | Range], *, is_not: bool) -> list[Expr | Range | OneOf]:
    """Join neighbours that compare one place with texts."""
    found: list[Expr | Range | OneOf] = []
    for operand in operands:
        one, last = _one_of(operand, is_not), found[-1] if found else None
        if one is not None and isinstance(last, OneOf) and last.place == one.place:
            found[-1] = OneOf(one.place, last.texts + one.texts, is_not)
        else:
            found.append(operand if one is None else one)
    return [_alone(each) if isinstance(each, OneOf) and len(each.texts) == 1 else each for each in found]


def _one_of(operand: Expr | Range, is_not: bool) -> OneOf | None:
    match operand:
        case Chain(first=Path() as place, rest=((sign, Text(value=value)),)) if value:
            return OneOf(place, (value,), is_not) if sign == ("!=" if is_not else "=") else None
    return None


def _alone(one: OneOf) -> Expr:
    return Chain(one.place, (("!=" if one.is_not else "=", Text(one.texts[0])),))


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


def by_cost(operands: Iterable[Expr]) -> list[Expr]:
    """Put what has fractions last: whole numbers are compared faster. Conditions have no effects to keep in order."""
    return sorted(operands, key=_has_fraction)


def _has_fraction(expr: Expr) -> bool:
    """Say whether a number with a fraction is written anywhere in an expression."""
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Number) and not part.value.is_integer():
            return True
        waiting += parts_of(part)
    return False
