"""The bulk check finds what a session of the saved entry finds. B1 equal, B2 flat, B3 falls back, B4 explanations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
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


SEASONS = """
| survey |
|  | type | name | label | calculation | relevant | required | constraint | constraint_message |
|  | integer | a | 甲 | | | | | |
|  | integer | b | 乙 | | ${a} > 1 | | | |
|  | calculate | twice | | ${a} * 2 | | | | |
|  | text | t | 丙 | | | | string-length(.) < ${twice} | 最多 ${twice}，乙 ${b}，${t} |
|  | date | d | 日 | | | | . <= today() | |
| checks |
|  | id | level | scope | assert | message | vars |
|  | R1 | 提示性 | entry | ${b} != 9 | 乙是 ${b} | b,a |
|  | R2 | 核实性 | entry | ${twice} < 90 | 共 ${twice} | a |
"""


@cache
def seasons() -> Form:
    return form_of(SEASONS)


@pytest.mark.parametrize(
    "answers",
    [
        {"a": 1, "b": 5, "t": "四个字长"},
        {"a": 2, "b": 9, "t": "四个字长", "twice": 77},
        {"a": 3.0, "b": 9.0},
        {"a": 50, "d": "2026-11-24"},
        {"a": 1, "b": 9},
        {"a": "2", "b": 9, "t": 12345},
    ],
)
def test_b7_sentences_show_what_was_worked_out_and_hide_what_is_not_relevant(answers: dict[str, Json]) -> None:
    found = facts(check_entry(seasons(), answers, CONTEXT))
    assert found == facts(FillSession(seasons(), CONTEXT, answers).problems())


def test_b8_another_day_another_function() -> None:
    answers: dict[str, Json] = {"d": "2026-11-24"}
    tomorrow = replace(CONTEXT, now=CONTEXT.now + dt.timedelta(days=1), today=CONTEXT.today + dt.timedelta(days=1))
    later = replace(CONTEXT, now=CONTEXT.now + dt.timedelta(hours=1))
    checker = checker_of(seasons())
    assert [len(checker.check(answers, each)) for each in (CONTEXT, tomorrow, later, tomorrow)] == [1, 0, 1, 0]


def test_b9_an_explanation_is_judged_without_a_session() -> None:
    answers: dict[str, Json] = {"a": 50}
    given = Explanation("R2", "01", "旺季客人多，已核对", {"a": "50", "twice": "100"})
    assert [p.rule for p in check_entry(seasons(), answers, CONTEXT)] == ["R2"]
    assert check_entry(seasons(), answers, CONTEXT, (given,)) == ()
    assert [
        p.rule for p in check_entry(seasons(), answers, CONTEXT, (replace(given, values={"a": "49", "twice": "100"}),))
    ] == ["R2"]
    elsewhere = replace(given, path="/data/r[1]")
    assert [p.rule for p in check_entry(seasons(), answers, CONTEXT, (elsewhere,))] == ["R2"]
