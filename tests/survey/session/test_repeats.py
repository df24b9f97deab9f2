"""Repeats: P1 add, P2 remove and renumber, P3 counts, P4 positions, P5 nested, P6 new-repeat defaults."""

from __future__ import annotations

import pytest

from tests.survey.forms_by_table import fill, shown, text

WORKERS = """
| survey |
|  | type         | name  | label          | calculation            |
|  | begin_repeat | w     | 雇员           |                        |
|  | text         | name  | 姓名           |                        |
|  | integer      | pay   | 工资           |                        |
|  | calculate    | place |                | position(..)           |
|  | calculate    | above |                | indexed-repeat(${pay}, ${w}, position(..) - 1) |
|  | end_repeat   |       |                |                        |
|  | calculate    | total |                | sum(${pay})            |
|  | calculate    | heads |                | count(${w})            |
|  | calculate    | second |               | indexed-repeat(${name}, ${w}, 2) |
"""


def test_p1_a_new_entry_starts_with_one_instance() -> None:
    session = fill(WORKERS)
    assert shown(session) == ["w", "w[1]", "w[1]/name", "w[1]/pay"]
    assert text(session, "heads") == "1"


def test_p1_adding_recomputes_what_counts_and_sums() -> None:
    session = fill(WORKERS)
    delta = session.add_repeat("/data/w")
    assert delta.structure
    session.answer("/data/w[1]/pay", 10)
    session.answer("/data/w[2]/pay", 20)
    session.answer("/data/w[2]/name", "乙")
    assert (text(session, "total"), text(session, "heads"), text(session, "second")) == ("30", "2", "乙")


def test_p2_removing_renumbers() -> None:
    session = fill(WORKERS)
    for number in (2, 3):
        session.add_repeat("/data/w")
        session.answer(f"/data/w[{number}]/name", f"第{number}人")
        session.answer(f"/data/w[{number}]/pay", number * 10)
    assert text(session, "w[3]/place") == "3"
    session.remove_repeat("/data/w[1]")
    assert [text(session, f"w[{i}]/name") for i in (1, 2)] == ["第2人", "第3人"]
    assert [text(session, f"w[{i}]/place") for i in (1, 2)] == ["1", "2"]
    assert (text(session, "heads"), text(session, "total"), text(session, "second")) == ("2", "50", "第3人")
    with pytest.raises(KeyError):
        session.node("/data/w[3]")


def test_p2_the_last_instance_may_go_too() -> None:
    session = fill(WORKERS)
    session.remove_repeat("/data/w[1]")
    assert shown(session) == ["w"]
    assert text(session, "heads") == "0"
    session.add_repeat("/data/w")
    assert text(session, "heads") == "1"


def test_p3_a_count_makes_instances_and_takes_none() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | repeat_count |
    |  | integer | n | N | |
    |  | begin_repeat | r | R | ${n} |
    |  | text | t | T | |
    |  | end_repeat | | | |
    """)
    assert shown(session) == ["n", "r"]
    session.answer("/data/n", 3)
    session.answer("/data/r[3]/t", "keep")
    assert not session.node("/data/r[2]").can_remove
    assert not session.remove_repeat("/data/r[2]").structure
    fewer = session.answer("/data/n", 2)
    assert "/data/r[3]" in fewer.changed
    assert session.node("/data/r[2]").can_remove
    assert text(session, "r[3]/t") == "keep"
    gone = session.remove_repeat("/data/r[1]")
    assert gone.structure
    assert {"/data/r[1]", "/data/r[2]"} <= set(gone.changed)
    assert not session.node("/data/r[1]").can_remove
    assert shown(session) == ["n", "r", "r[1]", "r[1]/t", "r[2]", "r[2]/t"]
    assert text(session, "r[2]/t") == "keep"
    assert not session.node("/data/r").can_add
    assert not session.add_repeat("/data/r").structure


def test_p3_a_calculated_count() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | repeat_count |
    |  | select_multiple kinds | k | K | |
    |  | begin_repeat | r | R | count-selected(${k}) |
    |  | text | t | T | |
    |  | end_repeat | | | |
    | choices |
    |  | list_name | name | label |
    |  | kinds | a | A |
    |  | kinds | b | B |
    """)
    session.answer("/data/k", ["a", "b"])
    assert "r[2]/t" in shown(session)


def test_p4_each_instance_reads_its_own() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation | relevant |
    |  | begin_repeat | r | R | | |
    |  | integer | x | X | | |
    |  | integer | y | Y | | ${x} > 5 |
    |  | calculate | z | | ${x} * 2 | |
    |  | end_repeat | | | | |
    """)
    session.add_repeat("/data/r")
    session.answer("/data/r[1]/x", 1)
    delta = session.answer("/data/r[2]/x", 6)
    assert delta.changed == {"/data/r[2]/x", "/data/r[2]/y", "/data/r[2]/z"}
    assert [session.node(f"/data/r[{i}]/y").relevant for i in (1, 2)] == [False, True]
    assert [text(session, f"r[{i}]/z") for i in (1, 2)] == ["2", "12"]


def test_p4_reading_the_instance_before() -> None:
    session = fill(WORKERS)
    session.add_repeat("/data/w")
    session.answer("/data/w[1]/pay", 7)
    assert text(session, "w[2]/above") == "7"
    session.answer("/data/w[1]/pay", 8)
    assert text(session, "w[2]/above") == "8"


def test_p5_nested_repeats() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation |
    |  | begin_repeat | o | O | |
    |  | begin_repeat | i | I | |
    |  | integer | x | X | |
    |  | end_repeat | | | |
    |  | calculate | inner | | sum(${x}) |
    |  | end_repeat | | | |
    |  | calculate | all | | sum(${x}) |
    """)
    session.add_repeat("/data/o")
    session.add_repeat("/data/o[1]/i")
    assert "o[2]/i[1]" not in shown(session)
    session.add_repeat("/data/o[2]/i")
    for path, value in {"o[1]/i[1]/x": 1, "o[1]/i[2]/x": 2, "o[2]/i[1]/x": 4}.items():
        session.answer(f"/data/{path}", value)
    assert text(session, "all") == "7"
    assert (text(session, "o[1]/inner"), text(session, "o[2]/inner")) == ("3", "4")
    assert session.answers()["o"] == [{"i": [{"x": 1}, {"x": 2}], "inner": 3}, {"i": [{"x": 4}], "inner": 4}]
    session.remove_repeat("/data/o[1]")
    assert text(session, "all") == "4"


