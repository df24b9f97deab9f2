"""Defaults, events, metadata, last-saved (ODK: "Dynamic defaults"; ODK XForms: actions and events). D1 to D21."""

from __future__ import annotations

from dataclasses import replace

from tests.survey.forms_by_table import CONTEXT
from tests.survey.scenarios.play import Play


def test_d1_static_defaults_of_every_simple_type() -> None:
    Play("""
    | type | name | default |
    | text | t | some words |
    | integer | i | 7 |
    | decimal | d | 1.5 |
    | date | day | 2026-01-31 |
    | select_one c | s | b |
    | select_multiple c | m | a b |
    choices
    | list_name | name | label |
    | c | a | A |
    | c | b | B |
    """).expects(t="some words", i="7", d="1.5", day="2026-01-31", s="b", m="a b")


def test_d2_a_dynamic_default_is_worked_out_once() -> None:
    play = Play("""
    | type | name | default | calculation |
    | integer | a | 2 | |
    | integer | b | ${a} * 2 | |
    | calculate | c | | ${b} + 1 |
    """)
    play.expects(b="4", c="5").answer("a", 10).expects(b="4").answer("b", 7).expect("c", "8").answer("a", 1)
    play.expect("b", "7")


def test_d3_a_default_emptied_stays_empty() -> None:
    play = Play("""
    | type | name | default |
    | text | a | x |
    | date | b | today() |
    | text | c | |
    """)
    play.answers(a=None, b=None).answer("c", "y").expects(a="", b="")


def test_d4_hidden_defaults_are_there_when_shown() -> None:
    play = Play("""
    | type | name | default | relevant |
    | text | a | | |
    | text | b | x | ${a} = '1' |
    | date | c | today() | ${a} = '1' |
    """)
    play.sends({}).answer("a", "1").expects(b="x", c="2026-11-23").sends({"a": "1", "b": "x", "c": "2026-11-23"})


def test_d5_static_defaults_in_new_instances() -> None:
    Play("""
    | type | name | default |
    | begin_repeat | r | |
    | integer | n | 5 |
    | end_repeat | | |
    """).add("r").expect("r[1]/n", "5").expect("r[2]/n", "5")


def test_d6_dynamic_defaults_in_new_instances_read_the_moment() -> None:
    play = Play("""
    | type | name | default |
    | integer | a | 1 |
    | begin_repeat | r | |
    | integer | no | position(..) |
    | integer | n | ${a} + 10 |
    | end_repeat | | |
    """)
    play.expect("r[1]/no", "1").expect("r[1]/n", "11").answer("a", 2).add("r").expect("r[2]/no", "2")
    play.expect("r[2]/n", "12").expect("r[1]/n", "11").remove("r[1]").expect("r[1]/no", "2").expect("r[1]/n", "12")


def test_d7_the_instance_before_as_default() -> None:
    play = Play("""
    | type | name | default |
    | begin_repeat | r | |
    | integer | q | ${last-saved#none} |
    | integer | p | ${r}[position() = position(current()/..) - 1]/p |
    | end_repeat | | |
    | integer | none | |
    """)
    play.answer("r[1]/p", 7).add("r").expect("r[2]/p", "7").answer("r[2]/p", 8).add("r").expect("r[3]/p", "8")
    play.expect("r[2]/p", "8").answer("r[1]/p", 1).expect("r[2]/p", "8")


def test_d8_counted_instances_get_their_defaults() -> None:
    play = Play("""
    | type | name | default | repeat_count |
    | integer | n | | |
    | begin_repeat | r | | ${n} |
    | integer | no | position(..) | |
    | text | t | x | |
    | end_repeat | | | |
    """)
    play.answer("n", 2).expect("r[1]/no", "1").expect("r[2]/no", "2").expect("r[2]/t", "x")
    play.answer("n", 3).expect("r[3]/no", "3").expect("r[1]/no", "1")


