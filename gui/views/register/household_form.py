"""The register's fields as questions of a form, so that a household is typed exactly like a questionnaire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import cast

from exchange.messages import Fields
from gui.views.entry.findings import placed
from survey.codelists import areas, industries
from survey.form import Choice, NodeKind, QuestionKind
from survey.household import RegisterField, check_household, county_of, register_field
from survey.problems import Place, Problem
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
_SEARCHED = {"town_code": "乡镇（街道）", "village_code": "村（社区）", "industry_code": "行业"}
_NAMES = {"town_code": "town_name", "village_code": "village_name"}
_MISSING = frozenset({"R001", "R002", "R004"})  # said when saving, not while typing


class HouseholdForm:
    """A household being typed: its fields, and what could not be read. ``county`` offers its towns."""

    def __init__(self, fields: Mapping[str, object], county: str) -> None:
        self.county = county_of(fields) or county
        self._fields = dict(fields)
        self._unread: dict[str, Parsed] = {}
        self._visited: set[str] = set()

    @property
    def fields(self) -> Fields:
        """The fields as they are kept; blanks are left out."""
        return cast("Fields", {key: value for key, value in self._fields.items() if value not in (None, "")})

    def answer(self, path: str, parsed: Parsed) -> None:
        """Take over what was typed, read the register's own way."""
        key = path.rpartition("/")[2]
        read = _read(key, parsed)
        self._visited.add(path)
        self._unread.pop(path, None)
        if not read.usable:
            self._unread[path] = read
        self._fields[key] = to_json(read.value)
        if key in _NAMES:
            self._fields.pop(_NAMES[key], None)
        if key == "town_code":
            self._fields.pop("village_code", None)
            self._fields.pop("village_name", None)

    def is_unread(self, path: str) -> bool:
        """Whether the text in a field is no value."""
        return path in self._unread

    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong now: what could not be read, and what the rules of the register say."""
        by_path = {node.path: node for node in self.nodes()}
        unread = [placed(p, by_path[path]) for path, parsed in self._unread.items() for p in parsed.problems]
        named = [replace(p, place=Place(p.place.path.rpartition("/")[2], p.place.label)) for p in unread]
        ruled = check_household(self.fields, today=dt.datetime.now().astimezone().date(), county=self.county)
        quiet = {problem.place.path for problem in named}
        return (*named, *(problem for problem in ruled if problem.place.path not in quiet))

    def by_path(self, problems: tuple[Problem, ...], *, everything: bool = False) -> Mapping[str, tuple[Problem, ...]]:
        """Group problems by the path of their field; what is merely missing is held back until everything is asked."""
        grouped: dict[str, tuple[Problem, ...]] = {}
        for problem in problems:
            path = self.path_of(problem.place.path)
            reached = path in self._visited or (bool(self._fields.get(problem.place.path)))
            if path and (everything or (reached and problem.code not in _MISSING)):
                grouped[path] = (*grouped.get(path, ()), problem)
        return grouped

    def path_of(self, key: str) -> str:
        """The path of a field, "" when it is not in the form."""
        return next((node.path for node in self.nodes() if node.key == key and node.is_question), "")

    def nodes(self) -> tuple[Node, ...]:
        """The sections and fields with their present values."""
        result: list[Node] = []
        for number, (title, keys) in enumerate(SECTIONS):
            result.append(Node(f"/register/{number}", str(number), NodeKind.GROUP, title, depth=1))
            result.extend(self._node(number, key) for key in keys)
        return tuple(result)

    def _node(self, number: int, key: str) -> Node:
        if key in _NAMES and not self.county:
            key = _NAMES[key]
        field = register_field(key)
        choices = self._choices(field)
        kind = QuestionKind.SELECT_ONE if choices or key == "village_code" else QuestionKind(field.kind.value)
        value = _value(field, self._fields.get(key), str(kind))
        return Node(
            path=f"/register/{number}/{key}",
            key=key,
            kind=kind,
            label=_SEARCHED.get(key, field.label),
            hint=self._hint(field),
            required=field.required,
            value=value,
            text=canonical(str(kind), value),
            choices=choices,
            appearance="numbers" if key in _DIGITS else "autocomplete" if key in _SEARCHED else "",
            unit=field.unit,
        )

    def _hint(self, field: RegisterField) -> str:
        written = self._fields.get(_NAMES.get(field.key, ""))
        if written and not self._fields.get(field.key):
            return f"底册里写的是：{written}"
        if field.key == "village_code" and not self._fields.get("town_code"):
            return "先选乡镇"
        return "输入行业名称、俗称、代码或拼音查找" if field.key == "industry_code" else field.hint

    def _choices(self, field: RegisterField) -> tuple[Choice, ...]:
        if field.key == "industry_code":
            return _industries()
        if field.key == "town_code":
            return tuple(Choice(town.code, town.name) for town in areas().children(self.county))
        if field.key == "village_code":
            town = str(self._fields.get("town_code") or "")
            return tuple(Choice(village.code, village.name) for village in areas().children(town)) if town else ()
        return tuple(Choice(option.value, option.label) for option in field.choices)


@cache
def _industries() -> tuple[Choice, ...]:
    return tuple(Choice(leaf.code, leaf.name) for leaf in industries().leaves())


def _read(key: str, parsed: Parsed) -> Parsed:
    """Read a typed text with the register's own reader (codes, telephones, names)."""
    field = register_field(key)
    if field.choices or not isinstance(parsed.value, str):
        return parsed
    return field.read(parsed.value)


def _value(field: RegisterField, stored: object, kind: str) -> Value | None:
    try:
        return from_json(kind, stored)
    except ValueError:
        return field.read(stored).value
