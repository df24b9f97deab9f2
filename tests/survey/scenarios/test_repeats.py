"""Repeats: counts, sums, positions, nesting (ODK: repeats; ODK XForms: position, indexed-repeat). P1 to P18."""

from __future__ import annotations

from tests.survey.scenarios.play import Play


def test_p1_every_added_instance_is_counted_inside_and_outside() -> None:
    play = Play("""
    | type | name | calculation |
    | begin_repeat | r | |
    | text | q | |
    | calculate | inner | count(${r}) |
    | calculate | seen | ${many} |
    | end_repeat | | |
    | calculate | many | count(${r}) |
    """)
    play.expect("many", "1").add("r", 4).expect("many", "5")
    for number in range(1, 6):
        play.expect(f"r[{number}]/inner", "5").expect(f"r[{number}]/seen", "5")
    play.remove("r[5]").expect("many", "4").expect("r[1]/inner", "4").expect("r[4]/seen", "4")


def test_p2_positions_follow_a_removal_and_what_is_made_of_them_too() -> None:
    play = Play("""
    | type | name | calculation |
    | begin_repeat | r | |
    | text | name | |
    | calculate | no | position(..) |
    | calculate | both | concat(${name}, ${no}) |
    | end_repeat | | |
    | calculate | sum | sum(${no}) |
    """)
    play.add("r", 4)
    for number, name in enumerate("ABCDE", 1):
        play.answer(f"r[{number}]/name", name)
    play.expect("sum", "15").remove("r[2]").expect("sum", "10")
    play.expect("r[1]/both", "A1").expect("r[2]/both", "C2").expect("r[4]/both", "E4")


def test_p3_the_instance_before_by_predicate() -> None:
    play = Play("""
    | type | name | calculation |
    | begin_repeat | r | |
    | integer | n | |
    | calculate | before | ${r}[position() = position(current()/..) - 1]/n |
    | end_repeat | | |
    """)
    play.add("r", 2).answer("r[1]/n", 11).answer("r[2]/n", 22).answer("r[3]/n", 33)
    play.expect("r[1]/before", "").expect("r[2]/before", "11").expect("r[3]/before", "22")
    play.remove("r[2]").expect("r[2]/n", "33").expect("r[2]/before", "11")


def test_p4_indexed_repeat_from_outside_and_inside() -> None:
    play = Play("""
    | type | name | calculation |
    | begin_repeat | r | |
    | text | name | |
    | calculate | first | indexed-repeat(${name}, ${r}, 1) |
    | end_repeat | | |
    | integer | which | |
    | calculate | chosen | indexed-repeat(${name}, ${r}, ${which}) |
    | calculate | last | indexed-repeat(${name}, ${r}, count(${r})) |
    """)
    play.add("r").answer("r[1]/name", "甲").answer("r[2]/name", "乙").expect("chosen", "甲").answer("which", 2)
    play.expects(chosen="乙", last="乙").expect("r[2]/first", "甲").answer("which", 1).expect("chosen", "甲")
    play.answer("which", 9).expect("chosen", "").add("r").expect("last", "")


def test_p5_a_cascade_inside_each_instance() -> None:
    play = Play("""
    | type | name | calculation |
    | begin_repeat | r | |
    | integer | a | |
    | calculate | b | 2 * ${a} |
    | calculate | c | 2 * ${b} |
    | end_repeat | | |
    """)
    play.answer("r[1]/a", 0).expect("r[1]/c", "0").add("r").expect("r[2]/c", "").answer("r[2]/a", 1)
    play.expect("r[2]/b", "2").expect("r[2]/c", "4").expect("r[1]/c", "0")


def test_p6_a_value_outside_reaches_every_instance() -> None:
    play = Play("""
    | type | name | calculation |
    | decimal | rate | |
    | begin_repeat | r | |
    | integer | n | |
    | calculate | pay | ${n} * ${rate} |
    | end_repeat | | |
    | calculate | total | sum(${pay}) |
    """)
    play.add("r").answer("r[1]/n", 2).answer("r[2]/n", 3).expect("total", "0").answer("rate", 1.5)
    play.expect("r[1]/pay", "3").expect("r[2]/pay", "4.5").expect("total", "7.5").remove("r[1]").expect("total", "4.5")


