"""Check whole entries in bulk: one generated function a form, run over plain values; problems made only where found.

What it finds equals what a FillSession of the saved entry finds. A form with repeats, filtered choices or looks at
lists is checked through a session instead; so is any entry whose values do not have the types of their questions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from survey.check.kinds import Kinds
from survey.check.slots import FLAGS, PRESENT, TABLES, NotFlat, Slots
from survey.check.steps import Plan, Planner
from survey.check.words import Words
from survey.entry import Explanation
from survey.expression import Evaluation, ExpressionError, InstanceNode
from survey.expression.flat import FlatValue, NotFlatError, Run
from survey.expression.flat import Program as FlatProgram
from survey.form import Answers, Form
from survey.problems import HuceError, Level, Problem
from survey.session import FillContext, FillSession
from survey.session.logic.program import program_of
from survey.session.logic.rule import RuleProgram
from survey.session.logic.spots import Spot


class Checker:
    """The check of one form. Raises HuceError when the form's logic cannot be compiled."""

    def __init__(self, form: Form) -> None:
        program = program_of(form)
        if program.problems:
            raise HuceError(program.problems[0])
        self._form = form
        self._slots = Slots(program)
        self._kinds = Kinds(program.spots)
        self._plan = Plan()
        self._keys: Mapping[str, tuple[str, ...]] = {}
        self._flat: FlatProgram | None = None
        self._bound: tuple[dt.datetime, Run] | None = None
        try:
            self._plan = Planner(program, self._slots).plan()
            self._words = Words(self._slots, program)
            FlatProgram(self._plan.steps, self._slots, 0)  # meets every place once, so that the width is known
            self._slots.freeze()
            self._keys = {table: self._slots.keys(table) for table in TABLES}
            self._plan = Planner(program, self._slots).plan()
            self._flat = FlatProgram(self._plan.steps, self._slots, len(self._slots.sources))
        except (NotFlat, NotFlatError, ExpressionError):
            self._flat = None

    @property
    def is_flat(self) -> bool:
        """Whether entries of this form are checked by one generated function."""
        return self._flat is not None

    def check(
        self, answers: Answers, context: FillContext, explanations: tuple[Explanation, ...] = ()
    ) -> tuple[Problem, ...]:
        """Every problem of one saved entry; a 核实性 one only when no explanation excuses it."""
        run = self._run(context)
        if run is None or not self._kinds.fit(answers):
            return self._slowly(answers, context, explanations)
        values = self.row(answers, context)
        try:
            found = run(values)
        except (TypeError, ValueError, AttributeError, ExpressionError):  # a value of another type than its question
            return self._slowly(answers, context, explanations)
        return self._problems(found, values, context, answers, explanations) if found else ()

    def row(self, answers: Answers, context: FillContext) -> list[FlatValue]:
        """Lay one entry out in the order the generated function reads."""
        keys, previous, year_before = self._keys, context.previous, context.year_before
        return [
            *map(answers.get, keys["answers"]),
            *(map(previous.get, keys["previous"]) if previous else [None] * len(keys["previous"])),
            *(
                map(year_before.get, keys["year-before"])
                if year_before is not None
                else [None] * len(keys["year-before"])
            ),
            *map(context.register.get, keys["register"]),
            *map(_present(context).get, keys[PRESENT]),
            *[None] * len(keys[FLAGS]),
        ]

    def rows(self, entries: Iterable[Answers], context: FillContext) -> Iterator[Sequence[FlatValue]]:
        """Lay many entries out that share a context."""
        for answers in entries:
            yield self.row(answers, context)

    def runner(self, context: FillContext) -> Run | None:
        """Give the generated function for one batch, None when the form needs the tree."""
        return self._run(context)

    def _run(self, context: FillContext) -> Run | None:
        if self._flat is None:
            return None
        if self._bound is None or self._bound[0] != context.now:
            nowhere = InstanceNode("")
            evaluation = Evaluation(
                node=nowhere,
                root=nowhere,
                now=context.now,
                version=self._form.version,
                properties={"deviceid": context.device, "username": context.user, **context.properties},
            )
            self._bound = (context.now, self._flat.bind(evaluation))
        return self._bound[1]

    def _slowly(
        self, answers: Answers, context: FillContext, explanations: tuple[Explanation, ...]
    ) -> tuple[Problem, ...]:
        from dataclasses import replace

        return FillSession(self._form, replace(context, reviewing=True), answers, explanations).problems()

    def _problems(
        self,
        found: list[object],
        values: list[FlatValue],
        context: FillContext,
        answers: Answers,
        explanations: tuple[Explanation, ...],
    ) -> tuple[Problem, ...]:
        given = {each.rule: each for each in explanations}
        problems: list[tuple[int, Problem]] = []
        for number in found:
            _, about = self._plan.findings[int(number)]  # type: ignore[call-overload]  # steps report our own numbers
            if isinstance(about, RuleProgram):
                if not about.rule.holds_in(context.period):
                    continue
                if about.rule.level is Level.QUERY and about.rule.id in given:
                    return self._slowly(answers, context, explanations)
            made = self._made(number, about, values)
            if made is None:
                return self._slowly(answers, context, explanations)
            problems.append(made)
        problems.sort(key=itemgetter(0))
        return tuple(problem for _, problem in problems)

    def _made(self, number: object, about: Spot | RuleProgram, values: list[FlatValue]) -> tuple[int, Problem] | None:
        code = self._plan.findings[int(number)][0]  # type: ignore[call-overload]  # steps report our own numbers
        if isinstance(about, RuleProgram):
            return self._words.of_rule(about, values)
        return self._words.of_question(code, about, values)


def _present(context: FillContext) -> Answers:
    return {
        "previous": "" if context.previous is None else "1",
        "year-before": "" if context.year_before is None else "1",
        "register": "1" if context.register else "",
    }


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
