"""GB/T 4754-2017, the short list of common trades, and the small lists."""

from __future__ import annotations

import datetime as dt

import pytest

from survey.codelists import catalogue, code_list, industries, list_names, options
from survey.codelists.codes import ranked


def test_the_classification_has_20_97_473_1381_codes() -> None:
    current = [row for row in industries() if row.holds(None)]
    assert [sum(row.level == level for row in current) for level in range(1, 5)] == [20, 97, 473, 1381]
    assert len(industries().usable) == 1381


@pytest.mark.parametrize("code", ["5292", "6241", "6242", "6432", "8051", "6210", "0313"])
def test_codes_that_only_the_2017_edition_has_stand_in_it(code: str) -> None:
    assert code in industries().usable


def test_a_code_of_the_2011_edition_ended_and_names_its_successors() -> None:
    row = industries().get("5430")
    assert row is not None
    assert not industries().holds("5430")
    assert industries().holds("5430", dt.date(2015, 1, 1))
    assert [row.code for row in industries().more_precise("5430")] == [f"543{digit}" for digit in range(1, 10)]


def test_a_middle_class_padded_with_0_asks_for_the_small_class() -> None:
    assert {row.parent for row in industries().more_precise("5210")} == {"521"}
    assert industries().more_precise("6210") == ()
    assert industries().more_precise("9999") == ()
    assert industries().more_precise("999") == ()


def test_sections() -> None:
    assert [row.code for code in ("6210", "0313", "5213") if (row := industries().section_of(code))] == ["H", "A", "F"]
    assert industries().section_of("9999") is None
    assert [row.code for row in industries().children("H")] == ["61", "62"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("面馆", "6291"),
        ("火锅", "6210"),
        ("理发", "8040"),
        ("养猪", "0313"),
        ("电瓶车", "5238"),
        ("小卖部", "5213"),
        ("xmb", "5213"),
        ("淘宝", "5292"),
        ("红薯粉条", "1391"),
        ("6291", "6291"),
        ("普通货物道路运输", "5431"),
        ("修车", "8111"),
        ("yd", "5251"),
        ("农家乐", "6130"),
        ("足疗", "8052"),
        ("KTV", "9011"),
    ],
)
def test_everyday_words_find_the_trade(typed: str, code: str) -> None:
    assert code in [row.code for row in industries().find(typed)][:3]


def test_a_code_typed_in_part_lists_what_begins_so() -> None:
    found = industries().find("521")
    assert {row.code for row in found} == {"5211", "5212", "5213", "5219"}
    assert industries().find("5430") == ()
    assert industries().find(" ") == ()


def test_common_trades_are_small_classes_each_once() -> None:
    codes = [row.code for row, _ in industries().common]
    assert len(codes) == len(set(codes)) >= 120
    assert set(codes) <= industries().usable


def test_everyday_words_belong_to_code_and_name_together() -> None:
    assert "面馆" in industries().everyday_words("6291", "小吃服务")
    assert industries().everyday_words("6291", "别的清单里的6291") == ""


def test_search_of_a_list() -> None:
    assert code_list("ethnic_group").search("土家")[0].code == "15"
    assert code_list("ethnic_group").search("tjz")[0].code == "15"
    assert [row.code for row in code_list("sex").by_name("男性")] == ["1"]
    assert ranked([], "x", limit=3) == ()


@pytest.mark.parametrize(
    ("name", "count", "some"),
    [
        ("sex", 4, {"1": "男性", "2": "女性"}),
        ("ethnic_group", 58, {"01": "汉族", "15": "土家族", "33": "羌族", "56": "基诺族"}),
        ("education", 8, {"10": "研究生", "80": "小学"}),
        ("political_status", 13, {"01": "中国共产党党员", "13": "群众"}),
        ("operating_status", 9, {"1": "正常营业", "9": "查无/失联"}),
        ("owner_group", 14, {"90": "以上都不是"}),
        ("difficulty", 19, {"01": "客流订单不足"}),
        ("issue_category", 12, {"99": "其他"}),
        ("service_need", 8, {"1": "政策宣传"}),
    ],
)
def test_small_lists(name: str, count: int, some: dict[str, str]) -> None:
    found = {row.code: row.name for row in code_list(name)}
    assert len(found) == len(code_list(name)) == count
    assert some.items() <= found.items()
    assert [option.value for option in options(name)] == list(found)
    assert name in list_names()


def test_every_list_says_where_it_comes_from() -> None:
    for info in catalogue().values():
        assert info.title
        assert info.standard
        assert info.origin
        assert info.edition
    assert catalogue()["industries"].valid_from == dt.date(2017, 10, 1)


def test_unknown_lists_are_refused() -> None:
    with pytest.raises(KeyError):
        code_list("no such list")
    assert code_list("sex").get("5") is None
    assert not code_list("sex").holds("5")
