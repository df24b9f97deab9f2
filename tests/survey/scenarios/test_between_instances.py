"""What instances of a repeat see of each other, and what the rest of the form sees of them. B1 to B15."""

from __future__ import annotations

from tests.survey.scenarios.play import Play, refused


def test_b1_the_instance_before_and_after() -> None:
    play = Play("""
    | type | name | calculation |
    | begin_repeat | r | |
    | integer | n | |
    | calculate | before | ${r}[position() = position(current()/..) - 1]/n |
    | calculate | after | ${r}[position() = position(current()/..) + 1]/n |
    | end_repeat | | |
    """)
    play.add("r", 2).answer("r[1]/n", 11).answer("r[2]/n", 22).answer("r[3]/n", 33)
    for place, before, after in ((1, "", "22"), (2, "11", "33"), (3, "22", "")):
        play.expect(f"r[{place}]/before", before).expect(f"r[{place}]/after", after)
    play.remove("r[2]").expect("r[1]/after", "33").expect("r[2]/before", "11").expect("r[2]/n", "33")


def test_b2_the_last_instance() -> None:
    play = Play("""
    | type | name | calculation |
    | begin_repeat | r | |
    | integer | n | |
    | end_repeat | | |
    | calculate | count | count(${r}) |
    | calculate | by_count | 10 + ${r}[position() = ${count}]/n |
    | calculate | by_siblings | 10 + ${r}[position() = count(../r)]/n |
    | calculate | by_last | 10 + ${r}[position() = last()]/n |
    | calculate | by_index | 10 + indexed-repeat(${n}, ${r}, ${count}) |
    """)

    def ends(number: str) -> None:
        play.expects(by_count=number, by_siblings=number, by_last=number, by_index=number)

    ends("")
    play.answer("r[1]/n", 10)
    ends("20")
    play.add("r")
    ends("")
    play.answer("r[2]/n", 20)
    ends("30")
    play.remove("r[2]")
    ends("20")


def test_b3_counts_and_sums_inside_follow_every_instance() -> None:
    play = Play("""
    | type | name | calculation | default |
    | begin_repeat | r | | |
    | integer | n | | 5 |
    | calculate | of_all | count(${r}) | |
    | calculate | sum_of_all | sum(../../r/n) | |
    | calculate | place | position(..) | |
    | calculate | again | ${place} | |
    | end_repeat | | | |
    | calculate | places | sum(${place}) | |
    """)
    play.add("r", 4).expect("places", "15")
    for place in range(1, 6):
        play.expect(f"r[{place}]/of_all", "5").expect(f"r[{place}]/sum_of_all", "25")
    play.remove("r[3]").expect("places", "10")
    for place in range(1, 5):
        play.expect(f"r[{place}]/of_all", "4").expect(f"r[{place}]/sum_of_all", "20")
        play.expect(f"r[{place}]/again", str(place))


def test_b4_texts_of_the_instances_in_order() -> None:
    play = Play("""
    | type | name | calculation |
    | begin_repeat | r | |
    | text | t | |
    | calculate | named | concat(${t}, position(..)) |
    | calculate | plain | concat(${t}, 'X') |
    | end_repeat | | |
    | calculate | all | concat(${t}) |
    | calculate | listed | join(', ', ${named}) |
    """)
    play.add("r", 4)
    for place, sign in enumerate("ABCDE", 1):
        play.answer(f"r[{place}]/t", sign)
    play.expects(all="ABCDE", listed="A1, B2, C3, D4, E5").remove("r[2]")
    play.expects(all="ACDE", listed="A1, C2, D3, E4").expect("r[2]/plain", "CX")


def test_b5_relevance_inside_by_the_number_of_instances() -> None:
    play = Play("""
    | type | name | relevant |
    | begin_repeat | r | |
    | begin_group | g | count(../../r) mod 2 = 1 |
    | text | t | |
    | end_group | | |
    | end_repeat | | |
    """)
    play.relevant("r[1]/g/t").add("r").hidden("r[1]/g/t").hidden("r[2]/g/t").remove("r[1]").relevant("r[1]/g/t")


