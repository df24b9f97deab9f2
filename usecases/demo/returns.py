"""Invented answers to the quarterly questionnaire: consistent within a quarter and from one quarter to the next."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from exchange.messages import Json
from survey.period import Period
from usecases.demo.businesses import Business

_REGISTER = (
    "has_license",
    "uscc",
    "shop_name",
    "sign_name",
    "owner_name",
    "mobile",
    "org_form",
    "reg_date",
    "village_code",
    "address",
    "premises_type",
    "area_sqm",
    "main_activity",
    "industry_code",
)
_DIFFICULTIES = ("01", "01", "01", "02", "03", "04", "05", "05", "06", "07", "08", "10", "13", "15", "16")
_SEASONS = (1.12, 0.96, 1.0, 1.08)  # the first quarter has the Spring Festival
_MINIMUM_WAGE = 2_200  # 元 a month, a round figure above the county's minimum

Answers = dict[str, Json]


@dataclass(slots=True)
class Panel:
    """What a business carries from one quarter to the next."""

    business: Business
    chance: random.Random
    usual: int  # revenue of a usual quarter
    hired: int
    family: int
    wage: int
    rent: int  # a month
    ytd: int = 0
    year: int = 0
    before: int = 0  # revenue of the last quarter asked about

    @classmethod
    def start(cls, business: Business) -> Panel:
        """Begin the history of a business; its own seed decides everything."""
        chance = random.Random(business.seed)  # noqa: S311 - no secret is made
        people = int(str(business.fields["emp_total"])) - 1
        family = min(people, chance.choice((0, 1, 1, 2)))
        hired = people - family
        usual = chance.randint(*business.trade.revenue) + hired * 22_000
        area = int(str(business.fields.get("area_sqm", 0)))
        rent = max(300, round(min(area * chance.randint(8, 22), usual * 0.04) / 50) * 50)
        rent = max(rent, 3 * area)
        return cls(business, chance, usual, hired, family, chance.randint(_MINIMUM_WAGE, 4_200) // 100 * 100, rent)


def quarter(panel: Panel, period: Period, *, previous: bool) -> Answers:
    """Answer the questionnaire for one quarter. ``previous`` tells whether the quarter before was answered too."""
    chance, status = panel.chance, str(panel.business.fields["operating_status"])
    answers = _visit(chance, period, status)
    if answers["response"] != "1":
        return answers
    register = panel.business.fields
    answers |= {"reg_ok": "1", "register_uscc": register["uscc"]}
    answers |= {key: register[key] for key in _REGISTER if key in register}
    if status not in ("1", "2"):
        return answers | _closed(chance, period, status)
    revenue = _revenue(panel, period)
    answers |= _business(panel, period, revenue, status, previous=previous)
    costs = _costs(panel, revenue)
    answers |= costs | _outcome(panel, revenue, int(str(costs["cost_total_q"])))
    answers |= _people(panel, previous=previous) | _finance(chance, panel.ytd) | _needs(chance) | _rest(chance)
    panel.before = revenue
    return answers


def _visit(chance: random.Random, period: Period, status: str) -> Answers:
    day = period.last_day + dt.timedelta(days=chance.randint(1, 20))
    response = "4" if status == "9" else chance.choices("13", (98, 2))[0]
    visit: Answers = {
        "visit_date": day.isoformat(),
        "visit_mode": chance.choices("124", (70, 20, 10))[0],
        "response": response,
        "visit_no": 1,
        "operating_status": status,
    }
    if response != "4":
        visit |= {"notice_version": "2026-1"} | ({"cert_shown": "1"} if visit["visit_mode"] != "2" else {})
    if response == "1":
        visit |= {"consent_match": chance.choices("10", (85, 15))[0]}
    return visit


def _closed(chance: random.Random, period: Period, status: str) -> Answers:
    since = period.first_day + dt.timedelta(days=chance.randint(0, 60))
    closed: Answers = {"status_date": since.replace(day=1).isoformat(), "closed_reason": [chance.choice(_DIFFICULTIES)]}
    return closed | ({"difficulties": [chance.choice(_DIFFICULTIES)]} if status == "3" else {})


def _revenue(panel: Panel, period: Period) -> int:
    season = _SEASONS[period.number - 1]
    revenue = round(panel.usual * season * panel.chance.uniform(0.88, 1.12) / 100) * 100
    panel.ytd = revenue + (panel.ytd if panel.year == period.year else 0)
    panel.year = period.year
    return revenue


def _business(panel: Panel, period: Period, revenue: int, status: str, *, previous: bool) -> Answers:
    chance = panel.chance
    if not previous and period.number > 1:
        panel.ytd = revenue * period.number
    trend = _trend(revenue, panel.before) if previous and panel.before else chance.choice("123")
    return {
        "revenue_q": revenue,
        "revenue_ytd": panel.ytd,
        "revenue_basis": chance.choices("123", (15, 45, 40))[0],
        "revenue_trend": trend,
        "order_trend": trend,
        "open_days": chance.randint(80, 90) if status == "1" else chance.randint(30, 60),
        "biz_expect": chance.choices("123", (30, 55, 15))[0],
        "survive_est": chance.choices("459", (20, 60, 20))[0],
    }


def _trend(now: int, before: int) -> str:
    if now > 1.05 * before:
        return "1"
    return "3" if now < 0.95 * before else "2"


def _costs(panel: Panel, revenue: int) -> Answers:
    premises = str(panel.business.fields["premises_type"])
    rent = 3 * panel.rent if premises in ("2", "4") else 0
    costs: Answers = {
        "cost_purchase": round(revenue * (1 - panel.business.trade.margin) / 100) * 100,
        "cost_rent": rent,
        "cost_wage": 3 * panel.wage * panel.hired,
        "cost_utility": round(panel.usual * 0.012 / 10) * 10,
        "cost_tax": round(panel.usual * 0.004 / 10) * 10,
        "cost_logistics_platform": round(panel.usual * 0.008 / 10) * 10,
        "cost_other": round(panel.usual * 0.01 / 10) * 10,
    }
    total = sum(int(str(cost)) for cost in costs.values())
    if premises == "2":
        costs |= {"rent_month": panel.rent, "rent_landlord": "3", "rent_reduced_amt": 0}
    return costs | {"cost_total_q": total, "cost_press": ["1", "2"] if rent else ["1"]}


def _outcome(panel: Panel, revenue: int, cost: int) -> Answers:
    if revenue > cost:
        return {"profit_state": "1", "biz_cond": panel.chance.choice("1122")}
    return {"profit_state": "3" if revenue < cost else "2", "biz_cond": panel.chance.choice("23")}


def _people(panel: Panel, *, previous: bool) -> Answers:
    total = 1 + panel.family + panel.hired
    people: Answers = {
        "emp_hired": panel.hired,
        "emp_family": panel.family,
        "emp_total": total,
        "emp_female": panel.chance.randint(0, total),
    }
    if previous:
        people |= {"emp_new_q": 0, "emp_left_q": 0}
    if panel.hired:
        people |= {"insured_as_unit": "0", "emp_groups_n": 0, "wage_month": panel.wage}
    return people | {"hire_plan": "2", "hire_hard": panel.chance.choices("10", (25, 75))[0]}


def _finance(chance: random.Random, ytd: int) -> Answers:
    if chance.random() > 0.25:
        return {"loan_need": "0"}
    wanted = min(chance.choice((30_000, 50_000, 100_000, 200_000)), 4 * ytd // 10_000 * 10_000 or 10_000)
    need: Answers = {"loan_need": "1", "loan_need_amt": wanted}
    if chance.random() < 0.5:
        source = chance.choice("135")
        bank: Answers = {} if source == "5" else {"loan_first": "0"}  # 5 is borrowed from relatives
        return need | {"loan_result": "1", "loan_source": [source], **bank}
    return need | {"loan_result": chance.choice("34"), "loan_block": [chance.choice("1345")]}


def _needs(chance: random.Random) -> Answers:
    hard = chance.random() < 0.8
    difficulties = sorted({*chance.choices(_DIFFICULTIES, k=chance.randint(1, 3))}) if hard else ["90"]
    services = sorted(chance.sample("1234567", chance.randint(1, 3))) if chance.random() < 0.7 else ["90"]
    return {"difficulties": [*difficulties], "service_needs": [*services]}


def _rest(chance: random.Random) -> Answers:
    rest: Answers = {
        "tax_type": "1",
        "tax_collect": "2",
        "annual_report": chance.choices("109", (85, 10, 5))[0],
        "has_online": "0",
        "digital_tools": ["1"],
        "convert_will": chance.choices("012", (80, 5, 15))[0],
    }
    if chance.random() < 0.3:
        rest |= {"has_online": "1", "platforms": [chance.choice("1356")], "online_share": 10, "platform_fee_pct": 6.5}
    return rest
