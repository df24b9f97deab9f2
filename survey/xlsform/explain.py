"""Say in Chinese, with the cell, why pyxform refuses a workbook: its own messages name one row at most.

Only asked after a refusal, so nothing that pyxform accepts is ever refused here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

from survey.problems import Level, Place, Problem
from survey.xlsform.refusals import missing_columns, name_fault, shortened, slips
from survey.xlsform.sheets.rows import BEGIN, END
from survey.xlsform.sheets.workbook import Sheet, Workbook, normal_header

_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]+?)\s*\}")
_SELECT = re.compile(
    r"(select[_ ]one|select[_ ]multiple|select[_ ]all[_ ]that[_ ]apply|rank|select1)\s+(?:from\s+)?(\S+)", re.IGNORECASE
)
_SAYS = frozenset({"name", "value", "tag", "label", "caption"})
_SHEETS_NAMED = 5
_LONGEST = 100
_WITH_A_LIST = frozenset({"select_one", "select_multiple", "select_one_external", "select1", "rank"})  # left out or odd
_YES = frozenset({"yes", "true", "true()"})
_TYPES = ("text", "integer", "decimal", "range", "select_one", "select_multiple", "rank", "date", "time", "dateTime")


def explanations(book: Workbook) -> tuple[Problem, ...]:
    """Everything we can point at that pyxform refuses; empty when we cannot tell."""
    if "survey" not in book.sheets:
        shown = "、".join(book.names[:_SHEETS_NAMED]) + ("……" if len(book.names) > _SHEETS_NAMED else "")
        return (Problem("F022", place=Place(file=book.stem), params={"sheets": shown or "（空）"}),)
    if not book.sheet("survey").rows:
        return (Problem("F013", place=Place(sheet="survey")),)
    missing = tuple(missing_columns(book))
    if missing:
        return missing
    survey, choices = book.sheet("survey"), book.sheet("choices")
    return (
        *_levels(survey),
        *_names(survey),
        *_types(survey, choices),
        *_references(survey, _all_names(survey)),
        *_references(choices, _all_names(survey)),
        *_choices(choices, book.sheet("settings")),
        *slips(book),
    )


def _all_names(survey: Sheet) -> list[str]:
    column = survey.column("name", "value", "tag")
    names = [row.get(column, "") for row in survey.rows]
    return [*names, *(f"{name}_other" for name in names), *(f"{name}_count" for name in names), "instanceID", "meta"]


def near(name: str, known: Iterable[str]) -> str:
    """Offer the closest known name: "（是否想写 xxx？）"."""
    found = difflib.get_close_matches(name[:_LONGEST], [each for each in known if 0 < len(each) < _LONGEST], 1, 0.6)
    return f"（是否想写 {found[0]}？）" if found else ""


def _references(sheet: Sheet, names: list[str]) -> Iterator[Problem]:
    known = set(names)
    for index, row in enumerate(sheet.rows):
        for header, text in row.items():
            for found in _REFERENCE.finditer(text):
                if found[1] not in known:
                    params = {
                        "name": shortened(found[1]),
                        "reference": shortened(found[0]),
                        "hint": near(found[1], known),
                    }
                    yield Problem("F015", Level.ERROR, sheet.place(index, header), params)


def _types(survey: Sheet, choices: Sheet) -> Iterator[Problem]:
    column = survey.column("type", "command")
    list_column = choices.column("list_name", "list name")
    lists = {row.get(list_column, "") for row in choices.rows}
    for index, row in enumerate(survey.rows):
        word = row.get(column, "")
        if not word and not _is_remark(row):
            yield Problem("F019", Level.ERROR, survey.place(index, column), {"type": "", "hint": ""})
        if word and not _is_known(word):
            params = {"type": shortened(word), "hint": near(word.split()[0].lower(), _TYPES)}
            yield Problem("F019", Level.ERROR, survey.place(index, column), params)
        chosen = _SELECT.fullmatch(word.removesuffix(" or_other").removesuffix(" or other").strip())
        if chosen and chosen[2] not in lists and not chosen[2].startswith("${"):
            params = {"name": shortened(chosen[2]), "hint": near(chosen[2], lists)}
            yield Problem("F017", Level.ERROR, survey.place(index, column), params)


def _is_known(word: str) -> bool:
    """Whether pyxform knows a type, its list aside; it minds the case."""
    from pyxform import aliases, xls2json
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    found = word in QUESTION_TYPE_DICT or word in vars(aliases)["_type_alias_map"] or word in aliases.settings_header
    shapes = (xls2json.RE_SELECT, xls2json.RE_OSM, xls2json.RE_BEGIN_CONTROL, xls2json.RE_END_CONTROL)
    return found or any(shape.search(word) for shape in shapes) or word.split(maxsplit=1)[0] in _WITH_A_LIST


def _is_remark(row: Mapping[str, str]) -> bool:
    """Whether a row without a type has neither name nor label: pyxform passes over it."""
    return not any(normal_header(header).partition(":")[0] in _SAYS for header in row)


def _names(survey: Sheet) -> Iterator[Problem]:
    type_column, name_column = survey.column("type", "command"), survey.column("name", "value", "tag")
    levels: list[dict[str, Place]] = [{}]
    for index, row in enumerate(survey.rows):
        word, name = row.get(type_column, ""), row.get(name_column, "")
        if END.match(word):
            levels = levels[:-1] or [{}]
            continue
        place = survey.place(index, name_column)
        if word and not name and not word.startswith(("note", "begin", "audit")):
            yield Problem("F020", Level.ERROR, place)
        fault = name_fault(name) if word else ""
        if fault:
            yield Problem("F010", Level.ERROR, place, {"detail": f"“name”列的“{shortened(name)}”不能作名称：{fault}"})
        if name and name in levels[-1]:
            yield Problem("F016", Level.ERROR, place, {"name": shortened(name), "first": str(levels[-1][name])})
        levels[-1].setdefault(name, place)
        if BEGIN.match(word):
            levels.append({})


def _choices(choices: Sheet, settings: Sheet) -> Iterator[Problem]:
    """Choices without a code, and codes that stand twice in their list."""
    list_column, name_column = choices.column("list_name", "list name"), choices.column("name", "value")
    allowed = settings.rows[0].get(settings.column("allow_choice_duplicates"), "") if settings.rows else ""
    seen: set[tuple[str, str]] = set()
    for index, row in enumerate(choices.rows):
        key = row.get(list_column, ""), row.get(name_column, "")
        if key[0] and not key[1]:
            yield Problem("F025", Level.ERROR, choices.place(index, name_column), {"list": key[0]})
        elif all(key) and key in seen and allowed.lower() not in _YES:
            yield Problem(
                "F078", Level.ERROR, choices.place(index, name_column), {"list": key[0], "value": shortened(key[1])}
            )
        seen.add(key)


def _levels(survey: Sheet) -> Iterator[Problem]:
    column = survey.column("type", "command")
    opened: list[tuple[str, Place]] = []
    for index, row in enumerate(survey.rows):
        word, place = row.get(column, ""), survey.place(index, column)
        begin, end = BEGIN.match(word), END.match(word)
        if begin:
            opened.append((begin[1].lower(), place))
        elif end and not opened:
            yield Problem("F018", Level.ERROR, place, {"detail": f"多出一个 {word}"})
        elif end:
            kind, start = opened.pop()
            if kind != end[1].lower():
                yield Problem("F018", Level.ERROR, place, {"detail": f"{word} 对应的是 {start} 的 begin_{kind}"})
    for kind, place in opened:
        yield Problem("F018", Level.ERROR, place, {"detail": f"begin_{kind} 没有对应的 end_{kind}"})
