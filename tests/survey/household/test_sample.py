"""The county register of 2,000 households as an office sends it: every planted fault is found, nothing else refused.

The expected cells were found by looking at the file, not by running the checks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from python_calamine import CalamineWorkbook

from survey.household import check_household, complete_household, field_of_header
from survey.problems import Level, Problem
from survey.values import to_json

SAMPLE = Path(__file__).parents[2] / "fixtures" / "register_sample.xlsx"
FIRST_ROW = 7  # two heading rows, then a total
REFUSED = {
    "B": "59 60 118 236 249 292 358 363 373 472 530 550 579 610 695 788 832 879 893 960 969 977 999 1004 1087 1176 "
    "1206 1268 1275 1299 1332 1423 1518 1557 1595 1640 1645 1769 1774 1829 1940 1965 1970",
    "C": "11 460 535 733 756 899 963 1236 1359 1905 1999",
    "E": "272 273 318 451 821 1000 1021 1033 1111 1133 1305 1319 1527 1692",
    "F": "170 304 753 936 1083 1418 1685 1713 1978",
    "H": "22 54 66 418 647 711 817 1007 1010 1220 1273 1292 1371 1766 1927 1943",
    "I": "168 301 309 319 340 436 555 589 787 858 1102 1271 1296 1298 1330 1579 1608 1619 1622 1658 2008",
    "L": "467 541 754 895 942 1118 1797 1991 1994",
}


@cache
def _problems() -> tuple[tuple[str, Problem], ...]:
    return tuple(_checked())


def _checked() -> Iterator[tuple[str, Problem]]:
    rows = CalamineWorkbook.from_path(SAMPLE).get_sheet_by_name("底册").to_python(skip_empty_area=False)
    headings = [str(low or high) for high, low in zip(rows[3], rows[4], strict=True)]
    columns = {index: found for index, text in enumerate(headings) if (found := field_of_header(text))}
    letters = {column.key: chr(ord("A") + index) for index, column in columns.items()}
    for number, row in enumerate(rows[FIRST_ROW - 1 :], FIRST_ROW):
        if not isinstance(row[0], float):
            continue
        fields: dict[str, object] = {}
        unread: set[str] = set()
        for index, column in columns.items():
            parsed = column.read(row[index])
            if not parsed.usable:
                unread.add(column.key)
            yield from ((f"{letters[column.key]}{number}", problem) for problem in parsed.problems)
            if parsed.value is not None:
                fields[column.key] = to_json(parsed.value)
        done = complete_household(fields, county="511722")
        for problem in check_household(done, today=dt.date(2026, 11, 23), county="511722"):
            if problem.place.path not in unread:
                yield f"{letters.get(problem.place.path, '')}{number}", problem


def test_exactly_the_planted_faults_block() -> None:
    expected = sorted(f"{letter}{row}" for letter, rows in REFUSED.items() for row in rows.split())
    assert sorted(cell for cell, problem in _problems() if problem.level is Level.ERROR) == expected
    assert len(expected) == 123  # and five codes that stand twice in the file, which only an import can see


def test_a_code_of_the_older_edition_is_only_pointed_out() -> None:
    hints = {(problem.code, problem.level) for _, problem in _problems() if problem.level is not Level.ERROR}
    assert hints == {("R015", Level.HINT), ("R004", Level.HINT)}
    assert sum(problem.code == "R015" for _, problem in _problems()) == 95
