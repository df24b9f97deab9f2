"""The register as a workbook: 花名册, one row a household; or its empty template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from excel.write.cells import CellKind, Value
from excel.write.layout import BookLayout, Field, Paper, SheetLayout
from exchange.messages import Json
from storage.finding import Asked
from storage.store import Tx
from survey.household import RegisterField, register_field
from survey.values import Option, ValueKind

SHEET = "名录"
NUMBER = Field("row_no", "序号", CellKind.NUMBER, width=6.0)
GROUPS: Mapping[str, tuple[str, ...]] = {
    "基本信息": (
        "uscc", "reg_no15", "has_license", "shop_name", "sign_name", "owner_name", "mobile", "org_form", "reg_date",
    ),
    "经营情况": ("industry_code", "main_activity", "emp_total", "operating_status", "area_sqm", "premises_type"),
    "地址": ("town_name", "village_name", "village_code", "address"),
    "": ("remark",),
}  # fmt: skip
_KINDS = {ValueKind.INTEGER: CellKind.NUMBER, ValueKind.DATE: CellKind.DATE}
_WIDTHS = {
    "uscc": 21.0,
    "shop_name": 28.0,
    "address": 26.0,
    "main_activity": 24.0,
    "mobile": 14.0,
    "village_name": 18.0,
}
_BATCH = 2_000
_NOTE = (
    "说明：1.带*为必填；2.编号、代码、电话各列已设为文本格式，请勿改动；3.日期写成 2026-07-01；"
    "4.带下拉箭头的列请从中选择。"
)


def register_book(county: str, today: dt.date, *, rows: int, to_fill: bool) -> BookLayout:
    """Lay the book out; a template explains itself and has no rows."""
    fields = (NUMBER, *(_field(group, register_field(key)) for group, keys in GROUPS.items() for key in keys))
    sheet = SheetLayout(
        name=SHEET,
        title=f"{county}个体工商户名录" + ("（空白模板）" if to_fill else ""),
        fields=fields,
        left=(f"填报单位（盖章）：{county}",) if to_fill else (f"导出日期：{today:%Y年%m月%d日}    共 {rows} 户",),
        note=_NOTE if to_fill else "",
        to_fill=to_fill,
        paper=Paper.A3,
        data_rows=rows,
        footer=()
        if to_fill
        else ("单位负责人：          填表人：          联系电话：          报出日期：20  年  月  日",),
    )
    return BookLayout((sheet,), version=(("kind", "register"), ("version", "1")))


def register_rows(tx: Tx) -> Iterator[tuple[Value, ...]]:
    """Go through every household in list order."""
    makers = [_maker(register_field(key)) for keys in GROUPS.values() for key in keys]
    ids = iter(tx.households.ids(Asked()))
    number = 0
    while part := list(islice(ids, _BATCH)):
        contents = tx.households.contents(part)
        for household in part:
            number += 1
            fields = contents[household]
            yield (number, *(make(fields) for make in makers))


def displayed(option: Option) -> str:
    """Show a choice as offices write it: 1-正常营业."""
    return f"{option.value}-{option.label}"


def _field(group: str, column: RegisterField) -> Field:
    return Field(
        key=column.key,
        title=column.label + (f"（{column.unit}）" if column.unit else ""),
        kind=_KINDS.get(column.kind, CellKind.TEXT),
        group=group,
        required=column.required,
        hint=column.hint,
        choices=tuple(displayed(option) for option in column.choices),
        width=_WIDTHS.get(column.key, 0.0),
    )


Maker = Callable[[Mapping[str, Json]], Value]


def _maker(column: RegisterField) -> Maker:
    key = column.key
    if column.choices:
        words: dict[Json, str] = {option.value: displayed(option) for option in column.choices}
        return lambda fields: _word(words, fields.get(key))
    if column.kind is ValueKind.DATE:
        return lambda fields: as_date(fields.get(key))
    return lambda fields: plain(fields.get(key))


def _word(words: Mapping[Json, str], value: Json) -> Value:
    return words.get(value, plain(value)) if isinstance(value, str) else plain(value)


def plain(value: Json) -> Value:
    """Give a stored value to a cell: numbers and text as they are, everything else as its text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | list | dict):
        return str(value)
    return value


def as_date(value: Json) -> Value:
    """Give a stored date as a date; a text that is none stays text."""
    try:
        return dt.date.fromisoformat(str(value)) if value else None
    except ValueError:
        return str(value)
