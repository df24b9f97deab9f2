"""Forms as plain text: Markdown tables and CSV, as pyxform has them, and as spreadsheets in China save them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"-*")
_AFTER_TABLE = re.compile(r"(?<=\|)\s*#[^|]*$")  # a remark behind a row, as pyxform's tables may have
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DELIMITERS = ",;\t"
_COLUMNS = 2  # type and name; text with less is prose
_NOT_ALONE = frozenset({"", "survey", "choices", "settings"})
Sheets = Iterator[tuple[str, Sequence[Sequence[object]]]]


def decoded(data: bytes) -> str:
    """Read text as UTF-8, as UTF-16 with its mark, else as GB 18030, in which Excel in China saves a CSV.

    Raises ValueError for what is no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
    if _CONTROL.search(text):
        raise ValueError("not text")
    return text


def read_plain(data: bytes) -> Sheets:
    """Give the sheets of a form in plain text. Raises ValueError for what is none."""
    text = decoded(data)
    if not text.strip() or text.lstrip().startswith("<"):
        raise ValueError("no table")
    markdown = any(line.lstrip().startswith("|") for line in text.splitlines())
    sheets = dict(_markdown(text) if markdown else _csv(text))
    if all(len(row) < _COLUMNS for rows in sheets.values() for row in rows):
        raise ValueError("no table")
    yield from sheets.items()


def _markdown(text: str) -> Sheets:
    sheets: dict[str, list[list[object]]] = {}
    rows: list[list[object]] = []
    for line in text.splitlines():
        table = _AFTER_TABLE.sub("", line.strip())
        if not table.startswith("|"):
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(table.removeprefix("|").removesuffix("|"))]
        if cells[0].strip("-"):
            rows = sheets.setdefault(cells[0], [])
        if not all(_RULE.fullmatch(cell) for cell in cells[1:]):  # the headers may stand behind the sheet's name
            rows.append(list(cells[1:]))
    yield from sheets.items()


def _csv(text: str) -> Sheets:
    sheets: dict[str, list[list[object]]] = {}
    rows: list[list[object]] = []
    first, _, second = text.lstrip().partition("\n")
    delimiter = max(_DELIMITERS, key=(first + second.partition("\n")[0]).count)
    head = [cell.strip().strip('"').casefold() for cell in first.split(delimiter)]
    if {"type", "name"} <= set(head) and head[0] not in _NOT_ALONE:
        rows = sheets.setdefault("survey", [])  # one sheet saved by itself, without the column of sheet names
        rows.extend(list(cells) for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter))
        yield from sheets.items()
        return
    for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
        if cells and cells[0].strip():
            rows = sheets.setdefault(cells[0].strip(), [])
        if any(cell.strip() for cell in cells[1:]):
            rows.append(list(cells[1:]))
    yield from sheets.items()
