"""What pyxform adds by itself, in Chinese: it says "Other", "Specify other." and hints of old types in any form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from survey.xlsform.sheets.rows import SurveyRows
from survey.xlsform.sheets.workbook import Sheet, Workbook, normal_header

WHICH = "其他（请注明）"
HINTS: Mapping[str, str] = {  # of the types ``phone number`` and ``number of days in last …``
    "Enter numbers only.": "只填数字。",
    "Enter a number 0-31.": "填 0 到 31 的数。",
    "Enter a number 0-183.": "填 0 到 183 的数。",
    "Enter a number 0-365.": "填 0 到 365 的数。",
}
_CODE, _OTHER = "other", {True: "其他", False: "Other"}
_ASKED = re.compile(r"select.*\s(\S+)\s+(?:or_other|or other|or specify other)")
_CHINESE = re.compile("[\u3400-\u9fff]")


def with_other(book: Workbook) -> Sheet:
    """Return the sheet ``choices`` with 其他 at the end of each Chinese list that needs it; pyxform then adds none."""
    survey, choices = book.sheet("survey"), book.sheet("choices")
    column = survey.column("type", "command")
    asked = dict.fromkeys(found[1] for row in survey.rows if (found := _ASKED.fullmatch(row.get(column, ""))))
    added = [row for name in asked if (row := _other(choices, name))]
    return replace(choices, rows=(*choices.rows, *added)) if added else choices


def _other(choices: Sheet, name: str) -> Mapping[str, str]:
    lists, codes = choices.column("list_name"), choices.column("name", "value")
    rows = [row for row in choices.rows if row.get(lists) == name]
    spoken = {header: _is_chinese(*(row.get(header, "") for row in rows)) for header in _labels(choices, rows)}
    if not any(spoken.values()) or any(row.get(codes) == _CODE for row in rows):
        return {}
    return {lists: name, codes: _CODE, **{header: _OTHER[chinese] for header, chinese in spoken.items()}}


def _labels(sheet: Sheet, rows: list[Mapping[str, str]]) -> list[str]:
    heads = [header for header in sheet.headers if header and normal_header(header).partition(":")[0] == "label"]
    return [header for header in heads if any(row.get(header) for row in rows)]


def _is_chinese(*texts: str) -> bool:
    return any(map(_CHINESE.search, texts))


def asks_which(rows: SurveyRows, path: str) -> bool:
    """Whether pyxform added this question, behind one that is asked in Chinese."""
    asked = path.removesuffix("_other")
    if path in rows.by_path or asked == path or asked not in rows.by_path:
        return False
    return _asks_in_chinese(rows, asked)


def added_hint(rows: SurveyRows, path: str, hint: str) -> str:
    """Return the Chinese of a hint that pyxform added to a question asked in Chinese, "" for any other."""
    return HINTS.get(hint, "") if path in rows.by_path and _asks_in_chinese(rows, path) else ""


def _asks_in_chinese(rows: SurveyRows, path: str) -> bool:
    row = rows.sheet.rows[rows.by_path[path]]
    return _is_chinese(*(row[header] for header in _labels(rows.sheet, [row])))
