"""Calculations. C1 order; C2 only what changed; C3 JavaRosa's rules for NaN, integers, blanks; C4 edits stay."""

from __future__ import annotations

import pytest

from tests.survey.forms_by_table import fill, load, places, text


def test_c1_order_follows_dependencies_not_rows() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation |
    |  | calculate | c | | ${b} + 1 |
    |  | calculate | b | | ${a} + 1 |
    |  | integer | a | A | |
    """)
    session.answer("/data/a", 1)
    assert (text(session, "b"), text(session, "c")) == ("2", "3")


def test_c1_a_calculation_used_by_relevance_used_by_a_calculation() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation | relevant |
    |  | calculate | last | | ${shown} * 10 | |
    |  | integer | shown | S | | ${twice} > 5 |
    |  | calculate | twice | | ${a} * 2 | |
    |  | integer | a | A | | |
    """)
    session.answer("/data/a", 3)
    session.answer("/data/shown", 7)
    assert text(session, "last") == "70"
    session.answer("/data/a", 1)
    assert text(session, "last") == ""


def test_c2_only_what_depends_on_the_answer_changes() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation |
    |  | integer | a | A | |
    |  | integer | z | Z | |
    |  | calculate | b | | ${a} + 1 |
    |  | calculate | y | | ${z} + 1 |
    """)
    assert session.answer("/data/a", 1).changed == {"/data/a", "/data/b"}
    assert session.answer("/data/a", 1).changed == frozenset()


@pytest.mark.parametrize(
    ("expression", "kind", "expected"),
    [
        ("1 div 4", "string", "0.25"),
        ("7.9", "int", "7"),
        ("-7.9", "int", "-7"),
        ("number('x')", "string", ""),
        ("1 = 1", "string", "true"),
        ("1 = 1", "int", "1"),
        ("concat('a', '')", "string", "a"),
        ("2 + 2", "string", "4"),
        ("''", "int", ""),
        ("date('2026-01-02')", "date", "2026-01-02"),
        ("today()", "string", "2026-11-23"),
        ("date('2026-01-30') + 3", "date", "2026-02-02"),
        ("0.9", "date", "1970-01-01"),
        ("1000000000 * 1000000000", "date", "1000000000000000000"),
        ("date(now())", "string", "2026-11-23"),
        ("date('2026-01-02T10:00:00.000+08:00')", "string", "2026-01-02T10:00:00.000+08:00"),
        ("max(number(''), 5)", "string", "5"),
        ("min('', 5, 3)", "string", "3"),
        ("max('', '')", "string", ""),
        ("now()", "date", "2026-11-23"),
        ("now()", "string", "2026-11-23T10:30:00.000+08:00"),
    ],
)
def test_c3_results_become_text(expression: str, kind: str, expected: str) -> None:
    session = fill(f"""
    | survey |
    |  | type | name | label | calculation | bind::type |
    |  | text | a | A | | |
    |  | calculate | c | | {expression} | {kind} |
    """)
    assert text(session, "c") == expected


def test_c3_arithmetic_with_a_blank_is_blank() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation |
    |  | integer | a | A | |
    |  | integer | b | B | |
    |  | calculate | c | | ${a} + ${b} |
    """)
    session.answer("/data/a", 1)
    assert text(session, "c") == ""
    session.answer("/data/b", 2)
    assert text(session, "c") == "3"
    session.answer("/data/a", None)
    assert text(session, "c") == ""


def test_c4_a_calculation_a_person_may_edit_keeps_the_edit_until_its_source_changes() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation |
    |  | integer | a | A | |
    |  | integer | b | B | ${a} * 2 |
    """)
    session.answer("/data/a", 2)
    session.answer("/data/b", 9)
    assert text(session, "b") == "9"
    session.answer("/data/a", 3)
    assert text(session, "b") == "6"


def test_c5_a_numeric_calculation_is_a_number_in_the_answers() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation |
    |  | integer | a | A | |
    |  | calculate | b | | ${a} * 2 |
    |  | calculate | code | | concat('0', ${a}) |
    """)
    session.answer("/data/a", 2)
    assert session.answers() == {"a": 2, "b": 4, "code": "02"}


def test_c6_once_keeps_its_first_value() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation |
    |  | integer | a | A | |
    |  | calculate | first | | once(${a}) |
    """)
    session.answer("/data/a", 2)
    session.answer("/data/a", 3)
    assert text(session, "first") == "2"


def test_c7_cycles_are_refused_with_their_path_and_cell() -> None:
    loaded = load("""
    | survey |
    |  | type | name | label | calculation | relevant | constraint | required |
    |  | integer | a | A | ${b} + 1 | | | |
    |  | integer | b | B | ${c} + 1 | | | |
    |  | integer | c | C | ${a} + 1 | | | |
    |  | integer | d | D | | . > 1 | | |
    |  | integer | e | E | | | . > 1 | |
    |  | integer | f | F | | | | . > 1 |
    |  | integer | g | G | | ${h} > 0 | | |
    |  | integer | h | H | | ${g} > 0 | | |
    """)
    assert loaded.form is None
    assert {code for code, _ in places(loaded.problems)} == {"F040"}
    cells = {str(problem.place) for problem in loaded.problems}
    assert {"survey!E5", "survey!G7"} <= cells
    paths = {problem.params["path"] for problem in loaded.problems}
    assert "d → d" in paths
    assert any(set(path.split(" → ")) == {"a", "b", "c"} for path in paths)
    assert any(set(path.split(" → ")) == {"g", "h"} for path in paths)


def test_c8_what_the_data_make_impossible_is_told_and_blank() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation | relevant |
    |  | text | a | A | | |
    |  | calculate | d | | date(${a}) | |
    |  | text | b | B ${a} | | date(${a}) > date('2020-01-01') |
    | checks |
    |  | id | level | scope | when | assert | message | vars |
    |  | R | 强制性 | entry | ${a} != '' | date(${a}) < today() | x | a |
    """)
    session.answer("/data/a", "2026-02-31")
    assert {problem.code for problem in session.problems()} == {"E003"}
    assert "2026-02-31" in session.problems()[0].sentence
    assert [skip.reason for skip in session.skipped] == ["无法计算"]
    session.answer("/data/a", "2026-02-28")
    assert session.problems() == ()
    assert text(session, "d") == "2026-02-28"
    assert session.node("/data/b").relevant


def test_c3_the_day_of_an_answered_instant() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation |
    |  | start | start | | |
    |  | dateTime | at | 时刻 | |
    |  | calculate | begun | | date(${start}) |
    |  | calculate | day | | date(${at}) |
    |  | calculate | spelt | | string(date(${at})) |
    |  | calculate | later | | date(${at}) + 1 - date(${at}) |
    """)
    session.answer("/data/at", "2026-01-02T23:30:00.000+08:00")
    assert [text(session, each) for each in ("begun", "day", "spelt", "later")] == [
        "2026-11-23",
        "2026-01-02",
        "2026-01-02",
        "1",
    ]
