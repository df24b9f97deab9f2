"""The kinds of values there are, whatever a question type or a register field is called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from survey.problems import Level, Problem

Value: TypeAlias = "int | float | str | dt.date | dt.time | dt.datetime | tuple[str, ...]"


class ValueKind(StrEnum):
    """How a value is typed. Several XLSForm types share one kind: see :func:`kind_of`."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    ACKNOWLEDGE = "acknowledge"


_ALIASES: Mapping[str, ValueKind] = MappingProxyType(
    {kind.value.lower(): kind for kind in ValueKind}
    | {
        "int": ValueKind.INTEGER,
        "range": ValueKind.DECIMAL,
        "select_one_from_file": ValueKind.SELECT_ONE,
        "select_one_external": ValueKind.SELECT_ONE,
        "select_multiple_from_file": ValueKind.SELECT_MULTIPLE,
        "select": ValueKind.SELECT_MULTIPLE,
        "select1": ValueKind.SELECT_ONE,
        "rank": ValueKind.SELECT_MULTIPLE,
        "odk:rank": ValueKind.SELECT_MULTIPLE,
        "today": ValueKind.DATE,
        "start": ValueKind.DATETIME,
        "end": ValueKind.DATETIME,
        "trigger": ValueKind.ACKNOWLEDGE,
    }
)


def kind_of(name: str) -> ValueKind:
    """Give the value kind of an XLSForm type or bind type; everything else (calculate, barcode, image…) is text."""
    return _ALIASES.get(name.lower(), ValueKind.TEXT)


class Parsed(NamedTuple):
    """The value (None = blank or not usable) and everything that is to be said about what was typed."""

    value: Value | None
    problems: tuple[Problem, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether nothing 强制性 stands against it; a blank is usable."""
        return not any(problem.level is Level.ERROR for problem in self.problems)


BLANK = Parsed(None)


def fault(code: str, raw: object, **params: str) -> Parsed:
    """No value, one 强制性 problem that quotes what was typed."""
    return Parsed(None, (Problem(code, params={"value": shown(raw), **params}),))


def shown(raw: object) -> str:
    """Quote a cell in a sentence: short, one line."""
    text = " ".join(str(raw).split())
    return text if len(text) <= 40 else text[:39] + "…"
