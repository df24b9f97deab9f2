"""``=``, ``!=``, ``<`` … and arithmetic where Python's own meaning differs (XPath 1.0 section 3.4, 3.5; JavaRosa)."""

from __future__ import annotations

import operator
from collections.abc import Callable
from math import copysign, fmod, isinf, isnan

from survey.expression.evaluation import Evaluation
from survey.expression.runtime.moments import NAN, Moment
from survey.expression.runtime.values import (
    Scalar,
    XValue,
    text_to_number,
    to_bool,
    to_days,
    to_number,
    to_text,
    unpacked,
)
from survey.expression.tree import InstanceNode
from survey.expression.typed import NOISE, Flag, Typed

Relation = Callable[[float, float], bool]
_WORDS = ("true", "false")


def numbers_equal(left: float, right: float) -> bool:
    """Compare as JavaRosa does: equal within 1e-12, so that 6.1 - 7.8 = -1.7."""
    return left == right or abs(left - right) < NOISE


def equal(left: XValue, right: XValue, c: Evaluation) -> bool:
    """``=``: for node-sets true when any pair of nodes agrees."""
    return _any_pair(left, right, c, _scalars_equal)


def unequal(left: XValue, right: XValue, c: Evaluation) -> bool:
    """``!=``: for node-sets true when any pair of nodes disagrees."""
    return _any_pair(left, right, c, _scalars_unequal)


def _any_pair(left: XValue, right: XValue, c: Evaluation, agree: Callable[[Scalar, Scalar, Evaluation], bool]) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return agree(to_bool(left), to_bool(right), c)
    lefts: list[Scalar] = _scalars(left)
    rights: list[Scalar] = _scalars(right)
    return any(agree(a, b, c) for a in lefts for b in rights)


def _scalars(value: XValue) -> list[Scalar]:
    if isinstance(value, list):
        return [unpacked(node.string_value) for node in value]
    return [value]


def _scalars_unequal(left: Scalar, right: Scalar, c: Evaluation) -> bool:
    return not _scalars_equal(left, right, c)


def _scalars_equal(left: Scalar, right: Scalar, c: Evaluation) -> bool:
    if isinstance(left, bool | Flag) or isinstance(right, bool | Flag):
        return _truths_equal(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, Moment) or isinstance(right, Moment):
        first, second = to_days(left, c), to_days(right, c)
        if first is not None and second is not None:
            return numbers_equal(*_common_days(first, second))
        if isinstance(left, str) or isinstance(right, str):
            return to_text(left) == to_text(right)
    return numbers_equal(to_number(left, c), to_number(right, c))


def _truths_equal(left: Scalar, right: Scalar) -> bool:
    """Compare a stored truth as a word with ``'true'`` and ``'false'``, as a truth with everything else.

    The specification tells authors to compare so; JavaRosa holds any word for true, an open defect of it.
    """
    if (isinstance(left, Flag) and right in _WORDS) or (isinstance(right, Flag) and left in _WORDS):
        return to_text(left) == to_text(right)
    return to_bool(left) == to_bool(right)


def _common_days(left: Moment, right: Moment) -> tuple[float, float]:
    """Count two moments on one scale: a day and an instant meet on the day of the local calendar, as in JavaRosa."""
    if left.whole == right.whole or left.counted or right.counted:
        return left.days(), right.days()
    return float(left.wall.toordinal()), float(right.wall.toordinal())


def _relate(left: XValue, right: XValue, c: Evaluation, relation: Relation) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return relation(left, right)
    lefts, rights = _scalars(left), _scalars(right)
    return any(_relate_scalars(a, b, c, relation) for a in lefts for b in rights)


def _relate_scalars(left: Scalar, right: Scalar, c: Evaluation, relation: Relation) -> bool:
    first = to_days(left, c)
    second = to_days(right, c) if first is not None else None
    if first is not None and second is not None:
        return relation(*_common_days(first, second))
    return relation(to_number(left, c), to_number(right, c))


def less(left: XValue, right: XValue, c: Evaluation) -> bool:
    """``<``."""
    return _relate(left, right, c, operator.lt)


def less_equal(left: XValue, right: XValue, c: Evaluation) -> bool:
    """``<=``."""
    return _relate(left, right, c, operator.le)


def greater(left: XValue, right: XValue, c: Evaluation) -> bool:
    """``>``."""
    return _relate(left, right, c, operator.gt)


def greater_equal(left: XValue, right: XValue, c: Evaluation) -> bool:
    """``>=``."""
    return _relate(left, right, c, operator.ge)


def subtract(left: XValue, right: XValue, c: Evaluation) -> float:
    """``-``: between a day and an instant the local clock counts, so ``now() - today()`` is the time of day."""
    first = to_days(left, c)
    second = to_days(right, c) if first is not None else None
    if first is not None and second is not None and first.whole != second.whole:
        return first.local_days() - second.local_days()
    return to_number(left, c) - to_number(right, c)


def divide(left: float, right: float) -> float:
    """``div`` by IEEE 754: no error, but an infinity or NaN."""
    try:
        return left / right
    except ZeroDivisionError:
        if left == 0 or isnan(left):
            return NAN
        return copysign(float("inf"), left) * copysign(1.0, right)


def modulo(left: float, right: float) -> float:
    """``mod``: the remainder keeps the sign of the dividend."""
    if right == 0 or isinf(left) or isnan(left) or isnan(right):
        return NAN
    return fmod(left, right)


def any_node_equals(nodes: list[InstanceNode], text: str, c: Evaluation) -> bool:
    """Fast path of ``path = 'text'``."""
    return any(
        _scalars_equal(unpacked(value), text, c) if isinstance(value, Typed) else value == text
        for value in (node.string_value for node in nodes)
    )


def any_node_is(nodes: list[InstanceNode], number: float, c: Evaluation) -> bool:
    """Fast path of ``path = number``."""
    return any(
        value.truth == to_bool(number) if isinstance(value, Flag) else numbers_equal(text_to_number(value, c), number)
        for value in (node.string_value for node in nodes)
    )
