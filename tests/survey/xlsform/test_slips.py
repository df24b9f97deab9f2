"""Slips that pyxform refuses in words that do not help, or in none. P1 each is named at its cell; P2 no other is."""

from __future__ import annotations

import pytest

from tests.survey.forms_by_table import load, places
from tests.survey.xlsform.test_refusals import ENGLISH

HEAD = "| survey |\n| | type | name | label |"
CHOICES = "\n| choices |\n| | list_name | name | label |\n| | c | 1 | 甲 |"
TABLE = (
    HEAD
    + " appearance |\n| | begin_group | g | 组 | {} |\n| | select_one_from_file f.csv | a | 甲 | |\n| | end_group |"
)

SLIPS = {
    "a title above the headers": ("| survey |\n| | 经营情况调查 | | |\n| | type | name | label |", "F036", "survey!A1"),
    "headers in Chinese": ("| survey |\n| | 题型 | 题名 | 题目 |\n| | text | a | 甲 |", "F036", "survey!A1"),
    "no type": ("| survey |\n| | name | label |\n| | a | 甲 |\n| | b | 乙 |", "F036", "survey!A1"),
    "no list": (
        HEAD + "\n| | select_one c | a | 甲 |\n| choices |\n| | name | label |\n| | 1 | 甲 |",
        "F036",
        "choices!A1",
    ),
    "no codes": (
        HEAD + "\n| | select_one c | a | 甲 |\n| choices |\n| | list_name | label |\n| | c | 甲 |",
        "F036",
        "choices!A1",
    ),
    "tags that are not there": (
        HEAD + "\n| | osm road | a | 甲 |\n| osm |\n| | list_name | name | label |\n| | house | b | 乙 |",
        "F038",
        "survey!A2",
    ),
    "a tag without a name": (
        HEAD + "\n| | osm road | a | 甲 |\n| osm |\n| | list name | name | label |\n| | road | | 乙 |",
        "F025",
        "osm!B2",
    ),
    "an external list unfiltered": (
        HEAD + "\n| | select_one_external c | a | 甲 |" + CHOICES.replace("choices", "external_choices"),
        "F032",
        "survey!A2",
    ),
    "several out of a repeat": (
        HEAD
        + "\n| | begin_repeat | r | 组 |\n| | text | n | 甲 |\n| | end_repeat | | |"
        + "\n| | select_multiple ${n} | a | 乙 |",
        "F032",
        "survey!A5",
    ),
    "a file in a table": (
        TABLE.format("table-list"),
        "F032",
        "survey!A3",
    ),
    "a loop over a choice without words": (
        HEAD
        + "\n| | begin loop over c | l | 组 |\n| | text | a | %(label)s |\n| | end loop |"
        + CHOICES
        + "\n| | c | 2 |",
        "F010",
        "choices!C3",
    ),
    "a search in a list without words": (
        HEAD + " appearance |\n| | select_one c | a | 甲 | search('f') |" + CHOICES[:-4] + "|",
        "F010",
        "choices!C2",
    ),
    "other in a list without words": (
        HEAD
        + "\n| | select_one c or_other | a | 甲 |\n| choices |\n| | list_name | name | label::en | label::fr |"
        + "\n| | c | 1 | A | Un |\n| | c | 2 | | |",
        "F010",
        "choices!C3",
    ),
}


@pytest.mark.parametrize("case", SLIPS)
def test_p1_a_slip_is_named_at_its_cell(case: str) -> None:
    table, code, cell = SLIPS[case]
    loaded = load(table)
    assert loaded.form is None
    assert places(loaded.problems) == [(code, cell)]
    told = loaded.problems[0].sentence + loaded.problems[0].remedy
    assert not ENGLISH.search(told.replace("type、name、label", ""))
    assert "英文原文" not in told


@pytest.mark.parametrize(
    "table",
    [
        TABLE.format("field-list"),
        HEAD + "\n| | select_one c or_other | a | 甲 |" + CHOICES + "\n| | c | 2 | |",
        HEAD + "\n| | osm road | a | 甲 |",
    ],
)
def test_p2_what_pyxform_accepts_is_loaded(table: str) -> None:
    assert load(table).form is not None


