"""Conditions that can never hold: questions nobody will see, constraints nothing can pass."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import replace

from survey.expression import Evaluation, ExpressionError, InstanceNode, compile_expression, to_text
from survey.expression.depth import operands_of
from survey.expression.nodes import Call, Chain, Expr, Filter, Path, Text
from survey.form import Group, Item, Question, QuestionKind, Repeat
from survey.lint.facts import resolved
from survey.lint.together import Together
from survey.problems import Level, Place, Problem
from survey.session.logic.program import COLUMNS, Aspect, Task, program_of
from survey.xlsform.read import Draft, cell_of

_JUDGED = frozenset(
    {Aspect.RELEVANT, Aspect.CONSTRAINT, Aspect.CALCULATE, Aspect.REQUIRED, Aspect.READ_ONLY, Aspect.COUNT},
)
_CHOSEN = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE})


def condition_problems(draft: Draft) -> Iterator[Problem]:
    """Give F070 (never shown), F073 (no answer can pass), F079 (compared with a choice that does not exist)."""
    judge = Judge(draft)
    for task in program_of(draft.form).tasks:
        if task.aspect in _JUDGED or task.rule is not None:
            yield from judge.task(task)


class Judge:
    """Judges expressions of one form by what its choice lists allow."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._here = ""  # where the expression being judged stands
        self._questions = {question.path: question for question in draft.form.questions()}
        self._repeats = [f"{item.path}/" for item in draft.form.items() if isinstance(item, Repeat)]
        tasks = program_of(draft.form).tasks
        exprs = {(task.spot.item.path, task.aspect): task.run.expr for task in tasks if task.rule is None}
        relevance = {path: expr for (path, aspect), expr in exprs.items() if aspect is Aspect.RELEVANT}
        constraints = {path: expr for (path, aspect), expr in exprs.items() if aspect is Aspect.CONSTRAINT}
        self.together = Together(self._questions, relevance, constraints)

    def task(self, task: Task) -> Iterator[Problem]:
        """Judge one expression of the form, where it stands."""
        item = task.spot.item
        self._here = item.path
        found = [self._compared(each) for each in ((task.run.expr,) if task.rule is None else task.rule.reads)]
        if task.aspect is Aspect.RELEVANT:
            found.append(self._relevant(item, task.run.expr))
        elif task.aspect is Aspect.CONSTRAINT:
            found.append(self._constraint(item, task.run.expr))
        for problem in itertools.chain.from_iterable(found):
            place = task.rule.rule.place if task.rule is not None else Place(item.path, COLUMNS[task.aspect])
            yield replace(problem, place=cell_of(self._draft, place))

    def _compared(self, expr: Expr) -> Iterator[Problem]:
        found = {(question.path, value): question for question, value in self._unknown_choices(expr)}
        for (_, value), question in found.items():
            name = question.source.instance if question.source else ""
            yield Problem("F079", Level.QUERY, params={"question": question.name, "value": value, "list": name})

    def _relevant(self, item: Item, expr: Expr) -> Iterator[Problem]:
        reason = self._never(expr) or self._asked_never(item, expr)
        if reason:
            inside = "（整个题组）" if isinstance(item, Group) else ""
            yield Problem("F070", Level.QUERY, params={"detail": f"{reason}{inside}"})

    def _constraint(self, item: Item, expr: Expr) -> Iterator[Problem]:
        reason = self._clash(item, expr) or self._never(expr)
        if reason:
            yield Problem("F073", Level.ERROR, params={"detail": reason})

    def _asked_never(self, item: Item, expr: Expr) -> str:
        """Say what contradicts: the condition itself, those of the groups around it, what its answers may be at all."""
        said = [(item.path, expr), *self.together.around(item.path)]
        return self.together.clash(said, lambda path: self._is_one(path, item.path))[1]

    def _clash(self, item: Item, expr: Expr) -> str:
        said = [(item.path, expr)]
        return self.together.clash(said, lambda path: self._is_one(path, item.path), within=item.path)[1]

    def _is_one(self, path: str, here: str) -> bool:
        """Whether a path leads from a place to one place, not to one in each instance of a repeat."""
        return all(f"{here}/".startswith(repeat) for repeat in self._repeats if path.startswith(repeat))

    def never_meant(self, expr: Expr, here: str, *, follows: bool = True) -> str:
        """Say why a condition that stands in an instance of ``here`` ("" for the whole entry) never holds.

        With ``follows`` the answers it needs must be allowed, too.
        """
        where = here or "/"
        return self.together.clash(
            [(where, expr)], lambda path: self._is_one(path, here), within="" if follows else "/"
        )[1]

    # --- never --------------------------------------------------------------------------------------------------

    def _never(self, expr: Expr) -> str:
        """Say why an expression can never be true, "" if it may be."""
        if isinstance(expr, Chain):
            return self._never_chain(expr)
        if isinstance(expr, Call) and expr.name == "selected" and len(expr.args) == 2:
            return self._not_offered(expr.args[0], expr.args[1])
        return _constant_false(expr)

    def _never_chain(self, chain: Chain) -> str:
        operators = {operator for operator, _ in chain.rest}
        operands = [chain.first, *(operand for _, operand in chain.rest)]
        if operators == {"and"}:
            return next((reason for reason in map(self._never, operands) if reason), "")
        if operators == {"or"}:
            reasons = [self._never(operand) for operand in operands]
            return reasons[0] if all(reasons) else ""
        if operators == {"="} and len(operands) == 2:
            return self._not_offered(*operands) or self._not_offered(operands[1], operands[0]) or _constant_false(chain)
        return _constant_false(chain)

    def _not_offered(self, left: Expr, right: Expr) -> str:
        question = self._question(left)
        if question is None or not isinstance(right, Text) or not right.value:
            return ""
        is_one = question.kind is QuestionKind.SELECT_ONE
        offered = {choice.value for choice in question.choices}
        missing = [value for value in ([right.value] if is_one else right.value.split()) if value not in offered]
        return f"{question.name} 没有选项“{missing[0]}”" if missing else ""

    def _question(self, expr: Expr) -> Question | None:
        question = self._questions.get(resolved(expr, self._here))
        return question if question is not None and question.kind in _CHOSEN and question.choices else None

    def _unknown_choices(self, expr: Expr) -> Iterator[tuple[Question, str]]:
        if isinstance(expr, Chain) and [operator for operator, _ in expr.rest] in (["="], ["!="]):
            yield from self._unknown(expr.first, expr.rest[0][1])
            yield from self._unknown(expr.rest[0][1], expr.first)
        if isinstance(expr, Call) and expr.name == "selected" and len(expr.args) == 2:
            yield from self._unknown(expr.args[0], expr.args[1])
        for inner in operands_of(expr):
            yield from self._unknown_choices(inner)

    def _unknown(self, left: Expr, right: Expr) -> Iterator[tuple[Question, str]]:
        question = self._question(left)
        if question is not None and isinstance(right, Text) and self._not_offered(left, right):
            yield question, right.value


def _looks_at_nothing(expr: Expr) -> bool:
    if isinstance(expr, Path | Filter) or (isinstance(expr, Call) and expr.name in _CHANGING):
        return False
    return all(_looks_at_nothing(inner) for inner in operands_of(expr))


_CHANGING = frozenset({"today", "now", "random", "uuid", "once", "property", "version", "position", "last", "current"})


def _constant_false(expr: Expr) -> str:
    return f"{to_text(expr)} 恒为假" if constant(expr) is False else ""


def constant(expr: Expr) -> bool | None:
    """Give what an expression that looks at nothing is, None for any other."""
    if not _looks_at_nothing(expr):
        return None
    nowhere = InstanceNode("")
    evaluation = Evaluation(node=nowhere, root=nowhere, now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    try:
        return compile_expression(expr).boolean(evaluation)
    except ExpressionError:
        return None
