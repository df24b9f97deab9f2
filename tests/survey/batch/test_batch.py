"""Rules of scope batch: T1 groups, T2 when, T3 counting, T4 blanks, T5 the past, T6 periods, T7 trouble, T8 laws."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from survey.batch import BatchEntry, check_batch
from survey.form import Answers, Form, Json
from survey.period import Period
from survey.problems import Level
from tests.survey.forms_by_table import form_of

NOW = dt.datetime(2026, 10, 12, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
SURVEY = """
| survey |
|  | type | name | label |
|  | begin_group | who | 谁 |
|  | text | code | 代码 |
|  | select_one kind | kind | 类别 |
|  | end_group | | |
|  | integer | money | 收入 |
|  | begin_repeat | worker | 工人 |
|  | text | person | 姓名 |
|  | end_repeat | | |
| choices |
|  | list_name | name | label |
|  | kind | 1 | 甲类 |
|  | kind | 2 | 乙类 |
| checks |
|  | id | level | scope | group_by | when | assert | message | valid_from |
"""


@cache
def form_with(*rules: str) -> Form:
    return form_of(SURVEY + "\n".join(f"|  | {rule} |" for rule in rules))


def entry(id_: str, author: str = "wang", previous: Answers | None = None, **answers: Json) -> BatchEntry:
    return BatchEntry(id=id_, household=f"h{id_}", answers=dict(answers), author=author, previous=previous)


def found(form: Form, entries: Sequence[BatchEntry], period: Period | None = None) -> dict[str, tuple[str, ...]]:
    """Message -> entries."""
    return {each.problem.sentence: each.entries for each in check_batch(form, entries, now=NOW, period=period)}


TWICE = "Z1 | 强制性 | batch | ${code} | | ${g.count} = 1 | ${code} 有 ${g.count} 份 | "
ROUND = (
    "Z2 | 核实性 | batch | ${e.author} | ${money} > 0 | count(${money}[. mod 10000 = 0]) <= 0.5 * ${g.count} "
    "| ${e.author} 多是整数 | "
)
JUMP = "Z3 | 核实性 | batch | ${e.author} | ${p.money} != '' | sum(${money}) <= 1.3 * sum(${p.money}) | 多了 | 2026Q3"


def test_t1_entries_with_equal_keys_stand_together() -> None:
    entries = [entry("1", code="A"), entry("2", code="B"), entry("3", code="A"), entry("4", code="A")]
    findings = check_batch(form_with(TWICE), entries, now=NOW)
    assert [(each.problem.sentence, each.entries) for each in findings] == [("A 有 3 份", ("1", "3", "4"))]
    problem = findings[0].problem
    assert (problem.code, problem.level, problem.rule, problem.place.label) == ("E020", Level.ERROR, "Z1", "A")
    assert "退回" in problem.remedy


def test_t1_several_keys_are_separated_by_semicolons_and_may_be_computed() -> None:
    rule = "Z1 | 核实性 | batch | ${e.author}; substring(${code}, 1, 1) | | ${g.count} = 1 | ${e.author} ${code} | "
    entries = [entry("1", code="A1"), entry("2", code="A2"), entry("3", "li", code="A3"), entry("4", code="B1")]
    assert found(form_with(rule), entries) == {"wang A1": ("1", "2")}


def test_t1_without_group_by_all_entries_stand_together() -> None:
    rule = "Z1 | 提示性 | batch | | | ${g.count} >= 3 | 只有 ${g.count} 份 | "
    assert found(form_with(rule), [entry("1"), entry("2")]) == {"只有 2 份": ("1", "2")}
    assert found(form_with(rule), [entry("1"), entry("2"), entry("3")]) == {}


def test_t2_when_decides_entry_by_entry_who_takes_part() -> None:
    entries = [entry("1", money=20000), entry("2", money=0), entry("3", money=10000), entry("4", money=12345)]
    assert found(form_with(ROUND), entries) == {"wang 多是整数": ("1", "3", "4")}


def test_t3_paths_reach_into_groups_and_repeats() -> None:
    rule = "Z1 | 核实性 | batch | ${kind} | | count(${person}) <= 2 | ${kind}人多 | "
    workers: list[Json] = [{"person": "甲"}, {"person": "乙"}]
    one = BatchEntry(id="1", household="h", answers={"kind": "1", "worker": workers})
    two = BatchEntry(id="2", household="i", answers={"kind": "1", "worker": workers[:1]})
    assert found(form_with(rule), [one, two]) == {"甲类人多": ("1", "2")}
    assert found(form_with(rule), [one]) == {}


def test_t4_a_blank_key_groups_nothing_and_a_blank_number_is_not_judged() -> None:
    assert found(form_with(TWICE), [entry("1"), entry("2", code=""), entry("3")]) == {}
    quick = "Z1 | 核实性 | batch | ${e.id} | | ${e.seconds} >= 90 | ${e.seconds} 秒 | "
    ends = NOW + dt.timedelta(seconds=80)
    timed = BatchEntry(id="2", household="h", answers={}, started=NOW, finished=ends)
    assert found(form_with(quick), [entry("1"), timed]) == {"80 秒": ("2",)}


def test_t4_the_day_is_that_of_the_person() -> None:
    rule = "Z1 | 核实性 | batch | ${e.author}; ${e.day} | | ${g.count} <= 1 | ${e.day} | "
    late = dt.datetime(2026, 10, 12, 0, 30, tzinfo=NOW.tzinfo)
    entries = [
        BatchEntry(id=str(hour), household="h", answers={}, author="wang", finished=late + dt.timedelta(hours=hour))
        for hour in (0, 1, 24)
    ]
    assert found(form_with(rule), entries) == {"2026-10-12": ("0", "1")}


def test_t5_earlier_periods_are_summed_over_the_same_entries() -> None:
    entries = [
        entry("1", money=200, previous={"money": 100}),
        entry("2", money=100, previous={"money": 100}),
        entry("3", money=900),
    ]
    assert found(form_with(JUMP), entries, Period.parse("2026Q3")) == {"多了": ("1", "2")}
    assert found(form_with(JUMP), entries[1:], Period.parse("2026Q3")) == {}


def test_t6_a_rule_is_judged_only_in_its_periods() -> None:
    entries = [entry("1", money=200, previous={"money": 100})]
    assert found(form_with(JUMP), entries, Period.parse("2026Q2")) == {}


def test_t7_what_cannot_be_computed_is_told() -> None:
    rule = "Z1 | 核实性 | batch | ${e.author} | | regex(${code}, ${code}) | x | "
    findings = check_batch(form_with(rule), [entry("1", code="(")], now=NOW)
    assert [(each.problem.rule, each.problem.code[0], each.entries) for each in findings] == [("Z1", "X", ())]


def test_t7_a_form_without_batch_rules_or_an_empty_batch_finds_nothing() -> None:
    assert check_batch(form_of("| survey |\n|  | type | name | label |\n|  | text | a | a |"), [], now=NOW) == ()
    assert check_batch(form_with(TWICE), [], now=NOW) == ()


CODES = st.lists(st.sampled_from(["", "A", "B", "C", "D"]), max_size=12)


@given(CODES)
def test_t8_duplicates_are_exactly_those_that_counting_finds(codes: list[str]) -> None:
    entries = [entry(str(number), code=code) for number, code in enumerate(codes)]
    twice = {code for code, count in Counter(codes).items() if code and count > 1}
    expected = {code: tuple(each.id for each in entries if each.answers["code"] == code) for code in twice}
    findings = check_batch(form_with(TWICE), entries, now=NOW)
    assert {each.problem.place.label: each.entries for each in findings} == expected


@given(st.permutations([("1", "A", 10000), ("2", "A", 7), ("3", "B", 20000), ("4", "", 5), ("5", "B", 30000)]))
def test_t8_the_order_of_entries_changes_only_the_order_of_what_is_told(rows: list[tuple[str, str, int]]) -> None:
    entries = [entry(id_, code=code, money=money) for id_, code, money in rows]
    told = {
        (each.problem.rule, frozenset(each.entries)) for each in check_batch(form_with(TWICE, ROUND), entries, now=NOW)
    }
    assert told == {("Z1", frozenset({"1", "2"})), ("Z1", frozenset({"3", "5"})), ("Z2", frozenset("12345"))}


@given(CODES, st.sampled_from(["A", "B"]))
def test_t8_one_more_entry_never_hides_a_duplicate(codes: list[str], code: str) -> None:
    form = form_with(TWICE)
    before = found(form, [entry(str(number), code=each) for number, each in enumerate(codes)])
    after = found(form, [entry(str(number), code=each) for number, each in enumerate([*codes, code])])
    assert sum(map(len, before.values())) <= sum(map(len, after.values()))
