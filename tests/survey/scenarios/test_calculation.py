"""Calculations: order, conversion, blanks (ODK: form logic, "Calculation"; ODK XForms: bind calculate). C1 to C24."""

from __future__ import annotations

import pytest

from tests.survey.scenarios.play import Play


def test_c1_the_order_is_that_of_the_dependencies() -> None:
    play = Play("""
    | type | name | calculation | default |
    | calculate | c | (${a} + ${b}) * 5 | |
    | calculate | b | ${a} * 3 | |
    | integer | a | | 2 |
    """)
    play.expects(a="2", b="6", c="40").answer("a", 3).expects(b="9", c="60")


def test_c2_a_diamond_is_worked_out_from_one_state() -> None:
    play = Play("""
    | type | name | calculation |
    | integer | a | |
    | calculate | left | ${a} + 1 |
    | calculate | right | ${a} * 10 |
    | calculate | both | concat(${left}, '-', ${right}) |
    """)
    play.answer("a", 1).expect("both", "2-10").answer("a", 2).expect("both", "3-20")


def test_c3_a_blank_operand_makes_the_result_blank() -> None:
    play = Play("""
    | type | name | calculation |
    | integer | a | |
    | integer | b | |
    | calculate | plus | ${a} + ${b} |
    | calculate | copy | ${plus} |
    | calculate | twice | 2 * ${a} |
    """)
    play.expects(plus="", copy="", twice="").answer("a", 7).expects(plus="", twice="14")
    play.answer("b", 3).expects(plus="10", copy="10").answer("a", None).expects(plus="", copy="", twice="")


def test_c4_coalesce_chains() -> None:
    play = Play("""
    | type | name | calculation |
    | integer | a | |
    | integer | b | |
    | calculate | sum | coalesce(${a}, 0) + coalesce(${b}, 0) |
    | calculate | first | coalesce(${a}, coalesce(${b}, 'none')) |
    """)
    play.expects(sum="0", first="none").answer("b", 2).expects(sum="2", first="2").answer("a", 1)
    play.expects(sum="3", first="1")


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("concat('n=', 4 div 2)", "n=2"),
        ("concat('n=', 5 div 2)", "n=2.5"),
        ("10 div 4", "2.5"),
        ("7 mod 3", "1"),
        ("-7 mod 3", "-1"),
        ("3 - 5", "-2"),
        ("0.1 + 0.2 = 0.3", "true"),
        ("round(2.5)", "3"),
        ("round(3.14159, 2)", "3.14"),
        ("int(4.9)", "4"),
        ("number('12')", "12"),
        ("1 div 0 > 5", "true"),
        ("string-length('户册')", "2"),
        ("substr('abcdef', 1, 3)", "bc"),
        ("substr('abcdef', 2)", "cdef"),
        ("substring-before('a-b', '-')", "a"),
        ("substring-after('a-b', '-')", "b"),
        ("contains('abc', 'bc')", "true"),
        ("starts-with('abc', 'b')", "false"),
        ("ends-with('abc', 'bc')", "true"),
        ("translate('a b', ' ', '_')", "a_b"),
        ("normalize-space('  a   b ')", "a b"),
        ("if(1 > 2, 'x', if(2 > 1, 'y', 'z'))", "y"),
        ("true() and not(false())", "true"),
        ("pow(2, 10)", "1024"),
        ("max(3, 9, 4)", "9"),
        ("min(3, 9, 4)", "3"),
        ("join('/', 'a', 'b', 'c')", "a/b/c"),
        ("regex('13812345678', '1[0-9]{10}')", "true"),
        ("boolean-from-string('1')", "true"),
        ("checklist(1, 2, 'a' = 'a', 'b' = 'c')", "true"),
        ("count-non-empty(${none})", "0"),
        ("today()", "2026-11-23"),
        ("date('2026-02-27') + 2", "20513"),
        ("date(date('2026-02-27') + 2)", "2026-03-01"),
        ("format-date('2026-03-09', '%Y/%m/%d')", "2026/03/09"),
        ("format-date('2026-03-09', '%e.%n.%y')", "9.3.26"),
        ("format-date(date('2024-02-28') + 1, '%Y-%m-%d')", "2024-02-29"),
        ("date('2026-03-01') - date('2026-02-01')", "28"),
        ("date('2026-03-01') > date('2026-02-01')", "true"),
        ("int((date('2026-11-23') - date('1990-11-24')) div 365.25)", "35"),
        ("format-date-time(now(), '%Y-%m-%d %H:%M')", "2026-11-23 10:30"),
        ("string(1 = 1)", "true"),
        ("'1' + '2'", "3"),
        ("'1' < '10'", "true"),
        ("'a' = 'A'", "false"),
    ],
)
def test_c5_expressions_of_every_day(expression: str, text: str) -> None:
    Play(f"""
    | type | name | calculation |
    | text | none | |
    | calculate | c | {expression} |
    """).expect("c", text)


