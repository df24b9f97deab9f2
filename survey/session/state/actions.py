"""What happens by itself: metadata, prefilled values, defaults at the first load, new instances, value changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from typing import Final
from uuid import uuid4

from survey.expression import Compiled, ExpressionError
from survey.form import Json, Question, QuestionKind, SetValue
from survey.problems import HuceError, Problem
from survey.session.context import FillContext
from survey.session.logic.program import Program
from survey.session.logic.spots import Spot
from survey.session.state.engine import Engine
from survey.session.state.load import text_of
from survey.session.state.storing import set_text
from survey.session.state.tree import FormNode


class _Unknown(Enum):
    """Says that nothing is known: a blank value of the register is known, and empties a default."""

    UNKNOWN = 0


_UNKNOWN: Final = _Unknown.UNKNOWN
FIRST_LOAD = frozenset({"odk-instance-first-load", "xforms-ready"})
EVERY_LOAD = "odk-instance-load"
NEW_REPEAT = frozenset({"odk-new-repeat", "jr-insert"})
VALUE_CHANGED = "xforms-value-changed"
MAX_CHAIN = 50


class Actions:
    """Runs the actions of one session's form in JavaRosa's order."""

    def __init__(self, program: Program, engine: Engine, context: FillContext) -> None:
        self._program = program
        self._engine = engine
        self._context = context
        self._actions = program.actions
        self._defaulted: list[FormNode] = []

    # --- a new entry --------------------------------------------------------------------------------------------

    def preload(self, nodes: list[FormNode]) -> None:
        """Fill metadata (start, today, device …) and what the register knows."""
        for node in nodes:
            question = node.spot.question
            if question is None:
                continue
            if question.preload:
                self._engine.set_text(node, self._metadata(question))
            elif question.prefill and (known := prefilled(node.spot, question, self._context)) is not None:
                self._engine.set_text(node, known)

    def identify(self, nodes: list[FormNode]) -> None:
        """Give an opened entry its instanceID: it is no answer, so nothing of it is saved."""
        for node in nodes:
            if node.spot.question is not None and node.spot.question.preload == "uid":
                self._engine.set_text(node, self._metadata(node.spot.question))

    def first_load(self, nodes: list[FormNode]) -> None:
        """Fire the dynamic defaults, once, at the places that were there when the entry was opened."""
        present = {id(node) for node in nodes}
        self._engine.defaulting = True
        for action in self._actions:
            if action.event in FIRST_LOAD:
                for node in self._everywhere(action):
                    if id(node) in present and not _is_prefilled(node) and self._set(action, node):
                        self._engine.settle()
                        self.value_changed(node)
        self._engine.defaulting = False

    def fill_hidden(self, nodes: list[FormNode]) -> None:
        """Give what an opened entry left out as hidden its static default again, for when it is shown."""
        for node in nodes:
            question = node.spot.question
            if question is not None and node.unsaved and not node.relevant and not question.calculation:
                self._engine.set_text(node, question.default)

    def each_load(self) -> bool:
        """Fire what is to happen at every opening. Tells whether there is such a thing."""
        actions = [action for action in self._actions if action.event == EVERY_LOAD]
        for action in actions:
            for node in list(self._everywhere(action)):
                self._set(action, node)
        return bool(actions)

    def new_instance(self, instance: FormNode) -> None:
        """Fill metadata and fire the new-repeat actions that aim inside a new instance and no repeat inside it.

        The first instance of a counted repeat has been there at the first load for JavaRosa, repeats inside included.
        """
        depth = len(instance.spot.path)
        events = FIRST_LOAD if instance.written else NEW_REPEAT
        self.preload([node for node in instance.walk() if node.spot.question is not None])
        for action in self._actions:
            target = self._spot(action.target)
            if action.event not in events or target is None or target.path[:depth] != instance.spot.path:
                continue
            if instance.written or target.repeats[-1] is instance.spot:
                there = list(self._engine.targets(target, instance, depth))
                self._defaulted.extend(each for each in there if self._set(action, each))

    def follow(self) -> None:
        """Fire what the defaults of new instances trigger: they may have come while others were worked out."""
        while self._defaulted:
            node = self._defaulted.pop(0)
            if not node.gone:
                self.value_changed(node)
                self._engine.settle()

    def end(self) -> None:
        """Note the moment in every question of type ``end``."""
        for spot in self._program.spots:
            if spot.question is not None and spot.question.kind is QuestionKind.END:
                for node in self._engine.targets(spot, self._engine.root, 1):
                    self._engine.set_text(node, moment_text(self._context.now))

    # --- an answer ----------------------------------------------------------------------------------------------

    def value_changed(self, source: FormNode, chain: int = 0) -> None:
        """Fire the actions that a change of this question triggers; a target that changes triggers its own in turn."""
        if chain > MAX_CHAIN:
            raise HuceError(Problem("E005", params={"name": source.spot.item.name}))
        for action in self._actions:
            if action.event != VALUE_CHANGED or action.trigger != source.spot.item.path:
                continue
            for node in list(self._beside(action, source)):
                if self._set(action, node):
                    self._engine.settle()
                    self.value_changed(node, chain + 1)

    # --- places -------------------------------------------------------------------------------------------------

    def _spot(self, path: str) -> Spot | None:
        return self._program.by_path.get(tuple(part for part in path.split("/") if part))

    def _everywhere(self, action: SetValue) -> Iterator[FormNode]:
        target = self._spot(action.target)
        if target is not None:
            yield from list(self._engine.targets(target, self._engine.root, 1))

    def _beside(self, action: SetValue, source: FormNode) -> Iterator[FormNode]:
        """The target in the same repeat instance as the source, or wherever it is when they share none."""
        target = self._spot(action.target)
        if target is None:
            return
        shared = [spot for spot in target.repeats if spot in source.spot.repeats]
        yield from self._engine.targets(target, source, len(shared[-1].path) if shared else 1)

    def _set(self, action: SetValue, node: FormNode) -> bool:
        question = node.spot.question
        if question is None:
            return False
        if not action.value:
            return self._engine.set_text(node, action.literal)
        run = self._program.setvalues[action.value]
        return isinstance(run, Compiled) and self._engine.set_text(node, self._result(run, node, question))

    def _result(self, run: Compiled, node: FormNode, question: Question) -> str:
        self._engine.stand(node)
        try:
            return set_text(run(self._engine.evaluation), question)
        except ExpressionError:  # what the data make impossible leaves the place blank, as a calculation would
            return ""

    # --- metadata -----------------------------------------------------------------------------------------------

    def _metadata(self, question: Question) -> str:
        context = self._context
        kind, params = question.preload, question.preload_params
        if kind == "timestamp":
            return moment_text(context.now) if params == "start" else ""
        if kind == "date" and params == "today":
            return context.today.isoformat()
        if kind == "uid":
            return context.properties.get("instanceID") or f"uuid:{uuid4()}"
        known = {"deviceid": context.device, "username": context.user, **context.properties}
        return known.get(params, "") if kind == "property" else ""


def moment_text(moment: dt.datetime) -> str:
    """Write a moment as ODK does: milliseconds and offset."""
    return moment.isoformat(timespec="milliseconds")


def prefilled(spot: Spot, question: Question, context: FillContext) -> str | None:
    """Give the text that fills a question first, None where nothing is known; "" also for what is no choice now."""
    value = _known(question.prefill, context)
    if value is _UNKNOWN:
        return None
    text = text_of(spot, value)
    return text if _is_offered(spot, question, text) else ""


def _known(prefill: str, context: FillContext) -> Json | _Unknown:
    """What fills a question first: ``shop_name`` of the register, ``p4.revenue_q`` of the same period last year."""
    panel, _, key = prefill.partition(".")
    earlier = {"p": context.previous, "p4": context.year_before}
    if panel not in earlier or not key:
        return context.register.get(prefill, _UNKNOWN)
    return (earlier[panel] or {}).get(key, _UNKNOWN)


def _is_offered(spot: Spot, question: Question, text: str) -> bool:
    """Whether a register value can be an answer: an old industry code, say, is not in the list any more."""
    return not spot.offered or spot.offered.issuperset(text.split(" ") if question.kind.is_list else [text])


def _is_prefilled(node: FormNode) -> bool:
    question = node.spot.question
    return question is not None and bool(question.prefill) and bool(node.text)
