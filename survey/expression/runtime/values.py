"""XPath 1.0 coercions with JavaRosa's rules for null, NaN, rounding noise and dates.

``c`` is the Evaluation: a text that looks like a date becomes a number of days only in its zone.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

from survey.expression.evaluation import Evaluation
from survey.expression.runtime.moments import NAN, Moment, parse_moment
from survey.expression.tree import InstanceNode
from survey.expression.typed import NOISE, Quantity, Typed

NodeSet: TypeAlias = list[InstanceNode]
XValue: TypeAlias = bool | float | str | NodeSet | Moment
Scalar: TypeAlias = bool | float | str | Moment

_NUMBER = re.compile(r"\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*\Z", re.ASCII)


def first_held(nodes: NodeSet) -> str:
    """Give what the first node holds, '' for none: a number or truth is still known as one."""
    if not nodes:
        return ""
    node = nodes[0]
    return node.string_value if node.children else node.text


def first_text(nodes: NodeSet) -> str:
    """Give the string value of the first node, '' for none."""
    return str(first_held(nodes))


def text_to_number(text: str, c: Evaluation) -> float:
    """Read a decimal number, or the days of an ISO date; else NaN. A comma counts as a decimal point."""
    try:
        number = float(text)
    except ValueError:
        return _odd_number(text, c)
    if (text.isdigit() and text.isascii()) or _NUMBER.match(text):
        return number
    return text.number if isinstance(text, Typed) else NAN


def _odd_number(text: str, c: Evaluation) -> float:
    if isinstance(text, Typed):
        return text.number
    moment = parse_moment(text, c.local)
    if moment is not None:
        return moment.days()
    if "," in text:
        pointed = text.replace(",", ".")
        return float(pointed) if _NUMBER.match(pointed) else NAN
    return NAN


def to_number(value: XValue, c: Evaluation) -> float:
    """Convert as ``number()`` does."""
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        return text_to_number(value, c)
    if isinstance(value, int):  # a boolean, or a whole number of flat answers
        return float(value)
    if isinstance(value, Moment):
        return value.days()
    return text_to_number(first_held(value), c)


def nodes_to_number(nodes: NodeSet, c: Evaluation) -> float:
    """Convert the first node's text."""
    return text_to_number(first_held(nodes), c)


def number_to_text(value: float) -> str:
    """Print a number without exponent; whole numbers without a point; noise below 1e-12 as 0."""
    if value != value:  # noqa: PLR0124 - the quickest test for NaN
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if abs(value) < NOISE:
        return "0"
    whole = round(value)
    if abs(value - whole) < NOISE:
        return str(whole)
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def to_text(value: XValue) -> str:
    """Convert as ``string()`` does."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return number_to_text(value)
    return value.text() if isinstance(value, Moment) else first_text(value)


def number_to_bool(value: float) -> bool:
    """Give False for NaN and for what JavaRosa takes for zero."""
    return abs(value) > NOISE


def to_bool(value: XValue) -> bool:
    """Convert as ``boolean()`` does. A node-set is true when its first node has a text: a blank answer is false.

    So is the number 0. This is JavaRosa's rule; plain XPath asks only whether there is a node.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return abs(value) > NOISE
    if isinstance(value, Moment):
        return value.valid
    text = first_held(value) if isinstance(value, list) else value
    return text.truth if isinstance(text, Typed) else bool(text)


def scalar(value: XValue) -> Scalar:
    """Unpack a node-set to the value of its first node."""
    return unpacked(first_held(value)) if isinstance(value, list) else value


def unpacked(text: str) -> str | float:
    """Give the number that stands as the text of a place, any other text as it is."""
    return text.number if isinstance(text, Quantity) else text


def to_days(value: XValue, c: Evaluation) -> Moment | None:
    """Give the moment a value stands for, if it stands for one."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, list):
        value = first_text(value)
    return parse_moment(value, c.local) if isinstance(value, str) else None
