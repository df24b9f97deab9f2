"""Selects: cascades, dropped answers, other, files, random order (ODK: "Filtering choices"). S1 to S14."""

from __future__ import annotations

from tests.survey.forms_by_table import CONTEXT
from tests.survey.scenarios.play import Play, in_language

THREE = """
| type | name | choice_filter |
| select_multiple one | one | |
| select_multiple two | two | selected(${one}, of) |
| select_multiple three | three | selected(${two}, of) |
choices
| list_name | name | label | of |
| one | a | A | |
| one | b | B | |
| one | c | C | |
| two | aa | AA | a |
| two | ab | AB | a |
| two | ba | BA | b |
| two | ca | CA | c |
| three | aaa | AAA | aa |
| three | aab | AAB | aa |
| three | baa | BAA | ba |
| three | caa | CAA | ca |
"""


def test_s1_nothing_chosen_offers_nothing_below() -> None:
    Play(THREE).offers("one", "a b c").offers("two", "").offers("three", "")


def test_s2_each_level_offers_what_belongs_to_the_chosen() -> None:
    play = Play(THREE).answer("one", ["a", "b"]).offers("two", "aa ab ba").answer("two", ["ba", "aa"])
    play.offers("three", "aaa aab baa").expect("two", "ba aa")


def test_s3_only_what_is_no_longer_offered_goes_and_the_order_stays() -> None:
    play = Play(THREE).answer("one", ["a", "b", "c"]).answer("two", ["ca", "ba", "aa"])
    play.answer("three", ["aab", "baa", "aaa"]).answer("one", ["a", "c"])
    play.expect("two", "ca aa").expect("three", "aab aaa").offers("three", "aaa aab caa")
    play.answer("one", ["c"]).expect("two", "ca").expect("three", "").answer("one", None).expect("two", "")


def test_s4_nothing_goes_while_all_is_still_offered() -> None:
    play = Play(THREE).answer("one", ["a", "b", "c"]).answer("two", ["aa", "ba"]).answer("three", ["baa"])
    play.answer("one", ["a", "b"]).expect("two", "aa ba").expect("three", "baa")


def test_s5_a_hidden_source_offers_nothing() -> None:
    play = Play("""
    | type | name | relevant | choice_filter |
    | text | show | | |
    | select_one p | p | ${show} = 'y' | |
    | select_one q | q | | of = ${p} |
    choices
    | list_name | name | label | of |
    | p | a | A | |
    | q | x | X | a |
    """)
    play.answer("show", "y").answer("p", "a").offers("q", "x").answer("q", "x").answer("show", "n")
    play.offers("q", "").expect("q", "")


def test_s6_a_cascade_in_a_repeat_is_one_for_each_instance() -> None:
    play = Play("""
    | type | name | choice_filter |
    | begin_repeat | r | |
    | select_one p | p | |
    | select_one q | q | of = ${p} |
    | end_repeat | | |
    choices
    | list_name | name | label | of |
    | p | a | A | |
    | p | b | B | |
    | q | x | X | a |
    | q | y | Y | b |
    """)
    play.add("r").answer("r[1]/p", "a").answer("r[2]/p", "b").offers("r[1]/q", "x").offers("r[2]/q", "y")
    play.answer("r[1]/q", "x").answer("r[2]/q", "y").answer("r[2]/p", "a").expect("r[1]/q", "x").expect("r[2]/q", "")


def test_s7_other_asks_for_words_and_forgets_them_when_sent() -> None:
    play = Play("""
    | type | name |
    | select_multiple c or_other | m |
    choices
    | list_name | name | label |
    | c | a | A |
    """)
    play.offers("m", "a other").sees("m").answer("m", ["a", "other"]).sees("m m_other").answer("m_other", "w")
    play.answer("m", ["a"]).sees("m").sends({"m": ["a"]}).answer("m", ["other"]).expect("m_other", "w")


def test_s8_a_file_of_choices_with_its_own_columns() -> None:
    play = Play(
        """
    | type | name | parameters | choice_filter | calculation |
    | select_one_from_file towns.csv | town | value=code label=title | | |
    | calculate | pop | | | instance('towns')/root/item[code = ${town}]/people |
    | select_multiple_from_file towns.csv | big | value=code label=title | people > 100 | |
    """,
        files={"towns_csv": "code,title,people\nt1,东镇,90\nt2,西镇,900\n"},
    )
    play.offers("town", "t1 t2").offers("big", "t2").answer("town", "t2").expect("pop", "900")
    assert play.session.node("/data/town").choices[0].label == "东镇"


def test_s9_a_seed_makes_the_order_the_same_and_the_choices_stay_all() -> None:
    table = """
    | type | name | parameters | calculation |
    | calculate | seed | | 42 |
    | select_one c | s | randomize=true, seed=${seed} | |
    choices
    | list_name | name | label |
    | c | a | A |
    | c | b | B |
    | c | c | C |
    | c | d | D |
    | c | e | E |
    """
    orders = [[choice.value for choice in Play(table).session.node("/data/s").choices] for _ in range(2)]
    assert orders[0] == orders[1]
    assert sorted(orders[0]) == list("abcde")


