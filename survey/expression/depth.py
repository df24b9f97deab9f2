"""How deep the nodes of an expression are nested, counted without recursion."""

from __future__ import annotations

from collections.abc import Iterator

from survey.expression.nodes import Call, Chain, Expr, Filter, Negate, Path


def parts_of(expr: Expr) -> Iterator[Expr]:
    """Give the expressions directly inside an expression, in order."""
    match expr:
        case Negate():
            yield expr.operand
        case Chain():
            yield expr.first
            yield from (operand for _, operand in expr.rest)
        case Call():
            yield from expr.args
        case Filter():
            yield expr.base
            yield from expr.predicates
        case Path():
            if expr.start is not None:
                yield expr.start
            for step in expr.steps:
                yield from step.predicates
        case _:
            return


def depth_of(expr: Expr) -> int:
    """Give the number of levels; a literal has one."""
    level, current = 0, [expr]
    while current:
        level += 1
        current = [part for node in current for part in parts_of(node)]
    return level


def operands_of(expr: Expr) -> Iterator[Expr]:
    """Give what an expression directly works on; predicates, which look from another place, are left out."""
    if isinstance(expr, Filter):
        yield expr.base
    elif not isinstance(expr, Path):
        yield from parts_of(expr)
