"""Initials for finding: the usual reading first, all readings reachable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.pinyin import initials, readings, search_keys, spelt


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("宣汉县", "xhx"),
        ("中国银行", "zgyh"),
        ("长兴商行", "cxsh"),
        ("自行车", "zxc"),
        ("重庆火锅", "cqhg"),
        ("成长", "cz"),
        ("解放街", "jfj"),
        ("石铁乡", "stx"),
        ("ＡＢ", "ａｂ"),
        ("A1商店", "a1sd"),
        ("", ""),
    ],
)
def test_usual_initials(text: str, letters: str) -> None:
    assert initials(text) == letters


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("火锅", "huoguo"),
        ("绿茶", "lvcha"),
        ("商行", "shanghang"),
        ("行李箱", "xinglixiang"),
        ("空调维修", "kongtiaoweixiu"),
        ("乐器", "yueqi"),
        ("重庆", "chongqing"),
        ("4S店，KTV", "4sdian，ktv"),
        ("", ""),
    ],
)
def test_whole_pinyin(text: str, letters: str) -> None:
    assert spelt(text) == letters


@given(st.text(max_size=12))
def test_whole_pinyin_begins_with_the_initial_of_each_character(text: str) -> None:
    for char in text:
        assert spelt(char)[:1] == initials(char)[:1]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单雄", "sx"),
        ("单雄", "dx"),
        ("解放", "jf"),
        ("解珍", "xz"),
        ("曾乐", "zl"),
        ("曾乐", "cy"),
        ("重阳楼", "cyl"),
        ("重阳楼", "zyl"),
    ],
)
def test_every_reading_is_found(name: str, typed: str) -> None:
    assert typed in search_keys(name)


def test_keys_hold_letters_and_digits_only_and_are_few() -> None:
    assert search_keys("宣汉县（佳利）8店") == ("xhxjl8d",)
    assert search_keys("（）") == ()
    assert len(search_keys("行长乐重单解查曾" * 3)) == 8
    assert search_keys("行长", limit=1) == ("hc",)


def test_readings_of_a_character() -> None:
    assert readings("行")[0] == "h"
    assert set(readings("行")) >= {"h", "x"}
    assert readings("A") == "a"


@given(st.text(max_size=12))
def test_the_usual_key_comes_first_for_any_text(text: str) -> None:
    keys = search_keys(text)
    assert len(keys) == len(set(keys)) <= 8
    assert (not keys) == (not any(char.isalnum() for char in text))
