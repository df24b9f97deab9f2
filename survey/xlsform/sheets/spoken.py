"""Columns of texts with and without a language: a column without one speaks the form's own language.

Where both are filled, XLSForm lets the column that names the language win. pyxform does so only in one order of the
columns: in others it fails, writes "-" or loses every other language, so it is given each text once, in that order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from survey.problems import Level, Place, Problem
from survey.xlsform.sheets.workbook import Sheet, column_letters, normal_header

NO_LANGUAGE = "default"  # what pyxform calls the language of a column without one
_TEXTS = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message", "noapperrorstring"}
    | {"media", "image", "audio", "video", "big_image", "caption"}
)


def own_language(settings: Sheet) -> str:
    """Return the language of columns that name none."""
    row: Mapping[str, str] = settings.rows[0] if settings.rows else {}
    return row.get(settings.column("default_language"), "") or NO_LANGUAGE


def spoken_once(sheet: Sheet, own: str) -> Sheet:
    """Return the sheet with every text once a language, those without a language first."""
    pairs = {bare: _of_language(spoken, own) for bare, spoken in _pairs(sheet).items()}
    return replace(sheet, rows=tuple(_row(row, pairs) for row in sheet.rows)) if pairs else sheet


def said_twice(sheet: Sheet, own: str) -> Iterator[Problem]:
    """Give F037 for each column without a language that says something else than the one of the form's language."""
    for bare, spoken in _pairs(sheet).items():
        again = _of_language(spoken, own)
        if any(row.get(bare) and row.get(again) not in {None, row[bare]} for row in sheet.rows):
            params = {"column": bare, "other": again, "language": "" if own == NO_LANGUAGE else f"（{own}）"}
            cell = f"{column_letters(sheet.headers.index(bare))}1"
            yield Problem("F037", Level.QUERY, Place(sheet=sheet.name, cell=cell), params)


def _pairs(sheet: Sheet) -> dict[str, dict[str, str]]:
    """Each column without a language that others speak too, with those others by language."""
    parts = {header: _parts(header) for header in sheet.headers if header}
    found: dict[str, dict[str, str]] = {}
    for bare, words in parts.items():
        spoken = {each[-1]: header for header, each in parts.items() if each[:-1] == words}
        if spoken and words[0] in _TEXTS:
            found[bare] = spoken
    return found


def _parts(header: str) -> tuple[str, ...]:
    head, *rest = (part.strip() for part in re.split("::?", header))
    return (normal_header(head), *rest)


def _of_language(spoken: Mapping[str, str], own: str) -> str:
    return spoken.get(own, "")


def _row(row: Mapping[str, str], pairs: Mapping[str, str]) -> Mapping[str, str]:
    bare = {header: row[header] for header, again in pairs.items() if row.get(header) and not row.get(again)}
    return {**bare, **{header: text for header, text in row.items() if header not in pairs}}
