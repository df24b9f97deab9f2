"""The monthly, baseline and party-building questionnaires, and the workbooks themselves."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook

from survey.codelists import code_list, industries, list_names
from survey.form import Answers, Json, LegalBasis, RuleScope
from survey.lint import lint_form
from survey.period import Frequency
from survey.problems import Level
from tests.survey.forms.filling import FORMS, REGISTER, VISIT, asked, context, fill, fired, shipped

NAMES = ("quarterly", "monthly", "baseline", "party")
MONTH: dict[str, Json] = {
    **VISIT,
    "revenue_m": 30000,
    "biz_cond": "2",
    "order_trend": "2",
    "emp_total": 3,
    "difficulties": ["01"],
}
BASELINE: dict[str, Json] = {**VISIT, "roster_result": "1", "has_others": "0"}
PARTY: dict[str, Json] = {"consent_sensitive": "1", "party_members": 1, "owner_political": "01", "owner_party": "1"}


def test_a_month_is_short_and_may_be_submitted() -> None:
    session = fill("monthly", MONTH, context(period="2026M09"))
    assert session.finish().may_submit
    assert len([key for key in asked(session) if key in MONTH]) == len(MONTH)
    assert len(session.form.legal.table_number) > 0


@pytest.mark.parametrize(
    ("rule", "changes", "before"),
    [
        ("M01", {}, {"operating_status": "7"}),
        ("M02", {}, {"operating_status": "9"}),
        ("M03", {"revenue_m": 70000}, {}),
        ("M04", {"revenue_m": 3}, {}),
        ("M05", {"emp_total": 7}, {}),
        ("M06", {"emp_total": 51}, {"emp_total": 50}),
        ("M07", {"response": "4"}, {}),
    ],
)
def test_monthly_rules(rule: str, changes: Answers, before: Answers) -> None:
    surroundings = context(period="2026M09", previous={**MONTH, **before})
    assert fired(fill("monthly", MONTH, context(period="2026M09", previous=MONTH))) == set()
    assert rule in fired(fill("monthly", {**MONTH, **changes}, surroundings))


def test_a_month_of_a_closed_shop_asks_why() -> None:
    session = fill("monthly", {**VISIT, "operating_status": "3", "difficulties": ["17"]}, context(period="2026M09"))
    assert "revenue_m" not in asked(session)
    assert session.finish().may_submit


def test_the_baseline_visit_fills_itself_from_the_register() -> None:
    session = fill("baseline", BASELINE)
    assert session.finish().may_submit
    assert session.answers()["shop_name"] == REGISTER["shop_name"]
    assert not session.node("/data/register/shop_name").read_only


def test_who_was_not_found_is_not_photographed() -> None:
    gone: Answers = {**VISIT, "response": "4", "roster_result": "6", "operating_status": "9"}
    session = fill("baseline", gone)
    assert asked(session) & {"photo_front", "photo_license", "geo", "shop_name"} == set()
    assert session.finish().may_submit


def test_several_licences_at_one_place() -> None:
    session = fill("baseline", {**BASELINE, "has_others": "1"})
    repeat = "/data/same_place/attached"
    while not any(node.path == f"{repeat}[2]" for node in session.nodes()):
        session.add_repeat(repeat)
    for number, code in ((1, "92511722MAJ2CH1D8X"), (2, "92510521MAYRME1T5J")):
        session.answer(f"{repeat}[{number}]/a_name", f"附属{number}")
        session.answer(f"{repeat}[{number}]/a_uscc", code)
        session.answer(f"{repeat}[{number}]/a_owner", "史根伟")
        session.answer(f"{repeat}[{number}]/a_activity", "零售烟酒")
    done = session.finish()
    assert done.may_submit
    assert done.answers["licences"] == 3
    session.answer(f"{repeat}[2]/a_uscc", "92511722MA8U9QWP7C")
    assert [(problem.rule, problem.place.path) for problem in session.problems()] == [("S08", f"{repeat}[2]/a_uscc")]
    session.answer(f"{repeat}[2]/a_uscc", "92510521MAYRME1T5K")
    assert [problem.place.path for problem in session.problems()] == [f"{repeat}[2]/a_uscc"]


@pytest.mark.parametrize(
    ("rule", "changes", "register"),
    [
        ("S01", {"uscc": "91511722MA8U9QWP7F"}, {}),
        ("S02", {"uscc": "92510521MAYRME1T5J"}, {}),
        ("S03", {"roster_result": "6"}, {}),
        ("S04", {"emp_total": 51}, {}),
        ("S05", {"roster_result": "2"}, {}),
        ("S05", {"roster_result": "2", "has_license": "3"}, {"uscc": None}),
        ("S09", {"uscc": "925117ZZMA8U9QWP7C"}, {}),
        ("S06", {"roster_result": "5"}, {}),
        ("S07", {"response": "4", "operating_status": "9"}, {}),
        ("S07", {"roster_result": "6", "operating_status": "9"}, {}),
        ("E002", {"owner_birth": "2011-01-01"}, {}),
        ("E002", {"uscc": None, "reg_no15": "511722600123451"}, {"uscc": None}),
    ],
)
def test_baseline_rules(rule: str, changes: Answers, register: Answers) -> None:
    assert fired(fill("baseline", BASELINE)) == set()
    assert rule in fired(fill("baseline", {**BASELINE, **changes}, context(register={**REGISTER, **register})))


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("I01", {"party_members": 0}),
        ("I02", {"party_members": 4}),
        ("I03", {"owner_political": "13"}),
        ("I03", {"owner_party": "0"}),
    ],
)
def test_party_rules(rule: str, changes: Answers) -> None:
    year = context(period="2026")
    assert fired(fill("party", PARTY, year)) == set()
    assert rule in fired(fill("party", {**PARTY, **changes}, year))


def test_without_consent_nothing_about_the_party_is_asked() -> None:
    session = fill("party", {**PARTY, "consent_sensitive": "0"}, context(period="2026"))
    assert asked(session) & {"party_members", "owner_party", "owner_political", "party_org"} == set()
    assert session.finish().may_submit


@pytest.mark.parametrize("name", NAMES)
def test_every_form_has_its_legal_frame_and_complete_rules(name: str) -> None:
    form = shipped(name)
    assert form.legal.basis in {LegalBasis.SERVICE, LegalBasis.CONSENT}
    assert all(
        (form.legal.table_number, form.legal.issuing_authority, form.legal.approval_number, form.legal.valid_until)
    )
    for rule in form.rules:
        assert rule.message
        assert rule.variables or rule.scope is RuleScope.BATCH
        assert rule.level in set(Level)


def test_only_the_party_sheet_is_restricted() -> None:
    assert [shipped(name).restricted_to for name in NAMES] == ["", "", "", "党建"]


def test_frequencies() -> None:
    assert [shipped(name).frequency for name in NAMES] == [Frequency.QUARTER, Frequency.MONTH, None, Frequency.YEAR]


@pytest.mark.parametrize("name", NAMES)
def test_the_lint_finds_nothing(name: str) -> None:
    assert lint_form(FORMS / f"{name}.xlsx") == ()


@pytest.mark.parametrize("name", NAMES)
def test_choices_are_those_of_the_code_lists(name: str) -> None:
    for listed in shipped(name).lists.values():
        if listed.name in list_names():
            found = {row.columns["name"]: row.label.plain() for row in listed.rows}
            assert found == {row.code: row.name for row in code_list(listed.name)}


def test_the_industries_beside_the_forms_are_the_small_classes_in_force() -> None:
    with (FORMS / "industries.csv").open(encoding="utf-8", newline="") as stream:
        found = {row["name"]: row["label"] for row in csv.DictReader(stream)}
    assert found == {row.code: row.name for row in industries().leaves()}


@pytest.mark.parametrize("name", NAMES)
def test_workbooks_are_tidy(name: str) -> None:
    book = load_workbook(FORMS / f"{name}.xlsx")
    assert book.sheetnames == ["survey", "choices", "checks", "settings"]
    for sheet in book:
        assert sheet.freeze_panes
        assert not sheet.merged_cells.ranges
        assert all(cell.value == str(cell.value).strip() for row in sheet.iter_rows() for cell in row if cell.value)
    survey = book["survey"]
    headers = [cell.value for cell in survey[1]]
    types = [row[headers.index("type")].value for row in survey.iter_rows(min_row=2)]
    assert all(types)
