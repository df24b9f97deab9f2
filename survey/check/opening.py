"""Begin many new entries: what is the same in all of them comes from one session, the rest is known of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from survey.check.closing import Closing
from survey.check.words import may_hide
from survey.expression import ExpressionError, parse
from survey.expression.analysis import references
from survey.form import Answers, Form, Json, SetValue
from survey.session import FillContext, FillSession
from survey.session.logic.program import Aspect, Program, Task, program_of
from survey.session.logic.reads import Place, keeps_its_value
from survey.session.logic.spots import Spot
from survey.session.state.actions import FIRST_LOAD, prefilled
from survey.session.state.load import Typing
from survey.values import to_json

_NEEDS_ANSWERS = frozenset({Aspect.COUNT, Aspect.CHOICES})
_OF_THE_MOMENT = frozenset({"today", "now", "date", "format-date", "format-date-time", "string", "concat"})


class Opening:
    """Begins entries of one form. Raises HuceError when the form's logic cannot be compiled.

    The answers are those from which ``FillSession(form, context, answers)`` goes on as it does from
    ``FillSession(form, context).answers()``. Where one entry may begin otherwise than another in more than what the
    register and earlier periods say, each is begun by a session.
    """

    def __init__(self, form: Form, closing: Closing) -> None:
        self._form, self._closing = form, closing
        program = program_of(form)
        self._typing = Typing(program)
        self._filled = [(spot, spot.question) for spot in program.spots if spot.question and spot.question.prefill]
        self._kept = _kept(program)
        self._is_plain = _is_plain(program, [spot for spot, _ in self._filled], self._kept)
        self._common: tuple[FillContext, Answers] | None = None

    def answers(self, context: FillContext) -> dict[str, Json]:
        """Begin an entry. Raises HuceError as a session does."""
        if not self._is_plain:
            return self._begun(context)
        begun = {**self._alike(context)}
        for spot, question in self._filled:
            if not question.preload and (text := prefilled(spot, question, context)) is not None:
                begun.pop(question.key, None)
                if (value := to_json(self._typing.read(spot, text))) is not None:
                    begun[question.key] = [*value] if isinstance(value, list) else value
        if self._kept:
            worked_out = self._closing.close(begun, context).answers
            begun |= {spot.item.key: worked_out[spot.item.key] for spot in self._kept if spot.item.key in worked_out}
        return begun

    def _begun(self, context: FillContext) -> dict[str, Json]:
        session = FillSession(self._form, context)
        answers = session.answers()
        session.leave()
        return answers

    def _alike(self, context: FillContext) -> Answers:
        """Give what every entry begins with that is begun at this moment by this person."""
        told = {name: value for name, value in context.properties.items() if name != "instanceID"}
        bare = replace(
            context, register={}, previous=None, year_before=None, last_saved=None, random_seed=0, properties=told
        )
        if self._common is None or self._common[0] != bare:
            begun = self._begun(bare)
            kept = {spot.item.key for spot in self._kept}
            self._common = bare, {key: value for key, value in begun.items() if key not in kept}
        return self._common[1]


def _kept(program: Program) -> list[Spot]:
    """Give the calculations that keep what they gave first."""
    return [task.spot for task in program.tasks if task.aspect is Aspect.CALCULATE and keeps_its_value(task.run.expr)]


def _is_plain(program: Program, filled: list[Spot], kept: list[Spot]) -> bool:
    """Whether entries begin alike but for what is known of each household."""
    set_first = {tuple(action.target.strip("/").split("/")) for action in program.actions}
    return (
        not any(task.aspect in _NEEDS_ANSWERS for task in program.tasks)
        and all(map(_is_of_the_moment, program.actions))
        and not any(spot.repeats or spot.path in set_first for spot in filled)
        and not any(may_hide(spot) or spot.repeats or set_first & _reach(program, spot) for spot in kept)
    )


def _is_of_the_moment(action: SetValue) -> bool:
    if action.event not in FIRST_LOAD:
        return False
    try:
        asked = references(parse(action.value or "''"))
    except ExpressionError:
        return False
    return not asked.paths and not asked.instances and asked.functions <= _OF_THE_MOMENT


def _reach(program: Program, spot: Spot) -> set[Place]:
    """Give every place that decides what a calculation gives, itself included."""
    calculations = {task.spot.path: task for task in program.tasks if task.aspect is Aspect.CALCULATE}
    found: set[Place] = set()
    waiting = [spot.path]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += _read_by(program, calculations[place]) if place in calculations else []
    return found


def _read_by(program: Program, task: Task) -> Iterator[Place]:
    for read in task.reads:
        yield read.path
        if read.below:
            yield from (place for place in program.by_path if place[: len(read.path)] == read.path)
