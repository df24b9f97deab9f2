"""Choice lists: unused ones, choices no filter ever lets through, doubles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from survey.expression import ExpressionError, parse, to_text
from survey.expression.depth import operands_of, parts_of
from survey.expression.nodes import Call, Chain, Expr, Path, Text
from survey.form import ChoiceList, Question
from survey.problems import Level, Place, Problem
from survey.xlsform.explain import near
from survey.xlsform.read import Draft
from survey.xlsform.searching import ALWAYS


def choice_problems(draft: Draft) -> Iterator[Problem]:
    """Give F071 (never offered), F072 (list used by no question), F078 (a value twice), F082, F090 (see there)."""
    by_list: dict[str, list[Question]] = defaultdict(list)
    for question in draft.form.questions():
        if question.source is not None:
            by_list[question.source.instance].append(question)
        yield from _columns(draft, question)
    mentioned = _all_expressions(draft)
    for name, each in draft.form.lists.items():
        if each.source or name.startswith("/"):
            continue
        users = by_list.get(name, [])
        if not users and f"instance('{name}')" not in mentioned:
            yield Problem("F072", Level.HINT, _place(draft, name), {"list": name})
        yield from _doubles(draft, each)
        yield from _same_labels(draft, each)
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


def _same_labels(draft: Draft, each: ChoiceList) -> Iterator[Problem]:
    """F082: two choices of one list that read alike; where a filter tells them apart they may."""
    seen: dict[tuple[str, ...], str] = {}
    for row in each.rows:
        value, label = row.columns.get("name", ""), row.label.plain()
        first = seen.setdefault((label, *_others(row.columns)), value)
        if label and first != value:
            params = {"list": each.name, "label": label, "first": first, "value": value}
            yield Problem("F082", Level.QUERY, _place(draft, each.name, value), params)


def _columns(draft: Draft, question: Question) -> Iterator[Problem]:
    """F090: a filter, or the value or label of a list from a file, names a column that the list does not have."""
    source = question.source
    each = draft.form.lists.get(source.instance) if source is not None else None
    if source is None or each is None or not each.rows:
        return
    known = {column for row in each.rows for column in row.columns} | (
        {ALWAYS} if each.source else {"label", "itextId"}
    )
    wanted = [("type", source.value), ("type", source.label if each.source else "label")]
    wanted += [("choice_filter", column) for column in _filtered_by(source.nodeset)]
    for at, column in wanted:
        if column not in known and "/" not in column and "(" not in column:
            params = {"list": each.source or each.name, "column": column, "hint": near(column, known)}
            yield Problem("F090", Level.QUERY, draft.rows.place(question.path, at, "type"), params)


def _filtered_by(nodeset: str) -> Iterator[str]:
    try:
        expr = parse(nodeset)
    except ExpressionError:
        return
    for call in (expr, *(parts_of(expr) if isinstance(expr, Call) else ())):  # randomize(instance(…)/root/item[…])
        for step in call.steps if isinstance(call, Path) else ():
            for test in step.predicates:
                yield from _names(test)


def _names(expr: Expr) -> Iterator[str]:
    if isinstance(expr, Path):
        if not expr.absolute and expr.start is None and len(expr.steps) == 1 and expr.steps[0].axis == "child":
            yield expr.steps[0].test
    else:
        for part in operands_of(expr):
            yield from _names(part)


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
    """The column and the values it may equal, for a filter that is just ``column = ${question}`` or a fixed value."""
    try:
        expr = parse(question.source.nodeset) if question.source is not None else None
    except ExpressionError:
        return None
    if not isinstance(expr, Path) or not expr.steps or len(expr.steps[-1].predicates) != 1:
        return None
    test = expr.steps[-1].predicates[0]
    if not isinstance(test, Chain) or [operator for operator, _ in test.rest] != ["="]:
        return None
    column, right = _name(test.first), test.rest[0][1]
    if column and isinstance(right, Text):
        return column, frozenset({right.value})
    asked = next((each for each in draft.form.questions() if each.path == to_text(right)), None)
    if not column or asked is None or not asked.choices:
        return None
    return column, frozenset(choice.value for choice in asked.choices)


def _name(expr: Expr) -> str:
    is_name = isinstance(expr, Path) and not expr.absolute and expr.start is None and len(expr.steps) == 1
    return expr.steps[0].test if is_name and isinstance(expr, Path) and expr.steps[0].axis == "child" else ""