def test_d9_a_read_only_question_takes_its_default() -> None:
    play = Play("""
    | type | name | default | read_only |
    | date | d | today() | yes |
    | text | s | x | yes |
    """)
    play.expects(d="2026-11-23", s="x").answers(d=None, s="y").expects(d="2026-11-23", s="x")


LAST = """
| type | name | default | calculation |
| text | street | ${last-saved#street} | |
| integer | n | ${last-saved#n} + 1 | |
| calculate | was | | ${last-saved#street} |
"""


def test_d10_last_saved_when_nothing_was_saved() -> None:
    Play(LAST).expects(street="", n="", was="")


def test_d11_last_saved_of_before() -> None:
    play = Play(LAST, context=replace(CONTEXT, last_saved={"street": "人民路", "n": 4}))
    play.expects(street="人民路", n="5", was="人民路").answer("street", "解放路").expects(was="人民路")


def test_d12_metadata_is_there_before_anything_is_answered() -> None:
    play = Play("""
    | type | name | calculation |
    | start | start | |
    | end | end | |
    | today | today | |
    | username | username | |
    | deviceid | deviceid | |
    | text | q | |
    | calculate | c | concat(${username}, '/', ${today}) |
    """)
    play.expects(start="2026-11-23T10:30:00.000+08:00", today="2026-11-23", username="li", deviceid="desk-1")
    play.expects(c="li/2026-11-23", end="").sees("q")
    assert play.session.finish().answers["end"] == "2026-11-23T10:30:00.000+08:00"


def test_d13_an_opened_entry_gets_no_defaults_and_keeps_its_metadata() -> None:
    play = Play(
        """
    | type | name | default | calculation |
    | start | start | | |
    | text | a | x | |
    | date | b | today() | |
    | calculate | c | | concat(${a}, '!') |
    """,
        saved={"start": "2026-01-01T08:00:00.000+08:00", "c": "old"},
    )
    play.expects(a="", b="", c="!", start="2026-01-01T08:00:00.000+08:00")


def test_d14_a_default_is_subject_to_constraints_and_conditions() -> None:
    play = Play("""
    | type | name | default | constraint | relevant |
    | integer | a | 3 | . > 5 | |
    | text | b | | | ${a} = 3 |
    """)
    play.faults("E002 a").relevant("b").answer("a", 6).faults().hidden("b")


IDENTITY = """
| type | name | calculation |
| text | a | |
| calculate | id | ${instanceID} |
"""


def test_d15_an_entry_has_an_instance_id_of_its_own() -> None:
    ids = [Play(IDENTITY).session.node("/data/id").text for _ in range(2)]
    assert all(id_.startswith("uuid:") and len(id_) == 41 for id_ in ids)
    assert ids[0] != ids[1]


def test_d16_the_instance_id_of_the_entry_is_kept_when_it_is_opened_again() -> None:
    context = replace(CONTEXT, properties={"instanceID": "uuid:1"})
    saved = Play(IDENTITY, context=context).expect("id", "uuid:1").answer("a", "x").session.answers()
    Play(IDENTITY, context=context, saved=saved).expect("meta/instanceID", "uuid:1").sends({"a": "x", "id": "uuid:1"})


def test_d17_defaults_come_before_counted_instances_and_before_choices_are_listed() -> None:
    """As in JavaRosa, which makes instances and lists choices when a person gets there."""
    Play("""
    | type | name | default | repeat_count | choice_filter |
    | integer | a | 1 + 1 | | |
    | begin_repeat | r | | 2 | |
    | integer | n | ${a} + position(..) | | |
    | end_repeat | | | | |
    | select_one c | s | x | | of = ${a} |
    | text | t | concat('was ', ${s}) | | |
    choices
    | list_name | name | label | of |
    | c | x | X | 1 |
    | c | y | Y | 2 |
    """).expect("a", "2").expect("r[1]/n", "3").expect("r[2]/n", "4").offers("s", "y").expects(s="", t="was x")


