"""``indexed-repeat``: the question asked for lies inside each repeat that is named (JavaRosa opens no other form)."""

from __future__ import annotations

from collections.abc import Iterator

from survey.expression import ExpressionError
from survey.expression.codegen.paths import route
from survey.expression.depth import operands_of
from survey.expression.nodes import Call, Expr, Path
from survey.expression.problems import refuse
from survey.session.logic.reads import Place


def astray(expr: Expr, context: Place) -> ExpressionError | None:
    """Give X015 for the first call in an expression at ``context`` whose question lies outside a repeat it names."""
    return next((trouble for call in _calls(expr) for trouble in _outside(call, context)), None)


def _calls(expr: Expr) -> Iterator[Call]:
    if isinstance(expr, Call) and expr.name == "indexed-repeat":
        yield expr
    for operand in operands_of(expr):
        yield from _calls(operand)


def _outside(call: Call, context: Place) -> Iterator[ExpressionError]:
    target = _place(call.args[0], context)
    for group in (_place(each, context) for each in call.args[1::2]):
        if target[: len(group)] != group or target == group:
            yield refuse("X015", position=call.at, name="/".join(target[-1:]), group="/".join(group[-1:]))


def _place(expr: Expr, context: Place) -> Place:
    plain = route(expr) if isinstance(expr, Path) else None
    if plain is None:  # the compiler has refused it
        return ()
    absolute, up, names = plain
    return names if absolute else (*context[: len(context) - up], *names)
