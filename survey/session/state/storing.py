"""How the result of an expression becomes the text of a place, by JavaRosa's rules (IAnswerData.wrapData)."""

from __future__ import annotations

import datetime as dt
import math
import re

from survey.expression import Moment, XValue
from survey.expression.runtime.values import first_held, number_to_text
from survey.expression.typed import NOISE, Flag, Quantity
from survey.form import Question

_WHOLE = frozenset({"int", "integer", "long"})
_NUMERIC = _WHOLE | {"decimal"}
_FLAG = frozenset({"boolean"})
_EPOCH = dt.date(1970, 1, 1).toordinal()
_FIRST_DAY, _LAST_DAY = (day.toordinal() - _EPOCH for day in (dt.date.min, dt.date.max))
_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def typed_text(text: str, question: Question | None) -> str:
    """Give the text of an answer as what its bind says it is: a number, where it is one."""
    if type(text) is not str or question is None or question.data_type not in _NUMERIC or not _PLAIN.fullmatch(text):
        return text
    return Quantity(float(text), _tidy(text))


def _tidy(text: str) -> str:
    """Write a number one way, as a static default may not: 1.50 is 1.5, 05 is 5."""
    sign, digits = text[: text.startswith("-")], text.removeprefix("-")
    whole, _, part = digits.partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    tidy = f"{whole}.{part}" if part else whole
    return tidy if tidy == "0" else sign + tidy


def stored_text(value: XValue, question: Question) -> str:
    """Give the canonical text: blank for NaN and "", integers cut off, dates cut to what the bind's type holds.

    A number of days becomes a date where the bind wants one: ``${day} + 7`` in a question of type date.
    """
    if isinstance(value, list):
        value = first_held(value)
    if isinstance(value, Flag):
        value = value.truth
    kind = question.data_type
    if isinstance(value, bool):
        if kind in _WHOLE:
            return "1" if value else "0"
        return Flag(value)
    if isinstance(value, Moment):
        return _moment(value, kind)
    if isinstance(value, float):
        return _number(value, kind)
    return _cast(value, kind)


def set_text(value: XValue, question: Question) -> str:
    """Give what a default or a trigger sets: unlike a calculation's, it is a text where the bind wants a text.

    JavaRosa casts what a setvalue gives to the type of its target (SetValueAction): ``0`` and ``false`` count as given.
    """
    text = stored_text(value, question)
    return text if question.data_type in _NUMERIC | _FLAG else str(text)


def _number(value: float, kind: str) -> str:
    if math.isnan(value):
        return ""
    if kind in _WHOLE and math.isfinite(value):
        return Quantity(int(value), str(int(value)))
    if kind in _FLAG:
        return Flag(abs(value) > NOISE)
    if kind == "date" and _FIRST_DAY <= value <= _LAST_DAY:
        return dt.date.fromordinal(_EPOCH + math.floor(value)).isoformat()
    return Quantity(value, number_to_text(value))


def _moment(value: Moment, kind: str) -> str:
    if not value.valid:
        return ""
    if kind == "date":
        return value.wall.date().isoformat()
    if kind == "time":
        return value.wall.timetz().isoformat(timespec="milliseconds")
    if kind == "dateTime":
        return value.wall.isoformat(timespec="milliseconds")
    return value.text()


def _cast(text: str, kind: str) -> str:
    """Cast a text to the bind's type as far as JavaRosa does: whole numbers lose their fraction, dates their time."""
    if kind in _WHOLE:
        try:
            return str(int(float(text)))
        except (ValueError, OverflowError):
            return text
    if kind == "date" and len(text) > 10 and text[10:11] == "T":
        return text[:10]
    return text