def test_p7_a_lower_count_keeps_what_was_filled() -> None:
    play = Play("""
    | type | name | repeat_count | calculation |
    | integer | n | | |
    | begin_repeat | r | ${n} | |
    | text | t | | |
    | end_repeat | | | |
    | calculate | many | | count(${r}) |
    """)
    play.expect("many", "0").answer("n", 3).expect("many", "3").answer("r[3]/t", "x").answer("r[1]/t", "a")
    play.answer("n", 2).expect("many", "3").expect("r[1]/t", "a").answer("n", 3).expect("r[3]/t", "x")
    play.answer("n", -1).expect("many", "3").answer("n", 4).expect("many", "4").answer("n", None).expect("many", "4")
    play.sends({"many": 4, "r": [{"t": "a"}, {}, {"t": "x"}, {}]})


def test_p7_what_is_over_the_count_may_be_removed_by_hand() -> None:
    play = Play("""
    | type | name | repeat_count | calculation |
    | integer | n | | |
    | begin_repeat | r | ${n} | |
    | text | t | | |
    | end_repeat | | | |
    | calculate | many | | count(${r}) |
    """)
    play.answer("n", 3).answer("r[2]/t", "b").answer("r[3]/t", "c").remove("r[1]").expect("many", "3")
    play.answer("n", 2).remove("r[1]").expect("many", "2").expect("r[1]/t", "b").remove("r[1]").expect("many", "2")
    play.add("r").expect("many", "2").answer("n", 0).remove("r[2]").remove("r[1]").expect("many", "0")


def test_p8_a_counted_repeat_takes_no_hand() -> None:
    play = Play("""
    | type | name | repeat_count |
    | begin_repeat | r | 2 |
    | text | t | |
    | end_repeat | | |
    """)
    play.sees("r r[1] r[1]/t r[2] r[2]/t").add("r").remove("r[1]").sees("r r[1] r[1]/t r[2] r[2]/t")


def test_p9_a_count_from_a_selection() -> None:
    play = Play("""
    | type | name | repeat_count | calculation |
    | select_multiple c | m | | |
    | begin_repeat | r | count-selected(${m}) | |
    | calculate | which | | selected-at(${m}, position(..) - 1) |
    | calculate | named | | jr:choice-name(${which}, '${m}') |
    | end_repeat | | | |
    choices
    | list_name | name | label |
    | c | a | 甲 |
    | c | b | 乙 |
    """)
    play.answer("m", ["b", "a"]).expect("r[1]/which", "b").expect("r[2]/named", "甲")
    play.answer("m", ["a"]).expect("r[1]/named", "甲").keeps(
        {"m": ["a"], "r_count": 1, "r": [{"which": "a", "named": "甲"}, {}]}
    )


NESTED = """
| type | name | calculation |
| begin_repeat | house | |
| text | street | |
| begin_repeat | person | |
| integer | age | |
| calculate | where | concat(${street}, position(../..), '-', position(..)) |
| end_repeat | | |
| calculate | people | count(${person}) |
| calculate | ages | sum(${age}) |
| end_repeat | | |
| calculate | all | count(${person}) |
| calculate | years | sum(${age}) |
"""


def test_p10_nested_sums_are_those_of_their_own_instance() -> None:
    play = Play(NESTED).add("house").add("house[1]/person").add("house[2]/person", 3)
    play.answer("house[1]/person[2]/age", 5).answer("house[2]/person[1]/age", 7).answer("house[2]/person[3]/age", 1)
    play.expect("house[1]/ages", "5").expect("house[2]/ages", "8").expect("years", "13")


def test_p11_nested_positions() -> None:
    play = Play(NESTED).answer("house[1]/street", "甲").add("house[1]/person")
    play.expect("house[1]/person[2]/where", "甲1-2")
    play.add("house").answer("house[2]/street", "乙").add("house[2]/person").expect("house[2]/person[1]/where", "乙2-1")
    play.remove("house[1]").expect("house[1]/person[1]/where", "乙1-1")


def test_p12_nested_counts() -> None:
    play = Play(NESTED).add("house").add("house[1]/person", 2).add("house[2]/person")
    inner = int(play.session.node("/data/house[2]/people").text)
    play.expect("house[1]/people", "3").expect("all", str(3 + inner)).remove("house[1]/person[1]")
    play.expect("house[1]/people", "2").expect("all", str(2 + inner))


def test_p13_an_inner_count_by_an_outer_answer() -> None:
    play = Play("""
    | type | name | repeat_count | calculation |
    | begin_repeat | h | | |
    | integer | n | | |
    | begin_repeat | p | ${n} | |
    | integer | age | | |
    | end_repeat | | | |
    | end_repeat | | | |
    | calculate | all | | sum(${age}) |
    """)
    play.add("h").answer("h[1]/n", 2).answer("h[2]/n", 1)
    play.answer("h[1]/p[2]/age", 3).answer("h[2]/p[1]/age", 4).expect("all", "7").answer("h[1]/n", 1).expect("all", "7")
    play.remove("h[1]/p[2]").expect("all", "4")


