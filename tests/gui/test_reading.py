"""Numbers for the eye, days without a year, choices by digits."""

from __future__ import annotations

import pytest

from gui.fields.codekeys import CodeKeys, key_codes
from gui.fields.reading import breakable, grouped, in_ten_thousands, with_year
from gui.views.parts.making import escaped


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (12000, "12,000"), (-5400, "-5,400"), (3.5, "3.5"), (1234.0, "1,234")]
)
def test_thousands(number: float, text: str) -> None:
    assert grouped(number) == text


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (9999, "元", ""),
        (10000, "元", "1 万元"),
        (120000, "元", "12 万元"),
        (123456, "元", "12.3456 万元"),
        (-20000, "元", "-2 万元"),
        (250000000, "元", "2.5 亿元"),
        (120000, "人", ""),
    ],
)
def test_amounts_in_ten_thousands(number: float, unit: str, text: str) -> None:
    assert in_ten_thousands(number, unit) == text


@pytest.mark.parametrize(
    ("typed", "whole"),
    [("7/1", "2026-7-1"), ("7.1", "2026-7-1"), ("7月1日", "2026-7-1"), ("2025.7.1", "2025.7.1"), ("", "")],
)
def test_a_day_without_its_year(typed: str, whole: str) -> None:
    assert with_year(typed, 2026) == whole


def test_codes_are_the_choices_own_when_short_numbers() -> None:
    assert key_codes(("1", "2", "9")) == ("1", "2", "9")
    assert key_codes(("01", "10")) == ("01", "10")
    assert key_codes(("yes", "no")) == ("1", "2")


@pytest.mark.parametrize(
    ("codes", "typed", "picked"),
    [
        ("1 2 3", "2", [1]),
        ("01 02 10", "02", [None, 1]),
        ("01 02 10", "0210", [None, 1, None, 2]),
        ("1 2 11", "1", [None]),
        ("1 2 11", "11", [None, 2]),
        ("01 02", "7", [None]),
        ("01 02", "702", [None, None, 1]),
    ],
)
def test_digits_pick(codes: str, typed: str, picked: list[int | None]) -> None:
    keys = CodeKeys(codes.split())
    assert [keys.feed(digit) for digit in typed] == picked


@pytest.mark.parametrize(("codes", "typed", "meant"), [("1 2 11", "1", 0), ("01 02", "2", 1), ("01 02", "", None)])
def test_digits_settle_when_no_more_come(codes: str, typed: str, meant: int | None) -> None:
    keys = CodeKeys(codes.split())
    for digit in typed:
        keys.feed(digit)
    assert keys.settle() == meant
    assert keys.typed == ""


def test_an_ampersand_is_no_mnemonic() -> None:
    assert escaped("A&B") == "A&&B"


def test_a_long_code_may_go_on_in_the_next_line() -> None:
    assert breakable("92511722MAU00028XA").split("\u200b") == ["92511722M", "AU00028XA"]
    assert breakable("13800222709") == "13800222709"
