"""Whatever pyxform stumbles over is told with its cell, in Chinese. K1 bare exceptions; K2 refusals without a row;
K3 every row of several; K4 what is nobody's single fault; K5 large workbooks."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from survey.problems import Problem
from survey.xlsform.refusals import culprit
from survey.xlsform.sheets.workbook import Sheet, Workbook
from tests.survey.forms_by_table import load, places
from tests.survey.xlsform.test_refusals import ENGLISH

HEAD = "| survey |\n| | type | name | label |"
CHOICES = "\n| choices |\n| | list_name | name | label |\n| | c | a | A |\n| | c | b | B |"

STUMBLES = {
    "two headers in one cell": (
        HEAD + " required_message::F (fr)required_message::E (en) |\n| | text | x | X | Y |",
        "survey!D1",
    ),
    "a name in two parts": (
        HEAD + "\n| | text | x | X |\n| choices |\n| | list_name | name | label | name::x |\n| | c | a | A | z |",
        "choices!D1",
    ),
    "a type in two parts": (HEAD + " type::x |\n| | text | x | X | integer |", "survey!D1"),
    "a bind without its attribute": (HEAD + " bind |\n| | text | x | X | yes |", "survey!D1"),
    "children in the settings": (HEAD + "\n| | text | x | X |\n| settings |\n| | children |\n| | a |", "settings!A1"),
    "a parameter in two parts": (HEAD + " parameters::x |\n| | range | x | X | 1 |", "survey!D1"),
}


def told(problem: Problem) -> str:
    return problem.sentence + problem.remedy


@pytest.mark.parametrize("case", STUMBLES)
def test_k1_a_bare_exception_is_traced_to_its_cell(case: str) -> None:
    table, cell = STUMBLES[case]
    loaded = load(table)
    assert places(loaded.problems) == [("F023", cell)]
    assert "英文" not in told(loaded.problems[0])


WITHOUT_A_ROW = {
    "randomize": (
        HEAD + " parameters |\n| | text | y | Y | |\n| | select_one c | x | X | randomize=odd |",
        "survey!D3",
    ),
    "audit": (HEAD + " parameters |\n| | text | y | Y | |\n| | audit | | | track-changes=odd |", "survey!D3"),
    "quality": (HEAD + " parameters |\n| | audio | x | X | quality=odd |", "survey!D2"),
    "two rows against each other": (
        HEAD
        + "\n| | text | y | Y |\n| | select_one_from_file f.csv | x | X |\n| | select_one_from_file f.xml | z | Z |",
        "survey!A4",
    ),
    "in a group": (
        HEAD + " parameters |\n| | begin_group | g | G | |\n| | image | x | X | max-pixels=a |\n| | end_group | | | |",
        "survey!D3",
    ),
}


@pytest.mark.parametrize("case", WITHOUT_A_ROW)
def test_k2_a_refusal_without_a_row_gets_its_cell(case: str) -> None:
    table, cell = WITHOUT_A_ROW[case]
    loaded = load(table + CHOICES)
    assert [place for _, place in places(loaded.problems)] == [cell]
    assert not ENGLISH.search(told(loaded.problems[0]))


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ("\n| | c | a | Z |\n| | c | b | Z |", [("F078", "choices!B4"), ("F078", "choices!B5")]),
        ("\n| | c | | Z |\n| | c | | Y |", [("F025", "choices!B4"), ("F025", "choices!B5")]),
    ],
)
def test_k3_every_row_is_named(choices: str, expected: list[tuple[str, str]]) -> None:
    loaded = load(HEAD + "\n| | select_one c | x | X |" + CHOICES + choices)
    assert places(loaded.problems) == expected


def test_k3_a_remark_row_is_not_blamed() -> None:
    loaded = load("| survey |\n| | type | name | label | note |\n| | | | | about |\n| | txt | x | X | |")
    assert places(loaded.problems) == [("F019", "survey!A3")]


def sheet(rows: int) -> Workbook:
    """A workbook of one sheet with so many rows."""
    row = MappingProxyType({"type": "text", "name": "x"})
    survey = Sheet("survey", ("type", "name"), (row,) * rows)
    return Workbook(MappingProxyType({"survey": survey}), ("survey",))


def test_k4_no_single_cell_to_blame() -> None:
    def both(book: Workbook) -> str:
        return "bad" if sum(bool(row) for row in book.sheet("survey").rows) > 1 else ""

    assert culprit(sheet(8), both) is None


def test_k4_a_lone_row_is_named_by_its_type() -> None:
    def third(book: Workbook) -> str:
        return "bad" if book.sheet("survey").rows[2] or not book.sheet("survey").column("type") else ""

    found = culprit(sheet(8), third)
    assert found is not None
    assert found.place.cell == "A4"


def test_k5_a_large_workbook_is_not_searched_for_ever() -> None:
    asked: list[int] = []

    def always(book: Workbook) -> str:
        asked.append(sum(bool(row) for row in book.sheet("survey").rows))
        return "bad"

    assert culprit(sheet(50_000), always) is None
    assert sum(asked) <= 100_000


def test_k6_an_expression_outside_the_logic_columns_has_its_cell() -> None:
    loaded = load("| survey |\n| | type | name | label | default |\n| | text | x | X | odd-function(1) |")
    assert places(loaded.problems) == [("X010", "survey!D2")]


@pytest.mark.parametrize(
    ("settings", "code", "cell"),
    [
        ("| instance_name |\n| | odd( |", "X004", "settings!A2"),
        ("| form_id | instance_name |\n| | f | odd-function() |", "X010", "settings!B2"),
        ("| form_id | name |\n| | f | 🙂 |", "F024", "settings!B2"),
        ("| namespaces | form_id |\n| | a=${x} | f |", "F024", "settings!A2"),
    ],
)
def test_k6_what_stands_in_the_settings_has_its_cell(settings: str, code: str, cell: str) -> None:
    loaded = load(f"{HEAD}\n| | text | x | X |\n| settings |\n| {settings}")
    assert places(loaded.problems) == [(code, cell)]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("| | text | LONG~ | X |", "F010"),
        ("| | LONG | x | X |", "F019"),
        ("| | text | x | ${LONG} |", "F015"),
        ("| | select_one LONG | x | X |", "F017"),
    ],
)
def test_k7_a_cell_of_thirty_thousand_characters_is_told_in_short(table: str, code: str) -> None:
    problems = load(f"{HEAD}\n{table}".replace("LONG", "x" * 30_000)).problems
    assert code in {problem.code for problem in problems}
    assert all(len(told(problem)) < 500 for problem in problems)


def test_k7_a_column_called_children_is_only_a_column() -> None:
    loaded = load(f"{HEAD} children |\n| | begin_group | g | G | |\n| | text | x | X | odd |\n| | end_group | | | |")
    assert loaded.form is not None


def test_k8_what_nobody_foresaw_ends_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError("odd thing")

    monkeypatch.setattr("survey.xlsform.read.locate", stumble)
    (problem,) = load(f"{HEAD}\n| | text | x | X |").problems
    assert problem.code == "F011"
    assert "odd thing" in problem.sentence


def test_k6_an_audit_stands_at_its_row() -> None:
    loaded = load(f"{HEAD} calculation |\n| | text | x | X | |\n| | audit | | | odd( |")
    assert places(loaded.problems) == [("X004", "survey!D3")]


def test_k6_a_group_that_looks_at_its_own_question_says_at_which() -> None:
    (problem,) = load(
        "| survey |\n| | type | name | label | relevant |\n| | begin_group | g | G | ./own = 'a' |\n"
        "| | text | own | X | |\n| | end_group | | | |"
    ).problems
    assert (problem.code, problem.place.cell) == ("F040", "D2")
    assert "g → own → g" in problem.sentence
