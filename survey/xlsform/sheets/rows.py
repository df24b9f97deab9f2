"""Where each place of a form stands in the sheet ``survey``: path → row, by walking begin/end rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.problems import Place, Problem
from survey.xlsform.sheets.workbook import Sheet, normal_header

BEGIN = re.compile(r"begin[\s_]+(group|repeat|loop|lgroup|looped group)\b", re.IGNORECASE)
LOOP = re.compile(r"begin[\s_]+loop\s+over\s+(\S+)")
END = re.compile(r"end[\s_]+(group|repeat|loop|lgroup|looped group)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SurveyRows:
    """The sheet ``survey`` seen from the form: which row made which path."""

    sheet: Sheet
    by_path: Mapping[str, int] = field(default_factory=dict)

    def place(self, path: str, *columns: str) -> Place:
        """Name the cell of a path: the first filled column of the given names, in any language, else the name's."""
        row = self._row(path)
        if row is None:
            return Place(path=path, sheet="survey")
        filled = {normal_header(each): each for each in reversed(list(self.sheet.rows[row]))}
        spoken = {each.partition(":")[0].rstrip("_"): header for each, header in filled.items()}
        names = [normal_header(name) for name in columns]
        header = next((found[name] for name in names for found in (filled, spoken) if name in found), "")
        spot = self.sheet.place(row, header or self.sheet.column("name", "value", "tag"))
        return Place(path=path, sheet=self.sheet.name, cell=spot.cell)

    def cell(self, path: str, *names: str) -> str:
        """Return what the row of a path holds in the first existing of some columns."""
        row = self._row(path)
        header = self.sheet.column(*names)
        return "" if row is None or not header else self.sheet.rows[row].get(header, "")

    def _row(self, path: str) -> int | None:
        found = self.by_path.get(path)
        if found is None and path.endswith(("_other", "_count")):
            found = self.by_path.get(path[:-6])
        return found


def locate(sheet: Sheet, choices: Sheet, root: str, *, flat: bool = False) -> SurveyRows:
    """Walk the sheet. Unbalanced begin/end rows are pyxform's to refuse; here they only end the walk of a level.

    A row of a loop makes a path in the group of each choice. In a ``flat`` form groups have no part in paths.
    """
    type_column, name_column = sheet.column("type", "command"), sheet.column("name", "value", "tag")
    by_path: dict[str, int] = {}
    stack: list[tuple[str, ...]] = [(f"/{root}",)]
    for index, row in enumerate(sheet.rows):
        word, name = row.get(type_column, ""), row.get(name_column, "")
        if END.match(word):
            if len(stack) > 1:
                stack.pop()
            continue
        paths = (f"/{root}/meta/audit",) if word == "audit" else tuple(f"{above}/{name}" for above in stack[-1])
        by_path.update((path, index) for path in paths if path not in by_path)
        if BEGIN.match(word):
            loop = LOOP.match(word)
            each = tuple(f"{path}/{code}" for path in paths for code in _codes(choices, loop[1])) if loop else ()
            by_path.update((path, index) for path in each)
            stack.append(stack[-1] if flat else each or paths)
    return SurveyRows(sheet, by_path)


def _codes(choices: Sheet, name: str) -> list[str]:
    lists, codes = choices.column("list_name"), choices.column("name", "value")
    return [row.get(codes, "") for row in choices.rows if row.get(lists) == name]


MAX_DEPTH = 40


def too_deep(sheet: Sheet) -> Problem | None:
    """Refuse groups nested deeper than any person could follow, before pyxform walks them recursively."""
    column = sheet.column("type", "command")
    depth = 0
    for index, row in enumerate(sheet.rows):
        word = row.get(column, "")
        depth += bool(BEGIN.match(word)) - bool(END.match(word))
        if depth > MAX_DEPTH:
            return Problem("F012", place=sheet.place(index, column))
    return None
