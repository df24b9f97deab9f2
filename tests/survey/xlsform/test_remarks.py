"""What pyxform remarks on in forms it accepts. M1 each in Chinese with its cell; M2 the unknown; M3 none overlooked."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import pyxform

from survey.lint import lint_form
from survey.xlsform.refusals import remarks
from tests.survey.xlsform.test_refusals import ENGLISH

CHOICES = "\n| choices |\n| | list_name | name | label |\n| | c | a | A |"
HEAD = "| survey |\n| | type | name | label |\n"

FORMS = {
    "a choice without a label": (HEAD + "| | select_one c | x | X |" + CHOICES[:-3] + "|", "choices!C2", "选项文字"),
    "a repeat without a label": (
        HEAD + "| | begin_repeat | r | |\n| | text | x | X |\n| | end_repeat | | |",
        "survey!A2",
        "题组",
    ),
    "a picture": (HEAD + "| | image | x | X |", "survey!A2", "max-pixels"),
    "an old property": (HEAD + "| | simserial | x | X |", "survey!A2", "simserial"),
    "a remark row": (
        "| survey |\n| | type | name | label | note |\n| | text | x | X | |\n| | | | | about |",
        "survey!A3",
        "没有读取",
    ),
    "disabled": ("| survey |\n| | type | name | label | disabled |\n| | text | x | X | no |", "survey!D2", "disabled"),
    "names by case": (HEAD + "| | text | x | X |\n| | text | X | Y |", "survey!B3", "大小写"),
    "a blank in a header": (
        HEAD + "| | select_one c | x | X |" + CHOICES.replace("label |\n", "label | 一 栏 |\n", 1) + " b |",
        "choices!D1",
        "一 栏",
    ),
    "a missing translation": (
        "| survey |\n| | type | name | label::中文 (zh) | hint::English (en) |\n| | text | x | X | H |",
        "survey!D1",
        "English (en)",
    ),
    "a language without a code": (
        "| survey |\n| | type | name | label::Klingonish |\n| | text | x | X |",
        "survey!C1",
        "Klingonish",
    ),
    "both ids": (HEAD + "| | text | x | X |\n| settings |\n| | form_id | id_string |\n| | a | b |", "", "id_string"),
    "a sheet nearly named settings": (
        HEAD + "| | text | x | X |\n| setting |\n| | form_id |\n| | a |",
        "settings",
        "setting",
    ),
    "other in two languages": (
        "| survey |\n| | type | name | label::中文 (zh) |\n| | select_one c or_other | x | X |"
        + CHOICES.replace("label", "label::中文 (zh)"),
        "",
        "or_other",
    ),
}


@pytest.mark.parametrize("case", FORMS)
def test_m1_each_remark_is_chinese_and_has_its_cell(tmp_path: Path, case: str) -> None:
    table, place, word = FORMS[case]
    (tmp_path / "form.md").write_text(table, encoding="utf-8")
    found = [problem for problem in lint_form(tmp_path / "form.md") if problem.code == "F077"]
    told = [problem for problem in found if str(problem.place) == place and word in problem.sentence]
    assert told, [(str(problem.place), problem.sentence) for problem in found]
    assert not any(ENGLISH.search(problem.sentence) or "英文原文" in problem.sentence for problem in told)


def test_m2_what_is_not_known_stands_behind_a_chinese_sentence() -> None:
    (remark,) = remarks("[row : 7] Something quite new.")
    assert remark.sentence == "还有一条没有译出的提醒。（英文原文：[row : 7] Something quite new.）"
    assert (remark.sheet, remark.row) == ("survey", 7)


def test_m3_pyxform_warns_in_as_many_places_as_we_know() -> None:
    """A new release that warns of something new fails here, so that its sentence is written."""
    root = Path(pyxform.__file__).parent
    found = {path.relative_to(root).as_posix(): _warned(path) for path in root.rglob("*.py")}
    assert {name: number for name, number in found.items() if number} == {
        "survey.py": 1,
        "utils.py": 1,  # itemsets.csv, which we never write
        "xls2json.py": 9,
        "validators/enketo_validate/__init__.py": 1,  # programs that we do not run
        "validators/odk_validate/__init__.py": 1,
        "validators/pyxform/choices.py": 2,
        "validators/pyxform/translations_checks.py": 2,
        "validators/pyxform/unique_names.py": 1,
    }


def _warned(path: Path) -> int:
    calls = (node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return sum(
        isinstance(each, ast.Attribute)
        and each.attr == "append"
        and isinstance(each.value, ast.Name)
        and each.value.id == "warnings"
        for each in calls
    )