def test_c6_whole_numbers_are_written_without_a_fraction_in_texts() -> None:
    play = Play("""
    | type | name | calculation | label |
    | integer | n | | n |
    | decimal | d | | d |
    | calculate | c | concat(${n}, '人', ${d}, '元') | |
    | note | t | | ${n} 人共 ${d} 元 |
    """)
    play.answer("n", 3).answer("d", 4.0).expect("c", "3人4元").reads("t", "3 人共 4 元")
    play.answer("d", 4.5).expect("c", "3人4.5元").reads("t", "3 人共 4.5 元")


def test_c7_an_integer_question_that_is_calculated_cuts_the_fraction() -> None:
    Play("""
    | type | name | calculation |
    | integer | i | 7 div 2 |
    | decimal | d | 7 div 2 |
    | calculate | c | 7 div 2 |
    """).expects(i="3", d="3.5", c="3.5")


def test_c8_a_read_only_question_is_calculated_all_the_same() -> None:
    play = Play("""
    | type | name | calculation | read_only |
    | integer | a | | |
    | integer | b | ${a} * 2 | yes |
    """)
    play.answer("a", 7).expect("b", "14").locked("b").answer("b", 99).expect("b", "14")


def test_c9_a_correction_by_hand_stays_until_a_source_changes_or_the_entry_is_saved() -> None:
    """ODK, "Dynamic defaults from form data": a calculation is evaluated on save and replaces what was changed."""
    play = Play("""
    | type | name | calculation |
    | integer | a | |
    | integer | z | |
    | integer | b | ${a} * 2 |
    """)
    play.answer("a", 2).answer("b", 5).answer("z", 1).expect("b", "5").answer("a", 2).expect("b", "5")
    play.answer("a", 3).expect("b", "6").answer("b", 7).sends({"a": 3, "z": 1, "b": 6}).expect("b", "6")


def test_c10_once_keeps_what_was_first_worked_out_even_when_blanked_later() -> None:
    play = Play("""
    | type | name | calculation |
    | text | a | |
    | calculate | first | once(${a}) |
    | calculate | stamp | once(concat('id-', ${a})) |
    """)
    play.expects(first="", stamp="id-").answer("a", "x").expects(first="x", stamp="id-").answer("a", "y")
    play.expects(first="x").answer("a", None).expects(first="x")


def test_c11_selected_at_and_friends() -> None:
    play = Play("""
    | type | name | calculation |
    | select_multiple c | m | |
    | calculate | n | count-selected(${m}) |
    | calculate | first | selected-at(${m}, 0) |
    | calculate | third | selected-at(${m}, 2) |
    | calculate | has | if(selected(${m}, 'b'), 'yes', 'no') |
    choices
    | list_name | name | label |
    | c | a | A |
    | c | b | B |
    | c | c | C |
    """)
    play.expects(n="0", first="", third="", has="no").answer("m", ["c", "b"])
    play.expects(n="2", first="c", third="", has="yes").expect("m", "c b")


def test_c12_choice_names() -> None:
    play = Play("""
    | type | name | calculation |
    | select_one c | s | |
    | select_multiple c | m | |
    | calculate | one | jr:choice-name(${s}, '${s}') |
    | calculate | at | jr:choice-name(selected-at(${m}, 1), '${m}') |
    choices
    | list_name | name | label |
    | c | a | 甲 |
    | c | b | 乙 |
    """)
    play.expects(one="", at="").answer("s", "b").answer("m", ["a", "b"]).expects(one="乙", at="乙")


def test_c13_dates_answered_and_counted_with() -> None:
    import datetime as dt

    play = Play("""
    | type | name | calculation |
    | date | born | |
    | calculate | days | today() - ${born} |
    | calculate | due | format-date(${born} + 30, '%Y-%m-%d') |
    | calculate | late | ${born} > today() |
    """)
    play.answer("born", dt.date(2026, 11, 13)).expects(days="10", due="2026-12-13", late="false")
    play.answer("born", dt.date(2026, 11, 24)).expects(late="true", days="-1")


def test_c14_a_calculation_in_a_hidden_group_is_not_sent() -> None:
    play = Play("""
    | type | name | calculation | relevant |
    | integer | a | | |
    | begin_group | g | | ${a} > 1 |
    | calculate | c | ${a} * 2 | |
    | end_group | | | |
    """)
    play.answer("a", 1).sends({"a": 1}).answer("a", 2).sends({"a": 2, "c": 4})


def test_c15_calculations_write_numbers_as_numbers_and_codes_as_text() -> None:
    play = Play("""
    | type | name | calculation |
    | integer | a | |
    | calculate | n | ${a} + 1 |
    | calculate | code | concat('00', ${a}) |
    """)
    play.answer("a", 7).sends({"a": 7, "n": 8, "code": "007"})


def test_c16_true_and_false_are_told_by_their_names() -> None:
    play = Play("""
    | type | name | calculation | relevant |
    | integer | a | | |
    | calculate | adult | ${a} >= 18 | |
    | text | t | | ${adult} = 'true' |
    """)
    play.answer("a", 17).expect("adult", "false").hidden("t").answer("a", 18).expect("adult", "true").relevant("t")
