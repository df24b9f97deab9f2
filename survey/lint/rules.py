"""Rules of the sheet ``checks`` that are never judged, or whose finding says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from survey.expression import ExpressionError, parse
from survey.form import Rule, RuleScope
from survey.lint.conditions import Judge, constant
from survey.problems import Level, Place, Problem
from survey.xlsform.read import Draft


def rule_problems(draft: Draft) -> Iterator[Problem]:
    """Give F092 (a rule that is never judged), F093 (one that always or never finds something)."""
    sheet = draft.book.sheet("checks")
    rows = {row.get(sheet.column("id"), "").strip(): index for index, row in enumerate(sheet.rows)}
    judge = Judge(draft)
    for rule in draft.form.rules:
        for column, code, detail in (*_out_of_force(draft, rule), *_of_expressions(judge, rule)):
            place = sheet.place(rows[rule.id], sheet.column(column)) if rule.id in rows else Place(sheet="checks")
            yield Problem(code, Level.QUERY, place, {"detail": detail})


def _out_of_force(draft: Draft, rule: Rule) -> Iterator[tuple[str, str, str]]:
    first, last, frequency = rule.valid_from, rule.valid_to, draft.form.frequency
    if first is not None and last is not None and first.first_day > last.last_day:
        yield "valid_to", "F092", f"从 {first.code} 起有效，到 {last.code} 就失效了。"
    beyond = [number for number in rule.numbers if frequency is not None and number > frequency.per_year]
    if rule.numbers and len(beyond) == len(rule.numbers):
        yield "in_year", "F092", f"一年没有第 {beyond[0]} 期。"


def _of_expressions(judge: Judge, rule: Rule) -> Iterator[tuple[str, str, str]]:
    if rule.scope is RuleScope.BATCH:
        return  # its answers are those of many entries
    try:
        when, assertion = parse(rule.when) if rule.when else None, parse(rule.assertion)
    except ExpressionError:
        return
    never = judge.never_meant(when, rule.context) if when is not None else ""
    if never:
        yield "when", "F092", never
    always = judge.never_meant(assertion, rule.context, follows=False)
    if always:
        yield "assert", "F093", f"assert 永远不成立，{always}，判一份错一份。"
    elif constant(assertion) is True:
        yield "assert", "F093", "assert 恒为真，永远不会提出来。"
