"""The quarterly questionnaire for typical households: what is asked, what is required, what is refused."""

from __future__ import annotations

import pytest

from survey.form import Answers, Question
from survey.problems import Level
from tests.survey.forms.filling import (
    CLOSED,
    REFUSED,
    REGISTER,
    RESTAURANT,
    VISIT,
    asked,
    context,
    fill,
    fired,
    shipped,
)

CORE = """uscc has_license shop_name owner_name mobile org_form reg_date village_code address premises_type
main_activity
industry_code operating_status revenue_q revenue_ytd revenue_basis revenue_trend profit_state biz_cond
biz_expect order_trend
open_days cost_total_q cost_purchase cost_rent cost_wage cost_utility cost_tax cost_logistics_platform
cost_other cost_press
emp_total emp_hired emp_family insured_as_unit loan_need loan_result difficulties service_needs tax_type has_online
convert_will visit_date visit_mode response cert_shown notice_version"""
BUSINESS = {
    "revenue_q",
    "cost_total_q",
    "emp_total",
    "loan_need",
    "tax_type",
    "has_online",
    "convert_will",
    "trademark",
}


def test_an_open_restaurant_with_two_employees_may_be_submitted() -> None:
    session = fill("quarterly", RESTAURANT)
    assert session.problems() == ()
    done = session.finish()
    assert done.may_submit
    assert {key: done.answers[key] for key in RESTAURANT} == dict(RESTAURANT)
    assert {key: done.answers[key] for key in REGISTER if key != "emp_total"} == {
        key: value for key, value in REGISTER.items() if key != "emp_total"
    }


def test_a_closed_shop_is_asked_why_and_about_its_difficulties_only() -> None:
    session = fill("quarterly", CLOSED)
    assert asked(session) & BUSINESS == set()
    assert {"status_date", "closed_reason", "difficulties", "issue_text"} <= asked(session)
    assert "service_needs" not in asked(session)
    assert session.finish().may_submit


def test_a_refused_visit_leaves_the_register_and_the_business_alone() -> None:
    session = fill("quarterly", REFUSED)
    assert asked(session) == {
        "visit_date",
        "visit_mode",
        "response",
        "visit_no",
        "cert_shown",
        "notice_version",
        "operating_status",
        "photo_front",
        "remark",
    }
    done = session.finish()
    assert done.may_submit
    assert "shop_name" not in done.answers


def test_answers_to_questions_no_longer_asked_are_cleared_when_finished() -> None:
    session = fill("quarterly", RESTAURANT)
    session.answer("/data/basic/operating_status", "6")
    assert "revenue_q" in session.answers()
    assert "revenue_q" not in session.finish().answers


def test_nothing_of_the_register_is_typed_again() -> None:
    session = fill("quarterly", VISIT)
    for key, value in REGISTER.items():
        if key not in {"emp_total", "operating_status"}:
            node = session.node(f"/data/basic/register/{key}")
            assert (node.read_only, session.answers()[key]) == (True, value)
    card = next(node for node in session.nodes() if node.key == "register_card")
    assert "宣汉县顺安饭店" in card.label


def test_a_gap_in_the_register_must_be_filled_before_it_is_confirmed() -> None:
    register = {key: value for key, value in REGISTER.items() if key != "address"}
    session = fill("quarterly", RESTAURANT, context(register=register))
    problems = {problem.place.path for problem in session.problems() if problem.level is Level.ERROR}
    assert problems == {"/data/basic/register/reg_ok", "/data/basic/register/address"}
    session.answer("/data/basic/register/reg_ok", "2")
    assert not session.node("/data/basic/register/address").read_only
    session.answer("/data/basic/register/address", "川陕路35号")
    assert session.finish().may_submit


def test_an_industry_code_of_an_older_edition_must_be_chosen_anew() -> None:
    session = fill(
        "quarterly", RESTAURANT, context(register={**REGISTER, "industry_code": "5430", "main_activity": "货运服务"})
    )
    problems = {problem.place.path for problem in session.problems() if problem.level is Level.ERROR}
    assert problems == {"/data/basic/register/reg_ok", "/data/basic/register/industry_code"}
    session.answer("/data/basic/register/reg_ok", "2")
    session.answer("/data/basic/register/industry_code", "5431")
    assert session.finish().may_submit


@pytest.mark.parametrize("key", CORE.split())
def test_the_core_is_required_when_asked(key: str) -> None:
    assert shipped("quarterly").question(key).required


def test_the_core_left_blank_is_named_question_by_question() -> None:
    session = fill("quarterly", {**VISIT, "reg_ok": "1"})
    missing = {problem.place.path.rsplit("/", 1)[-1] for problem in session.problems() if problem.level is Level.ERROR}
    conditional = {"cost_rent"} if REGISTER["premises_type"] != "2" else set()
    expected = set(CORE.split()) - set(REGISTER) - set(VISIT) - {"insured_as_unit", "loan_result"} - conditional
    assert missing == expected | {"emp_total"}


