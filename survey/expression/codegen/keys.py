"""Recognises ``name[key = value]`` on a secondary instance, which an index answers at once."""

from __future__ import annotations

from dataclasses import dataclass

from survey.expression.analysis import calls
from survey.expression.nodes import Call, Chain, Expr, Path, Step, Text


@dataclass(frozen=True, slots=True)
class Key:
    """The child that is compared, the value it must have, and whether that is the whole predicate."""

    name: str
    value: Expr
    whole: bool


def key_of(step: Step) -> Key | None:
    """Find the key condition in the first predicate of a step: alone, or joined to others by ``and``."""
    first = step.predicates[0] if step.predicates else None
    if not is_plain_child(Step(step.axis, step.test)) or not isinstance(first, Chain):
        return None
    if first.rest[0][0] != "and":
        return _condition(first, whole=True)
    if any(call.name in ("position", "last") for call in calls(first)):
        return None
    found = (_condition(part, whole=False) for part in (first.first, *(operand for _, operand in first.rest)))
    return next((key for key in found if key), None)


def _condition(expr: Expr, *, whole: bool) -> Key | None:
    if not isinstance(expr, Chain) or len(expr.rest) != 1 or expr.rest[0][0] != "=":
        return None
    left, right = expr.first, expr.rest[0][1]
    for key, value in ((left, right), (right, left)):
        name = _key(key)
        if name and _is_fixed(value):
            return Key(name, value, whole)
    return None


def _key(expr: Expr) -> str:
    if not isinstance(expr, Path) or expr.absolute or expr.start is not None or len(expr.steps) != 1:
        return ""
    return expr.steps[0].test if is_plain_child(expr.steps[0]) else ""


def _is_fixed(expr: Expr) -> bool:
    """Say whether a value is a text, or an answer found from the root or from the question itself."""
    if isinstance(expr, Text):
        return True
    if not isinstance(expr, Path) or any(step.predicates for step in expr.steps):
        return False
    return (expr.absolute and bool(expr.steps)) or (isinstance(expr.start, Call) and expr.start.name == "current")


def is_plain_child(step: Step) -> bool:
    """Say whether a step is a bare name without prefix or predicate."""
    plain_name = step.test != "*" and ":" not in step.test and "(" not in step.test
    return step.axis == "child" and not step.predicates and plain_name
