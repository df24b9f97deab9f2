"""What is joined by ``and``, taken apart so that flat code tests nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from survey.expression.nodes import Chain, Expr


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


def joined(parts: list[Expr]) -> Expr | None:
    """Join conditions by ``and`` again; None for none."""
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Chain(parts[0], tuple(("and", part) for part in parts[1:]))


def merged_ranges(operands: Iterable[Expr]) -> list[Expr | tuple[Chain, Chain]]:
    """Pair neighbours of the shape ``x >= a``, ``x <= b``."""
    merged: list[Expr | tuple[Chain, Chain]] = []
    for operand in operands:
        last = merged[-1] if merged else None
        if _bounds(last, ">=") and _bounds(operand, "<=") and _same_start(last, operand):
            merged[-1] = (cast("Chain", last), cast("Chain", operand))
        else:
            merged.append(operand)
    return merged


def _bounds(expr: object, operator: str) -> bool:
    return isinstance(expr, Chain) and len(expr.rest) == 1 and expr.rest[0][0] == operator


def _same_start(first: object, second: object) -> bool:
    return isinstance(first, Chain) and isinstance(second, Chain) and first.first == second.first
