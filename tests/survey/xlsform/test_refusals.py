"""What pyxform refuses is told in Chinese. Z1: its catalogue is covered; Z2: real forms; Z3: the unknown."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from pyxform.errors import ErrorCode, PyXFormError

from survey.problems import HuceError
from survey.xlsform import convert as door
from survey.xlsform.refusals import in_chinese
from survey.xlsform.refusals.catalogue import BY_CODE
from tests.survey.forms_by_table import load

ENGLISH = re.compile(r"[A-Za-z']{2,} [A-Za-z']{2,}|\b(?:must|invalid|the|not|value is)\b")
VALUES = {"row": "7", "sheet": "survey", "column": "name", "sheet_name": "choices", "other_row": "5"}
C = "\n| choices |\n| | list_name | name | label |\n| | c | a | A |\n| | c | b | B |"


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def english(member: ErrorCode, **given: str) -> str:
    return str(member.value.msg.format(**given))


def values(member: ErrorCode) -> dict[str, str]:
    return {field: VALUES.get(field, f"zz{field}") for field in fields(member.value.msg)}


def test_z1_every_member_of_the_catalogue_has_a_sentence() -> None:
    assert {member.name for member in ErrorCode} == set(BY_CODE)


@pytest.mark.parametrize("member", list(ErrorCode), ids=lambda member: member.name)
def test_z1_code_and_finished_text_give_the_same_chinese(member: ErrorCode) -> None:
    given = values(member)
    assert fields(BY_CODE[member.name]) <= set(given)
    expected = BY_CODE[member.name].format_map(given)
    assert in_chinese(PyXFormError(english(member, **given)), "此处") == expected
    assert in_chinese(PyXFormError(code=member, context=given), "此处") == expected
    assert not ENGLISH.search(expected)


FORMS = {
    "no calculation": ("| | calculate | x | | |", "calculation", "A3"),
    "no choices": ("| | select_one_external c | x | X | |" + C, "external_choices", ""),
    "blank in code": ("| | select_multiple c | x | X | |" + C.replace("| a |", "| a b |"), "a b", ""),
    "filter with other": ("| | select_one c or_other | x | X | choice_filter |" + C, "", ""),
    "bad parameters": ("| | range | x | X | start |", "parameters", "D3"),
    "unknown parameter": ("| | range | x | X | odd=1 |", "odd", "D3"),
    "not a number": ("| | range | x | X | start=a |", "start", "D3"),
    "zero": ("| | range | x | X | step=0 |", "step", "D3"),
    "bad seed": ("| | select_one c | x | X | randomize=true seed=odd |" + C, "seed", ""),
    "seed alone": ("| | select_one c | x | X | seed=1 |" + C, "randomize=true", ""),
    "randomize": ("| | select_one c | x | X | randomize=odd |" + C, "odd", ""),
    "rows": ("| | text | x | X | rows=a |", "rows", "A3"),
    "pixels": ("| | image | x | X | max-pixels=a |", "max-pixels", ""),
    "quality": ("| | audio | x | X | quality=odd |", "quality", ""),
    "package": ("| | image | x | X | app=odd |", "app", "A3"),
    "audit": ("| | audit | | | track-changes=odd |", "track-changes", ""),
    "audit place": ("| | audit | | | location-priority=balanced |", "location-max-age", ""),
    "name": ("| | text | 1x | X | |", "name", "B3"),
    "meta": ("| | text | meta | X | |", "meta", "B3"),
    "column of a file": ("| | select_one_from_file c.csv | x | X | value=7a |", "value", "D3"),
    "extension": ("| | select_one_from_file c.doc | x | X | |", "c.doc", "A3"),
    "background": ("| | background-geopoint | x | X | |", "trigger", "A3"),
}


@pytest.mark.parametrize("case", FORMS)
def test_z2_a_real_form_is_refused_in_chinese(case: str) -> None:
    row, word, cell = FORMS[case]
    header = "| survey |\n| | type | name | label | parameters |\n| | text | first | F | |\n"
    loaded = load(header.replace("parameters", "choice_filter" if case.startswith("filter") else "parameters") + row)
    (problem,) = loaded.problems
    assert problem.code == "F010"
    assert problem.place.cell == cell or not cell
    assert word in problem.sentence
    told = problem.sentence.replace("a b", "").replace("select_one_from_file c.doc", "")
    assert "英文原文" not in told
    assert not ENGLISH.search(told), told


def test_z3_what_is_not_known_stands_behind_a_chinese_sentence() -> None:
    told = in_chinese(PyXFormError("[row : 4] Something quite new."), "工作表“survey”第 4 行")
    assert told == "工作表“survey”第 4 行有不合规则的写法。（英文原文：[row : 4] Something quite new.）"


def test_z3_several_lines_are_told_once() -> None:
    lines = "\n".join(english(ErrorCode.NAMES_007, row=row) for row in "34")
    assert in_chinese(PyXFormError(lines), "") == BY_CODE["NAMES_007"]


@pytest.mark.parametrize(
    ("table", "cell", "word"),
    [
        ("| survey |\n| | type | name | label |\n| | text | a:b | A |", "B2", "a:b"),
        ("| survey |\n| | type | name | label | bind::odd:thing |\n| | text | a | A | 1 |", "D1", "odd:thing"),
    ],
)
def test_z4_an_undeclared_prefix_has_its_cell(table: str, cell: str, word: str) -> None:
    (problem,) = load(table).problems
    assert (problem.code, problem.place.sheet, problem.place.cell) == ("F014", "survey", cell)
    assert word in problem.sentence
    assert not ENGLISH.search(problem.sentence)


def test_z5_a_bare_exception_stands_behind_a_chinese_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise TypeError("odd thing")

    monkeypatch.setattr("pyxform.xls2xform.convert", stumble)
    from survey.xlsform.sheets.workbook import Workbook

    with pytest.raises(HuceError) as caught:
        door.convert(Workbook())
    assert "（英文原文：TypeError: odd thing）" in caught.value.problem.sentence


INLINE = (
    (
        "The same instance id will be generated for different external instance source URIs. Please check the form."
        " Instance name: 'c', Existing type: 'file', Existing URI: 'jr://file/c.xml', Duplicate type: 'file',"
        " Duplicate URI: 'jr://file-csv/c.csv', Duplicate context: 'x'."
    ),
    "The question ${a} is not user-visible so it can't be used as a calculation trigger for question ${b}.",
    "In ${x} There is no survey element named 'c'.",
    "There are multiple survey elements named 'c'.",
    "You must have a sheet named 'survey'. " + english(ErrorCode.NAMES_013, sheet="survey", candidates="'surve'"),
    "The survey element named 'c' has no label or hint.",
    "[row : 3] Badly formatted table list, list names don't match: a vs. c",
    "Parameter location-max-age must be greater than or equal to location-min-interval.",
    "There should be a choices sheet in this xlsform. Please ensure that the choices sheet has the mandatory columns.",
    "[row : 3] Question with no type.\n{'name': 'a'}",
)


@pytest.mark.parametrize("text", INLINE)
def test_z6_messages_outside_the_catalogue_are_chinese(text: str) -> None:
    told = in_chinese(PyXFormError(text), "此处")
    assert "英文原文" not in told
    assert not ENGLISH.search(told)