HIDDEN = """
| type | name | default | relevant |
| select_one yn | show | y | |
| text | a | x | ${show} = 'y' |
| text | dynamic | concat('d', 'y') | ${show} = 'y' |
| text | asked | z | |
| begin_repeat | r | | |
| text | b | w | ${show} = 'y' |
| end_repeat | | | |
choices
| list_name | name | label |
| yn | y | Y |
| yn | n | N |
"""


def test_d18_what_was_left_out_as_hidden_is_shown_again_with_its_static_default() -> None:
    """As in JavaRosa: what an entry does not hold stays as the form has it."""
    play = Play(HIDDEN).answers(a="own", asked=None, show="n").answer("r[1]/b", "own")
    sent = dict(play.session.finish().answers)
    assert sent == {"show": "n", "r": [{}]}
    again = Play(HIDDEN, saved=sent).hidden("a").expects(asked="", dynamic="").sends(sent)
    again.answer("show", "y").expects(a="x", asked="", dynamic="").expect("r[1]/b", "w")


def test_d18_a_draft_holds_what_was_emptied_before_it_was_hidden() -> None:
    play = Play(HIDDEN).answers(a=None, asked=None, show="n").answer("r[1]/b", "own").answers(dynamic="kept")
    draft = play.session.answers()
    assert draft == {"show": "n", "a": None, "dynamic": "kept", "r": [{"b": "own"}]}
    again = Play(HIDDEN, saved=draft).keeps(draft).answer("show", "y")
    again.expects(a="", dynamic="kept").expect("r[1]/b", "own")
    again.keeps({"show": "y", "dynamic": "kept", "r": [{"b": "own"}]})


def test_d19_in_a_group_that_begins_hidden_one_default_reads_another() -> None:
    """ODK XForms (issue 250 of its specification), JavaRosa: the first load comes before relevance is worked out."""
    play = Play("""
    | type | name | default | relevant | trigger | calculation |
    | text | open | | | | |
    | begin_group | g | | ${open} = 'y' | | |
    | text | a | x | | | |
    | date | day | today() | | | |
    | text | b | concat(${a}, '!') | | | |
    | text | month | format-date(${day}, '%Y-%m') | | | |
    | text | of_b | | | ${b} | concat('of ', ${b}, ${a}) |
    | end_group | | | | | |
    | calculate | seen | | | | concat('[', ${a}, ']') |
    """)
    play.hidden("g").expect("seen", "[]").sends({"seen": "[]"}).answer("open", "y").expect("seen", "[x]")
    play.expect("g/b", "x!").expect("g/month", "2026-11").expect("g/of_b", "of x!x")


def test_d20_once_takes_what_the_defaults_made_of_its_sources() -> None:
    """JavaRosa works calculations out after the first load, and after each default those that read it."""
    play = Play("""
    | type | name | default | calculation |
    | text | area | concat('ea', 'st') | |
    | text | old | st | |
    | calculate | code | | once(concat(${area}, '-1')) |
    | calculate | both | | once(concat(${old}, ${area})) |
    | text | copy | concat(${code}, '!') | |
    """)
    play.expects(code="east-1", both="steast", copy="east-1!")
    play.answer("area", "west").expects(code="east-1", both="steast")


def test_d21_a_number_that_a_default_writes_oddly_is_that_number() -> None:
    play = Play("""
    | type | name | label | default | calculation |
    | decimal | d | D | 1.50 | |
    | integer | i | I | 05 | |
    | decimal | z | Z | -0.0 | |
    | text | t | T | 1.50 | |
    | calculate | c | | | concat(${d}, ' ', ${i}, ' ', ${z}, ' ', ${t}) |
    """)
    play.expects(d="1.5", i="5", c="1.5 5 0 1.50").sends({"d": 1.5, "i": 5, "z": 0, "t": "1.50", "c": "1.5 5 0 1.50"})
