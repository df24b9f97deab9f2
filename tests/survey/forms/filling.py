"""Fills the shipped questionnaires for typical households, question by question as a person would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from survey.form import Answers, Form, Json
from survey.period import Period
from survey.session import FillContext, FillSession
from survey.session.context import PERIODS_AGO
from survey.values import Value, from_json
from survey.xlsform import read_form

FORMS = Path(__file__).parents[3] / "forms"
TODAY = dt.date(2026, 10, 12)
NOW = dt.datetime(2026, 10, 12, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
REGISTER: Answers = {
    "uscc": "92511722MA8U9QWP7C",
    "has_license": "1",
    "shop_name": "宣汉县顺安饭店",
    "owner_name": "史根伟",
    "mobile": "15384019161",
    "org_form": "1",
    "reg_date": "2018-07-31",
    "village_code": "511722001210",
    "address": "川陕路35号",
    "premises_type": "2",
    "area_sqm": 80,
    "main_activity": "正餐服务",
    "industry_code": "6210",
    "emp_total": 3,
    "operating_status": "1",
}
VISIT: Answers = {
    "visit_date": "2026-10-12",
    "visit_mode": "1",
    "response": "1",
    "cert_shown": "1",
    "notice_version": "2026-1",
    "operating_status": "1",
}
RESTAURANT: Answers = {
    **VISIT,
    "reg_ok": "1",
    "revenue_q": 90000,
    "revenue_ytd": 250000,
    "revenue_basis": "2",
    "revenue_trend": "2",
    "profit_state": "1",
    "biz_cond": "2",
    "biz_expect": "2",
    "order_trend": "2",
    "open_days": 90,
    "cost_purchase": 30000,
    "cost_rent": 9000,
    "cost_wage": 18000,
    "cost_utility": 3000,
    "cost_tax": 0,
    "cost_logistics_platform": 2000,
    "cost_other": 1000,
    "cost_total_q": 63000,
    "rent_month": 3000,
    "cost_press": ["2", "3"],
    "emp_hired": 2,
    "emp_family": 0,
    "emp_total": 3,
    "insured_as_unit": "0",
    "wage_month": 3000,
    "loan_need": "0",
    "difficulties": ["01", "02"],
    "service_needs": ["1"],
    "tax_type": "1",
    "has_online": "1",
    "online_share": 20,
    "convert_will": "0",
}
CLOSED: Answers = {**VISIT, "operating_status": "3", "reg_ok": "1", "status_date": "2026-08-01", "difficulties": ["17"]}
REFUSED: Answers = {**VISIT, "response": "3", "remark": "经营者不愿填报"}
PREVIOUS: Answers = {
    **RESTAURANT,
    **{key: value for key, value in REGISTER.items() if key != "emp_total"},
    "revenue_ytd": 160000,
    PERIODS_AGO: 1,
}


@cache
def shipped(name: str) -> Form:
    """Read a questionnaire of ``forms/``; it must load without any problem."""
    loaded = read_form(FORMS / f"{name}.xlsx")
    assert loaded.problems == ()
    assert loaded.form is not None
    return loaded.form


def context(
    *,
    previous: Answers | None = None,
    year_before: Answers | None = None,
    register: Answers = REGISTER,
    period: str = "2026Q3",
) -> FillContext:
    return FillContext(
        today=TODAY,
        now=NOW,
        period=Period.parse(period),
        user="wang",
        register=register,
        previous=previous,
        year_before=year_before,
    )


def fill(name: str, answers: Mapping[str, Json], surroundings: FillContext | None = None) -> FillSession:
    """Answer the questions in document order; an answer to a question that is not asked is left out."""
    form = shipped(name)
    session = FillSession(form, surroundings or context())
    for question in form.questions():
        if question.key in answers and (not question.is_asked or session.node(question.path).relevant):
            session.answer(question.path, _typed(question.kind, answers[question.key]))
    return session


def _typed(kind: str, json: Json) -> Value | None:
    return from_json(kind, json)


def asked(session: FillSession) -> set[str]:
    """The keys of the questions a person sees."""
    return {node.key for node in session.nodes() if node.is_question}


def fired(session: FillSession) -> set[str]:
    """The ids of the rules, else the codes, of every problem."""
    return {problem.rule or problem.code for problem in session.problems()}
