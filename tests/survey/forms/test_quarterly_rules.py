"""Every rule of the quarterly questionnaire's sheet ``checks`` fires on what it is about, and only on that.

Each row: rule, answers that trip it (on a good restaurant), what the previous period says otherwise.
"""

from __future__ import annotations

import pytest

from survey.form import Answers, Json, RuleScope
from survey.household import check_household
from survey.problems import Level
from tests.survey.forms.filling import (
    PREVIOUS,
    REGISTER,
    RESTAURANT,
    TODAY,
    VISIT,
    asked,
    context,
    fill,
    fired,
    shipped,
)
from tests.survey.forms.test_other_forms import BASELINE

EDIT: dict[str, Json] = {"reg_ok": "2"}
TRIPPED: list[tuple[str, Answers, Answers]] = [
    ("A01", EDIT | {"has_license": "3"}, {}),
    ("A02", EDIT | {"uscc": "91511722MA8U9QWP7F"}, {}),
    ("A03", EDIT | {"uscc": "92510521MAYRME1T5J"}, {}),
    ("A04", {}, {"shop_name": "宣汉县顺安小吃店"}),
    ("A05", EDIT | {"owner_name": "史小伟"}, {}),
    ("A06", {"owner_ethnic": "01"}, {"owner_ethnic": "15"}),
    ("A07", {"owner_edu": "60"}, {"owner_edu": "80"}),
    ("A08", {"owner_birth": "1950-01-01"}, {}),
    ("A09", {"owner_groups": ["05"], "owner_birth": "2008-01-01"}, {}),
    (
        "A10",
        {
            "consent_sensitive": "1",
            "owner_id_type": "1",
            "owner_id_no": "511722199001010031",
            "owner_birth": "1990-01-02",
        },
        {},
    ),
    (
        "A11",
        {"consent_sensitive": "1", "owner_id_type": "1", "owner_id_no": "511722199001010031", "owner_sex": "2"},
        {},
    ),
    ("A12", EDIT | {"mobile": "13800138000"}, {}),
    ("A12", EDIT | {"mobile": "13999999999"}, {}),
    ("A13", EDIT | {"org_form": "2"}, {}),
    ("A14", EDIT | {"reg_date": "2018-08-01"}, {}),
    ("A15", EDIT | {"village_code": "511722001001"}, {}),
    ("A16", EDIT | {"premises_type": "4"}, {}),
    ("A17", EDIT | {"area_sqm": 120}, {}),
    ("A18", EDIT | {"industry_code": "6220"}, {}),
    ("A19", {}, {"operating_status": "7"}),
    ("A20", {}, {"operating_status": "9"}),
    ("A21", {"operating_status": "4", "status_date": "2023-01-01"}, {}),
    ("A22", {"response": "4"}, {}),
    ("A12", EDIT | {"mobile": "0818-2222222"}, {}),
    ("A23", EDIT | {"main_activity": "零售蔬菜水果"}, {}),
    ("A23", EDIT | {"main_activity": "理发店服务", "industry_code": "5223"}, {}),
    ("A24", EDIT | {"shop_name": "顺安饭店"}, {}),
    ("A25", EDIT | {"uscc": "925117ZZMA8U9QWP7C"}, {}),
    ("A25", EDIT | {"uscc": "9251O521MAYRMEIT5J"}, {}),
    ("A25", EDIT | {"uscc": "92510521MAVRME1T5J"}, {}),
    ("B01", {"revenue_q": 200000, "revenue_ytd": 360000}, {}),
    ("B01", {"revenue_q": 40000, "revenue_ytd": 200000}, {}),
    ("B02", {"revenue_q": 9, "revenue_ytd": 160009}, {}),
    ("B02", {"revenue_q": 900_000_000, "revenue_ytd": 900_160_000}, {}),
    ("B03", {"revenue_q": 0, "revenue_ytd": 160000}, {}),
    ("B05", {"revenue_ytd": 240000}, {}),
    ("B07", {"revenue_py_q": 70000}, {}),
    ("B08", {"revenue_trend": "1"}, {}),
    ("B09", {"profit_state": "3"}, {}),
    ("B09", {"profit_state": "2"}, {}),
    ("B10", {"biz_cond": "1", "profit_state": "3"}, {}),
    ("B11", {"open_days": 44}, {}),
    ("B11", EDIT | {"open_days": 44, "reg_date": "2026-06-01"}, {}),
    ("B13", {"arrears": "1", "arrears_amt": 250001}, {}),
    ("B14", {"survive_est": "2"}, {}),
    ("C01", {"cost_total_q": 63002}, {}),
    ("C02", {"revenue_q": 20000, "revenue_ytd": 180000}, {}),
    ("C03", {"emp_hired": 0, "emp_total": 1}, {}),
    ("C03", {"cost_wage": 0}, {}),
    ("C11", {"cost_purchase": 60000}, {}),
    ("C12", {"cost_rent": 4000}, {}),
    ("C13", {"cost_wage": 36000}, {}),
    ("C14", {"cost_utility": 9000}, {}),
    ("C15", {"cost_tax": 9000}, {"cost_tax": 1000}),
    ("C16", {"cost_logistics_platform": 6000}, {}),
    ("C17", {"cost_other": 5000}, {}),
    ("C21", {"rent_month": 200}, {}),
    ("C21", {"rent_month": 300000}, {}),
    ("C22", {"rent_month": 3700}, {}),
    ("C23", {"cost_rent": 0}, {}),
    ("D01", {"emp_total": 4}, {}),
    ("D02", {"emp_hired": 6, "emp_total": 7}, {}),
    ("D03", {"emp_hired": 50, "emp_total": 51}, {}),
    ("D04", {"emp_family": 4, "emp_total": 7}, {}),
    ("D05", {"emp_new_q": 1, "emp_left_q": 0}, {}),
    ("D06", {}, {"insured_as_unit": "1"}),
    ("D07", {"wage_month": 1969}, {}),
    ("D07", {"wage_month": 30001}, {}),
    ("D08", {"wage_month": 6000}, {}),
    ("E01", {"loan_need": "1", "loan_need_amt": 1_800_001, "loan_result": "4"}, {}),
    ("E02", {"loan_balance": 10000, "loan_rate": 24.5}, {}),
    ("E03", {"loan_need": "1", "loan_result": "1", "loan_first": "1"}, {"loan_balance": 5000}),
    ("F01", {"difficulties": ["90"]}, {"issue_text": "门口道路开挖，客人进不来"}),
    ("F02", {"issue_text": "房租太高", "issue_cat": "1"}, {}),
    ("G01", {}, {"tax_type": "2"}),
    ("G02", {"revenue_ytd": 5_000_001}, {}),
    ("H01", {"online_share": 60}, {}),
    ("H02", {"platform_fee_pct": 31}, {}),
]
FINE: list[tuple[str, Answers, Answers]] = [
    ("B11", EDIT | {"open_days": 20, "reg_date": "2026-09-08"}, {}),
    ("A25", EDIT | {"uscc": "92511722MA8U9QWP7D"}, {}),
    ("A25", EDIT | {"uscc": "9251172OMA8U9QWP7C"}, {}),
    ("A25", EDIT | {"uscc": "92511722MA8U9QWP7"}, {}),
    ("A12", EDIT | {"mobile": "0818-2222322"}, {}),
    ("A22", {"response": "4", "operating_status": "7"}, {}),
    ("A22", {"response": "4", "operating_status": "9"}, {}),
    ("B05", {"revenue_ytd": 240000}, {"periods_ago": 2}),
    ("B05", {}, {"revenue_ytd": 250000, "periods_ago": 4}),
    ("B08", {"revenue_trend": "1"}, {"periods_ago": 2}),
    ("D05", {"emp_new_q": 1, "emp_left_q": 0}, {"periods_ago": 3}),
    ("E01", {"loan_need": "1", "loan_need_amt": 1_800_000, "loan_result": "4"}, {}),
    ("A04", {}, {"shop_name": "别的店", "uscc": "92510521MAYRME1T5J"}),
    ("A08", {"owner_birth": "1960-01-01"}, {}),
    (
        "A10",
        {
            "consent_sensitive": "1",
            "owner_id_type": "1",
            "owner_id_no": "511722199001010031",
            "owner_birth": "1990-01-01",
        },
        {},
    ),
    (
        "A11",
        {"consent_sensitive": "1", "owner_id_type": "1", "owner_id_no": "511722199001010031", "owner_sex": "1"},
        {},
    ),
    ("A17", EDIT | {"area_sqm": 100}, {}),
    ("A21", {"operating_status": "4", "status_date": "2024-01-01"}, {}),
    ("A23", EDIT | {"main_activity": "汽车美容装饰", "industry_code": "8111"}, {}),
    ("A23", EDIT | {"main_activity": "加工米粉出售"}, {}),
    ("A24", EDIT | {"shop_name": "宣汉顺安饭店"}, {}),
    ("B01", {"revenue_q": 12000, "revenue_ytd": 172000}, {"revenue_q": 5000}),
    ("B01", {"revenue_q": 900_000_000, "revenue_ytd": 900_160_000}, {}),
    ("B02", {"revenue_q": 180000, "revenue_ytd": 340000}, {}),
    ("B03", {"revenue_q": 0, "revenue_ytd": 160000, "open_days": 10}, {}),
    ("B07", {"revenue_py_q": 80000}, {}),
    ("B08", {"revenue_q": 94000, "revenue_ytd": 254000}, {}),
    ("C01", {"cost_total_q": 63001}, {}),
    ("C15", {"cost_tax": 3000}, {"cost_tax": 1000}),
    ("C23", {"cost_rent": 0, "rent_reduced_amt": 9000}, {}),
    ("D02", {"emp_family": 2, "emp_total": 5}, {}),
    ("D05", {"emp_new_q": 1, "emp_left_q": 1}, {}),
    ("F01", {"difficulties": ["90"]}, {"issue_text": None}),
    ("H01", {"online_share": 50}, {}),
]
YEAR_BEFORE: Answers = {"revenue_q": 80000}


