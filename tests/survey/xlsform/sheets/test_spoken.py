"""Texts with and without a language. L1 in whatever order the columns stand; L2 what is told; L3 nothing else moves."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from survey.form import Text
from survey.lint import lint_form
from survey.xlsform.sheets.spoken import spoken_once
from survey.xlsform.sheets.workbook import Sheet
from tests.survey.forms_by_table import form_of

TEXTS = {"label": "甲", "label::en": "A", "label::zh": "乙"}
SETTINGS = "\n| settings |\n| | default_language |\n| | zh |"


def spoken(text: Text) -> dict[str, str]:
    return {language: text.plain(language) for language in text.by_language}


def table(columns: tuple[str, ...]) -> str:
    heads, words = " | ".join(columns), " | ".join(TEXTS[each] for each in columns)
    return (
        f"| survey |\n| | type | name | {heads} |\n| | select_one c | a | {words} |"
        f"\n| choices |\n| | list_name | name | {heads} |\n| | c | 1 | {words} |"
    )


@pytest.mark.parametrize("columns", list(itertools.permutations(TEXTS)), ids="-".join)
def test_l1_the_column_that_names_the_language_wins(columns: tuple[str, ...]) -> None:
    question = form_of(table(columns) + SETTINGS).question("a")
    (choice,) = question.choices
    assert spoken(question.label_text) == {"zh": "乙", "en": "A"}
    assert choice.label == "乙"


@pytest.mark.parametrize("columns", list(itertools.permutations(["label", "label::en"])), ids="-".join)
def test_l1_a_column_without_a_language_takes_none_away(columns: tuple[str, ...]) -> None:
    assert spoken(form_of(table(columns)).question("a").label_text) == {"": "甲", "en": "A"}


@pytest.mark.parametrize("columns", list(itertools.permutations(["label", "label::en"])), ids="-".join)
def test_l1_it_speaks_the_language_of_the_form(columns: tuple[str, ...]) -> None:
    assert spoken(form_of(table(columns) + SETTINGS).question("a").label_text) == {"zh": "甲", "en": "A"}


def test_l2_two_texts_of_one_language_are_told(tmp_path: Path) -> None:
    (tmp_path / "form.md").write_text(table(tuple(TEXTS)) + SETTINGS, encoding="utf-8")
    told = [problem for problem in lint_form(tmp_path / "form.md") if problem.code == "F037"]
    assert [str(problem.place) for problem in told] == ["survey!C1", "choices!C1"]
    assert "“label::zh”" in told[0].sentence


def test_l2_the_same_text_twice_is_not(tmp_path: Path) -> None:
    same = table(tuple(TEXTS)).replace("乙", "甲")
    (tmp_path / "form.md").write_text(same + SETTINGS, encoding="utf-8")
    assert "F037" not in {problem.code for problem in lint_form(tmp_path / "form.md")}


def test_l3_other_columns_stay_as_they_are() -> None:
    row = {"type": "text", "bind::relevant": "1", "relevant": "2", "label::en": "A", "required_message": "甲"}
    sheet = Sheet("survey", tuple(row), (row,))
    assert spoken_once(sheet, "default") is sheet
