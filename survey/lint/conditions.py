"""Conditions that can never hold: questions nobody will see, constraints nothing can pass."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from survey.expression import Evaluation, ExpressionError, InstanceNode, compile_expression, parse, to_text
from survey.expression.depth import operands_of
from survey.expression.nodes import SELF, Call, Chain, Expr, Filter, Negate, Number, Path, Text
from survey.form import Group, Item, Question, QuestionKind
from survey.problems import Level, Problem
from survey.xlsform.read import Draft

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
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
        self._questions = {question.path: question for question in draft.form.questions()}

    def relevance(self, item: Item) -> Iterator[Problem]:
        """Judge one relevance condition."""
        expr = _read(item.relevant)
        if expr is None:
            return
        place = self._draft.rows.place(item.path, "relevant", "relevance")
        wrong = list(self._unknown_choices(expr))
        for question, value in wrong:
            name = question.source.instance if question.source else ""
            params = {"value": f"{question.name} = {value}", "wrong": value, "list": name}
            yield Problem("F079", Level.QUERY, place, params)
        reason = self._never(expr)
        if reason:
            inside = "（整个题组）" if isinstance(item, Group) else ""
            yield Problem("F070", Level.QUERY, place, {"detail": f"{reason}{inside}"})

    def constraint(self, question: Question) -> Iterator[Problem]:
        """Judge one constraint: are its bounds on the answer compatible?"""
        expr = _read(question.constraint)
        reason = "" if expr is None else (_bounds_clash(expr) or self._never(expr))
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
            return next((reason for reason in map(self._never, operands) if reason), "") or _two_values(operands)
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
        if not isinstance(expr, Path):
            return None
        question = self._questions.get(to_text(expr))
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


def _two_values(operands: list[Expr]) -> str:
    wanted: dict[str, set[str]] = defaultdict(set)
    for operand in operands:
        if isinstance(operand, Chain) and [operator for operator, _ in operand.rest] == ["="]:
            left, right = operand.first, operand.rest[0][1]
            if isinstance(left, Path) and isinstance(right, Text | Number):
                wanted[to_text(left)].add(to_text(right))
    clashing = {path: values for path, values in wanted.items() if len(values) > 1}
    return next((f"{path} 同时等于 {'、'.join(sorted(values))}" for path, values in clashing.items()), "")


def _bounds_clash(expr: Expr) -> str:
    """Collect the bounds an ``and`` chain puts on the answer; say when nothing lies between them."""
    if not isinstance(expr, Chain) or {operator for operator, _ in expr.rest} != {"and"}:
        return ""
    low, high = float("-inf"), float("inf")
    strict = False
    for operand in (expr.first, *(each for _, each in expr.rest)):
        bound = _bound(operand)
        if bound is None:
            continue
        operator, number = bound
        if operator in {">", ">=", "="}:
            strict = strict if number < low else operator == ">"
            low = max(low, number)
        if operator in {"<", "<=", "="}:
            strict = strict or (number <= high and operator == "<" and number <= low)
            high = min(high, number)
    if low > high or (low == high and strict):
        return f"下限 {low:g} 与上限 {high:g} 之间没有数"
    return ""


def _bound(expr: Expr) -> tuple[str, float] | None:
    if not isinstance(expr, Chain) or len(expr.rest) != 1 or expr.rest[0][0] not in _FLIPPED:
        return None
    operator, right = expr.rest[0]
    left_number, right_number = _number(expr.first), _number(right)
    if _is_self(expr.first) and right_number is not None:
        return operator, right_number
    if _is_self(right) and left_number is not None:
        return _FLIPPED[operator], left_number
    return None


def _is_self(expr: Expr) -> bool:
    return isinstance(expr, Path) and expr.steps == (SELF,) and not expr.absolute and expr.start is None


def _number(expr: Expr) -> float | None:
    if isinstance(expr, Number):
        return expr.value
    if isinstance(expr, Negate) and isinstance(expr.operand, Number):
        return -expr.operand.value
    return None
