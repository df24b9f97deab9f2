"""Slips of which pyxform says nothing that helps: it stumbles, or blames another cell.

Only asked after a refusal, so nothing that pyxform accepts is ever refused here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from survey.problems import Level, Place, Problem
from survey.xlsform.refusals.catalogue import BY_CODE
from survey.xlsform.refusals.chinese import shortened
from survey.xlsform.searching import asks_search
from survey.xlsform.sheets.rows import BEGIN, END, LOOP
from survey.xlsform.sheets.workbook import Sheet, Workbook, normal_header

_EXTERNAL = re.compile(r"select_one_external\s")
_FROM_REPEAT = re.compile(r"(?:select_multiple|select all that apply(?: from)?)\s+\$\{")
_FROM_ELSEWHERE = re.compile(r"select\S*\s+(?:from file\s+)?(?:\$\{|\S+\.(?:csv|xml|geojson)\b)")
_OR_OTHER = re.compile(r"select.*\s(\S+)\s+(?:or_other|or other|or specify other)")
_SEVERAL = re.compile(r"(?:select_multiple|select all that apply(?: from)?|add select multiple prompt using) (\S+)")
_OSM = re.compile(r"osm\s+(\S+)")
_NEEDED = {"survey": (("type", "command"),), "choices": (("list_name",), ("name", "value"))}


def slips(book: Workbook) -> Iterator[Problem]:
    """Give every slip of a workbook that has a sheet ``survey`` with rows."""
    yield from _selects(book.sheet("survey"), has_external=bool(book.sheet("external_choices").rows))
    yield from _osm(book.sheet("survey"), book.sheet("osm"))
    yield from _without_label(book.sheet("survey"), book.sheet("choices"))
    yield from _blanks(book.sheet("survey"), book.sheet("choices"))


def missing_columns(book: Workbook) -> Iterator[Problem]:
    """Give F036 for each column without which a sheet means nothing; its rows are not worth a look then."""
    for name, needed in _NEEDED.items():
        sheet = book.sheet(name)
        for columns in needed:
            if sheet.rows and not sheet.column(*columns):
                yield Problem("F036", Level.ERROR, Place(sheet=sheet.name, cell="A1"), {"column": columns[0]})


def _selects(survey: Sheet, *, has_external: bool) -> Iterator[Problem]:
    column, filters = survey.column("type", "command"), survey.column("choice_filter")
    tables: list[bool] = []
    for index, row in enumerate(survey.rows):
        word, place = row.get(column, ""), survey.place(index, column)
        if BEGIN.match(word):
            tables.append("table-list" in row.get(survey.column("appearance", "control::appearance"), "").split())
        elif END.match(word):
            tables = tables[:-1]
        elif _EXTERNAL.match(word) and has_external and not row.get(filters):
            yield _unsupported(place, "没有 choice_filter 的 select_one_external", _FILTER)
        elif _FROM_REPEAT.match(word):
            yield _unsupported(place, "从重复组取选项的多选题", "请改用 select_one ${…} 或 rank ${…}。")
        elif any(tables) and _FROM_ELSEWHERE.match(word):
            yield _unsupported(place, "“table-list”题组里从文件或重复组取选项的选择题", _TABLE)


_FILTER = "请写上 choice_filter，或改用 select_one 并把清单放进 choices 表。"
_TABLE = "请去掉题组的“table-list”，或把清单放进 choices 表。"


def _unsupported(place: Place, feature: str, instead: str) -> Problem:
    return Problem("F032", Level.ERROR, place, {"feature": feature, "instead": instead})


def _osm(survey: Sheet, tags: Sheet) -> Iterator[Problem]:
    lists, names = tags.column("list_name"), tags.column("name", "value")
    column = survey.column("type", "command")
    known = {row.get(lists, "") for row in tags.rows}
    for index, row in enumerate(survey.rows):
        found = _OSM.fullmatch(row.get(column, ""))
        if found and tags.rows and found[1] not in known:
            yield Problem("F038", Level.ERROR, survey.place(index, column), {"list": shortened(found[1])})
    for index, row in enumerate(tags.rows):
        if row.get(lists) and not row.get(names):
            yield Problem("F025", Level.ERROR, tags.place(index, names), {"list": row[lists]})


def _without_label(survey: Sheet, choices: Sheet) -> Iterator[Problem]:
    """Choices whose label pyxform looks into: to add "other" in each language, in a loop, in a ``search()``."""
    lists = choices.column("list_name")
    labels = [header for header in choices.headers if header and normal_header(header).partition(":")[0] == "label"]
    spoken = {row.get(lists) for row in choices.rows for header in labels if ":" in header and row.get(header)}
    needed = _looked_into(survey, spoken)
    for index, row in enumerate(choices.rows):
        if row.get(lists) in needed and not any(map(row.get, labels)):
            place = choices.place(index, next(iter(labels), ""))
            yield Problem("F010", Level.ERROR, place, {"detail": BY_CODE["LABEL_001"]})


def _blanks(survey: Sheet, choices: Sheet) -> Iterator[Problem]:
    """Codes with a blank in lists of which several may be chosen: their answers are written with blanks between."""
    column = survey.column("type", "command")
    several = {found[1] for row in survey.rows if (found := _SEVERAL.match(row.get(column, "")))}
    lists, codes = choices.column("list_name"), choices.column("name", "value")
    for index, row in enumerate(choices.rows):
        name, code = row.get(lists, ""), row.get(codes, "")
        if name in several and " " in code:
            detail = f"多选题的选项编码不能有空格：清单“{shortened(name)}”里的“{shortened(code)}”。"
            yield Problem("F010", Level.ERROR, choices.place(index, codes), {"detail": detail})


def _looked_into(survey: Sheet, spoken: Collection[str | None]) -> set[str]:
    column, appearance = survey.column("type", "command"), survey.column("appearance", "control::appearance")
    found: set[str] = set()
    for row in survey.rows:
        word = row.get(column, "")
        other, loop = _OR_OTHER.fullmatch(word), LOOP.fullmatch(word)
        if other and other[1] in spoken:
            found.add(other[1])
        if loop:
            found.add(loop[1])
        if asks_search(row.get(appearance, "")):
            found.add(word.rpartition(" ")[2])
    return found
