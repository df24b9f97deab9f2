"""C7: a boolean calculation is a boolean to whatever reads it, as in JavaRosa (IAnswerData.wrapData, unpackValue).

Compared with the words 'true' and 'false' it is the word it is stored as: the XForms specification, under "XPath
Functions", tells authors to compare so. JavaRosa takes 'false' for true there, which getodk/getodk#1136 calls a defect.
"""

from __future__ import annotations

import pytest

from survey.check import check_entry
from survey.form import Answers
from survey.session import FillSession
from tests.survey.forms_by_table import CONTEXT, fill, form_of, shown, text

READERS = {
    "not(${adult})": ("false", "true"),
    "if(${adult}, 'a', 'b')": ("a", "b"),
    "if(${adult} = 1, 'a', 'b')": ("a", "b"),
    "if(${adult} = 7, 'a', 'b')": ("a", "b"),
    "if(${adult} = 'true', 'a', 'b')": ("a", "b"),
    "if(${adult} = 'false', 'a', 'b')": ("b", "a"),
    "if(${adult} != 'false', 'a', 'b')": ("a", "b"),
    "if('true' != ${adult}, 'a', 'b')": ("b", "a"),
    "if(${adult} = 'no', 'a', 'b')": ("a", "b"),
    "if(${adult} = true(), 'a', 'b')": ("a", "b"),
    "if(${adult} = false(), 'a', 'b')": ("b", "a"),
    "if(${adult} != true(), 'a', 'b')": ("b", "a"),
    "if(${adult} and true(), 'a', 'b')": ("a", "b"),
    "if(boolean(${adult}), 'a', 'b')": ("a", "b"),
    "${adult} + 1": ("2", "1"),
    "number(${adult})": ("1", "0"),
    "concat('x', ${adult})": ("xtrue", "xfalse"),
    "string(${adult})": ("true", "false"),
    "string-length(${adult})": ("4", "5"),
    "selected(${adult}, 'true')": ("true", "false"),
    "count-non-empty(${adult})": ("1", "1"),
    "${adult}": ("true", "false"),
}


def table(expression: str) -> str:
    return f"""
    | survey |
    |  | type | name | label | calculation | relevant |
    |  | integer | age | 年龄 | | |
    |  | calculate | adult | | ${{age}} >= 18 | |
    |  | calculate | reader | | {expression} | |
    |  | text | job | 工作 | | ${{adult}} |
    |  | text | school | 学校 | | not(${{adult}}) |
    """


@pytest.mark.parametrize("expression", READERS)
def test_c7_1_what_reads_it_sees_the_truth(expression: str) -> None:
    session = fill(table(expression))
    found = []
    for age in (20, 5):
        session.answer("/data/age", age)
        found.append(text(session, "reader"))
    assert tuple(found) == READERS[expression]


def test_c7_2_it_decides_what_is_shown() -> None:
    session = fill(table("1"))
    session.answer("/data/age", 20)
    assert shown(session) == ["age", "job"]
    session.answer("/data/age", 5)
    assert shown(session) == ["age", "school"]


def test_c7_3_a_saved_entry_opens_with_the_same_truth() -> None:
    form = form_of(table("not(${adult})"))
    session = FillSession(form, CONTEXT)
    session.answer("/data/age", 5)
    saved = session.answers()
    assert (saved["adult"], type(saved["adult"])) == ("false", str)
    again = FillSession(form, CONTEXT, saved)
    assert (text(again, "reader"), shown(again)) == ("true", ["age", "school"])


def test_c7_4_the_same_words_typed_by_a_person_are_a_text() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation |
    |  | text | said | 说的 | |
    |  | calculate | reader | | if(${said}, 'a', 'b') |
    """)
    session.answer("/data/said", "false")
    assert text(session, "reader") == "a"


def test_c7_5_the_bulk_check_agrees() -> None:
    form = form_of("""
    | survey |
    |  | type | name | label | calculation | constraint | required |
    |  | integer | age | 年龄 | | | |
    |  | calculate | adult | | ${age} >= 18 | | |
    |  | text | card | 证件 | | . != 'none' or not(${adult}) | ${adult} |
    """)
    entries: tuple[Answers, ...] = ({"age": 20, "card": "none"}, {"age": 5, "card": "none"}, {"age": 20}, {"age": 5})
    for answers in entries:
        expected = FillSession(form, CONTEXT, answers).problems()
        assert check_entry(form, answers, CONTEXT) == expected
    assert [p.code for p in check_entry(form, {"age": 20, "card": "none"}, CONTEXT)] == ["E002"]
    assert check_entry(form, {"age": 5, "card": "none"}, CONTEXT) == ()


def test_c7_6_the_bulk_check_agrees_about_the_words() -> None:
    form = form_of("""
    | survey |
    |  | type | name | label | calculation | required | relevant |
    |  | integer | age | 年龄 | | | |
    |  | calculate | adult | | ${age} >= 18 | | |
    |  | text | card | 证件 | | ${adult} = 'true' | |
    |  | text | school | 学校 | | yes | ${adult} = 'false' |
    |  | text | parent | 家长 | | ${adult} != 'true' | |
    """)
    expected = {20: ["card"], 5: ["school", "parent"]}
    for age, places in expected.items():
        found = FillSession(form, CONTEXT, {"age": age}).problems()
        assert check_entry(form, {"age": age}, CONTEXT) == found
        assert [problem.place.path.rpartition("/")[2] for problem in found] == places
