"""Rules that are never judged, or whose finding says nothing; what sounds like personal data; choices never offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.problems import Level
from tests.survey.forms_by_table import places
from tests.survey.lint.test_lint import lint

FORM = """
| survey |
|  | type | name | label | relevant | constraint | constraint_message |
|  | integer | n | 数 | | . >= 0 and . <= 5 | 0到5 |
|  | select_one c | one | 单选 | | | |
|  | text | why | 为什么 | ${one} = 'a' | | |
|  | begin_repeat | r | 人员 | | | |
|  | integer | pay | 工资 | | | |
|  | end_repeat | | | | | |
| choices |
|  | list_name | name | label |
|  | c | a | 甲 |
|  | c | b | 乙 |
| settings |
|  | form_id | frequency |
|  | f | quarter |
| checks |
|  | id | level | scope | when | assert | message | vars | valid_from | valid_to | in_year |
|  | R1 | 核实性 | SCOPE | WHEN | ASSERT | 说明 | VARS | FROM | TO | YEAR |
"""


def found(folder: Path, **cells: str) -> list[tuple[str, str]]:
    table = FORM
    for name, standard in {
        "scope": "entry", "when": "", "assert": "${n} > 1", "vars": "n", "from": "", "to": "", "year": "",
    }.items():  # fmt: skip
        table = table.replace(name.upper(), cells.get(name.strip("_"), standard))
    problems = lint(folder, table)
    assert all(problem.level is Level.QUERY and problem.remedy for problem in problems)
    return places(problems)


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        ({"when": "${n} > 3 and ${n} < 2"}, "checks!D2"),
        ({"when": "${n} > 5"}, "checks!D2"),
        ({"when": "${why} = 'x' and ${one} = 'b'"}, "checks!D2"),
        ({"when": "${pay} > 2 and ${pay} < 1", "vars": "pay", "assert": "${pay} > 0"}, "checks!D2"),
        ({"from": "2026Q3", "to": "2026Q2"}, "checks!I2"),
        ({"year": "5 6"}, "checks!J2"),
    ],
)
def test_a_rule_that_is_never_judged(tmp_path: Path, cells: dict[str, str], cell: str) -> None:
    assert found(tmp_path, **cells) == [("F092", cell)]


@pytest.mark.parametrize("assertion", ["${n} > 3 and ${n} < 2", "1 = 1", "true()", "${one} = 'a' and ${one} = 'b'"])
def test_a_rule_that_always_or_never_finds_something(tmp_path: Path, assertion: str) -> None:
    assert found(tmp_path, **{"assert": assertion}) == [("F093", "checks!E2")]


@pytest.mark.parametrize(
    "cells",
    [
        {"when": "${n} > 3", "assert": "${n} <= 3"},  # reminds of every one it is about
        {"assert": "${n} > 7"},  # a constraint is judged elsewhere
        {"when": "${n} >= 5 or ${one} = 'a'"},
        {"from": "2026Q2", "to": "2026Q2"},
        {"year": "4 5"},
        {"scope": "batch", "when": "${n} > 1", "assert": "${n} > 3 and ${n} < 2", "vars": ""},
        {"when": "${pay} > 2 and ${pay} < 1"},  # the pay of two people
    ],
)
def test_a_rule_that_says_something(tmp_path: Path, cells: dict[str, str]) -> None:
    assert found(tmp_path, **cells) == []


@pytest.mark.parametrize(
    ("kind", "constraint", "clashes"),
    [
        ("text", "string-length(.) > 5 and string-length(.) < 3", True),
        ("text", "string-length(.) = 18 or string-length(.) = 15", False),
        ("date", ". > date('2026-05-01') and . < date('2026-01-01')", True),
        ("date", ". >= date('2026-01-01') and . <= today()", False),
        ("integer", ". = 'abc'", True),
        ("integer", ". = '5'", False),
        ("integer", ". > ${n} and . < ${n}", True),
        ("integer", ". > ${n} or . < ${n}", False),
        ("range", ". > 100", True),
        ("range", ". > 9", False),
        ("select_multiple c", "count-selected(.) > 2", True),
        ("select_multiple c", "count-selected(.) <= 2", False),
        ("select_multiple c", "selected(., 'a') and not(selected(., 'a'))", True),
        ("select_one c", ". != 'a' and . != 'b'", True),
    ],
)
def test_constraints_that_contradict_themselves(tmp_path: Path, kind: str, constraint: str, clashes: bool) -> None:
    table = FORM.partition("| checks |")[0].replace(
        "|  | begin_repeat", f"|  | {kind} | x | 题 | | {constraint} | 请改 |\n|  | begin_repeat"
    )
    assert (("F073", "survey!E5") in places(lint(tmp_path, table))) == clashes


def test_choices_that_a_fixed_filter_never_offers(tmp_path: Path) -> None:
    problems = lint(
        tmp_path,
        """
    | survey |
    |  | type | name | label | choice_filter |
    |  | select_one c | a | A | g = '1' |
    | choices |
    |  | list_name | name | label | g |
    |  | c | x | 甲 | 1 |
    |  | c | y | 乙 | 2 |
    """,
    )
    assert places(problems) == [("F071", "choices!B3")]


@pytest.mark.parametrize(
    ("row", "personal"),
    [
        ("decimal | x | 贷款余额", True),
        ("text | x | 微信号", True),
        ("date | x | 生日", True),
        ("select_one c | x | 经营者是否党员", True),
        ("select_one c | x | 民族", True),
        ("select_one c | x | 有没有微信群", False),
        ("select_one c | x | 银行贷款的用途", False),
        ("text | x | 开户银行网点的意见", False),
    ],
)
def test_what_sounds_personal_needs_a_purpose(tmp_path: Path, row: str, personal: bool) -> None:
    table = f"""
    | survey |
    |  | type | name | label |
    |  | {row} |
    |  | select_one c | y | 乙 |
    | choices |
    |  | list_name | name | label |
    |  | c | 1 | 是 |
    |  | c | 0 | 否 |
    """
    assert (("F074", "survey!B2") in places(lint(tmp_path, table))) == personal