@pytest.mark.parametrize("word", ["Text", "TEXT", "Select_One c"])
def test_p3_a_type_in_capitals_is_told_how_to_write_it(word: str) -> None:
    (problem,) = load(HEAD + f"\n| | {word} | a | 甲 |" + CHOICES).problems
    assert (problem.code, problem.place.cell) == ("F019", "A2")
    assert f"是否想写 {word.split(maxsplit=1)[0].lower()}" in problem.remedy


def test_p4_of_two_columns_the_strange_one_is_blamed() -> None:
    table = "| survey |\n| | type | name | label | relevant | bind |\n| | text | a | 甲 | 1 = 1 | yes |"
    assert places(load(table).problems) == [("F023", "survey!E1")]


@pytest.mark.parametrize(
    ("table", "cell"),
    [
        (
            "| survey |\n| | Type | Name | Label |\n| | text | a | 甲 |\n| settings |\n| | x | children |\n| | a | b |",
            "B1",
        ),
        ("| survey |\n| | type | name | label | calculation::x |\n| | calculate | a | | concat(1, 2) |", "D1"),
    ],
)
def test_p4_the_column_is_blamed_and_not_what_stands_in_it(table: str, cell: str) -> None:
    (problem,) = load(table).problems
    assert (problem.code, problem.place.cell) == ("F023", cell)


@pytest.mark.parametrize(
    "word",
    [
        "select one c",
        "select one from c",
        "add select multiple prompt using c",
        "select all that apply from c",
        "select_multiple c or_other",
        "select one c or specify other",
        "add photo prompt",
        "imei",
        "rank c",
        "osm",
        "osm t",
        "begin loop over c",
        "select_one_from_file f.csv",
        "select_one_external c",
        "q date time",
    ],
)
def test_p5_a_type_that_pyxform_knows_is_not_blamed_for_another_fault(word: str) -> None:
    head = "| survey |\n| | type | name | label | choice_filter |\n"
    end = "\n| | end loop | | | |" if "loop" in word else ""
    table = head + f"| | {word} | a | 甲 | {'1=1' if 'external' in word else ''} |{end}\n| | txt | b | 乙 | |" + CHOICES
    table += CHOICES.replace("choices", "external_choices")
    (problem,) = load(table).problems
    assert (problem.code, problem.place.cell) == ("F019", "A4" if end else "A3")


def test_p6_codes_with_blanks_are_named_where_they_stand() -> None:
    table = HEAD + "\n| | select_multiple c | a | 甲 |" + CHOICES + "\n| | c | a b | 乙 |\n| | c | d e | 丙 |"
    assert places(load(table).problems) == [("F010", "choices!B3"), ("F010", "choices!B4")]


def test_p7_a_fault_in_what_is_said_of_an_entity_has_its_cell() -> None:
    table = HEAD + "\n| | text | a | 甲 |\n| entities |\n| | list_name | label |\n| | shop | ${a} + |"
    assert places(load(table).problems) == [("X004", "entities!B2")]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("1x", "第一个字符是“1”"),
        ("家庭 人口", "第 3 个字符是空格"),
        ("name\u200b", "第 5 个字符是看不见的字符（U+200B）"),
        ("\ufeffname", "第一个字符是看不见的字符（U+FEFF）"),
        ("姓名（户主）", "第 3 个字符是“（”"),
        ("a,b", "第 2 个字符是“,”"),
        (":a", "第一个字符是“:”"),
        ("a:", "须以字母"),
        ("㎡", "第一个字符是“㎡”"),
        ("𠮷", "第一个字符是“𠮷”"),
    ],
)
def test_p8_a_bad_name_is_told_to_the_character(name: str, told: str) -> None:
    table = HEAD + f"\n| | text | {name} | 甲 |\n| | text | good | 乙 |\n| | text | 2y | 丙 |"
    first, second = load(table).problems
    assert [str(first.place), str(second.place)] == ["survey!B2", "survey!B4"]
    assert told in first.sentence
    assert (first.code, second.code) == ("F010", "F010")
