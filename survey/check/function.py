"""The generated check of one form with the rules of one period: the function, and what its numbers mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from survey.check.slots import Slots
from survey.check.steps import Plan, Planner
from survey.check.words import Sentence, Values, Words, text_of
from survey.entry import Explanation
from survey.expression.flat import Program
from survey.form import Rule
from survey.problems import Level, Problem
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

    def is_excused(self, values: Values, given: Mapping[str, Explanation]) -> bool:
        """Whether an explanation was given for these very values."""
        explanation = given.get(self.rule.id) if self.rule is not None and self.rule.level is Level.QUERY else None
        if explanation is None:
            return False
        if self.excused is None:
            raise OnlyASessionCanTell
        return dict(explanation.values) == {key: text_of(values[place]) for key, place in self.excused.items()}


class Function:
    """Raises NotFlat, NotFlatError or ExpressionError when the form needs a session."""

    def __init__(self, program: form.Program, in_force: Callable[[Rule], bool]) -> None:
        slots = Slots(program)
        words = Words(slots, program)
        found = _findings(Planner(program, slots, in_force).plan(), words)
        self._findings: Mapping[object, _Finding] = {finding.number: finding for finding in found}
        plan = Planner(program, slots, in_force, words.paths).plan()
        self.flat = Program(plan.steps, slots, list(words.shown))

    def problems(
        self, numbers: list[object], values: Values, explanations: tuple[Explanation, ...]
    ) -> tuple[Problem, ...]:
        """Say what was found, in document order. Raises OnlyASessionCanTell."""
        given = {each.rule: each for each in explanations if not each.path}
        problems: list[tuple[int, int, Problem]] = []
        for number in numbers:
            finding = self._findings[number]
            if finding.is_excused(values, given):
                continue
            problem = None if finding.sentence is None else finding.sentence.problem(values)
            if finding.sentence is None or problem is None:
                raise OnlyASessionCanTell
            problems.append((finding.sentence.index, finding.number, problem))
        return tuple(problem for _, _, problem in sorted(problems, key=lambda each: each[:2]))


def _findings(plan: Plan, words: Words) -> Iterator[_Finding]:
    for number, (code, about) in enumerate(plan.findings):
        if isinstance(about, RuleProgram):
            yield _Finding(number, words.of_rule(about), about.rule, words.excused(about))
        else:
            yield _Finding(number, words.of_question(code, about))
