"""Questions nobody will see and constraints nothing can pass. U1 never, U2 perhaps, U3 constraints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.survey.forms_by_table import codes
from tests.survey.lint.test_lint import lint

FORM = """
| survey |
|  | type | name | label | relevant | constraint |
|  | select_one c | one | 单选 | | |
|  | select_multiple c | many | 多选 | | |
|  | select_one k | code | 码 | | |
|  | integer | n | 数 | | . >= 0 and . <= 5 |
|  | text | t | 文字 | | |
|  | begin_group | g | 组 | ${one} = 'a' | |
|  | text | inside | 里 | INSIDE | |
|  | end_group | | | | |
|  | begin_repeat | r | 人员 | | |
|  | text | who | 谁 | | |
|  | text | also | 也 | ALSO | |
|  | end_repeat | | | | |
|  | text | last | 末 | LAST | |
| choices |
|  | list_name | name | label |
|  | c | a | 甲 |
|  | c | b | 乙 |
|  | k | 01 | 子 |
|  | k | 02 | 丑 |
"""


def found(folder: Path, **conditions: str) -> bool:
    table = FORM
    for name in ("INSIDE", "ALSO", "LAST"):
        table = table.replace(name, conditions.get(name.lower(), ""))
    return "F070" in codes(lint(folder, table))


@pytest.mark.parametrize(
    "condition",
    [
        "${one} = 'a' and ${one} = 'b'",
        "selected(${one}, 'a') and selected(${one}, 'b')",
        "${one} = 'a' and selected(${one}, 'b')",
        "${one} = 'c'",
        "${n} > 3 and ${n} < 2",
        "${n} = 2 and ${n} > 2",
        "${n} > 5",
        "${n} = 7",
        "2 > ${n} and ${n} > 4",
        "${t} = 'x' and ${t} != 'x'",
        "${t} = '' and ${t} > 1",
        "${n} > 3 and ${t} = 'x' and ${n} < 2",
        "false()",
        "1 = 2",
        "(${one} = 'a' and ${one} = 'b') or ${one} = 'c'",
        "(${n} > 9 or ${n} < -1) and ${t} = 'x'",
        "${inside} != '' and ${one} = 'b'",
        "${inside} = 'x' and ${one} != 'a'",
        "count-selected(${many}) > 2",
        "${one} != '' and ${one} != 'a' and ${one} != 'b'",
        "selected(${many}, 'a') and not(selected(${many}, 'a'))",
        "string-length(${t}) > 5 and string-length(${t}) < 3",
        "string-length(${t}) < 0",
        "${n} > string-length(${t}) and ${n} < string-length(${t})",
        "${n} = 'three'",
        "${code} = 3",
        "${t} = '2019-12-31' and ${t} > date('2020-01-01')",
        "${t} = '' and ${t} > date('2020-01-01')",
    ],
)
def test_u1_never_shown(tmp_path: Path, condition: str) -> None:
    assert found(tmp_path, last=condition)


@pytest.mark.parametrize(
    "condition",
    [
        "${one} = 'a' or ${one} = 'b'",
        "selected(${many}, 'a') and selected(${many}, 'b')",
        "${n} > 2 and ${n} < 3",
        "(${one} = 'a' and ${one} = 'b') or ${one} = 'a'",
        "${inside} = '' and ${one} = 'b'",
        "${inside} = 'x' and ${one} = 'a'",
        "count-selected(${many}) >= 2",
        "${one} != 'a' and ${one} != 'b'",
        "not(${n} > 3) and not(${n} < 4)",
        "string-length(${t}) >= 0 and string-length(${t}) <= 0",
        "${n} >= string-length(${t}) and ${n} <= string-length(${t})",
        "${who} != '' and ${who} > ${n} and ${who} < ${n}",
        "${t} >= date('2020-01-01') and ${t} <= date('2020-01-01')",
        "${n} >= 5",
        "${n} = ''",
        "${n} != 7",
        "${t} = '1' and ${t} = 1.0",
        "${t} > 1 and ${t} != 'x'",
        "${t} >= '2020-01-01' and ${t} <= '2019-01-01'",
        "not(${one} = 'a' and ${one} = 'b')",
        "sum(${n}) > 5 and sum(${n}) < 9",
        "${code} = 1",
        "${t} = '2020-01-04' and ${t} > date('2020-01-01')",
    ],
)
def test_u2_perhaps_shown(tmp_path: Path, condition: str) -> None:
    assert not found(tmp_path, last=condition)


def test_u1_a_group_and_a_question_in_it_exclude_each_other(tmp_path: Path) -> None:
    assert found(tmp_path, inside="${one} = 'b'")
    assert not found(tmp_path, inside="${n} = 2")


def test_u2_in_a_repeat_an_answer_is_one_outside_it_is_many(tmp_path: Path) -> None:
    both = "${who} = 'x' and ${who} = 'y'"
    assert found(tmp_path, also=both)
    assert not found(tmp_path, last=both)


@pytest.mark.parametrize(
    ("constraint", "clashes"),
    [
        (". = 1 and . != 1", True),
        (". > 1 and (. < 5 and . < 0)", True),
        ("${n} > 3 and ${n} < 2", True),
        (". = '' or . > 1", False),
        (". != 1 and . != 2", False),
    ],
)
def test_u3_constraints(tmp_path: Path, constraint: str, clashes: bool) -> None:
    table = FORM.replace("INSIDE", "").replace("ALSO", "").replace("LAST |", f" | {constraint}")
    assert ("F073" in codes(lint(tmp_path, table))) == clashes
