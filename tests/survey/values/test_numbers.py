"""Numbers as clerks type them (domain: Excel practice; units 元, 人, ㎡)."""

from __future__ import annotations

import pytest

from survey.values import parse

GOOD = [
    ("3", 3),
    (3, 3),
    (3.0, 3),
    ("１２", 12),
    (" 12 ", 12),
    ("\u00a012\u3000", 12),
    ("-2", -2),
    ("1,200", 1200),
    ("1，200", 1200),
    ("12,345,678", 12345678),
    ("1.2万", 12000),
    ("1.2万元", 12000),
    ("0.5亿", 50_000_000),
    ("3千", 3000),
    ("200万", 2_000_000),
    ("1200元", 1200),
    ("￥1,200.00", 1200),
    ("¥300", 300),
    ("1200.0", 1200),
    ("三", 3),
    ("十二", 12),
    ("二百零五", 205),
    ("一万二千", 12000),
    ("0", 0),
]
BLANK = [None, "", " ", "\u3000", "无", "/", "／", "—", "——", "-", "－", "N/A", "null"]
FAULTY = [
    ("若干", "V006"),
    ("十几个", "V006"),
    ("约3000", "V006"),
    ("3000左右", "V006"),
    ("abc", "V001"),
    ("1.2.3", "V001"),
    ("12,00", "V001"),
    ("1200吨", "V003"),
    (True, "V001"),
    (float("nan"), "V001"),
    (float("inf"), "V001"),
    ("3.5", "V002"),
    (3.5, "V002"),
    ("#REF!", "V005"),
    ("#DIV/0!", "V005"),
    ("99999999999999999", "V004"),
    (10**16, "V004"),
]


@pytest.mark.parametrize(("raw", "value"), GOOD)
def test_good_notations_give_the_number(raw: object, value: int) -> None:
    assert parse("integer", raw) == (value, ())


@pytest.mark.parametrize("raw", BLANK)
def test_words_for_nothing_are_blank(raw: object) -> None:
    assert parse("integer", raw) == (None, ())


@pytest.mark.parametrize(("raw", "code"), FAULTY)
def test_what_is_no_whole_number_is_a_fault(raw: object, code: str) -> None:
    parsed = parse("integer", raw)
    assert parsed.value is None
    assert [problem.code for problem in parsed.problems] == [code]


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [
        ("3人", "人", 3),
        ("3名", "人", 3),
        ("35㎡", "㎡", 35),
        ("35平方米", "㎡", 35),
        ("35m²", "㎡", 35),
        ("90天", "天", 90),
    ],
)
def test_the_column_s_unit_may_stand_behind(raw: str, unit: str, value: int) -> None:
    assert parse("integer", raw, unit=unit).value == value


@pytest.mark.parametrize(("raw", "unit"), [("3人", "元"), ("1200元", "人"), ("3天", "㎡"), ("5万元", "人")])
def test_another_unit_is_a_fault(raw: str, unit: str) -> None:
    parsed = parse("integer", raw, unit=unit)
    assert [problem.code for problem in parsed.problems] == ["V003"]
    assert unit in parsed.problems[0].sentence


def test_a_decimal_keeps_its_fraction_exactly() -> None:
    assert parse("decimal", "4.35%", unit="%").value == 4.35
    assert parse("decimal", "1.23万").value == 12300.0
    assert isinstance(parse("decimal", "3").value, float)
    assert parse("range", 2).value == 2


def test_a_screen_may_keep_dashes_as_text() -> None:
    assert parse("integer", "/", blank_words=False).problems[0].code == "V001"
