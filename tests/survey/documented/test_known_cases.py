"""What ODK's issues and forum settled, as JavaRosa does it. I1 to I9."""

from __future__ import annotations

from tests.survey.scenarios.play import Play

SELECTS = """
    choices
    | list_name | name | label | of |
    | s | x | X | |
    | s | y | Y | |
    | c | a | Apples | x |
    | c | b | Bananas | y |
    | c | d | Dates | y |
"""


def test_i1_a_question_for_each_selected_choice() -> None:
    play = Play(
        """
    | type | name | label | calculation | repeat_count |
    | select_multiple c | m | M | | |
    | begin_repeat | r | R | | count-selected(${m}) |
    | calculate | one | | selected-at(${m}, position(..) - 1) | |
    | calculate | named | | jr:choice-name(${one}, '${m}') | |
    | integer | many | How many ${named}? | | |
    | end_repeat | | | | |"""
        + SELECTS
    )
    play.answer("m", ["b", "a"]).reads("r[1]/many", "How many Bananas?").reads("r[2]/many", "How many Apples?")
    play.answer("m", ["a", "d", "b"]).reads("r[1]/many", "How many Apples?").reads("r[3]/many", "How many Bananas?")


def test_i2_the_label_of_a_filtered_choice_in_each_instance() -> None:
    play = Play(
        """
    | type | name | label | calculation | choice_filter |
    | begin_repeat | r | R | | |
    | select_one s | s | S | | |
    | select_one c | c | C | | of = ${s} |
    | calculate | n | | jr:choice-name(${c}, '${c}') | |
    | note | t | ${n} | | |
    | end_repeat | | | | |"""
        + SELECTS
    )
    play.add("r").answer("r[1]/s", "x").answer("r[1]/c", "a").answer("r[2]/s", "y").answer("r[2]/c", "b")
    play.reads("r[1]/t", "Apples").reads("r[2]/t", "Bananas").answer("r[2]/s", "x").reads("r[2]/t", "")


def test_i3_neither_a_dropped_answer_nor_a_hidden_one_is_a_change() -> None:
    """Web Forms fires in both cases."""
    play = Play(
        """
    | type | name | choice_filter | calculation | trigger | relevant |
    | select_one s | s | | | | |
    | select_one c | c | of = ${s} | | | |
    | text | chosen | | concat('chose ', ${c}) | ${c} | |
    | text | t | | | | ${s} = 'x' |
    | text | typed | | concat('typed ', ${t}) | ${t} | |"""
        + SELECTS
    )
    play.answers(s="x", c="a", t="v").expects(chosen="chose a", typed="typed v").answer("s", "y")
    play.expects(c="", chosen="chose a", typed="typed v").hidden("t")


def test_i4_three_choices_none_twice() -> None:
    play = Play(
        """
    | type | name | choice_filter |
    | select_one c | first | |
    | select_one c | second | name != ${first} |
    | select_one c | third | name != ${first} and name != ${second} |"""
        + SELECTS
    )
    play.answer("first", "a").offers("second", "b d").answer("second", "b").offers("third", "d").answer("third", "d")
    play.answer("first", "d").expects(second="b", third="").offers("third", "a")


def test_i5_each_instance_has_its_share_of_the_total() -> None:
    play = Play("""
    | type | name | calculation |
    | begin_repeat | r | |
    | integer | x | |
    | calculate | percent | round(${x} div ${total} * 100, 1) |
    | calculate | part | ${x} div sum(../../r/x) |
    | end_repeat | | |
    | calculate | total | sum(${x}) |
    """)
    play.add("r").answer("r[1]/x", 1).answer("r[2]/x", 3).expect("r[1]/percent", "25").expect("r[2]/part", "0.75")
    play.add("r").answer("r[3]/x", 4).expect("r[1]/part", "0.125").remove("r[2]").expect("r[1]/percent", "20")


def test_i6_a_default_of_the_place_stays_a_calculation_moves() -> None:
    play = Play("""
    | type | name | default | calculation |
    | begin_repeat | r | | |
    | integer | fixed | position(..) | |
    | calculate | live | | position(..) |
    | end_repeat | | | |
    """)
    play.add("r", 2).remove("r[2]").expect("r[2]/fixed", "3").expect("r[2]/live", "2").add("r").expect(
        "r[3]/fixed", "3"
    )


def test_i7_a_number_of_a_choice() -> None:
    play = Play("""
    | type | name | calculation | relevant |
    | select_one l | s | | |
    | note | as_number | | ${s} = 1 |
    | note | as_text | | ${s} = '1' |
    | note | answered | | ${s} |
    | calculate | plus | ${s} + 1 | |
    choices
    | list_name | name | label |
    | l | 0 | Zero |
    | l | 1 | One |
    | l | 01 | Also one |
    """)
    play.answer("s", "1").sees("s as_number as_text answered").expect("plus", "2")
    play.answer("s", "01").sees("s as_number answered").answer("s", "0").sees("s answered").expect("plus", "1")


def test_i8_groups_of_what_was_selected_add_up() -> None:
    play = Play(
        """
    | type | name | relevant | calculation |
    | select_multiple s | m | | |
    | begin_group | gx | selected(${m}, 'x') | |
    | integer | nx | | |
    | end_group | | | |
    | begin_group | gy | selected(${m}, 'y') | |
    | integer | ny | | |
    | end_group | | | |
    | calculate | total | | coalesce(${nx}, 0) + coalesce(${ny}, 0) |"""
        + SELECTS
    )
    play.answer("m", ["x", "y"]).answer("gx/nx", 2).answer("gy/ny", 3).expect("total", "5").answer("m", ["y"])
    play.expect("total", "3").answer("m", []).expect("total", "0").answer("m", ["x"]).expect("total", "2")


def test_i9_what_has_no_question_is_not_asked() -> None:
    """JavaRosa judges what stands in the body of the form."""
    play = Play("""
    | type | name | label | calculation | constraint | required |
    | integer | a | A | | | |
    | calculate | b | | ${a} * 2 | . < 5 | yes |
    | text | c | | concat('x', ${a}) | . != 'x10' | yes |
    """)
    play.faults().answer("a", 10).faults().expects(b="20", c="x10")