IMPOSSIBLE: list[tuple[str, object]] = [
    ("visit_date", "2026-10-13"),
    ("visit_no", 0),
    ("revenue_q", -1),
    ("revenue_q", 1_000_000_001),
    ("revenue_ytd", 89999),
    ("open_days", 93),
    ("open_days", -1),
    ("cost_purchase", -1),
    ("cost_press", ["1", "2", "3"]),
    ("rent_month", 0),
    ("rent_reduced_amt", 9001),
    ("emp_total", 0),
    ("emp_hired", -1),
    ("emp_female", 4),
    ("emp_insured", 3),
    ("emp_groups_n", 3),
    ("wage_month", 0),
    ("loan_need_amt", 0),
    ("loan_rate", 101),
    ("difficulties", ["01", "02", "03", "04"]),
    ("difficulties", ["90", "01"]),
    ("service_needs", ["90", "1"]),
    ("online_share", 0),
    ("online_share", 101),
    ("platform_fee_pct", 51),
    ("same_brand_stores", 0),
    ("owner_birth", "2011-01-01"),
    ("owner_birth", "1920-01-01"),
    ("owner_groups", ["90", "01"]),
    ("policy_used", ["P01", "P07"]),
    ("policy_known", ["P90", "P01"]),
    ("arrears_amt", 0),
    ("owner_id_no", "510104197802290015"),
    ("owner_id_no", "511722199001010032"),
    ("digital_tools", ["90", "1"]),
    ("honors", ["90", "01"]),
]
OPENED: Answers = {
    "loan_need": "1",
    "loan_result": "4",
    "loan_balance": 1000,
    "arrears": "1",
    "insured_as_unit": "1",
    "consent_sensitive": "1",
    "owner_id_type": "1",
    "policy_known": ["P01"],
}


@pytest.mark.parametrize(("key", "value"), IMPOSSIBLE)
def test_what_cannot_be_true_is_refused_at_the_question(key: str, value: object) -> None:
    answers = {**RESTAURANT, **OPENED, key: value}
    session = fill("quarterly", answers)  # type: ignore[arg-type]  # a row of the table is one JSON value
    path = shipped("quarterly").question(key).path
    at = [problem for problem in session.problems() if problem.place.path == path and problem.level is Level.ERROR]
    assert at
    assert all(problem.sentence for problem in at)
    assert not session.finish().may_submit


REGISTER_FAULTS: list[tuple[str, str]] = [
    ("uscc", "92511722MA8U9QWP7D"),
    ("uscc", "92511722MA8U9QWP7"),
    ("uscc", "92511722ma8u9qwp7c"),
    ("shop_name", "店" * 101),
    ("owner_name", "王"),
    ("owner_name", "王3"),
    ("mobile", "1538401916"),
    ("reg_date", "1978-12-31"),
    ("reg_date", "2026-10-13"),
    ("village_code", "511722001"),
    ("main_activity", "餐饮"),
    ("industry_code", "9999"),
]


@pytest.mark.parametrize(("key", "value"), REGISTER_FAULTS)
def test_register_corrections_are_checked(key: str, value: str) -> None:
    session = fill("quarterly", {**RESTAURANT, "reg_ok": "2", key: value})
    path = shipped("quarterly").question(key).path
    assert any(problem.place.path == path and problem.level is Level.ERROR for problem in session.problems())


def test_a_corrected_code_that_checks_is_taken() -> None:
    session = fill("quarterly", {**RESTAURANT, "reg_ok": "2", "uscc": "92511722MAJ2CH1D8X"}, context())
    assert fired(session) == set()


def test_used_policies_must_be_known_ones() -> None:
    assert fired(fill("quarterly", {**RESTAURANT, "policy_known": ["P01", "P07"], "policy_used": ["P07"]})) == set()


def test_rent_is_not_asked_of_an_owner_and_must_be_0() -> None:
    register = {**REGISTER, "premises_type": "1"}
    session = fill("quarterly", RESTAURANT, context(register=register))
    assert "rent_month" not in asked(session)
    assert {problem.place.path for problem in session.problems()} >= {"/data/costs/cost_rent"}


def test_every_personal_question_says_what_it_is_for() -> None:
    for name in ("quarterly", "monthly", "baseline", "party"):
        for question in shipped(name).questions():
            assert bool(question.sensitivity) <= bool(question.purpose), question.path


def test_about_a_hundred_variables() -> None:
    questions = [question for question in shipped("quarterly").questions() if isinstance(question, Question)]
    assert 95 <= len([question for question in questions if question.kind not in {"note", "calculate"}]) <= 125
