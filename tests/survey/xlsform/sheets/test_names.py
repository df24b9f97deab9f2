"""Names that no element can have. N1 columns of notes beside the choices are left out and told; N2 others are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.lint import examine_form
from survey.problems import Level
from tests.survey.forms_by_table import form_of, load, places

TABLE = (
    "| survey |\n| | type | name | label | choice_filter |\n| | select_one c | a | 甲 | FILTER |"
    "\n| choices |\n| | list_name | name | label | HEAD |\n| | c | 1 | 一 | x |\n| | c | 2 | 二 | y |"
)
NOTES = ["备注（元）", "单位/元", "说明：", "㎡", "1x", "x:y", "(note)", "备注?", "#", "a<b", "&", "a=b"]


@pytest.mark.parametrize("head", NOTES)
def test_n1_a_column_of_notes_is_left_out_and_told(tmp_path: Path, head: str) -> None:
    (tmp_path / "form.md").write_text(TABLE.replace("HEAD", head).replace("FILTER", ""), encoding="utf-8")
    loaded = examine_form(tmp_path / "form.md")
    assert loaded.form is not None
    assert [choice.label for choice in loaded.form.question("a").choices] == ["一", "二"]
    (told,) = [problem for problem in loaded.problems if problem.code == "F041"]
    assert (str(told.place), told.level) == ("choices!D1", Level.HINT)


@pytest.mark.parametrize("head", ["备注", "unit", "label::English (en)", "media::image", "image::en", "a.b", "一_1"])
def test_n2_other_columns_are_kept(tmp_path: Path, head: str) -> None:
    (tmp_path / "form.md").write_text(TABLE.replace("HEAD", head).replace("FILTER", ""), encoding="utf-8")
    assert "F041" not in {problem.code for problem in examine_form(tmp_path / "form.md").problems}


def test_n2_a_filter_names_its_column() -> None:
    form = form_of(TABLE.replace("HEAD", "等级").replace("FILTER", "等级 = 'x'"))
    assert [row.columns["等级"] for row in form.lists["c"].rows] == ["x", "y"]


def test_n2_a_filter_over_a_column_that_is_left_out_is_refused() -> None:
    found = places(load(TABLE.replace("HEAD", "等级（新）").replace("FILTER", "等级（新） = 'x'")).problems)
    assert [place for _, place in found] == ["survey!D2"]
