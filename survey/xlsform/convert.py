"""The door to pyxform: workbook rows in, XForm XML out; whatever pyxform raises becomes Problems of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from xml.etree import ElementTree as ET

from survey.problems import HuceError, Level, Place, Problem
from survey.xlsform.columns import OUR_SETTINGS, OUR_SURVEY_COLUMNS
from survey.xlsform.refusals import culprit, in_chinese, shortened
from survey.xlsform.sheets.names import unreadable_columns
from survey.xlsform.sheets.other import with_other
from survey.xlsform.sheets.spoken import own_language, spoken_once
from survey.xlsform.sheets.workbook import Sheet, Workbook, normal_header

_PYXFORM_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
_ROW = re.compile(r"\[row ?: ?(\d+)\]|\brow(?: number)? (\d+)", re.IGNORECASE)
_COLUMN = re.compile(r"the '([^']+)' value")
_SHEETS = "survey|choices|settings|entities|external_choices"
_SHEET = re.compile(rf"'?\b({_SHEETS})'? sheet|sheet: '({_SHEETS})'", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Converted:
    """What pyxform made: the XForm, the author's type of each path, and its warnings."""

    xml: str
    types: Mapping[str, str]
    warnings: tuple[str, ...]


def convert(book: Workbook) -> Converted:
    """Let pyxform build the XForm. Raises HuceError (F01x) for everything it refuses or stumbles over."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert as pyxform_convert

    warnings: list[str] = []
    try:
        result: Any = pyxform_convert(_definition(book), warnings=warnings)
    except PyXFormError as refusal:
        raise HuceError(_refused(book, refusal)) from refusal
    except RecursionError as trouble:
        raise HuceError(Problem("F012", place=Place(file=book.stem, sheet="survey"))) from trouble
    except Exception as trouble:  # pyxform lets TypeError, KeyError, AttributeError … through for odd sheets
        raise HuceError(Problem("F011", place=Place(sheet="survey"), params={"detail": said(trouble)})) from trouble
    types = dict(_types(result._pyxform, ""))  # noqa: SLF001 - the only place that keeps the author's type word
    return Converted(result.xform, types, tuple(warnings))


def said(trouble: Exception) -> str:
    """Give an exception in its own words, not too many of them."""
    return shortened(f"{type(trouble).__name__}: {trouble}")


def refusal_of(book: Workbook) -> str:
    """What pyxform says against a workbook, or the XML parser against what it made of it; "" when both accept it."""
    from pyxform.xls2xform import convert as pyxform_convert

    try:
        result: Any = pyxform_convert(_definition(book), warnings=[])
        ET.fromstring(result.xform)  # noqa: S314 - the text was written by pyxform in this process
    except ET.ParseError:
        return "not XML"
    except Exception as trouble:  # noqa: BLE001 - which exception it is, is the answer
        return said(trouble)
    return ""


def located(book: Workbook, problem: Problem) -> Problem:
    """Give a refusal that names no cell the cell that causes it, if there is one."""
    if problem.place.cell or problem.code not in {"F010", "F011"}:
        return problem
    found = culprit(book, refusal_of)
    if found is None:
        return problem
    if problem.code == "F011":
        code, name = ("F023", "column") if found.is_header else ("F024", "value")
        return Problem(code, place=found.place, params={name: shortened(found.text)})
    return replace(problem, place=found.place)


def _definition(book: Workbook) -> dict[str, object]:
    own = own_language(book.sheet("settings"))
    definition: dict[str, object] = {"sheet_names": list(book.names), "fallback_form_name": _form_name(book.stem)}
    for name in _PYXFORM_SHEETS:
        if name not in book.sheets:
            continue
        sheet = with_other(book) if name == "choices" else book.sheet(name)
        ours = _ours(sheet)
        rows = spoken_once(sheet, own).rows
        definition[name] = [{k: v for k, v in row.items() if k not in ours} for row in rows]
        headers = {header: None for header in sheet.headers if header and header not in ours}
        definition[f"{name}_header"] = [headers] if headers else []
    return definition


def _form_name(stem: str) -> str:
    return stem or "data"


def _ours(sheet: Sheet) -> frozenset[str]:
    """The columns that pyxform does not get: our own, and of choices those it cannot write."""
    if sheet.name.lower() in {"choices", "external_choices"}:
        return unreadable_columns(sheet)
    ours = {"survey": OUR_SURVEY_COLUMNS, "settings": OUR_SETTINGS}.get(sheet.name.lower(), frozenset())
    return frozenset(header for header in sheet.headers if header and normal_header(header) in ours)


def _types(node: Mapping[str, Any], parent: str) -> Iterator[tuple[str, str]]:
    path = f"{parent}/{node['name']}" if "name" in node and node.get("flat") is not True else parent
    yield path, str(node.get("type", ""))
    children, columns = node.get("children"), node.get("columns")
    each = [f"{path}/{column['name']}" for column in columns] if node.get("type") == "loop" and columns else [path]
    for child in children if isinstance(children, list) else ():  # a column may be called that too
        for above in each:
            yield from _types(child, above)


def _refused(book: Workbook, refusal: Exception) -> Problem:
    text = str(refusal)
    found = _SHEET.search(text)
    sheet = (found[1] or found[2]).lower() if found else "survey"
    row = _ROW.search(text)
    number = row[1] or row[2] if row else ""
    cell = _cell_of_row(book.sheet(sheet), text, number) if number else _cell_of_name(book.sheet("survey"), text)
    place = Place(sheet=sheet, cell=cell, file="" if cell else book.stem)
    where = f"工作表“{sheet}”" + (f"第 {number} 行" if number else "")
    return Problem("F010", Level.ERROR, place, {"detail": in_chinese(refusal, where)})


def _cell_of_row(sheet: Sheet, text: str, row: str) -> str:
    named = _COLUMN.search(text)
    column = sheet.column(named[1].partition(" (")[0]) if named else ""  # "parameters (value)"
    return sheet.place(int(row) - 2, column).cell


def _cell_of_name(sheet: Sheet, text: str) -> str:
    """Find the cell of a question that the message names in quotes."""
    column = sheet.column("name", "value", "tag")
    quoted = set(re.findall(r"'([^']+)'", text)) | set(re.findall(r"\$\{([^}]+)\}", text))
    found = (index for index, row in enumerate(sheet.rows) if row.get(column) in quoted)
    index = next(found, None)
    return "" if index is None else sheet.place(index, column).cell
