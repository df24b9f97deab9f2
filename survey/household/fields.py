"""The field table of the register: key, label, the headings offices write for it, and how a cell is read.

Keys are those of the questionnaires' section A, so a household prefills its form. A household record holds the
values of ``survey.values.to_json``: dates as "2018-07-31", counts as numbers, codes as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TypedDict, Unpack

from survey.codelists import options
from survey.codelists.files import rows
from survey.household import cells
from survey.values import Option, Parser, ValueKind, parser, width_folded
from survey.values.dates import ISO_DAY
from survey.values.text import PLAIN


@dataclass(frozen=True, slots=True)
class RegisterField:
    """One column. ``required`` blocks the row; ``wanted`` only reminds. ``sensitivity`` is P (personal) or "".

    ``headings`` are other words for the column (data: ``codes/headings.csv``), compared by :func:`header_key`;
    ``read`` turns a cell into a value.
    """

    key: str
    label: str
    headings: tuple[str, ...]
    read: Parser = field(repr=False, compare=False)
    kind: ValueKind = ValueKind.TEXT
    required: bool = False
    wanted: bool = False
    unit: str = ""
    choices: tuple[Option, ...] = ()
    sensitivity: str = ""
    hint: str = ""
    as_is: re.Pattern[str] | None = None  # cells that are their own value need not be read


_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]|【[^】]*】")
_MARKS = re.compile(r"[\s*＊:：、/\\_\-()\[\]【】]+")


def header_key(text: str) -> str:
    """Fold a heading for comparison: no stars, spaces or brackets, one width: "名称（按执照）*" is 名称按执照."""
    return _MARKS.sub("", width_folded(text)).lower()


class _More(TypedDict, total=False):
    kind: ValueKind
    required: bool
    wanted: bool
    sensitivity: str
    hint: str
    unit: str
    choices: tuple[Option, ...]


@cache
def _headings() -> Mapping[str, tuple[str, ...]]:
    """The words offices write over a column (``codes/headings.csv``); the key "" lists columns to pass over."""
    return MappingProxyType({key: tuple(words.split()) for key, words in rows("headings.csv")})


def _choices(name: str, **aliases: str) -> tuple[Option, ...]:
    """Take a code list with other usual words: ``_1="在营 营业"`` for the code 1."""
    return tuple(
        Option(option.value, option.label, tuple(aliases.get("_" + option.value, "").split()))
        for option in options(name)
    )


_TEXT, _DAY = parser("text"), parser("date")
_AS_IS = {_TEXT: PLAIN, _DAY: ISO_DAY, **cells.AS_IS}
_STATUS = _choices(
    "operating_status",
    _1="正常 在营 营业 营业中 存续 开业 正常经营",
    _2="季节性营业 间歇营业 季节性 间歇",
    _3="停业 暂停营业",
    _4="歇业",
    _5="筹建中",
    _6="关闭 已关闭 关门",
    _7="注销",
    _8="转企业 个转企",
    _9="查无 失联 查无此户 找不到",
)
_LICENSE = _choices("license", _1="有 有照 是 有证", _3="无 无照 没有 无证")
_ORG_FORM = _choices("org_form", _1="个人", _2="家庭")
_PREMISES = _choices("premises", _1="自有房 自有房产", _2="租赁房 租用 租", _4="摊位 流动", _5="网络 线上 纯网店")


def _field(key: str, label: str, read: Parser, **more: Unpack[_More]) -> RegisterField:
    return RegisterField(key, label, _headings().get(key, ()), read, as_is=_AS_IS.get(read), **more)


def _choice(key: str, label: str, choices: tuple[Option, ...], *, wanted: bool = False) -> RegisterField:
    read = parser("select_one", choices)
    return _field(key, label, read, kind=ValueKind.SELECT_ONE, choices=choices, wanted=wanted)


def _count(key: str, label: str, unit: str, *, wanted: bool = False, hint: str = "") -> RegisterField:
    read = parser("integer", unit=unit)
    return _field(key, label, read, kind=ValueKind.INTEGER, unit=unit, wanted=wanted, hint=hint)


REGISTER_FIELDS: tuple[RegisterField, ...] = (
    _field("uscc", "统一社会信用代码", cells.read_code, wanted=True, hint="18位，照营业执照填"),
    _field("reg_no15", "旧注册号", cells.read_code),
    _choice("has_license", "证照", _LICENSE),
    _field("shop_name", "名称（按执照）", cells.read_name, required=True, hint="照营业执照写全称，不写简称"),
    _field("sign_name", "招牌名称", cells.read_name),
    _field("owner_name", "经营者姓名", cells.read_person, required=True, sensitivity="P"),
    _field("mobile", "联系电话", cells.read_phone, wanted=True, sensitivity="P", hint="手机11位；座机带区号"),
    _choice("org_form", "组成形式", _ORG_FORM),
    _field("reg_date", "成立日期", _DAY, kind=ValueKind.DATE, wanted=True, hint="照营业执照填，例如 2018-07-31"),
    _field("town_code", "乡镇（街道）代码", cells.read_code),
    _field("town_name", "所属乡镇（街道）", cells.read_name, wanted=True),
    _field("village_code", "统计用区划代码（村级）", cells.read_code),
    _field("village_name", "村（社区）", cells.read_name, wanted=True),
    _field("address", "详细经营地址", _TEXT, wanted=True),
    _choice("premises_type", "场所", _PREMISES),
    _count("area_sqm", "营业面积", "㎡"),
    _field("main_activity", "主要业务活动", _TEXT, wanted=True, hint="动词加产品，例如：零售蔬菜水果"),
    _field("industry_code", "行业代码", cells.read_industry, wanted=True, hint="GB/T 4754-2017 四位小类"),
    _count("emp_total", "从业人数", "人", wanted=True, hint="含经营者本人"),
    _choice("operating_status", "经营状态", _STATUS, wanted=True),
    _field("remark", "备注", _TEXT),
)

IGNORED_HEADERS = frozenset(header_key(word) for word in _headings()[""])

_BY_KEY: Mapping[str, RegisterField] = MappingProxyType({column.key: column for column in REGISTER_FIELDS})


def register_field(key: str) -> RegisterField:
    """Return a field by its key. Raises KeyError."""
    return _BY_KEY[key]


def field_of_header(text: str) -> RegisterField | None:
    """Find the field a heading means, first with what stands in its brackets, then without; None if none."""
    known = _fields_by_heading()
    return known.get(header_key(text)) or known.get(header_key(_BRACKETS.sub("", width_folded(text))))


@cache
def _fields_by_heading() -> Mapping[str, RegisterField]:
    known: dict[str, RegisterField] = {}
    for column in REGISTER_FIELDS:
        for word in (column.key, column.label, *column.headings):
            known.setdefault(header_key(word), column)
    return MappingProxyType(known)
