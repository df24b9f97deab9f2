"""Nodes to text: the shortest unambiguous spelling, such that parsing it gives equal nodes."""

from __future__ import annotations

from decimal import Decimal

from survey.expression.nodes import (
    ANYWHERE,
    LEVELS,
    NEGATION,
    PARENT,
    SELF,
    Call,
    Chain,
    Expr,
    Filter,
    Negate,
    Number,
    Path,
    Step,
    Text,
)


def to_text(expr: Expr) -> str:
    """Print nodes. ``parse(to_text(x)) == x`` for every x that ``parse`` can give."""
    match expr:
        case Number() | Text():
            return _literal(expr)
        case Negate():
            return "-" + _wrapped(expr.operand, NEGATION)
        case Chain():
            return _chain(expr)
        case Call():
            return f"{expr.name}({', '.join(map(to_text, expr.args))})"
        case Filter():
            return _base(expr.base) + _predicates(expr.predicates)
        case Path():
            return _path(expr)


def _literal(expr: Number | Text) -> str:
    if isinstance(expr, Text):
        return _quoted(expr.value)
    return format(Decimal(repr(expr.value)), "f").removesuffix(".0")


def _quoted(value: str) -> str:
    return f'"{value}"' if "'" in value else f"'{value}'"


def _level(expr: Expr) -> int:
    if isinstance(expr, Chain):
        return LEVELS[expr.rest[0][0]]
    return NEGATION if isinstance(expr, Negate) else 9


def _wrapped(expr: Expr, level: int) -> str:
    """Print an operand; a chain of the same or a looser level needs its brackets."""
    text = to_text(expr)
    own = _level(expr)
    bare_root = isinstance(expr, Path) and not expr.steps and expr.start is None
    fits = (own > level or (own == level == NEGATION)) and not bare_root
    return text if fits else f"({text})"


def _chain(chain: Chain) -> str:
    level = _level(chain)
    parts = [_wrapped(chain.first, level)]
    for operator, operand in chain.rest:
        parts += (operator, _wrapped(operand, level))
    return " ".join(parts)


def _base(expr: Expr) -> str:
    text = to_text(expr)
    return text if isinstance(expr, Call | Number | Text) else f"({text})"


def _start(expr: Expr) -> str:
    return to_text(expr) if isinstance(expr, Filter) else _base(expr)


def _path(path: Path) -> str:
    text = "/" if path.absolute else ""
    if path.start is not None:
        text = _start(path.start) + "/"
    skip_slash = True
    for place, step in enumerate(path.steps):
        if not skip_slash:
            text += "/"
        skip_slash = False
        last = place == len(path.steps) - 1
        if step == ANYWHERE and not last and text.endswith("/") and not text.endswith("//"):
            text += "/"
            skip_slash = True
        else:
            text += _step(step)
    return text


def _step(step: Step) -> str:
    if step == SELF:
        return "."
    if step == PARENT:
        return ".."
    axis = {"child": "", "attribute": "@"}.get(step.axis, step.axis + "::")
    return axis + _test(step.test) + _predicates(step.predicates)


def _test(test: str) -> str:
    if test.startswith("processing-instruction(") and test != "processing-instruction()":
        return f"processing-instruction({_quoted(test[23:-1])})"
    return test


def _predicates(predicates: tuple[Expr, ...]) -> str:
    return "".join(f"[{to_text(predicate)}]" for predicate in predicates)