def rules_of(changes: Answers, before: Answers, period: str = "2026Q3") -> set[str]:
    surroundings = context(previous={**PREVIOUS, **before}, year_before=YEAR_BEFORE, period=period)
    return fired(fill("quarterly", {**RESTAURANT, **changes}, surroundings))


def test_a_good_restaurant_trips_nothing() -> None:
    assert rules_of({}, {}) == set()


@pytest.mark.parametrize(("rule", "changes", "before"), TRIPPED)
def test_rule_fires(rule: str, changes: Answers, before: Answers) -> None:
    assert rule in rules_of(changes, before)


@pytest.mark.parametrize(("rule", "changes", "before"), FINE)
def test_rule_stays_silent(rule: str, changes: Answers, before: Answers) -> None:
    assert rule not in rules_of(changes, before)


def test_every_rule_has_a_row_in_the_table() -> None:
    of_one_entry = {rule.id for rule in shipped("quarterly").rules if rule.scope is not RuleScope.BATCH}
    assert of_one_entry == {rule for rule, _, _ in TRIPPED} | {"B04", "G03"}


def test_the_first_quarter_begins_the_year_anew() -> None:
    whole = {"revenue_q": 90000, "revenue_ytd": 90000}
    assert rules_of(whole, {}, "2026Q1") == set()
    assert rules_of({}, {}, "2026Q1") == {"B04"}
    assert rules_of(whole, {}, "2026Q2") == {"B05"}
    rule = next(rule for rule in shipped("quarterly").rules if rule.id == "B04")
    assert rule.numbers == (1,)
    assert not rule.holds_in(None)


