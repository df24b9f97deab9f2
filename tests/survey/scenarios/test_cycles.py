"""Circles: which are refused and which are none (JavaRosa: triggerable order). Y1 to Y7."""

from __future__ import annotations

import pytest

from tests.survey.scenarios.play import Play, refused

HEAD = "| type | name | calculation | relevant | constraint | required | read_only |\n"


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ("| integer | a | . + 1 | | | | |", "survey!C2"),
        ("| integer | a | ${a} + 1 | | | | |", "survey!C2"),
        ("| integer | a | | . > 1 | | | |", "survey!D2"),
        ("| integer | a | | ${a} > 1 | | | |", "survey!D2"),
        ("| integer | a | | | | . > 1 | |", "survey!F2"),
        ("| integer | a | | | | | . > 1 |", "survey!G2"),
    ],
)
def test_y1_a_question_about_itself(rows: str, cell: str) -> None:
    ((code, place),) = refused(HEAD + rows)
    assert code == "F040"
    assert place == cell


@pytest.mark.parametrize(
    "rows",
    [
        "| integer | a | ${b} + 1 | | | | |\n| integer | b | ${a} + 1 | | | | |",
        "| integer | a | ${b} + 1 | | | | |\n| integer | b | | ${a} > 1 | | | |",
        "| integer | a | | ${b} > 1 | | | |\n| integer | b | | ${a} > 1 | | | |",
        "| begin_group | g | | ${a} > 1 | | | |\n| integer | a | | | | | |\n| end_group | | | | | | |",
        """| begin_group | g | | ${c} > 1 | | | |
        | integer | a | | | | | |
        | end_group | | | | | | |
        | calculate | c | ${a} * 2 | | | | |""",
        """| begin_repeat | r | | | | | |
        | integer | a | ${b} | | | | |
        | integer | b | ${a} | | | | |
        | end_repeat | | | | | | |""",
        """| begin_repeat | r | | | | | |
        | integer | a | ${b} + 1 | | | | |
        | end_repeat | | | | | | |
        | integer | b | sum(${a}) | | | | |""",
    ],
)
def test_y2_questions_about_each_other(rows: str) -> None:
    assert {code for code, _ in refused(HEAD + rows)} == {"F040"}


def test_y3_a_constraint_may_look_at_itself_and_at_one_that_looks_back() -> None:
    play = Play(
        HEAD
        + """| integer | a | | | . > 1 and . != ${b} | | |
    | integer | b | | | ${b} != ${a} | | |"""
    )
    play.answers(a=2, b=3).faults().answer("b", 2).faults("E002 a", "E002 b")


def test_y4_a_default_may_look_at_itself_a_trigger_at_its_own_target() -> None:
    play = Play("""
    | type | name | trigger | calculation |
    | text | a | | |
    | integer | times | ${a} | coalesce(${times}, 0) + 1 |
    """)
    play.answer("a", "x").expect("times", "1").answer("a", "y").expect("times", "2").answer("a", "y")
    play.expect("times", "2")


def test_y5_calculating_from_what_is_shown_by_another_is_no_circle() -> None:
    play = Play(
        HEAD
        + """| integer | a | | | | | |
    | integer | b | | ${a} > 1 | | | |
    | integer | c | ${a} + coalesce(${b}, 0) | | | | |
    | integer | d | | ${c} > 5 | | | |"""
    )
    play.answers(a=2, b=4).expect("c", "6").relevant("d").answer("a", 1).expect("c", "1").hidden("d")


@pytest.mark.parametrize(
    "rows",
    [
        "| integer | a | | | | ${b} = '' | |\n| integer | b | | | | ${a} = '' | |",
        "| integer | a | | | | | ${b} > 1 |\n| integer | b | | | | | ${a} > 1 |",
        "| integer | a | | | | ${b} = '' | |\n| integer | b | | | | | ${a} > 1 |",
        "| integer | a | | ${b} > 1 | | | |\n| integer | b | | | | ${a} = '' | |",
        "| integer | a | | ${b} > 1 | | | |\n| integer | b | | | | | ${a} = '' |",
        "| integer | a | ${b} + 1 | | | | |\n| integer | b | | | | ${a} = '' | |",
        "| integer | a | | | | ${c} = '' | |\n| calculate | c | ${a} + 1 | | | | |",
    ],
)
def test_y6_required_and_read_only_are_links_of_a_circle_too(rows: str) -> None:
    """JavaRosa does not open such a form, and ODK Validate does not let it out."""
    assert {code for code, _ in refused(HEAD + rows)} == {"F040"}


def test_y7_what_is_no_link_of_a_circle() -> None:
    """A read-only group does not lock its children's values, a group's required child is not the group (JavaRosa)."""
    play = Play("""
    | type | name | read_only | required | relevant | choice_filter | label |
    | begin_group | g | ${a} = 'y' | | | | G |
    | text | a | | ${b} = '' | | | A ${b} |
    | text | b | | | | | B ${a} |
    | end_group | | | | | | |
    | begin_repeat | r | | | | | R |
    | text | t | | count(${r}) > 1 | | | T |
    | end_repeat | | | | | | |
    | select_one l | p | | | | name != ${q} | P |
    | select_one l | q | | | | name != ${p} | Q |
    choices
    | list_name | name | label |
    | l | x | X |
    | l | y | Y |
    """)
    play.asked("g/a").asked("r[1]/t", yes=False).add("r").asked("r[1]/t").reads("g/b", "B ")
    play.answer("p", "x").offers("q", "y").answer("q", "y").offers("p", "x").answer("g/a", "y").locked("g/b")
