"""The area list: counts, structure, finding a place by what a clerk writes."""

from __future__ import annotations

import datetime as dt

import pytest

from survey.codelists import Areas, areas
from survey.codelists.areas import level_of, trimmed

XUANHAN = "511722"


def test_the_list_has_21_cities_183_counties_3111_towns_34412_villages() -> None:
    codes = areas().descendants("51")
    assert [sum(row.level == level for row in codes) for level in range(1, 6)] == [1, 21, 183, 3111, 34412]
    assert len(areas()) == len(codes)
    assert len({row.code for row in codes}) == len(codes)


def test_every_area_has_its_parent_and_two_counties_have_their_known_sizes() -> None:
    known = {row.code for row in areas().descendants("51")}
    assert all(row.parent in known for row in areas().descendants("51") if row.level > 1)
    for county, towns, villages in ((XUANHAN, 37, 423), ("510521", 20, 305)):
        below = areas().descendants(county)
        assert [sum(row.level == level for row in below) for level in (4, 5)] == [towns, villages]


def test_codes_are_found_with_and_without_padding() -> None:
    assert areas().get("511722000000") == areas().get(XUANHAN)
    assert areas().get("511722001000") == areas().get("511722001")
    row = areas().get("511722001001")
    assert row is not None
    assert (row.parent, row.level) == ("511722001", 5)
    assert areas().full_name("511722001001") == "四川省达州市宣汉县东乡街道" + row.name
    assert areas().full_name("511722001", above="5117") == "宣汉县东乡街道"
    for code in ("511722999", "", "x", "5117", "51172200100"):
        assert areas().get(code) is None or code == "5117"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("东乡街道", "511722001"),
        ("东乡街道办事处", "511722001"),
        ("宣汉县东乡街道", "511722001"),
        ("东乡", "511722001"),
        ("南坝镇人民政府", "511722107"),
        ("三墩土家族乡", "511722222"),
        ("三墩乡", "511722222"),
        ("三墩", "511722222"),
        (" 南坝镇", "511722107"),
        ("不存在镇", None),
        ("", None),
    ],
)
def test_towns_by_name(name: str, code: str | None) -> None:
    found = areas().find_town(XUANHAN, name)
    assert (found.code if found else None) == code


@pytest.mark.parametrize("name", ["墩坡村民委员会", "墩坡村委会", "墩坡村", "墩坡"])
def test_villages_by_name(name: str) -> None:
    found = areas().find_village("511722001", name)
    assert found is not None
    assert found.code == "511722001210"


def test_a_village_is_only_found_in_its_own_town() -> None:
    assert areas().find_village("511722107", "墩坡村民委员会") is None
    assert areas().find_village("511722001", "不存在的村") is None


def test_counties_by_name() -> None:
    assert [row.code for name in ("宣汉县", "宣汉", "泸县") if (row := areas().find_county(name))] == [
        XUANHAN,
        XUANHAN,
        "510521",
    ]
    assert areas().find_county("火星县") is None


def test_search_by_word_code_and_initials() -> None:
    assert areas().search("东乡街道", within=XUANHAN)[0].code == "511722001"
    assert areas().search("dxjd", within=XUANHAN)[0].code == "511722001"
    assert areas().search("511722107", within=XUANHAN)[0].code == "511722107"
    assert areas().search("", within=XUANHAN) == ()
    assert len(areas().search("村", within=XUANHAN, limit=5)) == 5


LINES = [
    "51,四川省,,,",
    "5117,达州市,,,",
    "511722,宣汉县,,,",
    "511722001,甲镇,,2024-12-31,511722003",
    "511722002,甲乡,,,",
    "511722003,乙镇,2025-01-01,,",
]


def test_a_merged_town_ends_and_says_which_follows_it() -> None:
    known = Areas(LINES, "2020-01-01")
    row = known.get("511722001")
    assert row is not None
    assert row.successors == ("511722003",)
    assert known.holds("511722001", dt.date(2024, 12, 31))
    assert not known.holds("511722001", dt.date(2025, 1, 1))
    assert not known.holds("511722003", dt.date(2024, 12, 31))
    assert not known.holds("511722002", dt.date(2019, 12, 31))
    assert [row.code for row in known.children(XUANHAN, dt.date(2025, 6, 1))] == ["511722002", "511722003"]


def test_a_short_name_two_areas_share_finds_neither() -> None:
    known = Areas([line.replace(",2024-12-31,511722003", ",,") for line in LINES], "2020-01-01")
    assert known.find_town(XUANHAN, "甲") is None
    assert known.find_town(XUANHAN, "甲乡") is not None


def test_lengths_and_levels() -> None:
    assert [trimmed(code) for code in ("510000000000", "511700000000", "511722000000", "511722100000")] == [
        "51",
        "5117",
        "511722",
        "511722100",
    ]
    assert [level_of(code) for code in ("51", "5117", "511722", "511722100", "511722100001")] == [1, 2, 3, 4, 5]
