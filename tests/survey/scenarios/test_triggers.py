"""Values set when another changes (ODK: "Triggering calculations on value change"). G1 to G16."""

from __future__ import annotations

from tests.survey.scenarios.play import Play


def test_g1_a_trigger_works_out_once_for_each_change() -> None:
    play = Play("""
    | type | name | trigger | calculation |
    | integer | a | | |
    | integer | b | | |
    | calculate | c | ${a} | ${a} + coalesce(${b}, 0) |
    """)
    play.answer("b", 1).expect("c", "").answer("a", 5).expect("c", "6").answer("b", 2).expect("c", "6")
    play.answer("a", 5).expect("c", "6").answer("a", 6).expect("c", "8")


def test_g2_emptying_the_source_is_a_change() -> None:
    play = Play("""
    | type | name | trigger | calculation |
    | text | a | | |
    | text | b | ${a} | concat('now ', ${a}) |
    """)
    play.answer("a", "x").expect("b", "now x").answer("a", None).expect("b", "now ")


def test_g3_one_source_sets_several() -> None:
    play = Play("""
    | type | name | trigger | calculation |
    | text | a | | |
    | integer | b | ${a} | 7 |
    | integer | c | ${a} | ${b} + 4 |
    """)
    play.answer("a", "foo").expects(b="7", c="11")


def test_g4_two_sources_set_one() -> None:
    play = Play("""
    | type | name | trigger | calculation |
    | integer | a | | |
    | integer | b | | |
    | integer | n | | |
    | text | c | ${a}, ${b} | concat(${a}, '/', ${b}, '/', ${n}) |
    """)
    play.answer("a", 1).expect("c", "1//").answer("b", 2).expect("c", "1/2/").answer("n", 3).expect("c", "1/2/")
    play.answer("a", 4).expect("c", "4/2/3")


def test_g5_a_trigger_without_calculation_wipes() -> None:
    play = Play("""
    | type | name | trigger |
    | text | a | |
    | text | b | ${a} |
    """)
    play.answer("b", "kept").expect("b", "kept").answer("a", "x").expect("b", "")


def test_g6_what_was_set_may_be_corrected() -> None:
    play = Play("""
    | type | name | trigger | calculation |
    | integer | a | | |
    | integer | b | ${a} | ${a} * 2 |
    | integer | z | | |
    """)
    play.answer("a", 1).expect("b", "2").answer("b", 9).answer("z", 1).expect("b", "9").answer("a", 2).expect("b", "4")


def test_g7_read_only_targets_are_set() -> None:
    play = Play("""
    | type | name | trigger | calculation | read_only |
    | integer | a | | | |
    | integer | b | ${a} | ${a} * 2 | yes |
    """)
    play.answer("a", 4).expect("b", "8").answer("b", 1).expect("b", "8")


def test_g8_hidden_targets_are_set_and_shown_later() -> None:
    play = Play("""
    | type | name | trigger | calculation | relevant |
    | integer | a | | | |
    | integer | b | ${a} | ${a} * 2 | ${a} > 5 |
    """)
    play.answer("a", 4).expect("b", "8").hidden("b").sends({"a": 4})
    play.answer("a", 6).relevant("b").sends({"a": 6, "b": 12})


def test_g9_in_a_repeat_the_target_is_that_of_the_instance() -> None:
    play = Play("""
    | type | name | trigger | calculation |
    | begin_repeat | r | | |
    | text | a | | |
    | text | b | ${a} | concat(${a}, position(..)) |
    | end_repeat | | | |
    """)
    play.add("r", 2).answer("r[2]/a", "x").expect("r[1]/b", "").expect("r[2]/b", "x2").expect("r[3]/b", "")
    play.answer("r[3]/a", "y").expect("r[3]/b", "y3").remove("r[1]").expect("r[1]/b", "x2")


def test_g10_a_source_outside_sets_the_target_in_every_instance() -> None:
    play = Play("""
    | type | name | trigger | calculation |
    | text | a | | |
    | begin_repeat | r | | |
    | text | b | ${a} | ${a} |
    | end_repeat | | | |
    """)
    play.add("r").answer("a", "x").expect("r[1]/b", "x").expect("r[2]/b", "x").add("r").expect("r[3]/b", "")


def test_g11_a_select_triggers() -> None:
    play = Play("""
    | type | name | trigger | calculation | choice_filter |
    | select_one p | p | | | |
    | select_one q | q | | | of = ${p} |
    | dateTime | at | ${q} | now() | |
    | calculate | named | ${p} | jr:choice-name(${p}, '${p}') | |
    choices
    | list_name | name | label | of |
    | p | a | 甲 | |
    | p | b | 乙 | |
    | q | x | X | a |
    | q | y | Y | b |
    """)
    play.answer("p", "a").expects(named="甲", at="").answer("q", "x").expect("at", "2026-11-23T10:30:00.000+08:00")
    play.answer("p", "b").expects(named="乙", q="")


