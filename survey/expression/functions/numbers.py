"""Number functions, with JavaRosa's rounding."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from survey.expression.evaluation import Evaluation
from survey.expression.functions.registry import function
from survey.expression.runtime.moments import NAN
from survey.expression.runtime.values import NodeSet, XValue, text_to_number, to_number
from survey.expression.tree import InstanceNode

INFINITY = float("inf")


@function("number", "a?", "n", "cn")
def number(c: Evaluation, n: InstanceNode, *args: XValue) -> float:
    return to_number(args[0], c) if args else text_to_number(n.string_value, c)


@function("int", "a", "n", "c")
def integer(c: Evaluation, value: XValue) -> float:
    """Cut off the fraction. A text in scientific notation is read here, as all engines agree for ``int``."""
    found = to_number(value, c)
    if math.isnan(found) and isinstance(value, str) and "e-" in value:
        found = _scientific(value)
    return float(math.trunc(found)) if math.isfinite(found) else found


def _scientific(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return NAN


@function("floor", "n", "n")
def floor(value: float) -> float:
    return float(math.floor(value)) if math.isfinite(value) else value


@function("ceiling", "n", "n")
def ceiling(value: float) -> float:
    return float(math.ceil(value)) if math.isfinite(value) else value


@function("round", "n n?", "n")
def rounded(value: float, *places: float) -> float:
    """Round half up; a negative half goes towards zero as XPath says, and places may be negative (JavaRosa)."""
    if not math.isfinite(value):
        return value
    count = 0 if not places or math.isnan(places[0]) else int(max(min(places[0], 99), -99))
    if abs(count) > 30:
        return NAN
    if count >= 0:
        mode = ROUND_HALF_DOWN if value < 0 else ROUND_HALF_UP
        exact = Decimal(repr(value))
        return value if abs(value) >= 1e22 else float(exact.quantize(Decimal(1).scaleb(-count), mode))
    scaled = float(Decimal(repr(value)).scaleb(count))
    return float(Decimal(math.trunc(scaled + 0.5)).scaleb(-count))


@function("sum", "N", "n", "c")
def total(c: Evaluation, nodes: NodeSet) -> float:
    """Add the numbers; blank answers are passed over, as in JavaRosa. A text that is no number makes NaN."""
    return sum(_filled(c, nodes), 0.0)


def _filled(c: Evaluation, nodes: NodeSet) -> list[float]:
    return [text_to_number(text, c) for text in (node.string_value for node in nodes) if text != ""]


@function("max", "a*", "n", "c")
def greatest(c: Evaluation, *args: XValue | None) -> float:
    return _extreme(c, args, max)


@function("min", "a*", "n", "c")
def least(c: Evaluation, *args: XValue | None) -> float:
    return _extreme(c, args, min)


def _extreme(c: Evaluation, args: Sequence[XValue | None], choose: Callable[[list[float]], float]) -> float:
    """Choose among the answers of one place, or among several arguments; blanks (None in flat code) are passed over.

    As in JavaRosa an argument that is no number is passed over as well; an answer that is none makes NaN.
    """
    values: list[float] = []
    for arg in args:
        values += _filled(c, arg) if isinstance(arg, list) else [] if arg is None else [to_number(arg, c)]
    if len(args) > 1:
        values = [value for value in values if not math.isnan(value)]
    return choose(values) if values and not any(map(math.isnan, values)) else NAN


@function("pow", "n n", "n")
def power(base: float, exponent: float) -> float:
    if math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent)):
        return NAN
    try:
        return math.pow(base, exponent)
    except OverflowError:
        odd = exponent % 2 == 1
        return -INFINITY if base < 0 and odd else INFINITY
    except ValueError:
        return INFINITY if base == 0 else NAN


def _log(base_log: Callable[[float], float]) -> Callable[[float], float]:
    def run(value: float) -> float:
        if value == 0:
            return -INFINITY
        return base_log(value) if value > 0 else NAN

    return run


def _guarded(run: Callable[[float], float]) -> Callable[[float], float]:
    """Give NaN where Java gives NaN and Python raises."""

    def safe(value: float) -> float:
        try:
            return run(value)
        except ValueError:
            return NAN

    return safe


def _exp(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError:
        return INFINITY


@function("atan2", "n n", "n")
def atan2(y: float, x: float) -> float:
    return math.atan2(y, x)


@function("pi", "", "n")
def pi() -> float:
    return math.pi


for _name, _run in {
    "abs": math.fabs,
    "acos": _guarded(math.acos),
    "asin": _guarded(math.asin),
    "atan": math.atan,
    "cos": _guarded(math.cos),
    "sin": _guarded(math.sin),
    "tan": _guarded(math.tan),
    "sqrt": _guarded(math.sqrt),
    "log": _log(math.log),
    "log10": _log(math.log10),
    "exp": _exp,
    "exp10": lambda value: power(10.0, value),
}.items():
    function(_name, "n", "n")(_run)
