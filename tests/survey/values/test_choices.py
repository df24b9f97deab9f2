"""Choices: code, label, "1-正常营业", full-width, number cells; several in one cell."""

from __future__ import annotations

import pytest

from survey.values import Option, parse

STATUS = [
    Option("1", "正常营业", ("在营", "正常")),
    Option("2", "季节性/间歇营业"),
    Option("3", "停业未备案"),
    Option("90", "无"),
]
GROUPS = [Option("01", "毕业生"), Option("02", "登记失业"), Option("10", "网络商户")]


@pytest.mark.parametrize(
    "raw",
    [
        "1",
        1,
        1.0,
        "１",
        " 1 ",
        "正常营业",
        "1-正常营业",
        "1－正常营业",
        "1 正常营业",
        "1.正常营业",
        "1、正常营业",
        "１正常营业",
        "在营",
        "正 常 营 业",
    ],
)
def test_one_choice_in_many_forms(raw: object) -> None:
    assert parse("select_one", raw, STATUS) == ("1", ())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("5", "V020"),
        ("营业", "V020"),
        ("2-正常营业", "V021"),
        ("9-正常营业", "V020"),
        ("1-别的", "V020"),
        (True, "V020"),
        (1.5, "V020"),
    ],
)
def test_what_is_not_offered(raw: object, code: str) -> None:
    parsed = parse("select_one", raw, STATUS)
    assert (parsed.value, [problem.code for problem in parsed.problems]) == (None, [code])


def test_true_does_not_stand_for_1_even_after_1_was_seen() -> None:
    from survey.values import parser

    read = parser("select_one", STATUS)
    assert read(1).value == "1"
    assert read(True).problems[0].code == "V020"


def test_a_choice_called_nothing_wins_over_blank() -> None:
    assert parse("select_one", "无", STATUS).value == "90"
    assert parse("select_one", "/", STATUS) == (None, ())
    assert parse("select_one", "无", GROUPS) == (None, ())


def test_a_lost_leading_zero_is_understood() -> None:
    assert parse("select_one", 1, GROUPS).value == "01"
    assert parse("select_one", "10", GROUPS).value == "10"


def test_two_codes_with_one_label_need_the_code() -> None:
    twins = [Option("1", "其他"), Option("2", "其他")]
    assert parse("select_one", "其他", twins).problems[0].code == "V022"
    assert parse("select_one", "2-其他", twins).value == "2"


@pytest.mark.parametrize(
    "raw", ["1、3", "1,3", "1，3", "1 3", "1;3", "1/3", "正常营业、停业未备案", "1-正常营业 3-停业未备案", ["1", "3"]]
)
def test_several_in_one_cell(raw: object) -> None:
    assert parse("select_multiple", raw, STATUS) == (("1", "3"), ())


def test_several_keep_their_order_and_lose_repeats() -> None:
    assert parse("rank", "3、1、3", STATUS).value == ("3", "1")
    assert parse("select_multiple", "季节性/间歇营业", STATUS).value == ("2",)
    assert parse("select_multiple", "季节性/间歇营业、正常营业", STATUS).value == ("2", "1")
    assert parse("select_multiple", "", STATUS) == (None, ())
    assert parse("select_multiple", [], STATUS) == (None, ())


def test_several_name_only_what_is_wrong() -> None:
    parsed = parse("select_multiple", "1、8", STATUS)
    assert parsed.value is None
    assert [problem.params["value"] for problem in parsed.problems] == ["8"]