def test_g12_a_calculation_does_not_trigger_but_feeds() -> None:
    play = Play("""
    | type | name | trigger | calculation | default |
    | integer | a | | | |
    | integer | twice | | ${a} * 2 | |
    | text | b | ${twice} | 'fired' | |
    | text | c | ${a} | ${twice} | first |
    """)
    play.expect("c", "first").answer("a", 2).expects(twice="4", c="4").answer("twice", 5).expect("b", "fired")


def test_g13_sources_in_a_repeat_count_up_a_target_outside() -> None:
    play = Play("""
    | type | name | trigger | calculation | default |
    | integer | times | ${a} | . + 1 | 0 |
    | begin_repeat | r | | | |
    | text | a | | | |
    | end_repeat | | | | |
    """)
    play.add("r", 2).expect("times", "0")
    for number in range(1, 4):
        play.answer(f"r[{number}]/a", "x").expect("times", str(number))
    play.answer("r[1]/a", "x").expect("times", "3").remove("r[2]").expect("times", "3")


def test_g14_a_dynamic_default_is_a_change_a_static_one_is_how_the_entry_begins() -> None:
    """As in JavaRosa, where a default that is worked out goes through FormDef.setValue and raises the event."""
    play = Play("""
    | type | name | trigger | calculation | default | repeat_count |
    | text | a | | | concat('x', 'y') | |
    | text | of_a | ${a} | concat('of ', ${a}) | | |
    | text | b | | | xy | |
    | text | of_b | ${b} | concat('of ', ${b}) | | |
    | begin_repeat | r | | | | |
    | text | c | | | concat('z', position(..)) | |
    | text | of_c | ${c} | concat('of ', ${c}) | | |
    | end_repeat | | | | | |
    | integer | n | | | | |
    | begin_repeat | s | | | | ${n} |
    | text | d | | | concat('w', position(..)) | |
    | text | of_d | ${d} | concat('of ', ${d}) | | |
    | end_repeat | | | | | |
    """)
    play.expects(of_a="of xy", of_b="").expect("r[1]/of_c", "of z1").add("r").expect("r[2]/of_c", "of z2")
    play.answer("n", 2).expect("s[1]/of_d", "of w1").expect("s[2]/of_d", "of w2")


def test_g15_in_a_repeat_a_name_means_the_same_question_at_whatever_depth_the_target_stands() -> None:
    """pyxform writes the path as from the source, engines evaluate it at the target; the author meant the question."""
    play = Play("""
    | type | name | trigger | calculation |
    | begin_repeat | r | | |
    | text | a | | |
    | text | beside | ${a} | concat(${a}, '=', position(..)) |
    | begin_group | g | | |
    | text | below | ${a} | concat(${a}, ' ../a ', string-length(${a})) |
    | text | b | | |
    | end_group | | | |
    | text | above | ${b} | concat(${b}, ${a}) |
    | begin_repeat | s | | |
    | text | inner | ${a} | ${a} |
    | end_repeat | | | |
    | end_repeat | | | |
    """)
    play.add("r").add("r[2]/s", 2).answer("r[2]/a", "x").expect("r[2]/beside", "x=2").expect("r[2]/g/below", "x ../a 1")
    play.expect("r[2]/s[1]/inner", "x").expect("r[2]/s[2]/inner", "x")
    play.answer("r[2]/g/b", "y").expect("r[2]/above", "yx")
    play.expect("r[1]/beside", "").expect("r[1]/g/below", "").expect("r[1]/s[1]/inner", "")


def test_g16_what_is_set_counts_as_its_target_holds_it() -> None:
    """XForms 1.1 section 10.2, JavaRosa: a set value is a text; only a number's or a truth's own bind makes it one.

    A calculation stays what it is, so that its 0 is false.
    """
    play = Play("""
    | type | name | default | trigger | calculation |
    | integer | n | | | |
    | text | text | | ${n} | ${n} - 1 |
    | integer | number | | ${n} | ${n} - 1 |
    | text | truth | | ${n} | ${n} = 1 |
    | calculate | worked_out | | | ${n} - 1 |
    | text | begun | 1 - 1 | | |
    | calculate | seen | | | concat(not(${text}), not(${number}), not(${worked_out}), not(${begun})) |
    | calculate | alike | | | concat(${text} = '00', ${number} = '00', ${worked_out} = '00', ${text} = 0) |
    | calculate | asked | | | if(${truth}, 'y', 'n') |
    """)
    play.answer("n", 1).expects(text="0", number="0", truth="true", worked_out="0", begun="0", asked="y")
    play.expects(seen="falsetruetruefalse", alike="falsetruetruetrue")
    play.answer("n", 2).expects(truth="false", asked="y")