def test_last_years_taxes_are_compared_where_the_last_period_was_the_end_of_that_year() -> None:
    paid: Answers = {"revenue_q": 90000, "revenue_ytd": 90000, "visit_date": "2026-04-10", "tax_paid_py": 24001}
    assert rules_of(paid, {}, "2026Q1") == {"G03"}
    assert rules_of({**paid, "tax_paid_py": 24000}, {}, "2026Q1") == set()
    assert rules_of(paid, {"periods_ago": 2}, "2026Q1") == set()
    late: Answers = {"visit_date": "2026-03-10", "tax_paid_py": 30000}
    assert rules_of(late, {}, "2025Q4") == set(), "its last period is a third quarter"


def test_a_young_year_is_no_reason_to_doubt_a_wish_for_a_loan() -> None:
    wish: Answers = {"revenue_q": 30000, "revenue_ytd": 30000, "loan_need": "1", "loan_result": "4"}
    assert "E01" not in rules_of({**wish, "loan_need_amt": 600_000}, {}, "2026Q1")
    assert "E01" in rules_of({**wish, "loan_need_amt": 600_001}, {}, "2026Q1")


def test_a_first_loan_of_a_bank_is_not_asked_of_who_borrowed_from_relatives() -> None:
    loan: Answers = {"loan_need": "1", "loan_need_amt": 10000, "loan_result": "1"}
    assert "loan_first" in asked(fill("quarterly", {**RESTAURANT, **loan}))
    assert "loan_first" in asked(fill("quarterly", {**RESTAURANT, **loan, "loan_source": ["1", "5"]}))
    assert "loan_first" not in asked(fill("quarterly", {**RESTAURANT, **loan, "loan_source": ["5"]}))


