"""Check whole entries in bulk: one generated function a form, run over plain values; problems made only where found.

What it finds equals what a FillSession of the saved entry finds. A form with repeats, filtered choices or looks at
lists is checked through a session instead; so is any entry whose values do not have the types of their questions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from survey.check.function import Function, Functions, OnlyASessionCanTell
from survey.entry import Explanation
from survey.expression.flat import ODD, Found, Run
from survey.form import Answers, Form
from survey.problems import HuceError, Problem
from survey.session import FillContext, FillSession
from survey.session.logic.program import program_of


@dataclass(frozen=True, slots=True)
class _Batch:
    """The function bound to a moment and a period; ``run`` is None where the form needs a session."""

    context: FillContext
    function: Function | None = None
    run: Run | None = None

    def serves(self, context: FillContext) -> bool:
        """Whether entries of another context may be checked with it: the same day will do unless the moment counts."""
        own = self.context
        if own.period is not context.period and own.period != context.period:
            return False
        if self.function is None:
            return True
        if own.now is not context.now and not self._same_moment(context.now):
            return False
        return not self.function.flat.is_personal or _person(own) == _person(context)

    def _same_moment(self, now: dt.datetime) -> bool:
        own = self.context.now
        if self.function is None or self.function.flat.is_momentary:
            return own == now
        return own.tzinfo == now.tzinfo and own.date() == now.date()


def _person(context: FillContext) -> tuple[object, ...]:
    return context.user, context.device, context.properties


class Checker:
    """The check of one form. Raises HuceError when the form's logic cannot be compiled."""

    def __init__(self, form: Form) -> None:
        self._form = form
        program = program_of(form)
        if program.problems:
            raise HuceError(program.problems[0])
        self._functions = Functions(program)
        self._bound: _Batch | None = None

    @property
    def is_flat(self) -> bool:
        """Whether entries of this form are checked by one generated function."""
        return self._functions.of(None) is not None

    def check(
        self, answers: Answers, context: FillContext, explanations: tuple[Explanation, ...] = ()
    ) -> tuple[Problem, ...]:
        """Every problem of one saved entry; a 核实性 one only when no explanation excuses it."""
        batch = self._bound
        if batch is None or not batch.serves(context):
            batch = self._bound = self._batch(context)
        if batch.run is None or batch.function is None:
            return self._slowly(answers, context, explanations)
        try:
            found = batch.run(answers, context.previous, context.year_before, context.register)
        except ODD:
            try:
                found = batch.run(tidy(answers), tidy(context.previous), tidy(context.year_before), context.register)
            except ODD:
                return self._slowly(answers, context, explanations)
        return () if found is None else self._told(batch.function, found, answers, context, explanations)

    def _told(
        self,
        function: Function,
        found: Found,
        answers: Answers,
        context: FillContext,
        explanations: tuple[Explanation, ...],
    ) -> tuple[Problem, ...]:
        try:
            if context.language in {"", self._form.languages[0]}:
                return function.problems(*found, explanations)
        except OnlyASessionCanTell:
            pass
        return self._slowly(answers, context, explanations)

    def _batch(self, context: FillContext) -> _Batch:
        function = self._functions.of(context.period)
        return _Batch(context) if function is None else _Batch(context, function, function.bind(context))

    def _slowly(
        self, answers: Answers, context: FillContext, explanations: tuple[Explanation, ...]
    ) -> tuple[Problem, ...]:
        return FillSession(self._form, replace(context, reviewing=True), answers, explanations).problems()


def tidy(answers: Answers | None) -> Answers | None:
    """Give the answers with every 5.0 as 5, which is what questions for whole numbers want."""
    if answers is None:
        return None
    found = {key: int(value) for key, value in answers.items() if isinstance(value, float) and value.is_integer()}
    return {**answers, **found} if found else answers


_RECENT: dict[int, tuple[Form, Checker]] = {}


def checker_of(form: Form) -> Checker:
    """Return the compiled check of a form, from a small memory of the forms used last."""
    known = _RECENT.get(id(form))
    if known is not None and known[0] is form:
        return known[1]
    checker = Checker(form)
    if len(_RECENT) >= 16:
        del _RECENT[next(iter(_RECENT))]
    _RECENT[id(form)] = (form, checker)
    return checker


def check_entry(
    form: Form, answers: Answers, context: FillContext, explanations: tuple[Explanation, ...] = ()
) -> tuple[Problem, ...]:
    """Every problem of one saved entry, in document order: missing, against a constraint, rules of 审核."""
    return checker_of(form).check(answers, context, explanations)
