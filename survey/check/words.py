"""The sentences of what a flat check found, equal to those a session gives; None where only a session can tell.

Texts are taken apart once, when the form is compiled, in the form's first language; what they show are slots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from survey.check.slots import NotFlat, Slots, flat, path_text
from survey.expression import ExpressionError, parse
from survey.expression.flat import FlatValue, Slot
from survey.expression.nodes import Expr
from survey.expression.runtime.values import number_to_text
from survey.form import Output, Question, Text
from survey.problems import Level, Place, Problem
from survey.session.logic.program import Program
from survey.session.logic.rule import RuleProgram
from survey.session.logic.spots import Spot
from survey.session.rulebook import CODES

Values: TypeAlias = Sequence[FlatValue]
_CHOICE_NAME = re.compile(r"jr:choice-name\((.+), '([^']+)'\)")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A value inside a text: where it stands among those shown, and the labels of its choices if they are wanted."""

    place: int
    labels: Mapping[str, str] | None = None

    def text(self, values: Values) -> str:
        value = text_of(values[self.place])
        if self.labels is None or not value:
            return value
        return ", ".join(self.labels.get(each, each) for each in value.split(" "))


_Parts: TypeAlias = "tuple[str | _Shown, ...]"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said of one finding.

    ``own`` is where the value of the question stands among those shown; ``home`` that of the question it is said at, if
    that may be irrelevant. ``fixed`` is the problem when no value comes into it.
    """

    code: str
    level: Level
    index: int
    path: str
    label: _Parts
    message: _Parts
    own: int | None = None
    home: int | None = None
    rule: str = ""
    fixed: Problem | None = None

    def problem(self, values: Values) -> Problem | None:
        """Fill in the values; None when another question may be the one to say it at."""
        if self.home is not None and values[self.home] is None:
            return None
        return self.fixed or self.filled(values)

    def filled(self, values: Values) -> Problem:
        """Fill in the values."""
        label = _filled(self.label, values)
        params = {"rule": self.rule, "at": ""} if self.rule else {"label": label, "value": self._value(values)}
        place = Place(path=self.path, label=label)
        return Problem(self.code, self.level, place, params, _filled(self.message, values), self.rule)

    def _value(self, values: Values) -> str:
        return "" if self.own is None else text_of(values[self.own])


class Words:
    """Prepares sentences; ``shown`` are the slots whose values they need, and where each stands among them."""

    def __init__(self, slots: Slots, program: Program) -> None:
        self._slots = slots
        self._spots = {spot.item.path: spot for spot in program.spots}
        self.shown: dict[Slot, int] = {}
        self.paths: set[str] = set()

    def of_question(self, code: str, spot: Spot) -> Sentence | None:
        """Prepare a question's E001 or E002."""
        question = spot.question
        if question is None:
            return None
        is_missing = code == "E001"
        label = self._parts(question.label_text)
        message = self._parts(question.required_message if is_missing else question.constraint_message)
        if label is None or message is None:
            return None
        own = None if is_missing else self.place(question.path)
        if not any(label):
            label = (question.name,)
        return _sealed(Sentence(code, Level.ERROR, spot.index, question.path, label, message, own))

    def of_rule(self, compiled: RuleProgram) -> Sentence | None:
        """Prepare a rule's problem at its first variable."""
        rule = compiled.rule
        spot = self._spots.get(rule.paths[0]) if rule.paths else None
        message, label = self._parts(rule.message), None if spot is None else self._parts(spot.item.label_text)
        if spot is None or message is None or label is None:
            return None
        home = self.place(spot.item.path)
        if home is None:
            return None
        seat = home if may_hide(spot) else None
        code, path = CODES[rule.level], spot.item.path
        return _sealed(Sentence(code, rule.level, spot.index, path, label, message, None, seat, rule.id))

    def excused(self, compiled: RuleProgram) -> Mapping[str, int] | None:
        """Tell where the values an explanation of the rule is bound to stand among those shown."""
        places = {key: self._place_of(run.expr) for key, run in compiled.variables}
        found = {key: place for key, place in places.items() if place is not None}
        return found if len(found) == len(places) else None

    def _parts(self, text: Text) -> _Parts | None:
        found: list[str | _Shown] = []
        for part in text.parts():
            shown = part if isinstance(part, str) else self._output(part)
            if shown is None:
                return None
            found.append(shown)
        return ("".join(map(str, found)),) if all(isinstance(each, str) for each in found) else tuple(found)

    def _output(self, output: Output) -> _Shown | None:
        found = _CHOICE_NAME.fullmatch(output.expression)
        try:
            place = self._place_of(parse(found[1] if found else output.expression))
        except ExpressionError:
            return None
        if place is None or found is None:
            return None if place is None else _Shown(place)
        spot = self._spots.get(found[2])
        return None if spot is None or spot.question is None else _Shown(place, dict(_labels(spot.question)))

    def _place_of(self, expr: Expr) -> int | None:
        try:
            return self.place(path_text(flat(expr)))
        except NotFlat:
            return None

    def place(self, path: str) -> int | None:
        """Have the value of a plain path shown; tell where it will stand."""
        slot = self._slots.slot(path) if path else None
        if slot is None:
            return None
        self.paths.add(path)
        return self.shown.setdefault(slot, len(self.shown))


def _sealed(sentence: Sentence) -> Sentence:
    """Make the problem at once if no value comes into it."""
    parts = (*sentence.label, *sentence.message)
    is_fixed = sentence.own is None and all(isinstance(part, str) for part in parts)
    return replace(sentence, fixed=sentence.filled(())) if is_fixed else sentence


def text_of(value: FlatValue) -> str:
    """Give the canonical text of a flat value."""
    if value is None or isinstance(value, str):
        return value or ""
    return " ".join(value) if isinstance(value, list) else number_to_text(float(value))


def _filled(parts: _Parts, values: Values) -> str:
    return "".join(part if isinstance(part, str) else part.text(values) for part in parts)


def _labels(question: Question) -> Iterator[tuple[str, str]]:
    return ((choice.value, choice.label) for choice in question.choices)


def may_hide(spot: Spot | None) -> bool:
    """Whether a place or one above it has a condition."""
    while spot is not None:
        if spot.item.relevant:
            return True
        spot = spot.parent
    return False
