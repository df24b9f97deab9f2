"""The bulk check finds what a session of the saved entry finds. B1 equal, B2 flat, B3 falls back, B4 explanations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.check import check_entry, checker_of
from survey.entry import Explanation
from survey.form import Form, Json
from survey.problems import Level, Problem
from survey.session import FillSession
from tests.survey.forms_by_table import CONTEXT, form_of

QUARTER = """
| survey |
|  | type | name | label | relevant | required | constraint | constraint_message | calculation | unit |
|  | select_one state | state | 状态 | | yes | | | | |
|  | calculate | open | | | | | | if(${state} = '1', 1, 0) | |
|  | begin_group | money | 经营 | ${open} = 1 | | | | | |
|  | integer | revenue | 收入 | | yes | . >= 0 | 不能是负数（${state}） | | 元 |
|  | integer | cost | 支出 | ${revenue} > 0 | | | | | 元 |
|  | calculate | profit | | | | | | ${revenue} - ${cost} | |
|  | select_multiple why | why | 原因 | ${profit} < 0 | ${revenue} > 5 | not(selected(., 'z') and . != 'z') | | | |
|  | end_group | | | | | | | | |
|  | text | note | 备注 | | | string-length(.) < 4 | | | |
|  | date | day | 日期 | | | . <= today() | | | |
| choices |
|  | list_name | name | label |
|  | state | 1 | 营业 |
|  | state | 2 | 停业 |
|  | why | a | 甲 |
|  | why | z | 无 |
| checks |
|  | id | level | scope | when | assert | message | vars |
|  | R1 | 强制性 | entry | | ${cost} <= 3 * ${revenue} | 支出 ${cost} 太大 | cost |
|  | R2 | 核实性 | panel | | ${revenue} <= 2 * ${p.revenue} | 上期 ${p.revenue}，本期 ${revenue}（${state}） | revenue |
|  | R3 | 提示性 | entry | ${note} != '' | ${note} != '急' | 请尽快处理：${note} | note |
|  | R4 | 核实性 | panel | ${p.state} = '2' | ${state} = '2' | 上期停业 | state |
"""


@cache
def quarter() -> Form:
    return form_of(QUARTER)


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["1", "2", "3"]),
        "revenue": st.integers(-5, 50),
        "cost": st.integers(-5, 200),
        "why": st.lists(st.sampled_from(["a", "z"]), unique=True, max_size=2),
        "note": st.sampled_from(["急", "", "好的好的", "1"]),
        "day": st.sampled_from(["2026-11-23", "2026-11-24", "2020-02-29", "soon"]),
    },
)


Fact = tuple[str, Level, str, str, str, str, Mapping[str, str]]


def facts(problems: tuple[Problem, ...]) -> list[Fact]:
    return [(p.code, p.level, p.place.path, p.place.label, p.sentence, p.rule, dict(p.params)) for p in problems]


def test_b2_the_form_is_flat() -> None:
    assert checker_of(quarter()).is_flat


@settings(deadline=None)
@given(answers=ANSWERS, previous=st.none() | ANSWERS)
def test_b1_bulk_and_session_find_the_same(answers: dict[str, Json], previous: dict[str, Json] | None) -> None:
    context = replace(CONTEXT, previous=previous)
    session = FillSession(quarter(), context, answers)
    found = facts(check_entry(quarter(), answers, context))
    assert sorted(found, key=str) == sorted(facts(session.problems()), key=str)


def test_b3_values_of_a_wrong_type_and_forms_with_repeats_go_through_a_session() -> None:
    odd: dict[str, Json] = {"state": "7", "revenue": "x", "day": "2026-02-31", "why": ["q"], "cost": 1.5, "note": "1"}
    found = check_entry(quarter(), odd, CONTEXT)
    assert {(p.code, p.place.path) for p in found} == {("E004", "/data/state"), ("E004", "/data/day")}
    shown = check_entry(quarter(), {**odd, "state": "1"}, CONTEXT)
    assert {("E004", f"/data/money/{name}") for name in ("revenue", "cost")} & {(p.code, p.place.path) for p in shown}
    form = form_of("""
    | survey |
    |  | type | name | label | required |
    |  | begin_repeat | r | R | |
    |  | text | t | T | yes |
    |  | end_repeat | | | |
    """)
    assert not checker_of(form).is_flat
    (problem,) = check_entry(form, {"r": [{"t": "x"}, {}]}, CONTEXT)
    assert (problem.code, problem.place.path) == ("E001", "/data/r[2]/t")


def test_b4_an_explanation_excuses_only_the_values_it_was_given_for() -> None:
    context = replace(CONTEXT, previous={"revenue": 1})
    given_for = {"revenue": "9", "p.revenue": "1"}
    explained = (Explanation("R2", "01", "旺季客人多，已核对", given_for),)
    same: dict[str, Json] = {"state": "1", "revenue": 9, "cost": 1}
    assert [p.rule for p in check_entry(quarter(), same, context)] == ["R2"]
    assert check_entry(quarter(), same, context, explained) == ()
    assert [p.rule for p in check_entry(quarter(), {**same, "revenue": 10}, context, explained)] == ["R2"]