def test_b6_the_question_that_asks_for_one_more() -> None:
    play = Play("""
    | type | name | repeat_count | calculation |
    | begin_repeat | o | | |
    | calculate | there | | count(${r}) |
    | calculate | wanted | | if(${there} = 0 or ${r}[position() = ${there}]/more = 'yes', ${there} + 1, ${there}) |
    | begin_repeat | r | ${wanted} | |
    | text | more | | |
    | end_repeat | | | |
    | end_repeat | | | |
    """)
    play.expect("o[1]/there", "1").answer("o[1]/r[1]/more", "yes").expect("o[1]/there", "2")
    play.answer("o[1]/r[2]/more", "yes").answer("o[1]/r[3]/more", "no").expect("o[1]/there", "3")
    play.add("o").expect("o[2]/there", "1").answer("o[2]/r[1]/more", "yes").expect("o[2]/there", "2")
    play.expect("o[1]/there", "3")


def test_b7_counted_repeats_in_counted_repeats() -> None:
    play = Play("""
    | type | name | repeat_count | default |
    | integer | houses | | 0 |
    | begin_repeat | o | ${houses} | |
    | integer | people | | 0 |
    | begin_repeat | i | ${people} | |
    | text | t | | |
    | end_repeat | | | |
    | end_repeat | | | |
    """)
    play.answer("houses", 2).answer("o[1]/people", 3).answer("o[2]/people", 2).answer("o[2]/i[2]/t", "last")
    play.keeps({"houses": 2, "o": [{"people": 3, "i": [{}, {}, {}]}, {"people": 2, "i": [{}, {"t": "last"}]}]})
    play.answer("o[1]/people", 1).answer("houses", 1).remove("o[1]/i[1]").remove("o[1]/i[1]").remove("o[2]")
    play.keeps({"houses": 1, "o": [{"people": 1, "i": [{}]}]})


def test_b8_predicates_look_from_the_node_they_filter_and_current_from_the_question() -> None:
    play = Play("""
    | type | name | calculation |
    | begin_repeat | o | |
    | integer | cut | |
    | begin_repeat | i | |
    | integer | n | |
    | calculate | above | join(', ', instance('c')/root/item[size > current()/../../cut]/label) |
    | end_repeat | | |
    | calculate | sum | sum(../i[n > ../cut]/n) |
    | end_repeat | | |
    | select_one c | any | |
    choices
    | list_name | name | label | size |
    | c | a | Small | 1 |
    | c | b | Middle | 4 |
    | c | c | Large | 5 |
    """)
    play.add("o[1]/i", 5)
    for place in range(1, 7):
        play.answer(f"o[1]/i[{place}]/n", place)
    for cut, total, names in ((3, "15", "Middle, Large"), (7, "0", ""), (-1, "21", "Small, Middle, Large")):
        play.answer("o[1]/cut", cut).expect("o[1]/sum", total).expect("o[1]/i[6]/above", names)


def test_b9_sums_over_repeats_in_repeats() -> None:
    play = Play("""
    | type | name | calculation |
    | begin_repeat | o | |
    | begin_repeat | i | |
    | integer | n | |
    | calculate | outer | position(../..) |
    | end_repeat | | |
    | calculate | own | sum(${n}) |
    | end_repeat | | |
    | calculate | all | sum(${n}) |
    | calculate | one | indexed-repeat(${n}, ${o}, 2, ${i}, 1) |
    """)
    play.add("o").add("o[1]/i").add("o[2]/i", 2)
    play.answer("o[1]/i[1]/n", 1).answer("o[1]/i[2]/n", 2).answer("o[2]/i[1]/n", 10).answer("o[2]/i[2]/n", 20)
    play.expect("o[1]/own", "3").expect("o[2]/own", "30").expects(all="33", one="10").expect("o[2]/i[2]/outer", "2")
    play.remove("o[1]").expects(all="30", one="").expect("o[1]/i[2]/outer", "1")


def test_b10_choices_out_of_a_repeat_with_a_filter_follow_names_and_filter() -> None:
    play = Play("""
    | type | name | choice_filter | calculation |
    | begin_repeat | r | | |
    | text | who | | |
    | integer | age | | |
    | end_repeat | | | |
    | select_one ${who} | head | ${age} > 17 | |
    | select_one ${who} | child | ${age} < 18 | |
    | calculate | years | | ${r}[who = ${head}]/age |
    """)
    play.add("r").answer("r[1]/who", "A").answer("r[1]/age", 40).answer("r[2]/who", "B").answer("r[2]/age", 5)
    play.offers("head", "A").offers("child", "B").answer("head", "A").answer("child", "B").expect("years", "40")
    play.answer("r[1]/age", 10).offers("head", "").expects(head="", years="").offers("child", "A B").expect(
        "child", "B"
    )
    play.answer("r[2]/who", "Bee").offers("child", "A Bee").expect("child", "")