@pytest.mark.parametrize("mode", ["2", "3"])
def test_nobody_shows_a_card_by_telephone_or_to_who_fills_in_alone(mode: str) -> None:
    session = fill("quarterly", {**RESTAURANT, "visit_mode": mode, "cert_shown": None})
    assert "cert_shown" not in asked(session)
    assert ("sign_img" in asked(session)) == (mode == "3")
    assert ("geo" in asked(session)) == (mode == "3")
    assert session.finish().may_submit


@pytest.mark.parametrize("name", ["𬀩明", "王𠮷", "O'Neil", "买买提·艾力"])
def test_a_name_that_the_register_takes_does_not_stop_the_questionnaire(name: str) -> None:
    register = {**REGISTER, "owner_name": name}
    assert {problem.level for problem in check_household(register, today=TODAY)} <= {Level.HINT}
    assert fired(fill("quarterly", RESTAURANT, context(register=register))) == set()
    assert fired(fill("baseline", BASELINE, context(register=register))) == set()


def test_what_was_said_of_the_proprietor_is_not_asked_again() -> None:
    known: Answers = {"owner_sex": "2", "owner_birth": "1974-05-20", "owner_groups": ["04"], "chamber": "餐饮协会"}
    session = fill("quarterly", RESTAURANT, context(previous={**PREVIOUS, **known}))
    assert known.items() <= session.answers().items()


def test_without_earlier_periods_panel_rules_are_skipped_and_recorded() -> None:
    session = fill("quarterly", RESTAURANT, context())
    done = session.finish()
    panel = {rule.id for rule in shipped("quarterly").rules if rule.scope == "panel"}
    assert panel & fired(session) == set()
    assert {"A05", "B01", "B02", "B08", "C11", "D02"} <= {skipped.rule for skipped in done.skipped} <= panel
    assert done.may_submit


def test_levels_decide_what_blocks() -> None:
    blocked = fill("quarterly", {**RESTAURANT, "cost_total_q": 1})
    assert not blocked.finish().may_submit
    asked = fill("quarterly", {**RESTAURANT, "wage_month": 1900, "cost_wage": 11400, "cost_total_q": 56400})
    assert [(problem.rule, problem.level) for problem in asked.problems()] == [("D07", Level.QUERY)]
    assert not asked.finish().may_submit
    asked.explain("D07", "99", "学徒工，包吃包住，双方已约定")
    assert asked.finish().may_submit
    hinted = fill("quarterly", {**RESTAURANT, "survive_est": "1"})
    assert [problem.level for problem in hinted.problems()] == [Level.HINT]
    assert hinted.finish().may_submit


def test_messages_show_the_values() -> None:
    session = fill("quarterly", {**RESTAURANT, "revenue_q": 9, "revenue_ytd": 160009}, context(previous=PREVIOUS))
    sentences = {problem.rule: problem.sentence for problem in session.problems()}
    assert sentences["B02"] == "本季收入 9，上期 90000，相差约一万倍：疑似万元、元混填。"


def test_a_refused_visit_asks_only_the_status_and_a_remark() -> None:
    assert REGISTER["uscc"]
    assert fired(fill("quarterly", {**VISIT, "response": "3"}, context(previous=PREVIOUS))) == set()
