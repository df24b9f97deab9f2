"""Columns added later: O1 group_by and the words of batch rules, O2 restricted_to, O3 prefill from earlier periods."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.form import RuleScope
from survey.session import FillSession
from survey.xlsform import form_from_json, form_to_json
from tests.survey.forms_by_table import CONTEXT, codes, form_of, load

TABLE = """
| survey |
|  | type | name | label | prefill | default |
|  | integer | money | 收入 | {prefill} | {default} |
| checks |
|  | id | level | scope | when | assert | message | group_by |
|  | Z1 | 核实性 | {scope} | | {assertion} | 多了 | {group_by} |
| settings |
|  | form_id | restricted_to |
|  | f | 党建 |
"""
USUAL = {"prefill": "", "default": "", "scope": "batch", "assertion": "${g.count} = 1", "group_by": "${e.author}"}


def table(**changes: str) -> str:
    return TABLE.format(**{**USUAL, **changes})


def test_o1_a_batch_rule_keeps_its_groups_and_comes_back_from_json() -> None:
    form = form_of(table(group_by="${e.author}；substring(${money}, 1, 1) ;"))
    (rule,) = form.rules
    assert rule.scope is RuleScope.BATCH
    assert rule.group_by == ("instance('entry')/root/author", "substring(/data/money, 1, 1)")
    assert rule.assertion == "instance('group')/root/count = 1"
    assert form_from_json(form_to_json(form)) == form


def test_o1_a_batch_rule_says_nothing_while_one_entry_is_filled() -> None:
    session = FillSession(form_of(table(assertion="1 = 2")), CONTEXT)
    session.answer("/data/money", 5)
    assert session.problems() == ()
    assert session.finish().skipped == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"scope": "entry", "group_by": "${money}", "assertion": "${money} > 0"}, ["F021"]),
        ({"scope": "entry", "group_by": "", "assertion": "${e.seconds} > 90"}, ["F015"]),
        ({"group_by": "${nobody}"}, ["F015"]),
        ({"scope": "bath", "group_by": "", "assertion": "${money} > 0"}, ["F021"]),
    ],
)
def test_o1_what_cannot_be_is_refused_at_its_cell(changes: dict[str, str], expected: list[str]) -> None:
    loaded = load(table(**changes))
    assert loaded.form is None
    assert codes(loaded.problems) == expected
    assert all(problem.place.sheet == "checks" for problem in loaded.problems)


def test_o2_the_role_is_kept() -> None:
    form = form_of(table())
    assert form.restricted_to == "党建"
    assert form_from_json(form_to_json(form)).restricted_to == "党建"


@pytest.mark.parametrize(
    ("prefill", "expected"),
    [("p.money", 7), ("p4.money", 8), ("money", 9), ("p.nothing", 3), ("p4.", 3), ("p5.money", 3)],
)
def test_o3_an_earlier_answer_fills_first_else_the_default(prefill: str, expected: int) -> None:
    context = replace(CONTEXT, register={"money": 9}, previous={"money": 7}, year_before={"money": 8})
    session = FillSession(form_of(table(prefill=prefill, default="3")), context)
    assert session.answers()["money"] == expected


def test_o3_without_an_earlier_period_the_default_stands() -> None:
    session = FillSession(form_of(table(prefill="p4.money", default="3")), CONTEXT)
    assert session.answers()["money"] == 3
