"""Answers that cannot be right: defaults against constraint or list, questions that must but cannot be answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from survey.expression import Evaluation, ExpressionError, InstanceNode, compile_expression
from survey.expression.depth import parts_of
from survey.expression.nodes import Call, Expr, Filter, Path
from survey.form import Question, QuestionKind
from survey.problems import Level, Problem
from survey.xlsform.read import Draft

_CHOSEN = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK})


def answer_problems(draft: Draft) -> Iterator[Problem]:
    """Give F087 (default against the constraint), F088 (default not in the list), F089 (required, cannot be given)."""
    set_by_action = {action.target for action in draft.form.actions}
    for question in draft.form.questions():
        if question.default:
            yield from _default(draft, question)
        if question.required and not question.calculation and _cannot_be_given(question, set_by_action):
            yield Problem("F089", Level.QUERY, draft.rows.place(question.path, "required"))


def _default(draft: Draft, question: Question) -> Iterator[Problem]:
    place = draft.rows.place(question.path, "default")
    if question.kind in _CHOSEN and question.choices and question.source is not None:
        given = [question.default] if question.kind is QuestionKind.SELECT_ONE else question.default.split()
        offered = {choice.value for choice in question.choices}
        for value in given:
            if value not in offered:
                yield Problem("F088", Level.QUERY, place, {"value": value, "list": question.source.instance})
    if question.constraint and _fails(question.constraint, question.default):
        yield Problem("F087", Level.QUERY, place, {"value": question.default, "constraint": question.constraint})


def _fails(constraint: str, default: str) -> bool:
    """Whether a constraint that looks at nothing but the answer is false for a value."""
    node = InstanceNode("answer", default)
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    try:
        compiled = compile_expression(constraint)
        return _looks_only_at_itself(compiled.expr) and not compiled.boolean(
            Evaluation(node=node, root=node, now=moment)
        )
    except ExpressionError:
        return False


def _looks_only_at_itself(expr: Expr) -> bool:
    if isinstance(expr, Path):
        return not expr.absolute and len(expr.steps) == 1 and expr.steps[0].axis == "self" and expr.start is None
    if isinstance(expr, Filter) or (isinstance(expr, Call) and expr.name in _ELSEWHERE):
        return False
    return all(_looks_only_at_itself(part) for part in parts_of(expr))


_ELSEWHERE = frozenset(
    {"today", "now", "random", "uuid", "once", "property", "version", "position", "last", "current"}
    | {"instance", "pulldata"},
)


def _cannot_be_given(question: Question, set_by_action: set[str]) -> bool:
    """A required note, or a read-only question that nothing fills: the entry could never be finished."""
    filled = question.default or question.prefill or question.preload or question.path in set_by_action
    return question.kind is QuestionKind.NOTE or (question.read_only == "true()" and not filled)
