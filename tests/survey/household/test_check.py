"""Every rule of the register, one by one, on one good household."""

from __future__ import annotations

import datetime as dt

import pytest

from survey.household import check_household, complete_household, county_of
from survey.problems import Level

TODAY = dt.date(2026, 11, 23)
COUNTY = "511722"
GOOD: dict[str, object] = {
    "uscc": "92511722MA8U9QWP7C",
    "has_license": "1",
    "shop_name": "宣汉县佳利淀粉加工坊",
    "owner_name": "汪玉华",
    "mobile": "16421809679",
    "org_form": "1",
    "reg_date": "2018-07-31",
    "town_code": "511722001",
    "town_name": "东乡街道",
    "village_code": "511722001210",
    "village_name": "墩坡村民委员会",
    "address": "车站路8号",
    "premises_type": "2",
    "area_sqm": 35,
    "main_activity": "红薯粉条加工",
    "industry_code": "1391",
    "emp_total": 1,
    "operating_status": "1",
}


def found(**changes: object) -> list[tuple[str, str, Level]]:
    fields = {key: value for key, value in (GOOD | changes).items() if value is not None}
    problems = check_household(fields, today=TODAY, county=COUNTY)
    return [(problem.place.path, problem.code, problem.level) for problem in problems]


def test_a_good_household_has_no_problem() -> None:
    assert found() == []


BLOCKED: list[tuple[dict[str, object], str, str]] = [
    ({"shop_name": None}, "shop_name", "R002"),
    ({"owner_name": None}, "owner_name", "R001"),
    ({"owner_name": "王"}, "owner_name", "R005"),
    ({"owner_name": "王3"}, "owner_name", "R005"),
    ({"shop_name": "店" * 101}, "shop_name", "R006"),
    ({"uscc": "92511722MA8U9QWP7D"}, "uscc", "I003"),
    ({"uscc": None}, "uscc", "R003"),
    ({"uscc": None, "reg_no15": "310115600985535"}, "reg_no15", "I011"),
    ({"mobile": "1603115296"}, "mobile", "I030"),
    ({"reg_date": "1978-12-31"}, "reg_date", "R007"),
    ({"reg_date": "2026-11-24"}, "reg_date", "R008"),
    ({"reg_date": "2026-02-30"}, "reg_date", "R023"),
    ({"town_code": None, "village_code": None, "town_name": "不存在镇"}, "town_name", "R009"),
    ({"village_code": None, "village_name": "不存在的村"}, "village_name", "R010"),
    ({"town_code": "511722999"}, "town_code", "R011"),
    ({"town_code": "510521001"}, "town_code", "R011"),
    ({"village_code": "511722107201"}, "village_code", "R012"),
    ({"village_code": "511722001"}, "village_code", "R012"),
    ({"town_name": "南坝镇"}, "town_name", "R013"),
    ({"industry_code": "9999"}, "industry_code", "R014"),
    ({"industry_code": "卖小吃"}, "industry_code", "R014"),
    ({"emp_total": 0}, "emp_total", "R017"),
    ({"emp_total": -2, "operating_status": "3"}, "emp_total", "R018"),
    ({"area_sqm": 100_001}, "area_sqm", "R020"),
    ({"operating_status": "正常"}, "operating_status", "R022"),
    ({"emp_total": "3人"}, "emp_total", "R023"),
    ({"shop_name": 5}, "shop_name", "R023"),
]


@pytest.mark.parametrize(("changes", "field", "code"), BLOCKED)
def test_what_cannot_be_true_blocks(changes: dict[str, object], field: str, code: str) -> None:
    assert (field, code, Level.ERROR) in found(**changes)
    assert sum(level is Level.ERROR for _, _, level in found(**changes)) == 1


ASKED: list[tuple[dict[str, object], str, str, Level]] = [
    ({"uscc": "91511722MA8U9QWP7F"}, "uscc", "I005", Level.QUERY),
    ({"uscc": "92510521MAYRME1T5J"}, "uscc", "I006", Level.QUERY),
    ({"uscc": None, "has_license": None}, "uscc", "R026", Level.QUERY),
    ({"has_license": "3"}, "has_license", "R025", Level.QUERY),
    ({"mobile": "13800138000"}, "mobile", "I034", Level.QUERY),
    ({"mobile": "0818-5212345"}, "mobile", "I032", Level.HINT),
    ({"emp_total": 51}, "emp_total", "R019", Level.QUERY),
    ({"main_activity": "理发"}, "main_activity", "R021", Level.QUERY),
    ({"industry_code": "5430"}, "industry_code", "R015", Level.HINT),
    ({"mobile": None}, "", "R004", Level.HINT),
    ({"address": None, "emp_total": None}, "", "R004", Level.HINT),
]


@pytest.mark.parametrize(("changes", "field", "code", "level"), ASKED)
def test_what_is_only_unusual_or_missing_does_not_block(
    changes: dict[str, object], field: str, code: str, level: Level
) -> None:
    assert found(**changes) == [(field, code, level)]


def test_every_message_is_filled_in() -> None:
    cases = [changes for changes, *_ in BLOCKED] + [changes for changes, *_ in ASKED]
    for changes in cases:
        fields = {key: value for key, value in (GOOD | changes).items() if value is not None}
        for problem in check_household(fields, today=TODAY, county=COUNTY):
            assert "…" not in problem.sentence
            assert "{" not in problem.sentence + problem.remedy


def test_other_households_without_people_or_licence() -> None:
    assert found(operating_status="3", emp_total=0) == []
    assert found(uscc=None, has_license="3", reg_date=None) == [("", "R004", Level.HINT)]
    assert found(uscc=None, reg_no15="511722600000014") == []
    assert found(note_of_a_later_version="x") == []


def test_codes_and_names_complete_each_other() -> None:
    typed: dict[str, object] = {key: GOOD[key] for key in ("uscc", "town_name", "village_name")}
    done = complete_household(typed, county=COUNTY)
    assert done == typed | {"town_code": "511722001", "village_code": "511722001210", "has_license": "1"}
    by_code = complete_household({"village_code": "511722001210"}, county=COUNTY)
    assert by_code == {
        "village_code": "511722001210",
        "town_code": "511722001",
        "town_name": "东乡街道",
        "village_name": "墩坡村民委员会",
    }
    assert complete_household({"town_name": "不存在镇"}, county=COUNTY) == {"town_name": "不存在镇"}


def test_the_county_is_derived_from_the_household_s_own_codes() -> None:
    assert county_of({"village_code": "510521001001", "uscc": "92511722MA8U9QWP7C"}) == "510521"
    assert county_of({"uscc": "92511722MA8U9QWP7C"}) == COUNTY
    assert county_of({"reg_no15": "511722600000014"}) == COUNTY
    assert county_of({"uscc": "91350100M000100Y43"}) == ""
    assert complete_household({"uscc": GOOD["uscc"], "town_name": "南坝"})["town_code"] == "511722107"


def test_without_a_county_towns_are_not_judged() -> None:
    fields = {"shop_name": "店", "owner_name": "汪玉华", "town_name": "不存在镇", "has_license": "3"}
    codes = [problem.code for problem in check_household(fields, today=TODAY)]
    assert codes == ["R004"]