def test_p6_each_new_instance_gets_its_default_once() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | default |
    |  | integer | start | S | 5 |
    |  | begin_repeat | r | R | |
    |  | integer | x | X | ${start} + position(..) |
    |  | text | still | T | fest |
    |  | end_repeat | | | |
    """)
    assert (text(session, "r[1]/x"), text(session, "r[1]/still")) == ("6", "fest")
    session.answer("/data/start", 10)
    assert text(session, "r[1]/x") == "6"
    session.add_repeat("/data/r")
    assert (text(session, "r[2]/x"), text(session, "r[2]/still")) == ("12", "fest")


def test_p7_choices_from_a_repeat() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | choice_filter |
    |  | begin_repeat | r | R | |
    |  | text | name | N | |
    |  | end_repeat | | | |
    |  | select_one ${name} | head | H | ./name != '' |
    """)
    session.add_repeat("/data/r")
    session.answer("/data/r[1]/name", "甲")
    session.answer("/data/r[2]/name", "乙")
    assert [choice.value for choice in session.node("/data/head").choices] == ["甲", "乙"]
    session.answer("/data/head", "乙")
    session.remove_repeat("/data/r[2]")
    assert text(session, "head") == ""


def test_p3_a_count_may_grow_with_what_is_answered_inside() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation | repeat_count |
    |  | calculate | n | | count(${r}) | |
    |  | calculate | wanted | | if(${n} = 0 or ${r}[position() = ${n}]/more = 'yes', ${n} + 1, ${n}) | |
    |  | begin_repeat | r | R | | ${wanted} |
    |  | text | more | M | | |
    |  | end_repeat | | | | |
    """)
    assert "r[1]/more" in shown(session)
    session.answer("/data/r[1]/more", "yes")
    session.answer("/data/r[2]/more", "yes")
    session.answer("/data/r[3]/more", "no")
    assert text(session, "n") == "3"


def test_p8_a_sum_with_a_moving_bound_inside_an_outer_instance() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation | default |
    |  | begin_repeat | o | O | | |
    |  | integer | cut | C | | |
    |  | begin_repeat | i | I | | |
    |  | integer | x | X | | |
    |  | end_repeat | | | | |
    |  | calculate | above | | sum(${i}[./x > current()/../cut]/x) | |
    |  | end_repeat | | | | |
    """)
    for number in (1, 2, 3):
        if number > 1:
            session.add_repeat("/data/o[1]/i")
        session.answer(f"/data/o[1]/i[{number}]/x", number)
    session.answer("/data/o[1]/cut", 1)
    assert text(session, "o[1]/above") == "5"
    session.answer("/data/o[1]/cut", 9)
    assert text(session, "o[1]/above") == "0"


def test_p9_the_next_instance_is_read_too() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation |
    |  | begin_repeat | r | R | |
    |  | integer | x | X | |
    |  | calculate | next | | /data/r[position() = position(current()/..) + 1]/x |
    |  | end_repeat | | | |
    |  | calculate | joined | | concat(${x}) |
    """)
    session.add_repeat("/data/r")
    session.answer("/data/r[1]/x", 1)
    session.answer("/data/r[2]/x", 2)
    assert (text(session, "r[1]/next"), text(session, "r[2]/next"), text(session, "joined")) == ("2", "", "12")
    session.remove_repeat("/data/r[1]")
    assert (text(session, "r[1]/next"), text(session, "joined")) == ("", "2")


def test_p10_a_value_in_the_outer_instance_shows_things_in_the_inner_one() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | relevant | default |
    |  | begin_repeat | o | O | | |
    |  | text | kind | K | | |
    |  | begin_repeat | i | I | ${kind} = 'a' | |
    |  | text | x | X | ${kind} = 'a' | ${kind} |
    |  | end_repeat | | | | |
    |  | end_repeat | | | | |
    """)
    session.answer("/data/o[1]/kind", "a")
    assert "o[1]/i[1]/x" in shown(session)
    session.add_repeat("/data/o")
    assert "o[2]/i" not in shown(session)
    session.answer("/data/o[2]/kind", "a")
    session.add_repeat("/data/o[2]/i")
    assert text(session, "o[2]/i[1]/x") == "a"
    session.answer("/data/o[1]/kind", "b")
    assert "o[1]/i[1]/x" not in shown(session)
    assert "o[2]/i[1]/x" in shown(session)
