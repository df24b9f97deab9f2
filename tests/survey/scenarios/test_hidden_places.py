"""What is not asked, or not there, as others see it (ODK XForms: relevant; JavaRosa's nulls). H1 to H7."""

from __future__ import annotations

import pytest

from tests.survey.scenarios.play import Play

FILTERED = """
choices
| list_name | name | label | of |
| p | a | A | |
| p | b | B | |
| q | x | X | a |
| q | y | Y | b |
| q | z | Z | |
"""


def test_h1_a_filter_reads_a_hidden_answer_as_a_blank() -> None:
    play = Play(f"""
    | type | name | relevant | choice_filter |
    | text | show | | |
    | select_one p | p | ${{show}} = 'y' | |
    | select_one q | q | | of = ${{p}} |
    | select_one q | other | | of = ${{p}} or of = 'b' |
    {FILTERED}""")
    play.offers("q", "z").answer("show", "y").offers("q", "z").answer("p", "a").offers("q", "x").offers("other", "x y")
    play.answer("show", "n").offers("q", "z").offers("other", "y z")


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("indexed-repeat(${t}, ${r}, 2) = ''", True),
        ("indexed-repeat(${t}, ${r}, 2) != 'a'", True),
        ("indexed-repeat(${t}, ${r}, 2) = 'a'", False),
        ("indexed-repeat(${t}, ${r}, 2) != 5", True),
        ("${r}[position() = 2]/t != 'a'", True),
        ("${r}[position() = 2]/t = ''", True),
        ("instance('q')/root/item[name = ${none}]/of != 'a'", True),
        ("instance('q')/root/item[name = ${none}]/of = ''", True),
        ("if(${yes}, ${hidden}, 'x') = ''", True),
        ("coalesce(${hidden}, ${none}) = ''", True),
        ("'' != if(${yes}, ${hidden}, 'x')", False),
    ],
)
def test_h2_a_place_that_is_not_there_compares_as_a_blank(condition: str, holds: bool) -> None:
    Play(f"""
    | type | name | relevant | default | calculation |
    | text | none | | | |
    | calculate | yes | | | true() |
    | text | hidden | false() | h | |
    | begin_repeat | r | | | |
    | text | t | | a | |
    | end_repeat | | | | |
    | select_one q | q | | | |
    | note | seen | {condition} | | |
    {FILTERED}""").relevant("seen", holds)


def test_h3_a_hidden_answer_is_not_dropped_before_it_is_shown() -> None:
    play = Play(f"""
    | type | name | relevant | default | choice_filter |
    | select_one p | p | | | |
    | select_one q | q | ${{p}} != '' | x | of = ${{p}} |
    {FILTERED}""")
    play.hidden("q").answer("p", "a").relevant("q").offers("q", "x").expect("q", "x").sends({"p": "a", "q": "x"})


def test_h4_what_is_not_offered_when_shown_again_is_dropped_then() -> None:
    play = Play(f"""
    | type | name | relevant | choice_filter |
    | text | show | | |
    | select_one p | p | | |
    | begin_group | g | ${{show}} != 'n' | |
    | select_multiple q | q | | of = ${{p}} or of = '' |
    | end_group | | | |
    {FILTERED}""")
    play.answer("p", "a").answer("g/q", ["z", "x"]).answer("show", "n").answer("p", "b").answer("p", "a")
    play.answer("show", "y").expect("g/q", "z x").answer("show", "n").answer("p", "b").expect("g/q", "z x")
    play.answer("show", "y").expect("g/q", "z").answer("p", "a").expect("g/q", "z")


def test_h5_once_waits_for_a_value() -> None:
    play = Play("""
    | type | name | default | calculation |
    | integer | n | | |
    | calculate | first | | once(int(${n})) |
    | text | begun | once(number('')) | |
    | calculate | fixed | | once(2 * 3) |
    """)
    play.expects(first="", begun="", fixed="6").answer("n", 3).expect("first", "3").answer("n", 4).expect("first", "3")


def test_h6_a_hidden_counted_repeat_makes_its_instances_when_it_is_shown() -> None:
    play = Play("""
    | type | name | relevant | repeat_count | default |
    | text | x | | | |
    | begin_group | g | ${x} != '' | | |
    | begin_repeat | r | | 2 | |
    | text | t | | | ${x} |
    | end_repeat | | | | |
    | end_group | | | | |
    """)
    play.sees("x").keeps({"r_count": 2}).answer("x", "a").expect("g/r[1]/t", "a").expect("g/r[2]/t", "a")
    play.answer("g/r[2]/t", "b").answer("x", None).sees("x").answer("x", "c")
    play.expect("g/r[1]/t", "a").expect("g/r[2]/t", "b")


def test_h7_once_begins_when_it_is_shown() -> None:
    """What is hidden reads as a blank, for itself too: until it is shown, once() goes with its sources (JavaRosa)."""
    play = Play("""
    | type | name | relevant | calculation |
    | integer | n | | |
    | text | show | | |
    | begin_group | g | ${show} = 'y' | |
    | calculate | first | | once(concat('x', ${n})) |
    | end_group | | | |
    """)
    play.answer("n", 1).answer("n", 2).answer("show", "y").expect("g/first", "x2").answer("n", 3)
    play.expect("g/first", "x2").answer("show", "n").answer("show", "y").expect("g/first", "x2")
    play.answer("show", "n").answer("n", 4).answer("show", "y").expect("g/first", "x4")
