"""Workbooks as they come: each loads, or is refused with a code. W1 to W4."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from survey.session import FillSession
from survey.xlsform import read_form
from tests.survey.forms_by_table import CONTEXT
from tests.survey.scenarios.play import refused

ACCEPTED = (
    *(
        "string",
        "int",
        "select one from c",
        "select all that apply from c",
        "add select one prompt using c",
        "q string",
    ),
    *("gps", "photo", "add image prompt", "q date", "date time", "datetime", "select one from c or specify other"),
    *(
        "phone number",
        "percentage",
        "get device id",
        "get start time",
        "get today",
        "trigger",
        "osm",
        "rank c",
        "simserial",
    ),
    *("background-audio", "start-geopoint", "barcode", "geotrace", "geoshape", "select_one ${t}", "email", "q audio"),
)
UNKNOWN = ("table", "Select_One c", "INTEGER", "foo", "Text", "month", "inventory", "date of birth")
CHOICES = [("list_name", "name", "label"), ("c", "a", "A")]


def write(folder: Path, survey: list[tuple[str | None, ...]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Survey"
    for row in survey:
        sheet.append(row)
    choices = book.create_sheet("CHOICES")
    for choice in CHOICES:
        choices.append(choice)
    book.save(folder / "form.xlsx")
    return folder / "form.xlsx"


@pytest.mark.parametrize("kind", ACCEPTED)
def test_w1_old_names_of_types_load_and_can_be_filled(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, [("type", "name", "label"), ("text", "t", "T"), (kind, "x", "X")])
    loaded = read_form(path)
    assert loaded.form is not None, [problem.sentence for problem in loaded.problems]
    FillSession(loaded.form, CONTEXT).finish()


@pytest.mark.parametrize("kind", UNKNOWN)
def test_w2_unknown_types_are_named_with_their_cell(tmp_path: Path, kind: str) -> None:
    loaded = read_form(write(tmp_path, [("type", "name", "label"), ("text", "t", "T"), (kind, "x", "X")]))
    assert loaded.form is None
    (problem,) = loaded.problems
    assert (problem.code, problem.place.cell) == ("F019", "A3")
    assert kind in problem.sentence


@pytest.mark.parametrize("search", ["search()", "search('a', 'contains')", "search(${t})", "search('fruits'"])
def test_w3_a_search_that_cannot_be_followed_is_refused_after_another_word_too(search: str) -> None:
    table = f"""
    | type | name | label | appearance |
    | text | t | T | |
    | select_one c | x | X | minimal {search} |
    choices
    | list_name | name | label |
    | c | a | A |
    """
    assert refused(table) == [("F032", "survey!D3")]


def test_w4_a_lonely_far_cell_does_no_harm(tmp_path: Path) -> None:
    path = write(
        tmp_path, [("type", "name", "label"), ("text", "t", "T"), *[(None,) * 3] * 4414, (None,) * 200 + (" ",)]
    )
    assert read_form(path).form is not None