def test_b11_relevance_of_inner_instances_by_the_place_of_the_outer_one() -> None:
    play = Play("""
    | type | name | relevant | default |
    | begin_repeat | o | | |
    | begin_repeat | i | position(..) mod 2 = ${rest} | |
    | text | t | | |
    | end_repeat | | | |
    | end_repeat | | | |
    | integer | rest | | 0 |
    """)
    play.add("o").sees("o o[1] o[2] o[2]/i rest")
    play.answer("rest", 1).sees("o o[1] o[1]/i o[1]/i[1] o[1]/i[1]/t o[2] rest")


def test_b12_siblings_before_and_after_are_no_circle() -> None:
    """XPath 1.0 section 2.2: the axis is followed to the instances it leads to, and only these are read."""
    play = Play("""
    | type | name | calculation |
    | begin_repeat | r | |
    | integer | n | |
    | calculate | place | count(../preceding-sibling::r) + 1 |
    | calculate | before | sum(../preceding-sibling::r/n) |
    | calculate | next | ../following-sibling::r[1]/n |
    | end_repeat | | |
    """)
    play.add("r", 2).answer("r[1]/n", 1).answer("r[2]/n", 2).answer("r[3]/n", 3)
    play.expect("r[3]/place", "3").expect("r[3]/before", "3").expect("r[1]/next", "2").expect("r[3]/next", "")
    play.answer("r[1]/n", 10).expect("r[3]/before", "12").remove("r[1]")
    play.expect("r[2]/place", "2").expect("r[1]/before", "0").expect("r[2]/before", "2").expect("r[1]/next", "3")


def test_b13_what_is_taken_by_index_lies_inside_the_repeat() -> None:
    """JavaRosa does not open a form that asks a repeat for a question outside it."""
    rows = """
    | type | name | calculation |
    | text | outside | |
    | begin_repeat | r | |
    | text | inside | |
    | end_repeat | | |
    | begin_repeat | s | |
    | text | elsewhere | |
    | end_repeat | | |
    """
    call = "| calculate | c | coalesce(indexed-repeat(${{{name}}}, ${{{repeat}}}, 1), '') |"
    for name, repeat in (("outside", "r"), ("elsewhere", "r"), ("r", "r")):
        assert refused(rows + call.format(name=name, repeat=repeat)) == [("X015", "survey!C9")]
    Play(rows + call.format(name="inside", repeat="r"))


def test_b14_the_first_instance_of_a_counted_repeat_is_the_one_the_form_writes() -> None:
    play = Play("""
    | type | name | repeat_count | default |
    | integer | n | | |
    | begin_repeat | o | ${n} | |
    | text | a | | concat('x', position(..)) |
    | begin_repeat | i | | |
    | text | b | | concat('y', position(..)) |
    | end_repeat | | | |
    | end_repeat | | | |
    """)
    play.answer("n", 2).expects(**{"o[1]/a": "x1", "o[1]/i[1]/b": "y1", "o[2]/a": "x2"})
    assert _counts(play, "o[1]/i", "o[2]/i") == [1, 0]  # later ones come from the template, empty inside
    play.add("o[2]/i").expect("o[2]/i[1]/b", "y1")
    play.answer("n", 0).remove("o[2]").remove("o[1]").answer("n", 1)
    assert _counts(play, "o", "o[1]/i") == [1, 0]


def test_b15_it_is_so_for_counted_repeats_inside_too() -> None:
    inside = """
    | type | name | repeat_count |
    | begin_repeat | o | {} |
    | begin_repeat | m | 2 |
    | begin_repeat | i | |
    | text | b | |
    | end_repeat | | |
    | end_repeat | | |
    | end_repeat | | |
    """
    places = ("o[1]/m[1]/i", "o[1]/m[2]/i", "o[2]/m[1]/i", "o[2]/m[2]/i")
    for play in (Play(inside.format("2")), Play(inside.format("")).add("o")):
        assert _counts(play, *places) == [1, 0, 0, 0]


def _counts(play: Play, *repeats: str) -> list[int]:
    """Count the instances of each repeat."""
    paths = [node.path for node in play.session.nodes() if node.path.endswith("]")]
    return [sum(path.rpartition("[")[0] == f"/data/{repeat}" for path in paths) for repeat in repeats]
