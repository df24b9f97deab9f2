"""Slips in the sheets themselves: misspelt column names, error values of formulas, texts without a translation."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from survey.problems import Level, Place, Problem
from survey.xlsform.columns import known_columns
from survey.xlsform.read import Draft
from survey.xlsform.sheets.names import unread_columns
from survey.xlsform.sheets.spoken import own_language, said_twice
from survey.xlsform.sheets.workbook import Sheet, column_letters, normal_header

_ERROR = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)")
_LANGUAGE = re.compile(r"(label|hint|constraint_message|required_message|guidance_hint)::?(.+)", re.IGNORECASE)
_CLOSE = 0.8


def sheet_problems(draft: Draft) -> Iterator[Problem]:
    """Give what is odd in the cells and headers themselves.

    F080 an error value, F081 a misspelt column name, F083 a text not translated, F037 one said twice, F041 a column
    that is not read.
    """
    for name, known in known_columns().items():
        sheet = draft.book.sheet(name)
        yield from _misspelt(sheet, known)
        yield from _errors(sheet)
    yield from unread_columns(draft.book.sheet("choices"))
    for name in ("survey", "choices"):
        yield from _untranslated(draft.book.sheet(name))
        yield from said_twice(draft.book.sheet(name), own_language(draft.book.sheet("settings")))


def _misspelt(sheet: Sheet, known: frozenset[str]) -> Iterator[Problem]:
    normal = [normal_header(header or "") for header in sheet.headers]
    for index, header in enumerate(normal):
        head = header.partition(":")[0].rstrip("_")
        if not head or head in known or head.startswith("_"):
            continue
        close = difflib.get_close_matches(head, known, 3, _CLOSE)
        meant = next((each for each in close if each not in normal or ":" in header), "")
        if meant and not (sheet.name.lower() == "choices" and len(head) < len("label")):
            place = Place(sheet=sheet.name, cell=f"{column_letters(index)}1")
            yield Problem("F081", Level.QUERY, place, {"column": sheet.headers[index] or "", "meant": meant})


def _errors(sheet: Sheet) -> Iterator[Problem]:
    for index, row in enumerate(sheet.rows):
        for header, text in row.items():
            if text.startswith("#") and _ERROR.fullmatch(text):
                yield Problem("F080", Level.QUERY, sheet.place(index, header), {"value": text})


def _untranslated(sheet: Sheet) -> Iterator[Problem]:
    """Texts that stand in one language and not in another whose column there is: one problem a column."""
    groups: dict[str, dict[str, str]] = {}
    for header in sheet.headers:
        found = _LANGUAGE.fullmatch(header or "")
        if found and header:
            groups.setdefault(normal_header(found[1]), {})[header] = found[2].strip()
    for columns in groups.values():
        spoken = [index for index, row in enumerate(sheet.rows) if any(row.get(header) for header in columns)]
        for header, language in columns.items():
            missing = [index for index in spoken if not sheet.rows[index].get(header)]
            if missing:
                params = {"language": language, "number": str(len(missing))}
                yield Problem("F083", Level.HINT, sheet.place(missing[0], header), params)
