"""Choice lists: unused ones, choices no filter ever lets through, doubles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from survey.expression import ExpressionError, parse, to_text
from survey.expression.nodes import Chain, Expr, Path
from survey.form import ChoiceList, Question
from survey.problems import Level, Place, Problem
from survey.xlsform.read import Draft


def choice_problems(draft: Draft) -> Iterator[Problem]:
    """Give F071 (never offered), F072 (list used by no question), F078 (a value twice)."""
    by_list: dict[str, list[Question]] = defaultdict(list)
    for question in draft.form.questions():
        if question.source is not None:
            by_list[question.source.instance].append(question)
    mentioned = _all_expressions(draft)
    for name, each in draft.form.lists.items():
        if each.source or name.startswith("/"):
            continue
        users = by_list.get(name, [])
        if not users and f"instance('{name}')" not in mentioned:
            yield Problem("F072", Level.HINT, _place(draft, name), {"list": name})
        yield from _doubles(draft, each)
        yield from _never_offered(draft, each, users)


def _all_expressions(draft: Draft) -> str:
    texts = [question.calculation + question.constraint + question.relevant for question in draft.form.questions()]
    return " ".join(texts + [rule.assertion + rule.when for rule in draft.form.rules])


def _place(draft: Draft, name: str, value: str = "") -> Place:
    sheet = draft.book.sheet("choices")
    list_column, value_column = sheet.column("list_name"), sheet.column("name", "value")
    for index, row in enumerate(sheet.rows):
        if row.get(list_column) == name and (not value or row.get(value_column) == value):
            return sheet.place(index, value_column if value else list_column)
    return Place(sheet="choices")


def _doubles(draft: Draft, each: ChoiceList) -> Iterator[Problem]:
    counted = Counter((row.columns.get("name", ""), *_others(row.columns)) for row in each.rows)
    for key, number in counted.items():
        if number > 1:
            value = key[0]
            yield Problem("F078", Level.QUERY, _place(draft, each.name, value), {"list": each.name, "value": value})


def _others(columns: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(f"{key}={value}" for key, value in columns.items() if key not in {"name", "label"}))


def _never_offered(draft: Draft, each: ChoiceList, users: list[Question]) -> Iterator[Problem]:
    """A choice whose column must equal an answer that can never be given; only when every user filters that way."""
    filters = [_filter(draft, question) for question in users]
    if not filters or any(found is None for found in filters):
        return
    for row in each.rows:
        if all(found is not None and row.columns.get(found[0], "") not in found[1] for found in filters):
            value = row.columns.get("name", "")
            yield Problem("F071", Level.HINT, _place(draft, each.name, value), {"list": each.name, "value": value})


def _filter(draft: Draft, question: Question) -> tuple[str, frozenset[str]] | None:
    """The column and the values it may equal, for a filter that is just ``column = ${question}``."""
    try:
        expr = parse(question.source.nodeset) if question.source is not None else None
    except ExpressionError:
        return None
    if not isinstance(expr, Path) or not expr.steps or len(expr.steps[-1].predicates) != 1:
        return None
    test = expr.steps[-1].predicates[0]
    if not isinstance(test, Chain) or [operator for operator, _ in test.rest] != ["="]:
        return None
    column, other = _name(test.first), to_text(test.rest[0][1])
    asked = next((each for each in draft.form.questions() if each.path == other), None)
    if not column or asked is None or not asked.choices:
        return None
    return column, frozenset(choice.value for choice in asked.choices)


def _name(expr: Expr) -> str:
    is_name = isinstance(expr, Path) and not expr.absolute and expr.start is None and len(expr.steps) == 1
    return expr.steps[0].test if is_name and isinstance(expr, Path) and expr.steps[0].axis == "child" else ""
