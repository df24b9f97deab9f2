"""The one text of every value, and the JSON kept in an entry; both lead back to the same value.

Law: ``from_canonical(kind, canonical(value)) == value``. Texts follow ODK (XForms): dates 2026-07-01, several
choices joined by a blank, geopoint "lat lon alt accuracy"; numbers have no exponent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from survey.values.kinds import Value, ValueKind, kind_of

Json = int | float | str | list[str]


_READERS: Mapping[ValueKind, Callable[[str], Value]] = MappingProxyType(
    {
        ValueKind.INTEGER: int,
        ValueKind.DECIMAL: float,
        ValueKind.DATE: dt.date.fromisoformat,
        ValueKind.TIME: dt.time.fromisoformat,
        ValueKind.DATETIME: dt.datetime.fromisoformat,
        ValueKind.SELECT_MULTIPLE: lambda text: tuple(text.split(" ")),
    }
)


def canonical(kind: str, value: Value | None) -> str:
    """Give the exact text of a value of an XLSForm type or value kind; "" for None.

    Raises ValueError for a fraction where the kind wants a whole number.
    """
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, dt.date | dt.time):
        return _moment(value)
    if isinstance(value, int | float):
        return str(_whole(value)) if kind_of(kind) is ValueKind.INTEGER else _decimal(value)
    return value


def from_canonical(kind: str, text: str) -> Value | None:
    """Read the exact text back. Raises ValueError when the text is not of that kind; "" gives None."""
    if text == "":
        return None
    reader = _READERS.get(kind_of(kind))
    return text if reader is None else reader(text)


def to_json(value: Value | None) -> Json | None:
    """Give what is stored: numbers and text as they are, dates and times as text, several choices as a list."""
    if type(value) is dt.date:  # a register has one a row
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, dt.date | dt.time):
        return _moment(value)
    return value


def from_json(kind: str, json: object) -> Value | None:
    """Read what is stored. Raises ValueError when it does not fit the kind."""
    if json is None or json in ("", []):
        return None
    if isinstance(json, list | tuple):
        return tuple(str(item) for item in json)
    if isinstance(json, bool) or not isinstance(json, int | float | str):
        raise ValueError(json)  # noqa: TRY004 - one error for every misfit
    wanted = kind_of(kind)
    if wanted is ValueKind.DECIMAL and not isinstance(json, str):
        return float(json)
    if wanted is ValueKind.INTEGER and not isinstance(json, str):
        return _whole(json)
    return from_canonical(kind, json if isinstance(json, str) else canonical(kind, json))


def _whole(number: float) -> int:
    if isinstance(number, float) and not number.is_integer():
        raise ValueError(number)
    return int(number)


def _moment(value: dt.date | dt.time) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec=_precision(value.microsecond))
    if isinstance(value, dt.time):
        return value.isoformat(timespec=_precision(value.microsecond))
    return value.isoformat()


def _precision(microsecond: int) -> str:
    return "microseconds" if microsecond % 1000 else "milliseconds"


def _decimal(number: float) -> str:
    text = format(Decimal(repr(number + 0)), "f")  # -0.0 + 0 is 0.0
    return text.rstrip("0").rstrip(".") if "." in text else text
