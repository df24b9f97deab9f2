"""``search()`` in an appearance, as ODK Collect fills it. Q1 which choices; Q2 how they read; Q3 what is missing."""

from __future__ import annotations

import pytest

from survey.session import FillSession
from tests.survey.forms_by_table import CONTEXT, fill, form_of, load, places

FRUITS = "name_key,name,kind,season\na,Apple,pome,autumn\nb,Banana,berry,summer\nc,Cherry,stone,summer\n"
TABLE = """
| survey |
|  | type | name | label | appearance |
|  | text | q | Q | |
|  | select_one c | x | X | minimal SEARCH |
| choices |
|  | list_name | name | label |
|  | c | 99 | Other |
|  | c | name_key | name |
"""


def offered(session: FillSession, path: str) -> str:
    return " ".join(choice.value for choice in session.node(path).choices)


@pytest.mark.parametrize(
    ("search", "given", "expected"),
    [
        ("search('fruits')", None, "99 a b c"),
        ("search('fruits.csv')", None, "99 a b c"),
        ("search('fruits', 'contains', 'name', ${q})", "AN", "99 b"),
        ("search('fruits', 'contains', 'name', ${q})", None, "99 a b c"),
        ("search('fruits', 'matches', 'name', ${q})", "apple", "99 a"),
        ("search('fruits', 'matches', 'name', ${q})", "app", "99"),
        ("search('fruits', 'startswith', 'name', ${q})", "c", "99 c"),
        ("search('fruits', 'endswith', 'name', ${q})", "A", "99 b"),
        ("search('fruits', 'contains', 'name,kind', ${q})", "pom", "99 a"),
        ("search('fruits', 'contains', 'name', ${q}, 'season', 'summer')", "a", "99 b"),
        ("search('fruits', 'contains', 'name', '', 'season', ${q})", "autumn", "99 a"),
        ("search('fruits', 'contains', 'name', concat(${q}, 'rr'))", "e", "99 c"),
    ],
)
def test_q1_choices_come_out_of_the_file(search: str, given: str | None, expected: str) -> None:
    session = fill(TABLE.replace("SEARCH", search), fruits_csv=FRUITS)
    session.answer("/data/q", given)
    assert offered(session, "/data/x") == expected


def test_q1_in_a_repeat_each_instance_searches_by_its_own_answer() -> None:
    table = TABLE.replace("|  | text", "|  | begin_repeat | r | R | |\n|  | text").replace(
        "minimal SEARCH |", "search('fruits', 'matches', 'kind', ${q}) |\n|  | end_repeat | | | |"
    )
    session = fill(table, fruits_csv=FRUITS)
    session.add_repeat("/data/r")
    session.answer("/data/r[1]/q", "stone")
    session.answer("/data/r[2]/q", "berry")
    assert (offered(session, "/data/r[1]/x"), offered(session, "/data/r[2]/x")) == ("99 c", "99 b")


def test_q1_an_answer_no_longer_offered_is_dropped() -> None:
    session = fill(TABLE.replace("SEARCH", "search('fruits', 'contains', 'name', ${q})"), fruits_csv=FRUITS)
    session.answer("/data/q", "b")
    session.answer("/data/x", "b")
    session.answer("/data/q", "c")
    assert session.node("/data/x").value is None


def test_q2_several_label_columns_are_joined() -> None:
    form = form_of(
        TABLE.replace("SEARCH", "search('fruits')").replace("| name |\n", "| kind, season |\n"), fruits_csv=FRUITS
    )
    session = FillSession(form, CONTEXT)
    labels = [choice.label for choice in session.node("/data/x").choices]
    assert labels == ["Other", "pome, autumn", "berry, summer", "stone, summer"]


def test_q3_without_the_file_the_fixed_choices_stay_and_it_is_said() -> None:
    loaded = load(TABLE.replace("SEARCH", "search('fruits')"))
    assert places(loaded.problems) == [("F030", "fruits.csv")]
    assert loaded.form is not None
    assert offered(FillSession(loaded.form, CONTEXT), "/data/x") == "99"


EXTERNAL = """
    | survey |
    |  | type | name | label | choice_filter |
    |  | text | county | 县 | |
    |  | select_one_external town | town | 乡镇 | county = ${county} |
    | external_choices |
    |  | list_name | NAME | LABELS | county |
    |  | town | dx | 东乡镇 | xh |
    |  | town | nb | 南坝镇 | xh |
    |  | town | qx | 渠县镇 | qx |
"""


@pytest.mark.parametrize(
    ("name", "label"),
    [("name", "label"), ("value", "label"), ("Name", "Label"), ("name", "label::中文 (zh)"), ("name", "label:zh")],
)
def test_a_list_of_its_own_sheet_has_its_names_and_labels(name: str, label: str) -> None:
    session = fill(EXTERNAL.replace("NAME", name).replace("LABELS", label))
    assert session.node("/data/town").choices == ()
    session.answer("/data/county", "xh")
    assert [(choice.value, choice.label) for choice in session.node("/data/town").choices] == [
        ("dx", "东乡镇"),
        ("nb", "南坝镇"),
    ]


def test_such_a_list_speaks_each_language() -> None:
    table = EXTERNAL.replace("NAME", "name").replace("LABELS", "label::zh | label::en")
    for chinese, english in (("东乡镇", "Dongxiang"), ("南坝镇", "Nanba"), ("渠县镇", "Quxian")):
        table = table.replace(chinese, f"{chinese} | {english}")
    rows = form_of(table).lists["town external_choices"].rows
    assert [row.label.plain("en") for row in rows] == ["Dongxiang", "Nanba", "Quxian"]
    assert [row.label.plain("zh") for row in rows] == ["东乡镇", "南坝镇", "渠县镇"]


def test_such_a_list_is_not_one_of_the_same_name_in_choices() -> None:
    table = EXTERNAL.replace("NAME", "name").replace("LABELS", "label")
    choices = "    | choices |\n    |  | list_name | name | label |\n    |  | town | x | 别的 |\n"
    session = fill(table + choices)
    session.answer("/data/county", "qx")
    assert [choice.label for choice in session.node("/data/town").choices] == ["渠县镇"]
