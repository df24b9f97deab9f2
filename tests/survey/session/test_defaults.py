"""Defaults, metadata, triggers. D1 static, D2 dynamic once, D3 last saved, D4 register, D5 triggers, D6 resumed."""

from __future__ import annotations

from dataclasses import replace

from survey.session import FillSession
from tests.survey.forms_by_table import CONTEXT, fill, form_of, text


def test_d1_static_and_d2_dynamic_defaults() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | default |
    |  | integer | a | A | 3 |
    |  | integer | b | B | ${a} + 1 |
    |  | date | d | D | today() |
    |  | integer | c | C | ${b} + 1 |
    """)
    assert [text(session, name) for name in "abdc"] == ["3", "4", "2026-11-23", "5"]
    session.answer("/data/a", 10)
    assert text(session, "b") == "4"
    session.answer("/data/b", None)
    session.recompute()
    assert text(session, "b") == ""


def test_d2_a_default_may_read_a_calculation() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | default | calculation |
    |  | calculate | two | | | 1 + 1 |
    |  | integer | b | B | ${two} * 2 | |
    """)
    assert text(session, "b") == "4"


def test_d3_last_saved() -> None:
    table = """
    | survey |
    |  | type | name | label | default |
    |  | text | street | S | ${last-saved#street} |
    """
    assert text(fill(table), "street") == ""
    assert text(fill(table, context=replace(CONTEXT, last_saved={"street": "人民路"})), "street") == "人民路"


def test_d4_the_register_fills_first() -> None:
    session = fill(
        """
    | survey |
    |  | type | name | label | default | prefill |
    |  | text | shop | 名称 | '无名' | shop_name |
    |  | integer | people | 人数 | | emp_total |
    """,
        context=replace(CONTEXT, register={"shop_name": "好吃面馆", "emp_total": 3}),
    )
    assert (text(session, "shop"), text(session, "people")) == ("好吃面馆", "3")


def test_d5_a_trigger_sets_a_value_when_its_source_changes() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | trigger | calculation |
    |  | integer | price | P | | |
    |  | integer | number | N | | |
    |  | integer | total | T | ${price} | ${price} * ${number} |
    |  | dateTime | when | W | ${price} | now() |
    |  | text | wiped | X | ${number} | |
    """)
    session.answer("/data/number", 2)
    assert text(session, "total") == ""
    session.answer("/data/price", 5)
    assert text(session, "total") == "10"
    assert text(session, "when") == "2026-11-23T10:30:00.000+08:00"
    session.answer("/data/number", 3)
    assert text(session, "total") == "10"
    session.answer("/data/total", 99)
    session.answer("/data/price", 5)
    assert text(session, "total") == "99"
    session.answer("/data/wiped", "x")
    session.answer("/data/number", 4)
    assert text(session, "wiped") == ""


def test_d5_triggers_chain_and_see_what_is_calculated_from_the_new_value() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | trigger | calculation |
    |  | integer | a | A | | |
    |  | calculate | twice | | | ${a} * 2 |
    |  | integer | b | B | ${a} | ${twice} + 1 |
    |  | integer | c | C | ${b} | ${b} + 1 |
    """)
    session.answer("/data/a", 5)
    assert (text(session, "b"), text(session, "c")) == ("11", "12")


def test_d5_a_trigger_in_a_repeat_stays_in_its_instance() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | trigger | calculation |
    |  | begin_repeat | r | R | | |
    |  | integer | x | X | | |
    |  | integer | y | Y | ${x} | ${x} * position(..) |
    |  | end_repeat | | | | |
    """)
    session.add_repeat("/data/r")
    session.answer("/data/r[2]/x", 5)
    assert (text(session, "r[1]/y"), text(session, "r[2]/y")) == ("", "10")


def test_d6_a_resumed_entry_defaults_nothing_again_and_calculates_anew() -> None:
    form = form_of("""
    | survey |
    |  | type | name | label | default | calculation |
    |  | start | began | | | |
    |  | integer | a | A | 3 | |
    |  | date | d | D | today() | |
    |  | calculate | b | | | ${a} + 1 |
    |  | begin_repeat | r | R | | |
    |  | text | t | T | x | |
    |  | end_repeat | | | | |
    """)
    session = FillSession(form, CONTEXT, {"a": 7, "b": 99, "began": "2026-01-01T00:00:00.000+08:00", "gone": 1})
    assert text(session, "d") == ""
    assert session.answers() == {"began": "2026-01-01T00:00:00.000+08:00", "a": 7, "b": 8, "gone": 1}
    again = FillSession(form, CONTEXT, {"a": 7, "r": [{"t": "一"}, {"t": "二"}]})
    assert again.answers()["r"] == [{"t": "一"}, {"t": "二"}]


def test_d7_metadata() -> None:
    session = fill("""
    | survey |
    |  | type | name | label |
    |  | start | began | |
    |  | end | ended | |
    |  | today | day | |
    |  | username | who | |
    |  | deviceid | machine | |
    |  | text | a | A |
    """)
    assert [text(session, name) for name in ("day", "who", "machine", "ended")] == ["2026-11-23", "li", "desk-1", ""]
    assert session.finish().answers["ended"] == "2026-11-23T10:30:00.000+08:00"


def test_d8_a_calculation_wins_over_a_default() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | default | calculation |
    |  | integer | a | A | now() | 1 + 1 |
    |  | integer | b | B | 7 | 1 + 2 |
    """)
    assert (text(session, "a"), text(session, "b")) == ("2", "3")


def test_d9_a_fraction_is_cut_for_a_whole_number() -> None:
    session = fill("| survey |\n|  | type | name | label |\n|  | integer | a | A |\n|  | decimal | b | B |")
    session.answer("/data/a", 2.5)
    session.answer("/data/b", 2.5)
    assert session.answers() == {"a": 2, "b": 2.5}


def test_d6_a_hidden_place_with_a_default_and_a_calculation_keeps_what_was_calculated_when_opened_again() -> None:
    form = form_of("""
    | survey |
    |  | type | name | label | relevant | default | calculation |
    |  | integer | n | N | | | |
    |  | text | t | T | ${n} > 1 | x | concat('a', 'b') |
    """)
    session = FillSession(form, CONTEXT, {"n": 1})
    session.answer("/data/n", 2)
    assert text(session, "t") == "ab"
