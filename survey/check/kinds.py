"""Whether the values of an entry have the types of their questions: what a generated function takes for granted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from survey.form import Answers, Json, Question
from survey.session.logic.spots import Spot
from survey.values import ValueKind, from_canonical, kind_of

Test = Callable[[Json], bool]


class Kinds:
    """One test for each question, by its key."""

    def __init__(self, spots: list[Spot]) -> None:
        self._tests: Mapping[str, Test] = {
            spot.item.key: _test(spot, spot.question)
            for spot in spots
            if spot.question is not None and spot.question.is_asked and not spot.repeats
        }

    def fit(self, answers: Answers) -> bool:
        """Whether every answer fits; answers to unknown questions do."""
        tests = self._tests
        for key, value in answers.items():
            test = tests.get(key)
            if test is not None and value is not None and not test(value):
                return False
        return True


def _test(spot: Spot, question: Question) -> Test:
    kind = kind_of(spot.value_kind)
    if kind is ValueKind.INTEGER:
        return lambda value: type(value) is int or (isinstance(value, float) and value.is_integer())
    if kind is ValueKind.DECIMAL:
        return lambda value: type(value) in {int, float}
    is_fixed = question.source is not None and not question.source.is_filtered and bool(question.choices)
    offered = frozenset(choice.value for choice in question.choices) if is_fixed else None
    if kind is ValueKind.SELECT_MULTIPLE:
        return lambda value: isinstance(value, list) and (offered is None or offered.issuperset(map(str, value)))
    if offered is not None:
        return lambda value: isinstance(value, str) and (value in offered or not value)
    return _date if kind is ValueKind.DATE else _reads_as(spot.value_kind)


def _date(value: Json) -> bool:
    try:
        return isinstance(value, str) and (not value or bool(dt.date.fromisoformat(value)))
    except ValueError:
        return False


def _reads_as(kind: str) -> Test:
    if kind_of(kind) is ValueKind.TEXT:
        return lambda value: isinstance(value, str)

    def test(value: Json) -> bool:
        try:
            return isinstance(value, str) and (not value or from_canonical(kind, value) is not None)
        except ValueError:
            return False

    return test
