"""Find the cell of a refusal that names none: leave parts of the workbook out and see whether it is still refused.

Rows left out stay as blank rows, so the numbers in a refusal's words do not change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from survey.problems import Place
from survey.xlsform.sheets.rows import BEGIN, END
from survey.xlsform.sheets.workbook import Sheet, Workbook, column_letters, normal_header

MAX_ROWS = 6_000  # rows given to pyxform in all trials together: about two seconds
_EACH = 10  # what a trial costs besides its rows
_NOTHING: Mapping[str, str] = MappingProxyType({})
_IN_PARTS = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message", "noapperrorstring"}
    | {"media", "image", "audio", "video", "big_image", "bind", "body", "control", "instance", "jr", "attribute"}
)
_BARE = frozenset({"bind", "body", "control", "instance", "children"})  # nothing without a second part
_LAST = ("label", "list_name", "name", "type")  # without them pyxform refuses any sheet, so they are tried at the end


@dataclass(frozen=True, slots=True)
class Culprit:
    """The cell without which pyxform does not refuse that way, and the header or value that stands there."""

    place: Place
    text: str
    is_header: bool


def culprit(book: Workbook, refusal: Callable[[Workbook], str]) -> Culprit | None:
    """Find the cell; None when no single one is to blame or looking would take too long.

    ``refusal`` gives what pyxform says of a workbook, "" when it accepts it.
    """
    try:
        return _Search(book, refusal).find()
    except _SpentError:
        return None


class _SpentError(Exception):
    pass


class _Search:
    def __init__(self, book: Workbook, refusal: Callable[[Workbook], str]) -> None:
        self._book = book
        self._refusal = refusal
        self._left = MAX_ROWS
        self._said = refusal(book)

    def find(self) -> Culprit | None:
        book = self._book
        for name in ("choices", "entities", "external_choices", "survey"):
            book = self._fewer_rows(book, name)
        for sheet, header in _columns(book):
            if not self._same(_without_column(book, sheet, header)):
                return self._at(book, sheet, header)
        survey = book.sheet("survey")
        kept = [index for index, row in enumerate(survey.rows) if row]
        return Culprit(survey.place(kept[0], survey.column("type")), "", is_header=False) if len(kept) == 1 else None

    def _same(self, book: Workbook) -> bool:
        self._left -= _EACH + sum(bool(row) for sheet in book.sheets.values() for row in sheet.rows)
        if self._left < 0:
            raise _SpentError
        return self._refusal(book) == self._said

    def _fewer_rows(self, book: Workbook, name: str) -> Workbook:
        """Keep no row of a sheet if none matters, one if one is enough, all otherwise."""
        sheet = book.sheet(name)
        if not sheet.rows:
            return book
        if name != "survey" and self._same(bare := _keeping(book, sheet, ())):
            return bare
        column = sheet.column("type", "command") if name == "survey" else ""
        flat = [at for at, row in enumerate(sheet.rows) if row and not _opens_or_closes(row.get(column, ""))]
        found: Collection[int] | None = self._enough(book, sheet, flat)
        if found is None and column:
            found = next((pair for pair in _groups(sheet, column) if self._same(_keeping(book, sheet, pair))), None)
        return book if found is None else _keeping(book, sheet, found)

    def _enough(self, book: Workbook, sheet: Sheet, rows: list[int]) -> list[int] | None:
        """Halve the rows as long as one half is refused alike; None when not even all of them together are."""
        if not rows or not self._same(_keeping(book, sheet, rows)):
            return None
        while len(rows) > 1:
            halves = (rows[: len(rows) // 2], rows[len(rows) // 2 :])
            fewer = next((half for half in halves if self._same(_keeping(book, sheet, half))), None)
            if fewer is None:
                return rows
            rows = fewer
        return rows

    def _at(self, book: Workbook, name: str, header: str) -> Culprit:
        """The cell under the header, if there is one row and another value would do there; else the header itself."""
        sheet = book.sheet(name)
        filled = [at for at, row in enumerate(sheet.rows) if row.get(header)]
        if len(filled) == 1 and not _odd(header):
            row = {**sheet.rows[filled[0]], header: "x"}
            if not self._same(_with(book, replace(sheet, rows=_put(sheet.rows, filled[0], row)))):
                return Culprit(sheet.place(filled[0], header), sheet.rows[filled[0]][header], is_header=False)
        if (
            normal_header(header) in _LAST and filled
        ):  # the column itself is right; the last of the rows that only fail together
            return Culprit(sheet.place(filled[-1], header), sheet.rows[filled[-1]][header], is_header=False)
        cell = f"{column_letters(sheet.headers.index(header))}1"
        return Culprit(Place(sheet=sheet.name, cell=cell), header, is_header=True)


def _columns(book: Workbook) -> Iterator[tuple[str, str]]:
    """Every column, the strange ones first: where two do not go together, either left out would do."""
    every = [(name, header) for name in book.sheets for header in book.sheet(name).headers if header]
    every.sort(key=lambda each: not (_odd(each[1]) or normal_header(each[1]) in _BARE))
    last = [each for each in every if normal_header(each[1]) in _LAST and each[0] != "settings"]
    yield from (each for each in every if each not in last)
    yield from last


def _odd(header: str) -> bool:
    """Whether a header has a second part that no column of its name can have."""
    head, colon, _ = normal_header(header).partition(":")
    return bool(colon) and head not in _IN_PARTS


def _opens_or_closes(word: str) -> bool:
    return bool(BEGIN.match(word) or END.match(word))


def _groups(sheet: Sheet, column: str) -> Iterator[tuple[int, ...]]:
    """Each group's first and last row; one that is never closed alone."""
    opened: list[int] = []
    for at, row in enumerate(sheet.rows):
        if BEGIN.match(row.get(column, "")):
            opened.append(at)
        elif END.match(row.get(column, "")) and opened:
            yield opened.pop(), at


def _put(rows: tuple[Mapping[str, str], ...], at: int, row: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
    return (*rows[:at], row, *rows[at + 1 :])


def _keeping(book: Workbook, sheet: Sheet, kept: Collection[int]) -> Workbook:
    chosen = frozenset(kept)
    rows = tuple(row if at in chosen else _NOTHING for at, row in enumerate(sheet.rows))
    return _with(book, replace(sheet, rows=rows))


def _without_column(book: Workbook, name: str, header: str) -> Workbook:
    sheet = book.sheet(name)
    rows = tuple({key: text for key, text in row.items() if key != header} for row in sheet.rows)
    headers = tuple(each for each in sheet.headers if each != header)
    return _with(book, replace(sheet, headers=headers, rows=rows))


def _with(book: Workbook, sheet: Sheet) -> Workbook:
    return replace(book, sheets=MappingProxyType({**book.sheets, sheet.name.lower(): sheet}))
