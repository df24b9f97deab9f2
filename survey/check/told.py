"""What a closed entry holds of each question: flat values as the JSON that a session would keep."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from survey.expression.flat import FlatValue
from survey.expression.runtime.flat import OddValue
from survey.expression.typed import NOISE
from survey.form import Json, Question
from survey.session.logic.program import Aspect, Program, Task
from survey.session.logic.spots import Spot
from survey.session.state.load import META, Typing, text_of
from survey.session.state.storing import stored_text
from survey.values import ValueKind, kind_of, to_json

Tell: TypeAlias = "Callable[[FlatValue], Json] | None"
"""Turns a value that is there into JSON; None: it is JSON as it stands. Raises OddValue where a session may differ."""
_AS_IT_STANDS = frozenset({ValueKind.TEXT, ValueKind.SELECT_ONE, ValueKind.ACKNOWLEDGE})
_NUMERIC = frozenset({"int", "integer", "decimal"})
_DOUBTFUL = frozenset({"NaN", "Infinity", "-Infinity", "Invalid Date"})
"""Texts of what a session stores as a blank, or that stand in the answers as these very texts."""
_EXACT = 2.0**53
"""From here on whole numbers are not what a session, which counts in floats, makes of them."""


def told_spots(program: Program) -> list[tuple[Spot, Question]]:
    """Give the questions whose answers are kept, in document order: all but the group ``meta`` of the form."""
    return [(spot, spot.question) for spot in program.spots if spot.question is not None and spot.path[1:2] != (META,)]


def tell_of(typing: Typing, task: Task | None, spot: Spot, question: Question) -> Tell:
    """Tell how the values of a question become JSON; ``task`` is its calculation."""
    if task is not None:
        return partial(_calculated, typing, spot, question)
    kind = kind_of(spot.value_kind)
    if kind is ValueKind.INTEGER:
        return _whole
    return None if kind in _AS_IT_STANDS else partial(_stored, typing, spot)


def is_tellable(task: Task) -> bool:
    """Whether what a calculation gives can be told from its flat value."""
    question = task.spot.question
    if task.aspect is not Aspect.CALCULATE or question is None:
        return True
    return question.data_type == "string" or (question.data_type in _NUMERIC and task.run.kind == "n")


def _whole(value: FlatValue) -> Json:
    if not isinstance(value, int | float) or not -_EXACT < value < _EXACT:
        raise OddValue(value)
    return value


def _calculated(typing: Typing, spot: Spot, question: Question, value: FlatValue) -> Json:
    if isinstance(value, int | float):
        _whole(value)
        return _json(typing, spot, stored_text(float(value), question))
    if not isinstance(value, str) or value in _DOUBTFUL:
        raise OddValue(value)
    return _json(typing, spot, stored_text(value, question))


def _stored(typing: Typing, spot: Spot, value: FlatValue) -> Json:
    if isinstance(value, int | float):
        _whole(value)
        if 0 < abs(value - round(value)) < NOISE:  # a text would show it as a whole number
            raise OddValue(value)
    return _json(typing, spot, text_of(spot, [*value] if isinstance(value, list) else value))


def _json(typing: Typing, spot: Spot, text: str) -> Json:
    value = to_json(typing.read(spot, str(text)))
    return [*value] if isinstance(value, list) else value
