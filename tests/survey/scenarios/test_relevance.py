"""What is shown and what it costs to be hidden (ODK: form logic, "Conditionally showing questions"). R1 to R14."""

from __future__ import annotations

from tests.survey.scenarios.play import Play

GROUPS = """
| type | name | relevant |
| select_one yn | outer | |
| select_one yn | inner | |
| begin_group | g | ${outer} = 'y' |
| begin_group | h | ${inner} = 'y' |
| text | t | |
| end_group | | |
| text | u | |
| end_group | | |
choices
| list_name | name | label |
| yn | y | Y |
| yn | n | N |
"""


def test_r1_a_group_hides_all_below_whatever_they_say_themselves() -> None:
    play = Play(GROUPS).sees("outer inner").answer("inner", "y").hidden("g/h").hidden("g/h/t")
    play.answer("outer", "y").sees("outer inner g g/h g/h/t g/u")
    play.answer("inner", "n").sees("outer inner g g/u").hidden("g/h/t")
    play.answer("outer", "n").sees("outer inner")


def test_r2_values_below_two_hidden_groups_come_back() -> None:
    play = Play(GROUPS).answers(outer="y", inner="y").answer("g/h/t", "kept").answer("g/u", "too")
    play.answer("outer", "n").sends({"outer": "n", "inner": "y"})
    play.answer("outer", "y").expect("g/h/t", "kept").sends({"outer": "y", "inner": "y", "t": "kept", "u": "too"})


def test_r3_the_value_stays_in_a_draft() -> None:
    play = Play(GROUPS).answers(outer="y").answer("g/u", "x").answer("outer", None)
    play.keeps({"u": "x"}).sends({})


def test_r4_a_blank_number_compares_as_not_a_number() -> None:
    play = Play("""
    | type | name | relevant |
    | integer | n | |
    | text | less | ${n} < 5 |
    | text | more | ${n} >= 5 |
    | text | other | ${n} != 5 |
    | text | blank | ${n} = '' |
    """)
    play.sees("n other blank").answer("n", 4).sees("n less other").answer("n", 5).sees("n more")
    play.answer("n", None).sees("n other blank")


def test_r5_selected_and_its_negation() -> None:
    play = Play("""
    | type | name | relevant |
    | select_multiple c | m | |
    | text | a | selected(${m}, 'a') |
    | text | not_a | not(selected(${m}, 'a')) |
    | text | both | selected(${m}, 'a') and selected(${m}, 'ab') |
    | text | two | count-selected(${m}) >= 2 |
    choices
    | list_name | name | label |
    | c | a | A |
    | c | ab | AB |
    """)
    play.sees("m not_a").answer("m", ["ab"]).sees("m not_a").answer("m", ["ab", "a"]).sees("m a both two")


def test_r6_a_calculation_that_is_not_relevant_reads_as_blank() -> None:
    play = Play("""
    | type | name | calculation | relevant |
    | text | q | | |
    | calculate | c1 | concat('q: ', ${q}) | ${q} = 'yes' |
    | calculate | c2 | ${c1} | |
    """)
    play.expect("c2", "").answer("q", "yes").expect("c2", "q: yes").answer("q", "no").expect("c2", "")


def test_r7_others_take_the_other_branch_while_the_value_itself_is_kept() -> None:
    play = Play("""
    | type | name | calculation | relevant | default |
    | select_one yn | show | | | y |
    | integer | n | | ${show} = 'y' | 42 |
    | calculate | r | if(${n} != '', ${n} + 33, 33) | | |
    choices
    | list_name | name | label |
    | yn | y | Y |
    | yn | n | N |
    """)
    play.expects(r="75", n="42").answer("show", "n").expects(r="33", n="42").answer("show", "y").expect("r", "75")


