"""The sentences of what a flat check found, equal to those a session gives; None where only a session can tell."""

from __future__ import annotations

import re

from survey.check.slots import NotFlat, Slots, flat, path_text
from survey.expression import ExpressionError, parse
from survey.expression.flat import FlatValue
from survey.expression.runtime.values import number_to_text
from survey.form import Output, Question, Text
from survey.problems import Level, Place, Problem
from survey.session.logic.program import Program
from survey.session.logic.rule import RuleProgram
from survey.session.logic.spots import Spot
from survey.session.rulebook import CODES

_CHOICE_NAME = re.compile(r"jr:choice-name\((.+), '([^']+)'\)")


class Words:
    """Fills labels and messages from flat values."""

    def __init__(self, slots: Slots, program: Program) -> None:
        self._slots = slots
        self._spots = {spot.item.path: spot for spot in program.spots}
        self._paths = {expression: self._path(expression) for expression in program.texts}

    def of_question(self, code: str, spot: Spot, values: list[FlatValue]) -> tuple[int, Problem] | None:
        """Make a question's E001 or E002, with its place in the form."""
        question = spot.question
        if question is None:
            return None
        label = self._text(question.label_text, values)
        own = self._text(question.required_message if code == "E001" else question.constraint_message, values)
        if label is None or own is None:
            return None
        label = label or question.name
        value = self._value(question.path, values) or ""
        place = Place(path=question.path, label=label)
        return spot.index, Problem(code, Level.ERROR, place, {"label": label, "value": value}, own)

    def of_rule(self, compiled: RuleProgram, values: list[FlatValue]) -> tuple[int, Problem] | None:
        """Make a rule's problem at its first variable."""
        rule = compiled.rule
        message = self._text(rule.message, values)
        home = self._spots.get(rule.paths[0]) if rule.paths else None
        if message is None or home is None:
            return None
        label = self._text(home.item.label_text, values)
        if label is None or self._slots.slot(home.item.path) is None:
            return None
        place = Place(path=home.item.path, label=label)
        params = {"rule": rule.id, "at": ""}
        return home.index, Problem(CODES[rule.level], rule.level, place, params, message, rule.id)

    def _text(self, text: Text, values: list[FlatValue]) -> str | None:
        filled: list[str] = []
        for part in text.parts():
            if isinstance(part, str):
                filled.append(part)
                continue
            shown = self._output(part, values)
            if shown is None:
                return None
            filled.append(shown)
        return "".join(filled)

    def _output(self, output: Output, values: list[FlatValue]) -> str | None:
        value = self._value(self._paths.get(output.expression, ""), values)
        found = _CHOICE_NAME.fullmatch(output.expression)
        if found is None or value is None:
            return value
        spot = self._spots.get(found[2])
        return None if spot is None or spot.question is None else _labels(spot.question, value)

    def _path(self, expression: str) -> str:
        """The plain path an output shows, with a slot made for it; "" for anything more."""
        found = _CHOICE_NAME.fullmatch(expression)
        try:
            path = path_text(flat(parse(found[1] if found else expression)))
        except (NotFlat, ExpressionError):
            return ""
        return path if path and self._slots.slot(path) is not None else ""

    def _value(self, path: str, values: list[FlatValue]) -> str | None:
        slot = self._slots.slot(path) if path else None
        if slot is None or slot.place >= len(values):
            return None
        value = values[slot.place]
        if value is None or isinstance(value, str):
            return value or ""
        return " ".join(value) if isinstance(value, list) else number_to_text(float(value))


def _labels(question: Question, value: str) -> str:
    known = {choice.value: choice.label for choice in question.choices}
    return ", ".join(known.get(each, each) for each in value.split(" ")) if value else ""