def test_p14_a_predicate_over_a_repeat() -> None:
    play = Play("""
    | type | name | calculation |
    | begin_repeat | r | |
    | integer | age | |
    | text | name | |
    | end_repeat | | |
    | calculate | adults | count(${r}[./age >= 18]) |
    | calculate | eldest | max(${age}) |
    | calculate | youngest | min(${age}) |
    | calculate | names | join('、', ${name}) |
    """)
    play.add("r", 2)
    for number, (age, name) in enumerate([(30, "甲"), (10, "乙"), (50, "丙")], 1):
        play.answer(f"r[{number}]/age", age).answer(f"r[{number}]/name", name)
    play.expects(adults="2", eldest="50", youngest="10", names="甲、乙、丙").remove("r[3]").expects(
        adults="1", eldest="30"
    )


def test_p15_constraints_and_required_are_those_of_each_instance() -> None:
    play = Play("""
    | type | name | required | constraint |
    | begin_repeat | r | | |
    | integer | low | yes | |
    | integer | high | | . >= ${low} |
    | end_repeat | | | |
    """)
    play.add("r").answer("r[1]/low", 5).answer("r[1]/high", 3).answer("r[2]/high", 3)
    play.faults("E002 r[1]/high", "E001 r[2]/low", "E002 r[2]/high").answer("r[2]/low", 1)
    play.faults("E002 r[1]/high").remove("r[1]").faults()


def test_p16_no_two_instances_alike() -> None:
    play = Play("""
    | type | name | constraint |
    | begin_repeat | r | |
    | text | id | count(${r}[./id = current()/.]) = 1 |
    | end_repeat | | |
    """)
    play.add("r").answer("r[1]/id", "a").answer("r[2]/id", "b").faults().answer("r[2]/id", "a")
    assert "E002 r[2]/id" in [f"{p.code} {p.place.path[6:]}" for p in play.session.problems()]


def test_p17_a_group_in_a_repeat_in_a_group() -> None:
    play = Play("""
    | type | name | calculation | relevant |
    | begin_group | g | | |
    | begin_repeat | r | | |
    | begin_group | k | | |
    | integer | n | | |
    | integer | m | | ${n} > 1 |
    | end_group | | | |
    | calculate | c | ${n} * 2 | |
    | end_repeat | | | |
    | end_group | | | |
    | calculate | t | sum(${c}) | |
    """)
    play.add("g/r").answer("g/r[1]/k/n", 1).answer("g/r[2]/k/n", 2).hidden("g/r[1]/k/m").relevant("g/r[2]/k/m")
    play.expect("t", "6").sends({"r": [{"n": 1, "c": 2}, {"n": 2, "c": 4}], "t": 6})


def test_p18_a_removed_instance_is_gone_from_what_is_sent() -> None:
    play = Play("""
    | type | name |
    | begin_repeat | r |
    | text | t |
    | end_repeat | |
    """)
    play.add("r", 2).answer("r[1]/t", "a").answer("r[2]/t", "b").answer("r[3]/t", "c").remove("r[1]")
    play.sends({"r": [{"t": "b"}, {"t": "c"}]}).remove("r[2]").remove("r[1]").sends({})


def test_p19_an_added_instance_brings_what_its_template_holds() -> None:
    """The form that pyxform writes has one instance in the template where a group stands between the repeats."""
    table = """
    | type | name | default |
    | begin_repeat | o | |
    | {begin} | g | |
    | begin_repeat | i | |
    | text | t | x |
    | text | u | concat('u', position(..)) |
    | end_repeat | | |
    | {end} | | |
    | end_repeat | | |
    """
    play = Play(table.format(begin="begin_group", end="end_group")).add("o")
    play.expect("o[1]/g/i[1]/u", "u1").expect("o[2]/g/i[1]/t", "x").expect("o[2]/g/i[1]/u", "")
    play.add("o[2]/g/i").expect("o[2]/g/i[2]/u", "u2").keeps(
        {"o": [{"i": [{"t": "x", "u": "u1"}]}, {"i": [{"t": "x"}, {"t": "x", "u": "u2"}]}]}
    )
    play = Play(table.replace("    | {begin} | g | |\n", "").replace("    | {end} | | |\n", "")).add("o")
    play.sees("o o[1] o[1]/i o[1]/i[1] o[1]/i[1]/t o[1]/i[1]/u o[2] o[2]/i")