def test_r8_inside_a_hidden_group_calculations_read_each_other_as_blank() -> None:
    play = Play("""
    | type | name | calculation | relevant | required | constraint |
    | integer | n | | | yes | . > 0 |
    | text | go | | | yes | |
    | begin_group | g | | ${go} = '1' | | |
    | calculate | x2 | ${n} * 2 | | | |
    | calculate | x4 | ${x2} * 2 | | | |
    | integer | m | | ${x2} > 0 | yes | |
    | end_group | | | | | |
    """)
    play.answer("n", 2).expect("g/x4", "").hidden("g/m")
    play.answer("go", "1").expect("g/x2", "4").expect("g/x4", "8").relevant("g/m").faults("E001 g/m")


def test_r9_each_instance_has_its_own_relevance() -> None:
    play = Play("""
    | type | name | relevant |
    | begin_repeat | r | |
    | integer | age | |
    | text | school | ${age} < 18 |
    | end_repeat | | |
    """)
    play.add("r").answer("r[1]/age", 10).answer("r[2]/age", 40)
    play.relevant("r[1]/school").hidden("r[2]/school").answer("r[2]/age", 5).relevant("r[2]/school")


def test_r10_a_relevance_that_counts_the_instances() -> None:
    play = Play("""
    | type | name | relevant |
    | begin_repeat | r | |
    | integer | n | |
    | begin_group | g | count(${r}) mod 2 = 1 |
    | text | t | |
    | end_group | | |
    | end_repeat | | |
    """)
    play.relevant("r[1]/g/t").add("r").hidden("r[1]/g/t").hidden("r[2]/g/t")
    play.remove("r[2]").relevant("r[1]/g/t")


def test_r11_a_hidden_repeat_adds_nothing_to_sums_and_is_sent_without() -> None:
    play = Play("""
    | type | name | relevant | calculation |
    | select_one yn | has | | |
    | begin_repeat | r | ${has} = 'y' | |
    | integer | n | | |
    | end_repeat | | | |
    | calculate | total | | sum(${n}) |
    | calculate | many | | count(${r}) |
    choices
    | list_name | name | label |
    | yn | y | Y |
    | yn | n | N |
    """)
    play.expects(total="0", many="0").answer("has", "y").answer("r[1]/n", 3).add("r").answer("r[2]/n", 4)
    play.expects(total="7", many="2").answer("has", "n").expects(total="0", many="0")
    play.sends({"has": "n", "total": 0, "many": 0}).answer("has", "y").expects(total="7", many="2")


def test_r12_instances_hidden_one_by_one_are_not_counted() -> None:
    play = Play("""
    | type | name | relevant | calculation |
    | integer | top | | |
    | begin_repeat | r | | |
    | integer | n | position(..) <= ${top} | |
    | end_repeat | | | |
    | calculate | total | | sum(${n}) |
    """)
    play.answer("top", 2).add("r", 2)
    play.answer("r[1]/n", 1).answer("r[2]/n", 10).answer("r[3]/n", 100).expect("total", "11")
    play.answer("top", 1).expect("total", "1").answer("top", 3).expect("total", "111")


def test_r13_a_chain_of_three_opens_and_closes_in_one_step() -> None:
    play = Play("""
    | type | name | relevant |
    | text | a | |
    | text | b | ${a} = '1' |
    | text | c | ${b} = '1' |
    | text | d | ${c} = '1' |
    """)
    play.answers(a="1", b="1", c="1", d="x").sees("a b c d").answer("a", "2").sees("a").sends({"a": "2"})
    play.answer("a", "1").sees("a b c d").expect("d", "x")


def test_r14_notes_and_constants() -> None:
    Play("""
    | type | name | relevant |
    | note | always | true() |
    | note | never | false() |
    | note | one | 1 |
    | note | zero | 0 |
    """).sees("always one")


def test_r15_each_instance_of_a_repeat_may_be_relevant_by_its_place() -> None:
    play = Play("""
    | type | name | relevant | calculation |
    | begin_repeat | r | position() > 2 | |
    | integer | v | | |
    | end_repeat | | | |
    | calculate | n | | count(${r}) |
    | calculate | s | | sum(${v}) |
    """)
    play.sees("").add("r", 3).sees("r r[3] r[3]/v r[4] r[4]/v")
    for place in range(1, 5):
        play.answer(f"r[{place}]/v", place)
    play.expects(n="2", s="7").remove("r[1]").expects(n="1", s="4")
