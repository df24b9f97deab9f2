"""The register's columns: headings offices write, and how their cells are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.household import IGNORED_HEADERS, REGISTER_FIELDS, field_of_header, header_key, register_field
from survey.values import to_json

HEADINGS = {
    "统一社会信用代码": "uscc",
    "名称（按执照）*": "shop_name",
    "经营者姓名": "owner_name",
    "联系电话": "mobile",
    "行业代码": "industry_code",
    "主要业务活动": "main_activity",
    "成立日期": "reg_date",
    "从业人数（人）": "emp_total",
    "经营状态": "operating_status",
    "所属乡镇（街道）": "town_name",
    "村（社区）": "village_name",
    "详细经营地址": "address",
    "备注": "remark",
    "营业面积(㎡)": "area_sqm",
    " 手 机 号 ": "mobile",
    "字号名称": "shop_name",
    "注册号": "reg_no15",
    "uscc": "uscc",
    "经营者姓名*": "owner_name",
    "区划代码": "village_code",
    "营业状态（代码）": "operating_status",
}


@pytest.mark.parametrize(("heading", "key"), HEADINGS.items())
def test_headings_find_their_field(heading: str, key: str) -> None:
    found = field_of_header(heading)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("heading", ["序号", "", "基本信息", "合计", "税务登记号"])
def test_other_headings_find_none(heading: str) -> None:
    assert field_of_header(heading) is None


def test_a_running_number_is_passed_over() -> None:
    assert header_key("序 号") in IGNORED_HEADERS


def test_no_heading_means_two_fields_and_keys_are_unique() -> None:
    words = [header_key(word) for column in REGISTER_FIELDS for word in (column.key, column.label, *column.headings)]
    assert len(words) == len(set(words)) + sum(words.count(word) - 1 for word in set(words))
    owners: dict[str, set[str]] = {}
    for column in REGISTER_FIELDS:
        for word in (column.key, column.label, *column.headings):
            owners.setdefault(header_key(word), set()).add(column.key)
    assert {word: keys for word, keys in owners.items() if len(keys) > 1} == {}


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("uscc", "92511722ma59bgj412", "92511722MA59BGJ412"),
        ("uscc", "９２５１１７２２ＭＡ５９ＢＧＪ４１２", "92511722MA59BGJ412"),
        ("uscc", " 92511722 MA59BGJ412 ", "92511722MA59BGJ412"),
        ("owner_name", "汪\u3000玉华", "汪玉华"),
        ("owner_name", "阿依古丽•买买提", "阿依古丽·买买提"),
        ("mobile", 16421809679.0, "16421809679"),
        ("mobile", "+86 152-6592-9101", "15265929101"),
        ("industry_code", 6291, "6291"),
        ("industry_code", "6291 小吃服务", "6291"),
        ("industry_code", "H6291", "6291"),
        ("industry_code", "小吃服务", "6291"),
        ("industry_code", "6291-小吃服务", "6291"),
        ("industry_code", "卖小吃", "卖小吃"),
        ("emp_total", "3人", 3),
        ("emp_total", "１２", 12),
        ("operating_status", "1-正常营业", "1"),
        ("operating_status", "在营", "1"),
        ("operating_status", "季节性/间歇营业", "2"),
        ("has_license", "有", "1"),
        ("shop_name", "无", None),
        ("shop_name", "宣汉县 佳利 加工坊", "宣汉县佳利加工坊"),
        ("village_code", 511722001001.0, "511722001001"),
        ("remark", "—", None),
        ("area_sqm", "35平方米", 35),
        ("premises_type", "租用", "2"),
    ],
)
def test_cells(key: str, raw: object, value: object) -> None:
    assert register_field(key).read(raw) == (value, ())


def test_a_code_that_lost_its_zero_is_completed_and_told() -> None:
    parsed = register_field("industry_code").read(313)
    assert parsed.value == "0313"
    assert [problem.code for problem in parsed.problems] == ["V007"]
    assert register_field("industry_code").read("313").value == "313"


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(KeyError):
        register_field("no such field")


AS_IS = {column.key: column.as_is for column in REGISTER_FIELDS if column.as_is is not None}


@pytest.mark.parametrize("key", AS_IS)
@given(data=st.data())
def test_a_cell_that_need_not_be_read_is_its_own_value(key: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(AS_IS[key], fullmatch=True))
    value, problems = register_field(key).read(text)
    assert (to_json(value), problems) == (text, ())


@pytest.mark.parametrize("key", AS_IS)
@pytest.mark.parametrize(
    "text", ["无", "暂无", "没有", "空", "无。", "东乡\n", "１３８９０９０１２３４", "王•五", "2023-02-29"]
)
def test_words_for_nothing_and_untidy_ones_are_read(key: str, text: str) -> None:
    assert not AS_IS[key].fullmatch(text)
