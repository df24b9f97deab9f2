"""Boolean functions. ``if``, ``coalesce`` and ``once`` evaluate lazily, so the code generator writes them out."""

from __future__ import annotations

from collections.abc import Sequence

from survey.expression.evaluation import Evaluation
from survey.expression.functions.registry import function
from survey.expression.problems import refuse
from survey.expression.runtime.values import XValue, to_bool, to_number
from survey.expression.tree import InstanceNode


@function("true", "", "b")
def true() -> bool:
    return True


@function("false", "", "b")
def false() -> bool:
    return False


@function("boolean", "b", "b")
def boolean(value: bool) -> bool:
    return value


@function("not", "b", "b")
def negated(value: bool) -> bool:
    return not value


@function("boolean-from-string", "s", "b")
def boolean_from_string(text: str) -> bool:
    return text in ("true", "1")


@function("lang", "s", "b", "n")
def lang(n: InstanceNode, wanted: str) -> bool:
    """Look for the nearest ``xml:lang`` above the context node (XPath 1.0 section 4.3)."""
    node: InstanceNode | None = n
    while node is not None:
        given = node.attribute("xml:lang")
        if given is not None:
            return given.lower() == wanted.lower() or given.lower().startswith(wanted.lower() + "-")
        node = node.parent
    return False


def _factors(args: Sequence[XValue]) -> list[XValue]:
    """Spread a single node-set into its texts."""
    if len(args) == 1 and isinstance(args[0], list):
        return [node.string_value for node in args[0]]
    return list(args)


@function("checklist", "n n a*", "b")
def checklist(least: float, most: float, *args: XValue) -> bool:
    """Count true factors; a negative bound does not apply. A NaN bound is 0, as Java's intValue."""
    low, high = _whole(least), _whole(most)
    count = sum(1 for factor in _factors(args) if to_bool(factor))
    return (low < 0 or count >= low) and (high < 0 or count <= high)


def _whole(value: float) -> int:
    if value != value:  # noqa: PLR0124 - NaN
        return 0
    return int(max(min(value, 2.0**31 - 1), -(2.0**31)))


@function("weighted-checklist", "n n a*", "b", "c")
def weighted_checklist(c: Evaluation, least: float, most: float, *args: XValue) -> bool:
    """Sum the weights of true factors; a bound of -1 does not apply."""
    factors, weights = _pairs(args)
    total = sum(to_number(weight, c) for factor, weight in zip(factors, weights, strict=True) if to_bool(factor))
    return (least == -1 or total >= least) and (most == -1 or total <= most)


def _pairs(args: Sequence[XValue]) -> tuple[list[XValue], list[XValue]]:
    if len(args) == 2 and isinstance(args[0], list) and isinstance(args[1], list):
        first, second = _factors(args[:1]), _factors(args[1:])
        if len(first) != len(second):
            raise refuse("X032", name="weighted-checklist")
        return first, second
    if len(args) % 2:
        raise refuse("X032", name="weighted-checklist")
    return list(args[::2]), list(args[1::2])
