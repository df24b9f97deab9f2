"""Close many saved entries: what finishing a session of each would give, without a session where the form is flat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from survey.check.checker import tidy
from survey.check.function import Function, Functions, OnlyASessionCanTell
from survey.check.told import Tell, is_tellable, tell_of, told_spots
from survey.check.words import Values, may_hide
from survey.entry import Closed, Explanation
from survey.expression.analysis import references
from survey.expression.flat import ODD, Found, Run
from survey.form import Answers, Form, Json, QuestionKind
from survey.form.legal import opening_problems
from survey.problems import HuceError, Level
from survey.session import FillContext, FillSession
from survey.session.logic.program import Aspect, Program, program_of
from survey.session.logic.spots import Spot
from survey.session.state.actions import EVERY_LOAD, moment_text
from survey.session.state.load import Typing

_BY_CHANCE = frozenset({"random", "uuid", "randomize"})


@dataclass(frozen=True, slots=True)
class _Bound:
    """The function for the entries of one period, closed at one moment."""

    context: FillContext
    function: Function
    run: Run
    cells: list[tuple[str, Tell, int | None]]  # what is kept: key, how it becomes JSON, where its value stands

    def serves(self, context: FillContext) -> bool:
        own = self.context
        return own.now == context.now and own.period == context.period and own.language == context.language


class Closing:
    """Closes entries of one form. Raises HuceError when the form's logic cannot be compiled.

    What it gives equals what ``FillSession(form, context, answers, explanations).finish()`` gives. A session does it
    where the form has repeats or chance, where a value is not of its question's type, and for a few sentences.
    """

    def __init__(self, form: Form) -> None:
        self._form = form
        program = program_of(form)
        if program.problems:
            raise HuceError(program.problems[0])
        told, typing = told_spots(program), Typing(program)
        tasks = {task.spot.index: task for task in program.tasks if task.aspect is Aspect.CALCULATE}
        self._told = [(question.key, tell_of(typing, tasks.get(spot.index), spot, question)) for spot, question in told]
        self._ends = {spot.item.key for spot in program.spots if _is_end(spot)}
        self._functions = Functions(program, [spot.item.path for spot, _ in told]) if _is_plain(program) else None
        self._bound: _Bound | None = None

    def close(self, answers: Answers, context: FillContext, explanations: tuple[Explanation, ...] = ()) -> Closed:
        """Close one saved entry. Raises HuceError as a session of it does."""
        refusals = opening_problems(self._form, context.today)
        if refusals and not context.reviewing:
            raise HuceError(refusals[0])
        bound = self._bound_to(context)
        closed = None if bound is None else self._flatly(bound, answers, context, explanations)
        return closed or self._slowly(answers, context, explanations)

    def _slowly(self, answers: Answers, context: FillContext, explanations: tuple[Explanation, ...]) -> Closed:
        session = FillSession(self._form, context, answers, explanations)
        finished = session.finish()
        session.leave()
        return finished

    def _bound_to(self, context: FillContext) -> _Bound | None:
        if self._bound is not None and self._bound.serves(context):
            return self._bound
        is_foreign = context.language not in {"", self._form.languages[0]}
        function = None if self._functions is None or is_foreign else self._functions.of(context.period)
        if function is None or function.flat.is_personal:
            return None
        cells = [
            (key, tell, None if key in self._ends else place)
            for (key, tell), place in zip(self._told, function.places, strict=True)
        ]
        self._bound = _Bound(context, function, function.bind(context), cells)
        return self._bound

    def _flatly(
        self, bound: _Bound, answers: Answers, context: FillContext, explanations: tuple[Explanation, ...]
    ) -> Closed | None:
        function = bound.function
        try:
            numbers, values = _found(bound.run, answers, context)
            problems = function.problems(numbers, values, explanations)
            held = function.held(numbers, values, explanations)
            cleared = dict(_cleared(bound, values))
        except (*ODD, OnlyASessionCanTell):
            return None
        return Closed(cleared, problems, held, all(problem.level is Level.HINT for problem in problems))


def _cleared(bound: _Bound, values: Values) -> Iterator[tuple[str, Json]]:
    for key, tell, place in bound.cells:
        if place is None:
            yield key, moment_text(bound.context.now)
        elif (value := values[place]) is not None:
            yield key, value if tell is None else tell(value)  # type: ignore[misc]  # a list of str is Json


def _found(run: Run, answers: Answers, context: FillContext) -> Found:
    try:
        found = run(answers, context.previous, context.year_before, context.register)
    except ODD:
        found = run(tidy(answers), tidy(context.previous), tidy(context.year_before), context.register)
    return found or ([], ())


def _is_plain(program: Program) -> bool:
    """Whether nothing happens to an entry but that it is worked out, cleared and checked."""
    return (
        not any(action.event == EVERY_LOAD for action in program.actions)
        and not any(_BY_CHANCE & references(task.run.expr).functions for task in program.tasks)
        and all(map(is_tellable, program.tasks))
        and not any(may_hide(spot) or program.readers[spot.index] for spot in program.spots if _is_end(spot))
    )


def _is_end(spot: Spot) -> bool:
    """Whether closing writes the moment into a place."""
    return spot.question is not None and spot.question.kind is QuestionKind.END
