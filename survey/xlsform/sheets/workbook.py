"""Read the cells of a form workbook (.xlsx, .xlsm, .xls, .csv, .md), bounded, with their addresses kept.

The file's own bytes decide what it is, not its name. Rows and columns that merely carry a format are never walked:
a sheet may declare 4,417 × 16,384 cells and hold forty.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from survey.problems import HuceError, Place, Problem
from survey.xlsform.sheets.plain import read_plain
from survey.xlsform.sheets.slim import UNCOMPUTED, slim

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 60_000
MAX_COLUMNS = 2_000
MAX_CELLS = 100_000_000  # the reader pads each row up to its last cell
EMPTY_RUN_ROWS = 60
EMPTY_RUN_COLUMNS = 20
KNOWN_SHEETS = frozenset({"survey", "choices", "settings", "external_choices", "entities", "osm", "checks"})
_SPACES = re.compile(r"( )+")
_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # what a workbook with a password is kept in
_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")  # how Excel writes a control character into XML
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML can hold them
_XLS_ERROR = 5
_XLS_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its headers by column and its rows as header → text. ``rows[0]`` is row 2 of the sheet."""

    name: str
    headers: tuple[str | None, ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()

    def place(self, row: int, header: str = "") -> Place:
        """Name the cell at an index into ``rows``; without a header, the row's first cell."""
        column = column_letters(self.headers.index(header)) if header in self.headers else "A"
        return Place(sheet=self.name, cell=f"{column}{row + 2}")

    def column(self, *names: str) -> str:
        """Return the header that matches one of the names (case and blanks ignored), else ""."""
        known = _by_normal_name(self.headers)
        return next((known[name] for name in map(normal_header, names) if name in known), "")


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of one form, by lower-case name. ``names`` are all sheets as the file spells them."""

    sheets: Mapping[str, Sheet] = field(default_factory=lambda: MappingProxyType({}))
    names: tuple[str, ...] = ()
    stem: str = ""

    def sheet(self, name: str) -> Sheet:
        """Return a sheet, an empty one when the workbook has none of that name."""
        return self.sheets.get(name, Sheet(name))


@lru_cache(64)
def _by_normal_name(headers: tuple[str | None, ...]) -> Mapping[str, str]:
    return {normal_header(header): header for header in reversed(headers) if header}


@lru_cache(1024)
def normal_header(header: str) -> str:
    """Fold case, blanks and dashes so ``Constraint Message`` and ``constraint_message`` are one column."""
    return re.sub(r"[\s\-]+", "_", header.strip().casefold())


def column_letters(index: int) -> str:
    """Turn 0 into A, 26 into AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_workbook(path: Path) -> Workbook:
    """Read a form's workbook. Raises HuceError (F0xx) when the file cannot be read as one."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as trouble:
        raise HuceError(Problem("F001", place=Place(file=path.name), params={"file": path.name})) from trouble
    if size > MAX_BYTES:
        raise HuceError(Problem("F002", place=Place(file=path.name), params={"file": path.name}))
    return _sniff(data, path)


def _sniff(data: bytes, path: Path) -> Workbook:
    failure = Problem("F003", place=Place(file=path.name), params={"file": path.name})
    try:
        if data.startswith(b"PK"):
            sheets = dict(_xlsx(data))
        elif data.startswith(_OLE) and _LOCKED in data:
            raise HuceError(Problem("F026", params={"file": path.name}))  # noqa: TRY301 - as every refusal here
        elif data.startswith(_OLE):
            sheets = dict(_xls(data))
        else:
            sheets = dict(read_plain(data))
    except HuceError as refusal:
        raise HuceError(replace(refusal.problem, place=replace(refusal.problem.place, file=path.name))) from refusal
    except Exception as trouble:  # damaged workbooks raise a dozen kinds: reliability B1-B9
        raise HuceError(failure) from trouble
    names = tuple(sheets)
    if len(sheets) == 1 and known_as(names[0]) not in KNOWN_SHEETS:
        sheets = {"survey": sheets[names[0]]}
    read: dict[str, Sheet] = {}
    for name, rows in sorted(sheets.items(), key=lambda each: each[0] != each[0].strip()):
        if known_as(name) in KNOWN_SHEETS:
            read.setdefault(known_as(name), _sheet(name.strip(), rows))
    return Workbook(MappingProxyType(read), names, path.stem)


def known_as(name: str) -> str:
    """Fold the name of a sheet: its case and the blanks around it, which nobody sees, mean nothing."""
    return name.strip().lower()


def _xlsx(data: bytes) -> Iterator[tuple[str, Sequence[Sequence[object]]]]:
    from pyxform import xls2json_backends as backends

    opened: Any = vars(backends)["pyxl_open"](BytesIO(slim(data)), read_only=True, data_only=True)
    try:
        for sheet in opened.worksheets:
            wanted = known_as(sheet.title) in KNOWN_SHEETS or len(opened.worksheets) == 1
            sheet.reset_dimensions()
            yield sheet.title, _bounded(sheet.iter_rows(values_only=True)) if wanted else ()
    finally:
        opened.close()


def _xls(data: bytes) -> Iterator[tuple[str, Sequence[Sequence[object]]]]:
    from pyxform import xls2json_backends as backends

    book: Any = vars(backends)["xlrd_open"](file_contents=data, on_demand=True)
    try:
        for sheet in book.sheets():
            yield sheet.name, _bounded(_xls_rows(sheet, book.datemode, backends))
    finally:
        book.release_resources()


def _xls_rows(sheet: Any, datemode: int, backends: Any) -> Iterator[Sequence[object]]:
    for row in sheet.get_rows():
        yield tuple(_xls_cell(cell, datemode, backends) for cell in row)


def _xls_cell(cell: Any, datemode: int, backends: Any) -> object:
    if cell.ctype == _XLS_ERROR:
        return _XLS_ERRORS.get(cell.value, "#N/A")
    try:
        text: str = backends.xls_value_to_unicode(cell.value, cell.ctype, datemode)
    except ValueError:  # shown as a day, and no day: before March 1900, negative, or too large
        return cell.value
    return text.removesuffix(" 00:00:00")


def _bounded(rows: Iterable[Sequence[object]]) -> list[Sequence[object]]:
    """Keep rows until a run of empty ones, never more than the limits. Raises HuceError past the limit."""
    kept: list[Sequence[object]] = []
    empty = walked = 0
    for row in itertools.islice(rows, MAX_ROWS + EMPTY_RUN_ROWS):
        walked += len(row)
        if walked > MAX_CELLS:
            raise HuceError(Problem("F002"))
        cells = row[:MAX_COLUMNS]
        empty = 0 if any(cell not in {None, ""} for cell in cells) else empty + 1
        if empty > EMPTY_RUN_ROWS and kept:
            break
        kept.append(cells if not empty else ())
    while kept and not kept[-1]:
        kept.pop()
    if len(kept) > MAX_ROWS:
        raise HuceError(Problem("F004", params={"rows": str(MAX_ROWS)}))
    return kept


def uncomputed(book: Workbook) -> Problem | None:
    """Give F027 at the first formula without a value, None when there is none: what it says nobody can know."""
    found = [place for sheet in book.sheets.values() for place in _uncomputed(sheet)]
    return Problem("F027", place=found[0], params={"number": str(len(found))}) if found else None


def _uncomputed(sheet: Sheet) -> Iterator[Place]:
    for index, header in enumerate(sheet.headers):
        if header == UNCOMPUTED:
            yield Place(sheet=sheet.name, cell=f"{column_letters(index)}1")
    for index, row in enumerate(sheet.rows):
        yield from (sheet.place(index, header) for header, text in row.items() if text == UNCOMPUTED)


def _sheet(name: str, rows: Sequence[Sequence[object]]) -> Sheet:
    if not rows:
        return Sheet(name)
    headers = _headers(name, rows[0])
    return Sheet(name, headers, tuple(_row(headers, row) for row in rows[1:]))


def _headers(sheet: str, first: Sequence[object]) -> tuple[str | None, ...]:
    headers: list[str | None] = []
    for index, cell in enumerate(first):
        text = _SPACES.sub(" ", cell_text(cell))
        if text and text in headers:
            place = Place(sheet=sheet, cell=f"{column_letters(index)}1")
            raise HuceError(Problem("F005", place=place, params={"column": text}))
        headers.append(text or None)
        if len(headers) > EMPTY_RUN_COLUMNS and not any(headers[-EMPTY_RUN_COLUMNS - 1 :]):
            break
    while headers and headers[-1] is None:
        headers.pop()
    return tuple(headers)


def _row(headers: tuple[str | None, ...], cells: Sequence[object]) -> Mapping[str, str]:
    filled = ((header, cell_text(cell)) for header, cell in zip(headers, cells, strict=False) if header)
    return {header: text for header, text in filled if text}


def cell_text(value: object) -> str:
    """Write a cell's value as XLSForm tools do: TRUE/FALSE, whole floats without a point, no-break blanks as blanks.

    Control characters, which come along when text is pasted from elsewhere, are blanks too.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\xa0", " ").strip()
