"""Required, read-only, constraints and their words (ODK: "Validating and restricting responses"). K1 to K14."""

from __future__ import annotations

from tests.survey.scenarios.play import Play, in_language


def test_k1_a_constraint_is_not_asked_of_a_blank() -> None:
    play = Play("""
    | type | name | constraint |
    | integer | a | . > 10 |
    | text | b | false() |
    """)
    play.faults().answer("a", 5).faults("E002 a").answer("a", 20).faults().answer("b", "x").faults("E002 b")


def test_k2_a_constraint_on_others_is_judged_again_when_they_change() -> None:
    play = Play("""
    | type | name | constraint |
    | date | begin | |
    | date | finish | . >= ${begin} |
    """)
    import datetime as dt

    play.answer("finish", dt.date(2026, 1, 5)).faults("E002 finish").answer("begin", dt.date(2026, 1, 5)).faults()
    play.answer("begin", dt.date(2026, 1, 6)).faults("E002 finish")


def test_k3_the_words_are_those_of_the_language() -> None:
    table = """
    | type | name | label::zh | label::en | constraint | constraint_message::zh | constraint_message::en |
    | integer | a | 甲 | A | . < 5 | 太大 | too big |
    settings
    | default_language |
    | zh |
    """
    Play(table).answer("a", 9).told("太大")
    Play(table, context=in_language("en")).answer("a", 9).told("too big")


def test_k4_the_words_fill_in_values() -> None:
    play = Play("""
    | type | name | constraint | constraint_message | required | required_message |
    | integer | top | | | | |
    | integer | a | . <= ${top} | 不能超过 ${top} | ${top} > 1 | 超过 1 必填 |
    """)
    play.answer("top", 3).told("超过 1 必填").answer("a", 4).told("不能超过 3").answer("top", 1).told("不能超过 1")


def test_k5_required_follows_its_condition() -> None:
    play = Play("""
    | type | name | required |
    | integer | a | |
    | text | b | ${a} > 5 |
    | text | c | yes |
    | text | d | true() |
    """)
    play.asked("b", yes=False).faults("E001 c", "E001 d").answer("a", 6).asked("b")
    play.faults("E001 b", "E001 c", "E001 d").answers(b="x", c="y", d="z").faults()


def test_k6_what_is_hidden_is_neither_required_nor_judged() -> None:
    play = Play("""
    | type | name | required | constraint | relevant |
    | text | show | | | |
    | integer | a | yes | . > 5 | ${show} = 'y' |
    """)
    play.faults().answer("show", "y").faults("E001 a").answer("a", 1).faults("E002 a").answer("show", "n").faults()
    assert play.session.finish().may_submit


def test_k7_patterns() -> None:
    play = Play("""
    | type | name | constraint |
    | text | phone | regex(., '^1[3-9][0-9]{9}$') |
    | text | code | string-length(.) = 6 and regex(., '[0-9]+') |
    """)
    play.answers(phone="1381234567", code="51x701").faults("E002 phone", "E002 code")
    play.answers(phone="13812345678", code="511701").faults()


def test_k8_constraints_on_selections() -> None:
    play = Play("""
    | type | name | constraint |
    | select_multiple c | m | not(selected(., 'none') and count-selected(.) > 1) |
    | select_one c | s | not(. = 'none') |
    choices
    | list_name | name | label |
    | c | none | N |
    | c | a | A |
    | c | b | B |
    """)
    play.answer("m", ["a", "none"]).faults("E002 m").answer("m", ["none"]).answer("s", "none").faults("E002 s")


def test_k9_read_only_is_inherited() -> None:
    play = Play("""
    | type | name | read_only |
    | text | lock | |
    | text | lock2 | |
    | begin_group | outer | ${lock} = 'y' |
    | begin_group | inner | ${lock2} = 'y' |
    | text | f | |
    | end_group | | |
    | end_group | | |
    """)
    play.locked("outer/inner/f", yes=False).answer("lock", "y").locked("outer").locked("outer/inner").locked(
        "outer/inner/f"
    )
    play.answer("outer/inner/f", "x").expect("outer/inner/f", "").answer("lock", "n").answer("lock2", "y")
    play.locked("outer", yes=False).locked("outer/inner/f").answer("lock2", "n").answer("outer/inner/f", "x")
    play.expect("outer/inner/f", "x")


def test_k10_a_locked_answer_stays_and_is_sent() -> None:
    play = Play("""
    | type | name | read_only |
    | text | a | ${b} = 'y' |
    | text | b | |
    """)
    play.answer("a", "x").answer("b", "y").locked("a").answer("a", None).expect("a", "x").sends({"a": "x", "b": "y"})


def test_k11_finishing_tells_all_faults_in_the_order_of_the_form() -> None:
    play = Play("""
    | type | name | required | constraint |
    | text | a | yes | |
    | begin_group | g | | |
    | integer | b | | . > 1 |
    | end_group | | | |
    | text | c | yes | |
    """)
    play.answer("g/b", 1).faults("E001 a", "E002 g/b", "E001 c")
    finished = play.session.finish()
    assert not finished.may_submit
    assert finished.answers == {"b": 1}


def test_k12_a_constraint_reads_calculations_and_hidden_values() -> None:
    play = Play("""
    | type | name | constraint | calculation | relevant |
    | integer | a | | | |
    | integer | b | . <= ${max} | | |
    | calculate | max | | ${a} * 2 | |
    | integer | c | . > coalesce(${d}, 100) | | |
    | integer | d | | | ${a} > 1 |
    """)
    play.answers(a=2, b=4, d=5, c=6).faults().answer("a", 1).faults("E002 b", "E002 c")


def test_k13_acknowledge() -> None:
    play = Play("""
    | type | name | required |
    | acknowledge | ok | yes |
    """)
    play.faults("E001 ok").answer("ok", True).expect("ok", "OK").faults().answer("ok", False).faults("E001 ok")


def test_k14_a_range_keeps_its_bounds_for_the_screen() -> None:
    play = Play("""
    | type | name | parameters | constraint |
    | range | a | start=1 end=5 step=1 | . != 3 |
    | range | b | start=0 end=1 step=0.5 | |
    """)
    play.answer("a", 3).answer("b", 0.5).faults("E002 a").answer("a", 4).sends({"a": 4, "b": 0.5})
