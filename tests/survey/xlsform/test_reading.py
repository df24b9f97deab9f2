"""Reading workbooks. W1 sheets and cells, W2 what pyxform refuses, W3 damaged files, W4 stored forms, W5 hostile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from survey.form import Group, QuestionKind, Repeat, Sensitivity
from survey.period import Frequency
from survey.problems import Level, messages
from survey.xlsform import form_from_json, form_to_json, read_form
from tests.survey.forms_by_table import form_of, load, places

HEADER = ("type", "name", "label", "relevant", "calculation", "constraint")


def workbook(path: Path, *rows: tuple[str | None, ...]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (HEADER, *rows):
        sheet.append(row)
    book.save(path)
    return path


def test_w1_everything_about_a_question() -> None:
    form = form_of("""
    | survey |
    |  | type | name | label | hint | required | required_message | constraint | constraint_message |
    |  | integer | pay | 工资 | 每月 | yes | 要填 | . > 0 | 大于零 |
    |  | decimal | rate | 费率 | | | | | |
    | settings |
    |  | form_id | form_title | version | frequency | table_number | valid_until | legal_basis |
    |  | f1 | 表一 | 7 | 季度 | 个监1表 | 2027-12-31 | service |
    """)
    pay = form.question("pay")
    assert (form.id, form.title, form.version, form.frequency) == ("f1", "表一", "7", Frequency.QUARTER)
    assert (pay.kind, pay.label, pay.hint) == (QuestionKind.INTEGER, "工资", "每月")
    assert (pay.required, pay.constraint) == ("true()", ". > 0")
    assert (pay.required_message.plain(), pay.constraint_message.plain()) == ("要填", "大于零")
    assert str(pay.place) == "survey!B2"
    assert str(form.legal.valid_until) == "2027-12-31"


def test_w1_our_own_columns() -> None:
    form = form_of("""
    | survey |
    |  | type | name | label | default | appearance | unit | purpose | sensitivity | prefill |
    |  | integer | pay | 工资 | 3 | numbers | 元 | 监测 | p | wage |
    """)
    pay = form.question("pay")
    assert (pay.default, pay.appearance, pay.unit, pay.prefill) == ("3", "numbers", "元", "wage")
    assert (pay.sensitivity, pay.purpose) == (Sensitivity.PERSONAL, "监测")
    assert form.prefill == {"/data/pay": "wage"}


def test_w1_keys_are_names_and_paths_where_names_repeat() -> None:
    form = form_of("""
    | survey |
    |  | type | name | label |
    |  | begin_group | g | G |
    |  | text | a | A |
    |  | text | b | B |
    |  | end_group | | |
    |  | begin_group | h | H |
    |  | text | a | A |
    |  | begin_repeat | r | R |
    |  | text | a | A |
    |  | end_repeat | | |
    |  | end_group | | |
    """)
    keys = {item.path: item.key for item in form.items() if not isinstance(item, Group) or isinstance(item, Repeat)}
    assert keys["/data/g/a"] == "g/a"
    assert (keys["/data/g/b"], keys["/data/h/r"], keys["/data/h/r/a"]) == ("b", "r", "a")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("| text | a | A | ${missing} = 1 |", ("F015", "survey!D2")),
        ("| integr | a | A | |", ("F019", "survey!A2")),
        ("| select_one nolist | a | A | |", ("F017", "survey!A2")),
        ("| text | a | A | |\n|  | text | a | B | |", ("F016", "survey!B3")),
        ("| text | | A | |", ("F020", "survey!B2")),
        ("| begin_group | g | G | |\n|  | text | a | A | |", ("F018", "survey!A2")),
        ("| text | a | A | |\n|  | end_repeat | | | |", ("F018", "survey!A3")),
        ("| text | a | A | foo(1) |", ("X010", "survey!D2")),
        ("| text | a | A | 1 + |", ("X004", "survey!D2")),
        (
            "| select_one c | a | A | |\n| choices |\n|  | list_name | name | label | n |\n|  | c | x | X ${no} | 1 |",
            ("F015", "choices!D2"),
        ),
    ],
)
def test_w2_each_refusal_names_its_cell(rows: str, expected: tuple[str, str]) -> None:
    loaded = load(f"| survey |\n|  | type | name | label | relevant |\n|  {rows}")
    assert loaded.form is None
    found = places(loaded.problems)
    assert expected in found or (expected[0], expected[1].replace("D2", "C2")) in found
    assert all(problem.sentence and problem.remedy for problem in loaded.problems)


def test_w2_a_prefix_without_a_namespace_is_told() -> None:
    loaded = load("| survey |\n|  | type | name | label | bind::odd:thing |\n|  | text | a | A | 1 |")
    assert [code for code, _ in places(loaded.problems)] == ["F014"]


def test_w2_what_no_engine_fills_is_refused_by_name() -> None:
    loaded = load("""
    | survey |
    |  | type | name | label | appearance |
    |  | select_one c | a | A | search('fruits', 'contains') |
    | choices |
    |  | list_name | name | label |
    |  | c | name_key | name |
    """)
    assert places(loaded.problems) == [("F032", "survey!D2")]


def test_w2_a_missing_file_leaves_its_list_empty_and_says_so() -> None:
    loaded = load("| survey |\n|  | type | name | label |\n|  | select_one_from_file a.csv | a | A |")
    assert loaded.form is not None
    assert [(p.code, p.level) for p in loaded.problems] == [("F030", Level.QUERY)]


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04garbage", b"\xd0\xcf\x11\xe0rubbish", b"\xff\xfe\x00"])
def test_w3_damaged_files_end_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    loaded = read_form(path)
    assert loaded.form is None
    assert all(problem.code in messages() for problem in loaded.problems)
    assert read_form(tmp_path / "nothing.xlsx").problems[0].code == "F001"


def test_w3_the_bytes_decide_not_the_name(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", ("text", "a", "A"))
    renamed = good.rename(tmp_path / "good.xls")
    assert read_form(renamed).form is not None


def test_w3_cells_far_away_are_never_walked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "far.xlsx", ("text", "a", "A"))
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["survey"].cell(1_048_576, 16_384, "x")
    book["survey"].cell(4_417, 16_384, "x")
    book.save(path)
    form = read_form(path).form
    assert form is not None
    assert [question.name for question in form.questions()] == ["a", "instanceID"]


EVERYTHING = """
| survey |
|  | type | name | label::中文 | label::en | relevant | calculation | trigger | default | repeat_count | image::中文 |
|  | select_one c | a | 甲${b} | A | | | | | | x.png |
|  | integer | b | 乙 | B | ${a} = 'x' | | | now() | | |
|  | begin_repeat | r | 丙 | C | | | | | ${b} | |
|  | text | t | 丁 | D | | ${b} | ${b} | | | |
|  | end_repeat | | | | | | | | | |
| choices |
|  | list_name | name | label::中文 | label::en | extra |
|  | c | x | 叉 | cross | 1 |
| checks |
|  | id | level | scope | when | assert | message | vars | valid_from | valid_to |
|  | R1 | 核实性 | panel | | ${b} > ${p.b} | ${a}：${b} | b | 2026Q1 | 2026Q4 |
| settings |
|  | form_id | valid_until | legal_basis | frequency | issuing_authority | table_number | approval_number |
|  | all | 2027年6月 | statistical | month | 局 | 表 | 号 |
"""


def test_w4_a_stored_form_is_the_same_form() -> None:
    form = form_of(EVERYTHING)
    assert form_from_json(form_to_json(form)) == form
    assert str(form.legal.valid_until) == "2027-06-30"


def test_w4_opening_a_stored_form_does_not_load_pyxform(tmp_path: Path) -> None:
    stored = tmp_path / "form.json"
    stored.write_bytes(form_to_json(form_of(EVERYTHING)))
    code = (
        "import sys, pathlib\n"
        "from survey.xlsform import form_from_json\n"
        f"form_from_json(pathlib.Path({str(stored)!r}).read_bytes())\n"
        "import survey.session, survey.check\n"
        "assert not {'pyxform', 'openpyxl', 'xlrd'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"format":1,"form":{"#":"Place"}}', b'{"format":9}'])
def test_w4_anything_else_is_not_a_stored_form(data: bytes) -> None:
    from survey.problems import HuceError

    with pytest.raises(HuceError) as caught:
        form_from_json(data)
    assert caught.value.problem.code == "F006"


def test_w5_ten_thousand_questions_load(tmp_path: Path) -> None:
    rows = [("integer", f"q{i}", f"题{i}", f"${{q{i - 1}}} > 0" if i else None) for i in range(10_000)]
    form = read_form(workbook(tmp_path / "large.xlsx", *rows)).form
    assert form is not None
    assert sum(1 for _ in form.questions()) == 10_001


def test_w5_a_circle_of_ten_thousand_is_refused_at_a_cell(tmp_path: Path) -> None:
    rows = [("calculate", f"q{i}", None, None, f"${{q{(i + 1) % 10_000}}} + 1") for i in range(10_000)]
    (problem,) = read_form(workbook(tmp_path / "circle.xlsx", *rows)).problems
    assert problem.code == "F040"
    assert problem.place.cell.startswith("E")


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ([("begin_group", f"g{i}", "G") for i in range(300)] + [("end_group",)] * 300, "F012", "A42"),
        ([("text", "a", "A", None, None, "(" * 3000 + "1" + ")" * 3000)], "X008", "F2"),
        ([("text", "a", "A", None, None, "regex(., '(a+)+$')")], "X041", "F2"),
        ([("text", "a", "A", "${nowhere} = 1")], "F015", "D2"),
    ],
)
def test_w5_hostile_forms_are_refused_at_a_cell(
    tmp_path: Path, rows: list[tuple[str | None, ...]], code: str, cell: str
) -> None:
    problems = read_form(workbook(tmp_path / "hostile.xlsx", *rows)).problems
    assert (code, f"survey!{cell}") in places(problems)


def test_w1_tables_and_csv_as_pyxform_reads_them(tmp_path: Path) -> None:
    """Headers behind the sheet's name, remarks behind a row, lines inside a quoted cell."""
    form = form_of("""
    | survey | type | name | label | # the questions
    |  | text | a | A # 1 | # asked first
    # | | text | gone | G |
    |  | select_one c | b | B |
    | choices | list name | name | label |
    |  | c | x | X |
    """)
    assert [(item.name, item.label) for item in form.root.children[:2]] == [("a", "A # 1"), ("b", "B")]
    (tmp_path / "f.csv").write_text('survey,type,name,label\n,text,a,"One\nTwo"\n', encoding="utf-8")
    loaded = read_form(tmp_path / "f.csv")
    assert loaded.form is not None
    assert loaded.form.question("a").label == "One\nTwo"
