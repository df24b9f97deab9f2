"""The generated check of one form with the rules of one period: the function, and what its numbers mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from survey.check.slots import NotFlat, Slots
from survey.check.steps import Plan, Planner
from survey.check.words import Sentence, Values, Words, text_of
from survey.entry import Explanation
from survey.expression import Evaluation, ExpressionError, InstanceNode
from survey.expression.flat import Emit, NotFlatError, Program, Run
from survey.form import Rule
from survey.period import Period
from survey.problems import Level, Problem
from survey.session.context import FillContext
from survey.session.logic import program as form
from survey.session.logic.rule import RuleProgram


class OnlyASessionCanTell(Exception):  # noqa: N818 - not an error
    """What was found cannot be said, or not be excused, from flat values."""


@dataclass(frozen=True, slots=True)
class _Finding:
    """What one reported number means: its sentence, its rule, and the values an explanation of the rule is bound to."""

    number: int
    sentence: Sentence | None
    rule: Rule | None = None
    excused: Mapping[str, int] | None = None

    def excuse(self, values: Values, given: Mapping[str, Explanation]) -> Explanation | None:
        """Give the explanation that was given for these very values, if there is one."""
        explanation = given.get(self.rule.id) if self.rule is not None and self.rule.level is Level.QUERY else None
        if explanation is None:
            return None
        if self.excused is None:
            raise OnlyASessionCanTell
        texts = {key: text_of(values[place]) for key, place in self.excused.items()}
        return explanation if dict(explanation.values) == texts else None


class Function:
    """Raises NotFlat, NotFlatError or ExpressionError when the form needs a session.

    The values of ``told`` (paths of questions) come with every run, also when nothing is found; ``places`` says where
    each stands among the values.
    """

    def __init__(self, program: form.Program, in_force: Callable[[Rule], bool], told: Iterable[str] = ()) -> None:
        slots = Slots(program)
        words = Words(slots, program)
        self.places = [words.place(path) for path in told]
        found = _findings(Planner(program, slots, in_force).plan(), words)
        self._findings: Mapping[object, _Finding] = {finding.number: finding for finding in found}
        plan = Planner(program, slots, in_force, words.paths).plan()
        always = [Emit("''")] if self.places else []
        self.flat = Program([*plan.steps, *always], slots, list(words.shown))
        self._form = program.form

    def bind(self, context: FillContext) -> Run:
        """Bind it to a moment and to who asks."""
        nowhere = InstanceNode("")
        evaluation = Evaluation(
            node=nowhere,
            root=nowhere,
            now=context.now,
            version=self._form.version,
            properties={"deviceid": context.device, "username": context.user, **context.properties},
            languages=(context.language or self._form.languages[0] or "zh",),
        )
        return self.flat.bind(evaluation)

    def problems(
        self, numbers: list[object], values: Values, explanations: tuple[Explanation, ...]
    ) -> tuple[Problem, ...]:
        """Say what was found, in document order. Raises OnlyASessionCanTell."""
        given = _given(explanations)
        problems: list[tuple[int, int, Problem]] = []
        for finding in self._found(numbers):
            if finding.excuse(values, given) is not None:
                continue
            problem = None if finding.sentence is None else finding.sentence.problem(values)
            if finding.sentence is None or problem is None:
                raise OnlyASessionCanTell
            problems.append((finding.sentence.index, finding.number, problem))
        return tuple(problem for _, _, problem in sorted(problems, key=lambda each: each[:2]))

    def held(
        self, numbers: list[object], values: Values, explanations: tuple[Explanation, ...]
    ) -> tuple[Explanation, ...]:
        """Give the explanations that still hold, in the order of their rules. Raises OnlyASessionCanTell."""
        given = _given(explanations)
        found = sorted(self._found(numbers), key=lambda finding: finding.number) if given else ()
        return tuple(excuse for finding in found if (excuse := finding.excuse(values, given)) is not None)

    def _found(self, numbers: Iterable[object]) -> Iterator[_Finding]:
        return (self._findings[number] for number in numbers if number in self._findings)


class Functions:
    """The functions of one form: periods in which the same rules are in force share one."""

    def __init__(self, program: form.Program, told: Iterable[str] = ()) -> None:
        self._program, self._told = program, tuple(told)
        self._known: dict[frozenset[str], Function | None] = {}

    def of(self, period: Period | None) -> Function | None:
        """Give the function with the rules in force in a period; None where the form needs a session."""
        in_force = frozenset(rule.id for rule in self._program.form.rules if rule.holds_in(period))
        if in_force not in self._known:
            self._known[in_force] = self._compiled(in_force)
        return self._known[in_force]

    def _compiled(self, in_force: frozenset[str]) -> Function | None:
        try:
            return Function(self._program, lambda rule: rule.id in in_force, self._told)
        except (NotFlat, NotFlatError, ExpressionError):
            return None


def _given(explanations: tuple[Explanation, ...]) -> Mapping[str, Explanation]:
    return {each.rule: each for each in explanations if not each.path}


def _findings(plan: Plan, words: Words) -> Iterator[_Finding]:
    for number, (code, about) in enumerate(plan.findings):
        if isinstance(about, RuleProgram):
            yield _Finding(number, words.of_rule(about), about.rule, words.excused(about))
        else:
            yield _Finding(number, words.of_question(code, about))
