"""``check-form``: every finding with cell, level and remedy."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from survey.lint import examine_form, lint_form
from survey.problems import Level, Problem
from tests.survey.forms_by_table import places


def lint(folder: Path, table: str) -> tuple[Problem, ...]:
    path = folder / "form.md"
    path.write_text("\n".join(line.strip() for line in table.strip().splitlines()), encoding="utf-8")
    return lint_form(path)


def test_each_finding_has_its_cell(tmp_path: Path) -> None:
    problems = lint(
        tmp_path,
        """
    | survey |
    |  | type | name | label | relevant | constraint | sensitivity | purpose | choice_filter |
    |  | select_one s | s | 省 | | | | | |
    |  | select_one c | c | 市 | ${s} = 'zz' | | | | p = ${s} |
    |  | integer | a | 年龄 | false() | . > 10 and . < 5 | | | |
    |  | text | idn | 证件 | ${s} = '1' and ${s} = '2' | | S | | |
    |  | text | tel | 手机号码 | not(selected(${s}, '9')) | | | | |
    | choices |
    |  | list_name | name | label | p |
    |  | s | 1 | 四川 | |
    |  | s | 2 | 重庆 | |
    |  | c | x | 甲 | 1 |
    |  | c | y | 乙 | 9 |
    |  | unused | y | 丙 | |
    | settings |
    |  | form_id | legal_basis |
    |  | l | statistical |
    """,
    )
    assert set(places(problems)) == {
        ("F073", "survey!E4"),
        ("F050", "settings"),
        ("F074", "survey!F5"),
        ("F074", "survey!B6"),
        ("F079", "survey!D3"),
        ("F079", "survey!D6"),
        ("F070", "survey!D3"),
        ("F070", "survey!D4"),
        ("F070", "survey!D5"),
        ("F071", "choices!B5"),
        ("F072", "choices!A6"),
        ("F076", "survey!E4"),
    }
    levels = [problem.level for problem in problems]
    assert levels == sorted(levels, key=list(Level).index)
    assert all(problem.sentence and problem.remedy for problem in problems)


def test_a_refused_form_still_gives_every_reason(tmp_path: Path) -> None:
    problems = lint(tmp_path, "| survey |\n|  | type | name | label |\n|  | txt | a | ${b} |\n|  | text | a | A |")
    assert {code for code, _ in places(problems)} == {"F016", "F019", "F015"}


@pytest.mark.parametrize(
    ("constraint", "clashes"),
    [
        (". >= 1 and . <= 1", False),
        (". > 1 and . <= 1", True),
        (". >= 1 and . < 1", True),
        ("5 < . and . < 6", False),
        (". >= -3 and . <= -4", True),
        (". = 1 and . = 2", True),
        (". > 10 or . < 5", False),
        ("1 = 2", True),
    ],
)
def test_bounds(tmp_path: Path, constraint: str, clashes: bool) -> None:
    table = f"| survey |\n|  | type | name | label | constraint |\n|  | decimal | a | A | {constraint} |"
    assert ("F073" in {problem.code for problem in lint(tmp_path, table)}) == clashes


def test_doubles(tmp_path: Path) -> None:
    problems = lint(
        tmp_path,
        """
    | survey |
    |  | type | name | label |
    |  | select_one c | a | A |
    | choices |
    |  | list_name | name | label |
    |  | c | x | 甲 |
    |  | c | x | 乙 |
    | settings |
    |  | allow_choice_duplicates |
    |  | yes |
    """,
    )
    assert ("F078", "choices!B2") in places(problems)


def test_the_shipped_forms_are_clean() -> None:
    forms = sorted((Path(__file__).parents[3] / "forms").glob("*.xlsx"))
    assert forms
    found = [(path.name, problem.code, str(problem.place)) for path in forms for problem in lint_form(path)]
    assert [each for each in found if each[1] not in {"F076", "F077"}] == []


def test_prefill_names_something_known(tmp_path: Path) -> None:
    problems = lint(
        tmp_path,
        """
    | survey |
    |  | type | name | label | prefill |
    |  | text | a | A | shop_name |
    |  | text | b | B | p4.a |
    |  | text | c | C | shop_nam |
    """,
    )
    assert places(problems) == [("F021", "survey!D4")]


def test_an_empty_sheet_and_a_missing_sheet_are_told_in_chinese(tmp_path: Path) -> None:
    for name, code in (("survey", "F013"), ("Tabelle1", "F022")):
        book = openpyxl.Workbook()
        book.worksheets[0].title = name
        book.create_sheet("notes")
        book.save(tmp_path / "form.xlsx")
        loaded = examine_form(tmp_path / "form.xlsx")
        assert (loaded.form, [problem.code for problem in loaded.problems]) == (None, [code])


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("text | x | 手机号码 | | |", [("F074", Level.QUERY)]),
        ("integer | x | 联系电话 | | |", [("F074", Level.QUERY)]),
        ("image | x | 身份证照片 | | |", [("F074", Level.QUERY)]),
        ("date | x | 出生日期 | | |", [("F074", Level.QUERY)]),
        ("integer | x | 贷款笔数 | S | |", [("F074", Level.ERROR)]),
        ("text | x | 店名 | p | |", [("F074", Level.ERROR)]),
        ("text | x | 店名 | P | 登记 |", []),
        ("text | x | 手机号码 | | 联系经营者 |", []),
        ("text | x | 店名 | 高 | |", [("F021", Level.QUERY)]),
        ("calculate | x | 手机号码 | S | |", []),
    ],
)
def test_purpose_of_personal_data(tmp_path: Path, row: str, found: list[tuple[str, Level]]) -> None:
    table = f"| survey |\n|  | type | name | label | sensitivity | purpose | calculation |\n|  | {row} 1 |"
    table = table if row.startswith("calculate") else table.replace("| calculation |", "|").removesuffix(" 1 |")
    problems = [problem for problem in lint(tmp_path, table) if problem.code in {"F074", "F021"}]
    assert [(problem.code, problem.level) for problem in problems] == found
