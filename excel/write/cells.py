"""Sheet XML for data rows, a thousand rows at a time and column by column, which is what makes it fast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeAlias

from excel.sheet import letters
from excel.write.text import MAX_UNITS, SPECIAL, escaped

Value: TypeAlias = "str | int | float | dt.date | None"
CHUNK = 1_000
_EPOCH = dt.date(1899, 12, 30).toordinal()


class CellKind(StrEnum):
    """How a column's values are stored. Text is always a string cell, never a formula, whatever it starts with."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class CellFormat:
    """A column of the data area: its kind and the index of its style in the book."""

    kind: CellKind
    style: int


def row_xml(rows: Iterable[Sequence[Value]], formats: Sequence[CellFormat], first_row: int) -> Iterator[str]:
    """Yield the XML of consecutive rows, many rows a piece. ``first_row`` is Excel's number of the first one.

    A value that does not fit its column's kind (a word in a number column) is written as text, never lost.
    """
    columns = [_column(letters(index), form) for index, form in enumerate(formats)]
    rest = iter(rows)
    while part := list(islice(rest, CHUNK)):
        numbers = range(first_row, first_row + len(part))
        cells = [column(numbers, values) for column, values in zip(columns, zip(*part, strict=True), strict=True)]
        lines = map("".join, zip(*cells, strict=True))
        yield "".join(f'<row r="{number}">{line}</row>' for number, line in zip(numbers, lines, strict=True))
        first_row += len(part)


Maker: TypeAlias = "Callable[[range, tuple[Value, ...]], list[str]]"


def _column(name: str, form: CellFormat) -> Maker:
    style = form.style
    head = f'<c r="{name}'

    def text(numbers: range, values: tuple[Value, ...]) -> list[str]:
        strings = ["" if v is None else v if v.__class__ is str else str(v) for v in values]
        whole = "\n".join(strings)
        if SPECIAL.search(whole) or (len(whole) * 2 > MAX_UNITS and max(map(len, strings)) * 2 > MAX_UNITS):
            strings = [escaped(s) for s in strings]
        tail = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        return [f"{head}{n}{tail}{s}</t></is></c>" if s else blank(n) for n, s in zip(numbers, strings, strict=True)]

    def number(numbers: range, values: tuple[Value, ...]) -> list[str]:
        tail = f'" s="{style}"><v>'
        return [
            blank(n) if v is None else f"{head}{n}{tail}{v!r}</v></c>" if _is_number(v) else odd(n, v)
            for n, v in zip(numbers, values, strict=True)
        ]

    def date(numbers: range, values: tuple[Value, ...]) -> list[str]:
        tail = f'" s="{style}"><v>'
        return [
            blank(n) if v is None else f"{head}{n}{tail}{serial(v)}</v></c>" if isinstance(v, dt.date) else odd(n, v)
            for n, v in zip(numbers, values, strict=True)
        ]

    def blank(n: int) -> str:
        return f'{head}{n}" s="{style}"/>'

    def odd(n: int, value: Value) -> str:
        return f'{head}{n}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escaped(str(value))}</t></is></c>'

    return {CellKind.TEXT: text, CellKind.NUMBER: number, CellKind.DATE: date}[form.kind]


def _is_number(value: object) -> bool:
    return value.__class__ is int or (isinstance(value, float) and value - value == 0)


def serial(value: dt.date) -> float:
    """Give Excel's number of a day (and its part of a day for a datetime), 1900 date system."""
    days = value.toordinal() - _EPOCH
    if isinstance(value, dt.datetime):
        return days + (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    return days
