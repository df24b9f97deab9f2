"""The register's fields as questions of a form, so that a household is typed exactly like a questionnaire."""

from __future__ import annotations

from collections.abc import Mapping

from survey.codelists import areas, industries
from survey.form import Choice, NodeKind, QuestionKind
from survey.household import RegisterField, county_of, register_field
from survey.session import Node
from survey.values import Parsed, Value, canonical, from_json, to_json

SECTIONS = (
    (
        "证照与经营者",
        ("has_license", "uscc", "reg_no15", "shop_name", "sign_name", "owner_name", "mobile", "org_form", "reg_date"),
    ),
    ("地址与场所", ("town_code", "village_code", "address", "premises_type", "area_sqm")),
    ("经营", ("main_activity", "industry_code", "emp_total", "operating_status", "remark")),
)
_DIGITS = frozenset({"uscc", "reg_no15", "mobile"})
_LABELS = {"town_code": "乡镇（街道）", "village_code": "村（社区）", "industry_code": "行业"}


def nodes(fields: Mapping[str, object]) -> tuple[Node, ...]:
    """Return the sections and fields with their present values; places and industries are offered as choices."""
    result: list[Node] = []
    for number, (title, keys) in enumerate(SECTIONS):
        result.append(Node(f"/register/{number}", str(number), NodeKind.GROUP, title, depth=1))
        result.extend(_node(number, register_field(key), fields) for key in keys)
    return tuple(result)


def key_of(path: str) -> str:
    """Return the register key of a node's path."""
    return path.rpartition("/")[2]


def json_of(parsed: Parsed) -> object:
    """Return what a household keeps of a typed value."""
    return to_json(parsed.value)


def read(key: str, parsed: Parsed) -> Parsed:
    """Read a typed text with the register's own reader (codes, telephones, names)."""
    field = register_field(key)
    if field.choices or isinstance(parsed.value, tuple) or not isinstance(parsed.value, str):
        return parsed
    return field.read(parsed.value)


def _node(number: int, field: RegisterField, fields: Mapping[str, object]) -> Node:
    choices = _choices(field, fields)
    kind = QuestionKind.SELECT_ONE if choices else QuestionKind(field.kind.value)
    value = _value(field, fields.get(field.key), str(kind))
    return Node(
        path=f"/register/{number}/{field.key}",
        key=field.key,
        kind=kind,
        label=_LABELS.get(field.key, field.label),
        hint=_hint(field, fields),
        required=field.required,
        value=value,
        text=canonical(str(kind), value),
        choices=choices,
        appearance="numbers" if field.key in _DIGITS else "autocomplete" if field.key in _LABELS else "",
        unit=field.unit,
    )


def _value(field: RegisterField, stored: object, kind: str) -> Value | None:
    try:
        return from_json(kind, stored)
    except ValueError:
        return field.read(stored).value


def _hint(field: RegisterField, fields: Mapping[str, object]) -> str:
    written = fields.get(field.key.replace("_code", "_name"))
    if field.key in ("town_code", "village_code") and written and not fields.get(field.key):
        return f"底册里写的是：{written}"
    return field.hint if field.key != "industry_code" else "输入行业名称、代码或拼音首字母"


def _choices(field: RegisterField, fields: Mapping[str, object]) -> tuple[Choice, ...]:
    if field.key == "industry_code":
        return tuple(Choice(leaf.code, leaf.name) for leaf in industries().leaves())
    if field.key == "town_code":
        county = county_of(fields)
        above = areas().children(county) if county else ()
        return tuple(Choice(town.code, town.name) for town in above)
    if field.key == "village_code":
        town = str(fields.get("town_code") or "")
        return tuple(Choice(village.code, village.name) for village in areas().children(town)) if town else ()
    return tuple(Choice(option.value, option.label) for option in field.choices)
