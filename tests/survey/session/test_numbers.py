"""C8: a number answered or calculated is a number to whatever reads it, as in JavaRosa (XPathPathExpr.unpackValue)."""

from __future__ import annotations

import pytest

from survey.check import check_entry
from survey.form import Answers
from survey.session import FillSession
from tests.survey.forms_by_table import CONTEXT, codes, fill, form_of, shown, text

READERS = {
    "not(${n})": ("false", "true", "true"),
    "boolean(${n})": ("true", "false", "false"),
    "if(${n}, 'a', 'b')": ("a", "b", "b"),
    "${n} and true()": ("true", "false", "false"),
    "${n} or false()": ("true", "false", "false"),
    "${n} = true()": ("true", "false", "false"),
    "checklist(1, 1, ${n})": ("true", "false", "false"),
    "${n} = '05'": ("true", "false", "false"),
    "'5.0' = ${n}": ("true", "false", "false"),
    "${n} != '05'": ("false", "true", "true"),
    "${n} = ''": ("false", "false", "true"),
    "${n} = ${said}": ("true", "false", "false"),
    "concat(${n}, '!')": ("5!", "0!", "!"),
    "string-length(${n})": ("1", "1", "0"),
    "selected(${n}, '0')": ("false", "true", "false"),
    "coalesce(${n}, 7)": ("5", "0", "7"),
    "count-non-empty(${n})": ("1", "1", "0"),
}


def table(kind: str, number: str, expression: str) -> str:
    return f"""
    | survey |
    |  | type | name | label | calculation | default | relevant |
    |  | integer | answer | 数 | | | |
    |  | text | said | 说的 | | 05 | |
    |  | {kind} | n | 数 | {number} | | |
    |  | calculate | reader | | {expression} | | |
    |  | text | yes | 是 | | | ${{n}} |
    |  | text | no | 否 | | | not(${{n}}) |
    """


@pytest.mark.parametrize("expression", READERS)
@pytest.mark.parametrize("number", ["${answer}", "${answer} + 0", "if(${answer} = '', '', ${answer} * 1)"])
def test_c8_1_zero_is_false_wherever_a_truth_is_wanted(expression: str, number: str) -> None:
    session = fill(table("calculate", number, expression))
    found = []
    for answer in (5, 0, None):
        session.answer("/data/answer", answer)
        found.append(text(session, "reader"))
    assert tuple(found) == READERS[expression]


@pytest.mark.parametrize("kind", ["integer", "decimal"])
def test_c8_2_an_answer_counts_as_its_calculation_does(kind: str) -> None:
    session = fill(table(kind, "", "not(${n})"))
    assert (text(session, "reader"), shown(session)) == ("true", ["answer", "said", "n", "no"])
    session.answer("/data/n", 3)
    assert (text(session, "reader"), shown(session)) == ("false", ["answer", "said", "n", "yes"])
    session.answer("/data/n", 0)
    assert (text(session, "reader"), shown(session)) == ("true", ["answer", "said", "n", "no"])


def test_c8_3_a_text_or_a_choice_0_is_an_answer() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation |
    |  | text | t | 字 | |
    |  | select_one c | s | 选 | |
    |  | calculate | reader | | concat(boolean(${t}), boolean(${s})) |
    | choices |
    |  | list_name | name | label |
    |  | c | 0 | 无 |
    """)
    session.answer("/data/t", "0")
    session.answer("/data/s", "0")
    assert text(session, "reader") == "truetrue"


def test_c8_4_defaults_and_saved_answers_are_numbers_too() -> None:
    form = form_of("""
    | survey |
    |  | type | name | label | calculation | default |
    |  | integer | n | 数 | | 0 |
    |  | begin_repeat | r | | | |
    |  | decimal | d | 数 | | 0 |
    |  | calculate | shown | | if(${d}, 'a', 'b') | |
    |  | end_repeat | | | | |
    |  | calculate | reader | | if(${n}, 'a', 'b') | |
    """)
    session = FillSession(form, CONTEXT)
    session.add_repeat("/data/r")
    for each in (session, FillSession(form, CONTEXT, session.answers())):
        assert [text(each, "reader"), text(each, "r[1]/shown"), text(each, "r[2]/shown")] == ["b", "b", "b"]


CHECKED = """
| survey |
|  | type | name | label | calculation | constraint | required | relevant |
|  | integer | n | 数 | | | | |
|  | calculate | double | | ${n} * 2 | | | |
|  | calculate | either | | if(${n} > 3, ${n}, 'x') | | | |
|  | text | when_n | 证件 | | . != 'none' or not(${n}) | ${double} | |
|  | text | when_five | 证件 | | ${n} = '05' | | ${n} |
|  | text | other | 证件 | | boolean({loose}) | | |
"""


@pytest.mark.parametrize("loose", ["${either}", "${double}", "${n}"])
def test_c8_5_the_bulk_check_agrees(loose: str) -> None:
    form = form_of(CHECKED.replace("{loose}", loose))
    entries: tuple[Answers, ...] = (
        {"n": 0, "when_n": "none", "when_five": "y", "other": "z"},
        {"n": 5, "when_n": "none", "when_five": "y", "other": "z"},
        {"n": 6, "when_five": "y", "other": "z"},
        {"when_n": "none", "when_five": "y", "other": "z"},
    )
    for answers in entries:
        assert check_entry(form, answers, CONTEXT) == FillSession(form, CONTEXT, answers).problems()
    assert codes(check_entry(form, entries[2], CONTEXT)) == ["E001", "E002"]


def test_c8_6_a_number_finds_the_rows_that_hold_it_in_another_spelling() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation |
    |  | integer | n | 数 | |
    |  | select_one c | s | 选 | |
    |  | calculate | found | | instance('c')/root/item[code = ${n}]/name |
    |  | calculate | joined | | join(' ', instance('c')/root/item[code = ${n} and name != 'z']/name) |
    | choices |
    |  | list_name | name | label | code |
    |  | c | a | 甲 | 05 |
    |  | c | b | 乙 | 6 |
    |  | c | z | 丙 | 5.0 |
    """)
    session.answer("/data/n", 5)
    assert (text(session, "found"), text(session, "joined")) == ("a", "a")
    session.answer("/data/n", 6)
    assert (text(session, "found"), text(session, "joined")) == ("b", "b")
    session.answer("/data/n", 7)
    assert text(session, "found") == ""


def test_c8_7_the_text_of_a_number_is_a_text() -> None:
    session = fill(table("calculate", "${answer} + 0", "concat(boolean(string(${n})), string(${n}) = '00')"))
    session.answer("/data/answer", 0)
    assert text(session, "reader") == "truefalse"
