"""Relevance as JavaRosa has it. R1 hides at once; R2 values wait; R3 cleared on finishing; R4 blank to readers."""

from __future__ import annotations

from tests.survey.forms_by_table import fill, shown, text

HOUSE = """
| survey |
|        | type        | name  | label | relevant     | calculation  |
|        | integer     | n     | N     |              |              |
|        | begin_group | g     | G     | ${n} > 1     |              |
|        | text        | t     | T     |              |              |
|        | text        | u     | U     | ${t} = 'yes' |              |
|        | end_group   |       |       |              |              |
|        | calculate   | seen  |       |              | concat('<', ${t}, '>') |
"""


def test_r1_a_group_hides_and_shows_at_once() -> None:
    session = fill(HOUSE)
    assert shown(session) == ["n"]
    delta = session.answer("/data/n", 2)
    assert shown(session) == ["n", "g", "g/t"]
    assert {"/data/g", "/data/g/t"} <= delta.changed
    session.answer("/data/n", 1)
    assert shown(session) == ["n"]


def test_r1_relevance_cascades_within_a_group() -> None:
    session = fill(HOUSE)
    session.answer("/data/n", 2)
    session.answer("/data/g/t", "yes")
    assert session.node("/data/g/u").relevant
    session.answer("/data/n", 0)
    assert not session.node("/data/g/u").relevant


def test_r2_a_hidden_value_comes_back() -> None:
    session = fill(HOUSE)
    session.answer("/data/n", 2)
    session.answer("/data/g/t", "yes")
    session.answer("/data/n", 0)
    session.answer("/data/n", 3)
    assert text(session, "g/t") == "yes"


def test_r3_irrelevant_answers_are_kept_for_a_draft_and_cleared_on_finishing() -> None:
    session = fill(HOUSE)
    session.answer("/data/n", 2)
    session.answer("/data/g/t", "yes")
    session.answer("/data/n", 0)
    assert session.answers()["t"] == "yes"
    assert "t" not in session.finish().answers


def test_r4_others_read_a_hidden_value_as_blank() -> None:
    session = fill(HOUSE)
    session.answer("/data/n", 2)
    session.answer("/data/g/t", "yes")
    assert text(session, "seen") == "<yes>"
    session.answer("/data/n", 0)
    assert text(session, "seen") == "<>"
    session.answer("/data/n", 2)
    assert text(session, "seen") == "<yes>"


def test_r5_a_chain_of_conditions_falls_together() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | relevant |
    |  | text | a | A | |
    |  | text | b | B | ${a} = '1' |
    |  | text | c | C | ${b} = '1' |
    |  | text | d | D | ${c} = '1' |
    """)
    for name in "abc":
        session.answer(f"/data/{name}", "1")
    assert shown(session) == ["a", "b", "c", "d"]
    session.answer("/data/a", "0")
    assert shown(session) == ["a"]


def test_r6_a_required_question_that_is_hidden_asks_nothing() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | relevant | required |
    |  | integer | a | A | | |
    |  | text | b | B | ${a} = 1 | yes |
    """)
    assert session.finish().may_submit
    session.answer("/data/a", 1)
    assert not session.finish().may_submit
    assert [problem.code for problem in session.problems()] == ["E001"]


def test_r7_a_blank_answer_is_not_true() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | relevant |
    |  | integer | a | A | |
    |  | text | b | B | ${a} |
    """)
    assert shown(session) == ["a"]
    session.answer("/data/a", 1)
    assert shown(session) == ["a", "b"]
    session.answer("/data/a", 0)
    assert shown(session) == ["a"]


def test_r8_a_repeat_that_is_not_relevant_shows_no_instance_and_counts_none() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | relevant | calculation |
    |  | integer | a | A | | |
    |  | begin_repeat | r | R | ${a} = 1 | |
    |  | integer | x | X | | |
    |  | end_repeat | | | | |
    |  | calculate | total | | | sum(${x}) |
    |  | calculate | number | | | count(${r}) |
    """)
    assert shown(session) == ["a"]
    assert text(session, "number") == "0"
    session.answer("/data/a", 1)
    session.answer("/data/r[1]/x", 5)
    assert (text(session, "total"), text(session, "number")) == ("5", "1")
    session.answer("/data/a", 2)
    assert (text(session, "total"), text(session, "number")) == ("0", "0")
    assert "r" not in session.finish().answers
