"""A blank answer is the trouble of its own question: no other question's check fires because of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from survey.form import Answers, Json
from survey.identifiers import check_reg_no15
from survey.period import Period
from survey.session import FillContext, FillSession
from tests.survey.forms.filling import PREVIOUS, REGISTER, RESTAURANT, VISIT, context, fill, fired, shipped
from tests.survey.forms.test_other_forms import BASELINE, MONTH, PARTY
from tests.survey.forms.test_quarterly_flow import OPENED

MORE: Answers = {
    "owner_birth": "1990-01-01",
    "owner_id_no": "511722199001010031",
    "owner_sex": "1",
    "owner_groups": ["05"],
    "revenue_py_q": 80000,
    "rent_reduced_amt": 100,
    "arrears_amt": 100,
    "loan_need_amt": 1000,
    "loan_rate": 5,
    "emp_female": 1,
    "emp_new_q": 0,
    "emp_left_q": 0,
    "emp_insured": 1,
    "emp_groups_n": 1,
    "issue_text": "房租太高",
    "issue_cat": "1",
    "policy_used": ["P01"],
}
CLOSED: Answers = {**VISIT, "operating_status": "4", "reg_ok": "2", "status_date": "2025-08-01"}
WHOLE: dict[str, tuple[str, Answers]] = {
    "quarterly": ("2026Q3", {**RESTAURANT, **OPENED, **MORE, "reg_ok": "2"}),
    "closed": ("2026Q3", CLOSED),
    "monthly": ("2026M09", MONTH),
    "baseline": ("2026", {**BASELINE, "owner_birth": "1990-01-01"}),
    "party": ("2026", {**PARTY, "party_org": "1"}),
}


def _past(name: str, period: str) -> FillContext:
    past: Answers = MONTH if name == "monthly" else {**PREVIOUS, **MORE, "insured_as_unit": "1"}
    about = context(previous=past, year_before={"revenue_q": 80000}, period=period)
    return about if name != "baseline" else replace(about, period=None)


def _cases() -> list[tuple[str, str]]:
    return [(name, key) for name, (_, answers) in WHOLE.items() for key in {**answers, **REGISTER} if key != "reg_ok"]


def _session(name: str) -> FillSession:
    period, answers = WHOLE[name]
    return fill("quarterly" if name == "closed" else name, answers, _past(name, period))


@pytest.mark.parametrize("name", list(WHOLE))
def test_the_whole_entries_have_no_refusal(name: str) -> None:
    assert _blocking(_session(name)) == set()


@pytest.mark.parametrize(("name", "key"), _cases())
def test_a_blank_answer_refuses_nothing_but_itself(name: str, key: str) -> None:
    session = _session(name)
    before = _told(session)
    form = session.form
    question = next((each for each in form.questions() if each.key == key and each.is_asked), None)
    if question is None or not session.node(question.path).relevant:
        return  # this questionnaire does not ask it
    session.answer(question.path, None)
    assert {each for each in _told(session) - before if each[0] != "E001"} == set()


def _told(session: FillSession) -> set[tuple[str, str]]:
    return {(problem.rule or problem.code, problem.place.path) for problem in session.problems()}


def _blocking(session: FillSession) -> set[tuple[str, str]]:
    return {(problem.code, problem.place.path) for problem in session.problems() if problem.code == "E002"}


def test_without_a_visit_date_the_founding_date_is_in_order() -> None:
    session = fill("quarterly", RESTAURANT)
    session.answer("/data/visit/visit_date", None)
    assert [(problem.code, problem.place.label) for problem in session.problems()] == [("E001", "走访日期")]


def test_age_is_counted_to_the_session_s_day() -> None:
    young: dict[str, Json] = {"owner_birth": "2010-10-13"}
    assert "E002" in fired(fill("quarterly", {**RESTAURANT, **young}))
    later = replace(context(), today=dt.date(2026, 10, 16), now=context().now + dt.timedelta(days=4))
    assert "E002" not in fired(fill("quarterly", {**RESTAURANT, **young}, later))
    assert Period.parse("2026Q3") == later.period


NUMBERS = [f"51172260012345{digit}" for digit in range(10)] + [f"51000010000000{digit}" for digit in range(10)]


@pytest.mark.parametrize("number", [*NUMBERS, "51172260012345", "5117226001234567", "51172260012345X"])
def test_the_old_registration_number_is_checked_as_the_standard_says(number: str) -> None:
    register = {key: value for key, value in REGISTER.items() if key != "uscc"}
    session = fill("quarterly", {**RESTAURANT, "reg_ok": "2", "reg_no15": number}, context(register=register))
    refused = any(problem.place.path.endswith("/reg_no15") for problem in session.problems())
    assert refused == bool(check_reg_no15(number))


def test_last_year_s_value_is_brought_along() -> None:
    known = fill("quarterly", VISIT, context(year_before={"revenue_q": 80000}))
    assert known.answers()["revenue_py_q"] == 80000
    unknown = fill("quarterly", VISIT, context())
    assert "revenue_py_q" not in unknown.answers()
    assert shipped("quarterly").question("revenue_py_q").prefill == "p4.revenue_q"
