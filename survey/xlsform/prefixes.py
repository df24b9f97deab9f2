"""Names and headers with a colon: XML takes what stands before it for a namespace prefix that must be declared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.problems import Level, Place, Problem
from survey.xlsform.sheets.workbook import Sheet, Workbook, column_letters

_BUILT_IN = frozenset({"jr", "orx", "odk", "h", "ev", "xsd", "xml", "entities"})
_OLD_STYLE = frozenset({"label", "hint", "media", "bind", "body", "control", "instance"})  # label:English, one colon
_DECLARED = re.compile(r"([\w.-]+)\s*=")
_PREFIXED = re.compile(r"\b([\w.-]+):[\w.-]+")


def undeclared_prefix(book: Workbook) -> Problem | None:
    """Give F014 at the first cell whose prefix nobody declared, None when there is none."""
    found = next(_undeclared(book), None)
    return None if found is None else Problem("F014", Level.ERROR, found[0], {"detail": found[1]})


def _undeclared(book: Workbook) -> Iterator[tuple[Place, str]]:
    known = _BUILT_IN | _OLD_STYLE | _declared(book.sheet("settings"))
    survey = book.sheet("survey")
    column = survey.column("name", "value", "tag")
    for index, row in enumerate(survey.rows):
        if _strange(row.get(column, ""), known):
            yield survey.place(index, column), row[column]
    for name in ("survey", "choices", "settings", "entities"):
        for index, header in enumerate(book.sheet(name).headers):
            if _strange(header or "", known):
                yield Place(sheet=name, cell=f"{column_letters(index)}1"), header or ""


def _declared(settings: Sheet) -> frozenset[str]:
    column = settings.column("namespaces")
    return frozenset(prefix for row in settings.rows for prefix in _DECLARED.findall(row.get(column, "")))


def _strange(text: str, known: frozenset[str]) -> bool:
    return any(prefix not in known for prefix in _PREFIXED.findall(text.replace("::", " ")))
