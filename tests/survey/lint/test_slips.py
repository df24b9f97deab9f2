"""Slips of authors, a small table each: L1 names and cells, L2 answers, L3 lists, L4 references, L5 languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.problems import Level
from tests.survey.forms_by_table import codes, places
from tests.survey.lint.test_lint import lint

HEAD = "| survey |\n|  | type | name | label |"
CHOICES = "\n| choices |\n|  | list_name | name | label | p |\n|  | c | a | 甲 | 1 |\n|  | c | b | 乙 | 2 |"


@pytest.mark.parametrize(
    ("sheet", "header", "cell"),
    [
        ("survey", "relevent", "D1"),
        ("survey", "Constrain message", "D1"),
        ("survey", "calculatoin", "D1"),
        ("survey", "lable::English (en)", "D1"),
        ("settings", "form_idd", "A1"),
        ("choices", "lebel", "C1"),
        ("checks", "asert", "A1"),
    ],
)
def test_l1_a_misspelt_column_name(tmp_path: Path, sheet: str, header: str, cell: str) -> None:
    table = f"{HEAD}\n|  | select_one c | x | X |{CHOICES}"
    if sheet == "survey":
        table = table.replace("| label |\n|  | select", f"| label | {header} |\n|  | select", 1)
    elif sheet == "choices":
        table = table.replace("| label | p |", f"| {header} | p |")
    else:
        table += f"\n| {sheet} |\n|  | {header} |\n|  | 1 |"
    assert ("F081", f"{sheet}!{cell}") in places(lint(tmp_path, table))


@pytest.mark.parametrize(
    "header", ["media::image", "bind::x", "instance::db", "my_notes", "_relevent", "Read Only", "body::x"]
)
def test_l1_other_column_names_are_the_authors_own(tmp_path: Path, header: str) -> None:
    table = f"{HEAD} {header} |\n|  | select_one c | x | X | |{CHOICES}"
    assert "F081" not in codes(lint(tmp_path, table))


def test_l1_an_error_value_of_a_formula(tmp_path: Path) -> None:
    table = f"{HEAD} note |\n|  | select_one c | x | #REF! | see #N/A |{CHOICES}\n|  | c | d | #N/A | |"
    found = [each for each in places(lint(tmp_path, table)) if each[0] == "F080"]
    assert found == [("F080", "survey!C2"), ("F080", "choices!C4")]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("integer | x | X | | . > 5 | 3 |", "F087", "F2"),
        ("text | x | X | | regex(., '^[0-9]+$') | a1 |", "F087", "F2"),
        ("select_one c | x | X | | | z |", "F088", "F2"),
        ("select_multiple c | x | X | | | a z |", "F088", "F2"),
        ("note | x | X | yes | | |", "F089", "D2"),
        ("integer | x | X | | . > 5 | 6 |", "", ""),
        ("integer | x | X | | . > ${y} | 3 |", "", ""),
        ("date | x | X | | . <= today() | 2099-01-01 |", "", ""),
        ("integer | x | X | | . > 5 | ${y} + 1 |", "", ""),
        ("select_multiple c | x | X | | | a b |", "", ""),
        ("note | x | X | | | |", "", ""),
    ],
)
def test_l2_answers_that_cannot_be_right(tmp_path: Path, row: str, code: str, cell: str) -> None:
    table = f"{HEAD} required | constraint | default |\n|  | {row}\n|  | integer | y | Y | | | |{CHOICES}"
    found = [each for each in places(lint(tmp_path, table)) if each[0] in {"F087", "F088", "F089"}]
    assert found == ([(code, f"survey!{cell}")] if code else [])


@pytest.mark.parametrize(
    ("read_only", "default", "flagged"),
    [("yes", "", True), ("yes", "1", False), ("no", "", False), ("${y} = 1", "", False)],
)
def test_l2_required_but_read_only(tmp_path: Path, read_only: str, default: str, flagged: bool) -> None:
    table = f"{HEAD} required | read_only | default |\n|  | integer | y | Y | | | |\n"
    table += f"|  | integer | x | X | yes | {read_only} | {default} |"
    assert ("F089" in codes(lint(tmp_path, table))) == flagged


@pytest.mark.parametrize(
    ("type_", "choice_filter", "found"),
    [
        ("select_one c", "q = ${y}", [("F090", "survey!D3")]),
        ("select_one c", "p = ${y}", []),
        ("select_one c", "selected(${y}, name) and p > 1", []),
        ("select_one c", "false() and pp = 1", [("F090", "survey!D3")]),
        ("select_one_from_file towns.csv", "province = ${y}", [("F090", "survey!A3"), ("F090", "survey!D3")]),
    ],
)
def test_l3_a_filter_by_a_column_the_list_does_not_have(
    tmp_path: Path, type_: str, choice_filter: str, found: list[tuple[str, str]]
) -> None:
    (tmp_path / "towns.csv").write_text("name,title,county\n1,东乡镇,宣汉\n", encoding="utf-8")
    table = f"{HEAD} choice_filter |\n|  | text | y | Y | |\n|  | {type_} | x | X | {choice_filter} |{CHOICES}"
    told = places(lint(tmp_path, table))
    assert sorted({each for each in told if each[0] == "F090"}) == found


def test_l3_choices_that_read_alike(tmp_path: Path) -> None:
    table = f"{HEAD}\n|  | select_one c | x | X |{CHOICES}\n|  | c | d | 乙 | 2 |\n|  | c | e | 乙 | 3 |"
    found = [problem for problem in lint(tmp_path, table) if problem.code == "F082"]
    assert places(tuple(found)) == [("F082", "choices!B4")]
    assert "“d”和“b”" in found[0].sentence


def test_l4_calculations_that_nobody_reads(tmp_path: Path) -> None:
    table = """
    | survey |
    |  | type | name | label | calculation | relevant |
    |  | calculate | used | | 1 + 1 | |
    |  | calculate | shown | | 2 + 2 | |
    |  | calculate | judged | | 3 + 3 | |
    |  | calculate | moment | | once(now()) | |
    |  | calculate | unused | | ${unused2} | |
    |  | calculate | unused2 | | 4 | |
    |  | text | x | X ${shown} | | ${used} > 1 |
    | checks |
    |  | id | level | assert | message |
    |  | R | 提示性 | ${judged} > 1 | 不对 |
    """
    found = [each for each in places(lint(tmp_path, table)) if each[0] == "F084"]
    assert found == [("F084", "survey!B6")]


@pytest.mark.parametrize(
    ("relevant", "flagged"),
    [
        ("/data/nothing = 1", True),
        ("../nothing = 1", True),
        ("../a = 1", False),
        ("/data/a = 1", False),
        ("../* = 1", False),
    ],
)
def test_l4_a_path_to_no_question(tmp_path: Path, relevant: str, flagged: bool) -> None:
    table = f"{HEAD} relevant |\n|  | integer | a | A | |\n|  | text | x | X | {relevant} |"
    found = [each for each in places(lint(tmp_path, table)) if each[0] == "F085"]
    assert found == ([("F085", "survey!D3")] if flagged else [])


@pytest.mark.parametrize(
    ("scope", "reference", "flagged"),
    [
        ("entry", "${r.emp_total}", False),
        ("entry", "${r.emp_totl}", True),
        ("panel", "${p.a}", False),
        ("panel", "${p4.b}", True),
        ("batch", "${e.author}", False),
        ("batch", "${e.autor}", True),
        ("batch", "${g.count}", False),
    ],
)
def test_l4_a_rule_that_reads_an_unknown_key(tmp_path: Path, scope: str, reference: str, flagged: bool) -> None:
    table = f"""
    | survey |
    |  | type | name | label |
    |  | integer | a | A |
    | checks |
    |  | id | level | scope | assert | message |
    |  | R1 | 提示性 | {scope} | {reference} != 1 | 不对 |
    """
    problems = [problem for problem in lint(tmp_path, table) if problem.code == "F086"]
    assert places(tuple(problems)) == ([("F086", "checks!D2")] if flagged else [])
    assert all(problem.level is Level.QUERY and reference in problem.sentence for problem in problems)


def test_l5_texts_without_a_translation_are_told_once_a_column(tmp_path: Path) -> None:
    table = """
    | survey |
    |  | type | name | label::中文 (zh) | label::English (en) |
    |  | text | a | 甲 | A |
    |  | text | b | 乙 | |
    |  | text | c | 丙 | |
    |  | text | d | | D |
    """
    found = [problem for problem in lint(tmp_path, table) if problem.code == "F083"]
    assert places(tuple(found)) == [("F083", "survey!D3"), ("F083", "survey!C5")]
    assert "2 处" in found[0].sentence


def test_l3_every_comparison_with_a_code_that_is_not_in_the_list(tmp_path: Path) -> None:
    table = f"""{HEAD} calculation | required | constraint |
    |  | select_one c | one | 单选 | | | |
    |  | select_multiple c | many | 多选 | | | |
    |  | calculate | k | | if(${{one}} = 'z', 1, 2) | | |
    |  | integer | n | N | | selected(${{many}}, 'z') | . > ${{k}} or ${{many}} = 'a b' or ${{many}} = 'a z' |
    {CHOICES.strip()}
    | checks |
    |  | id | level | when | assert | message |
    |  | R | 提示性 | ${{one}} = 'y' | ${{one}} != 'a' | 不对 |"""
    found = [each for each in places(lint(tmp_path, table)) if each[0] == "F079"]
    assert found == [("F079", "survey!D4"), ("F079", "survey!E5"), ("F079", "survey!F5"), ("F079", "checks!A2")]


def test_l1_questions_of_one_group_that_read_alike(tmp_path: Path) -> None:
    table = f"""{HEAD}
    |  | text | a | 名称 |
    |  | text | b | 名称 |
    |  | begin_group | g | 组 |
    |  | text | c | 名称 |
    |  | text | d | ${{a}} |
    |  | text | e | ${{b}} |
    |  | end_group | | |"""
    assert places(lint(tmp_path, table)) == [("F091", "survey!C3")]
