"""Conditions that can never hold: questions nobody will see, constraints nothing can pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from survey.expression import Evaluation, ExpressionError, InstanceNode, compile_expression, parse, to_text
from survey.expression.depth import operands_of
from survey.expression.nodes import Call, Chain, Expr, Filter, Path, Text
from survey.form import Group, Item, Question, QuestionKind, Repeat
from survey.lint.facts import Facts, resolved
from survey.problems import Level, Problem
from survey.xlsform.read import Draft

_NOTHING = Text("")
_CHOSEN = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE})


def condition_problems(draft: Draft) -> Iterator[Problem]:
    """Give F070 (never shown), F073 (no answer can pass), F079 (compared with a choice that does not exist)."""
    judge = Judge(draft)
    for item in draft.form.items():
        if item.relevant:
            yield from judge.relevance(item)
        if isinstance(item, Question) and item.constraint:
            yield from judge.constraint(item)


class Judge:
    """Judges expressions of one form by what its choice lists allow."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._here = ""  # where the expression being judged stands
        self._questions = {question.path: question for question in draft.form.questions()}
        self._repeats = [f"{item.path}/" for item in draft.form.items() if isinstance(item, Repeat)]
        self._relevance = _read_all(
            (item.path, item.relevant) for item in draft.form.items() if isinstance(item, Group)
        )
        self._constraints = _read_all((path, each.constraint) for path, each in self._questions.items())

    def relevance(self, item: Item) -> Iterator[Problem]:
        """Judge one relevance condition."""
        expr = _read(item.relevant)
        if expr is None:
            return
        self._here = item.path
        place = self._draft.rows.place(item.path, "relevant", "relevance")
        wrong = list(self._unknown_choices(expr))
        for question, value in wrong:
            name = question.source.instance if question.source else ""
            params = {"value": f"{question.name} = {value}", "wrong": value, "list": name}
            yield Problem("F079", Level.QUERY, place, params)
        reason = self._never(expr) or self._together(item, expr)
        if reason:
            inside = "（整个题组）" if isinstance(item, Group) else ""
            yield Problem("F070", Level.QUERY, place, {"detail": f"{reason}{inside}"})

    def _together(self, item: Item, expr: Expr) -> str:
        """Say what contradicts: the condition itself, those of the groups around it, what its answers may be at all."""
        facts = Facts(self._is_single)
        facts.add(expr, item.path)
        for path, around in self._around(item):
            facts.add(around, path)
        if not facts.clash()[0]:
            for path in facts.answered:
                facts.add(self._constraints.get(path, _NOTHING), path)
        path, clash = facts.clash()
        return f"{path.rsplit('/', 1)[-1]} {clash}" if path and self._is_one(path, item) else ""

    def _is_one(self, path: str, item: Item) -> bool:
        """Whether a path leads from an item to one place, not to one in each instance of a repeat."""
        return all(f"{item.path}/".startswith(repeat) for repeat in self._repeats if path.startswith(repeat))

    def _around(self, item: Item) -> Iterator[tuple[str, Expr]]:
        path = item.path
        while path := path.rpartition("/")[0]:
            if path in self._relevance:
                yield path, self._relevance[path]

    def _is_single(self, path: str) -> bool:
        question = self._questions.get(path)
        return question is not None and question.kind is QuestionKind.SELECT_ONE

    def constraint(self, question: Question) -> Iterator[Problem]:
        """Judge one constraint: are its bounds on the answer compatible?"""
        self._here = question.path
        expr = self._constraints.get(question.path)
        reason = "" if expr is None else (_clash(expr, question.path) or self._never(expr))
        if reason:
            yield Problem("F073", Level.ERROR, self._draft.rows.place(question.path, "constraint"), {"detail": reason})

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
        if right.value in {choice.value for choice in question.choices}:
            return ""
        return f"{question.name} 没有选项“{right.value}”"

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


def _clash(expr: Expr, here: str) -> str:
    facts = Facts()
    facts.add(expr, here)
    path, clash = facts.clash()
    return clash if path in {"", here} else f"{path.rsplit('/', 1)[-1]} {clash}"


def _read_all(texts: Iterable[tuple[str, str]]) -> dict[str, Expr]:
    read = ((path, _read(text)) for path, text in texts if text)
    return {path: expr for path, expr in read if expr is not None}


def _read(text: str) -> Expr | None:
    try:
        return parse(text)
    except ExpressionError:
        return None


def _looks_at_nothing(expr: Expr) -> bool:
    if isinstance(expr, Path | Filter) or (isinstance(expr, Call) and expr.name in _CHANGING):
        return False
    return all(_looks_at_nothing(inner) for inner in operands_of(expr))


_CHANGING = frozenset({"today", "now", "random", "uuid", "once", "property", "version", "position", "last", "current"})


def _constant_false(expr: Expr) -> str:
    if not _looks_at_nothing(expr):
        return ""
    nowhere = InstanceNode("")
    evaluation = Evaluation(node=nowhere, root=nowhere, now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    try:
        return "" if compile_expression(expr).boolean(evaluation) else f"{to_text(expr)} 恒为假"
    except ExpressionError:
        return ""