def test_s10_the_random_order_does_not_change_while_filling() -> None:
    play = Play("""
    | type | name | parameters |
    | select_one c | s | randomize=true |
    | text | t | |
    choices
    | list_name | name | label |
    | c | a | A |
    | c | b | B |
    | c | c | C |
    | c | d | D |
    """)
    before = play.session.node("/data/s").choices
    play.answer("t", "x").answer("s", "b")
    assert play.session.node("/data/s").choices == before


def test_s11_choice_labels_in_two_languages() -> None:
    table = """
    | type | name | label::zh | label::en | calculation |
    | select_one c | s | 选 | pick | |
    | calculate | name | | | jr:choice-name(${s}, '${s}') |
    choices
    | list_name | name | label::zh | label::en |
    | c | a | 甲 | first |
    settings
    | default_language |
    | zh |
    """
    Play(table).answer("s", "a").expect("name", "甲").reads("s", "选")
    Play(table, context=in_language("en")).answer("s", "a").expect("name", "first").reads("s", "pick")


def test_s12_the_filter_may_use_numbers_and_several_columns() -> None:
    play = Play("""
    | type | name | choice_filter |
    | integer | age | |
    | text | sex | |
    | select_one job | job | from <= ${age} and (sex = ${sex} or sex = 'any') |
    choices
    | list_name | name | label | from | sex |
    | job | any | A | 0 | any |
    | job | adult | B | 18 | any |
    | job | m | C | 18 | m |
    """)
    play.offers("job", "").answer("age", 10).offers("job", "any").answer("age", 20).offers("job", "any adult")
    play.answer("sex", "m").offers("job", "any adult m").answer("job", "m").answer("sex", "f").expect("job", "")


def test_s13_what_is_asked_of_a_dropped_answer_is_asked_anew() -> None:
    play = Play("""
    | type | name | choice_filter | required | calculation | relevant |
    | select_one p | p | | | | |
    | select_one q | q | of = ${p} | yes | | |
    | calculate | c | | | concat('q', ${q}) | |
    | text | t | | | | ${q} = 'x' |
    choices
    | list_name | name | label | of |
    | p | a | A | |
    | p | b | B | |
    | q | x | X | a |
    | q | y | Y | b |
    """)
    play.answer("p", "a").answer("q", "x").expect("c", "qx").relevant("t").faults().answer("p", "b")
    play.expect("c", "q").hidden("t").faults("E001 q")


def test_s14_a_rank_keeps_its_order() -> None:
    play = Play("""
    | type | name | calculation |
    | rank c | r | |
    | calculate | best | selected-at(${r}, 0) |
    choices
    | list_name | name | label |
    | c | a | A |
    | c | b | B |
    | c | c | C |
    """)
    play.answer("r", ["c", "a", "b"]).expects(r="c a b", best="c").sends({"r": ["c", "a", "b"], "best": "c"})


def test_s15_choices_out_of_a_repeat_follow_what_is_typed_there() -> None:
    play = Play("""
    | type | name | choice_filter |
    | begin_repeat | r | |
    | text | who | |
    | end_repeat | | |
    | select_one ${who} | head | |
    """)
    play.add("r").answer("r[1]/who", "张").answer("r[2]/who", "李").offers("head", "张 李").answer("head", "李")
    play.answer("r[2]/who", "王").offers("head", "张 王").expect("head", "").remove("r[1]").offers("head", "王")


def test_s16_a_device_language_that_the_form_lacks_falls_back() -> None:
    assert CONTEXT.language == ""
    Play(
        """
    | type | name | label::zh |
    | text | t | 名 |
    """,
        context=in_language("fr"),
    ).reads("t", "名")


def test_s17_a_blank_cell_of_a_choice_is_a_blank() -> None:
    play = Play("""
    | type | name | choice_filter |
    | select_one sex | sex | |
    | select_one c | q | sex = '' or sex = ${sex} |
    | select_one c | anyone | sex = '' |
    | select_one c | known | sex != '' |
    choices
    | list_name | name | label | sex |
    | sex | m | 男 | |
    | sex | f | 女 | |
    | c | a | A | m |
    | c | b | B | f |
    | c | c | C | |
    """)
    play.offers("q", "c").answer("sex", "f").offers("q", "b c").offers("anyone", "c").offers("known", "a b")


LANGUAGES = """
| type | name | label::中文 (zh) | label::English (en) | calculation |
| select_one c | s | 选 | Choose | |
| calculate | of_choice | | | jr:itext(instance('c')/root/item[name = ${s}]/itextId) |
| calculate | of_question | | | jr:itext('/data/s:label') |
| calculate | of_nothing | | | jr:itext('none') |
choices
| list_name | name | label::中文 (zh) | label::English (en) |
| c | a | 甲 | First |
| c | b | 乙 | Second |
"""


def test_s18_itext_in_calculations_is_told_in_the_language_of_the_session() -> None:
    play = Play(LANGUAGES).answer("s", "b")
    play.expects(of_choice="乙", of_question="选", of_nothing="[itext:none]")
    play = Play(LANGUAGES, context=in_language("English (en)")).answer("s", "b")
    play.expects(of_choice="Second", of_question="Choose")
