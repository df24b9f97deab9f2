"""The sheet ``checks`` and the legal frame. A… rules, G… explanations, H… heading."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from survey.entry import Explanation
from survey.form import Json
from survey.period import Period
from survey.problems import HuceError, Level
from survey.session import FillSession
from tests.survey.forms_by_table import CONTEXT, form_of, load, places

TABLE = """
| survey |
|  | type | name | label |
|  | integer | income | 收入 |
|  | integer | cost | 支出 |
|  | select_one yn | closed | 停业 |
|  | begin_repeat | w | 雇员 |
|  | integer | pay | 工资 |
|  | integer | days | 天数 |
|  | end_repeat | | |
| choices |
|  | list_name | name | label |
|  | yn | 1 | 是 |
|  | yn | 0 | 否 |
| checks |
|  | id | level | scope | when | assert | message | vars | valid_from | valid_to |
|  | E1 | 强制性 | entry | ${closed} = '1' | ${income} = 0 | 停业（${closed}）却有收入 ${income} | income closed | | |
|  | Q1 | 核实性 | panel | | ${income} <= 2 * ${p.income} | 上期 ${p.income}，本期 ${income} | income | | |
|  | Q4 | 核实性 | panel | | ${income} <= 2 * ${p4.income} | 去年 ${p4.income} | income | | |
|  | QR | 核实性 | panel | | ${income} <= 100000 * ${r.emp_total} | 名录人数 ${r.emp_total} | income | | |
|  | QN | 核实性 | panel | | coalesce(${p.cost}, 0) <= 100 | x | cost | | |
|  | H1 | 提示性 | entry | | ${cost} <= ${income} | 亏损 | cost | 2026Q1 | 2026Q2 |
|  | W1 | 核实性 | entry | | ${pay} <= 100 * ${days} | 工资 ${pay} | pay | | |
|  | S1 | 强制性 | entry | ${cost} != '' | sum(${pay}) <= ${cost} | 工资合计 | cost | | |
|  | B1 | 强制性 | batch | | ${income} > 0 | 批次 | income | | |
"""


def opened(**context: object) -> FillSession:
    return FillSession(form_of(TABLE), replace(CONTEXT, **context))  # type: ignore[arg-type]  # fields of FillContext


def failing(session: FillSession) -> list[str]:
    return [problem.rule for problem in session.problems()]


def test_a1_levels_and_messages_with_values() -> None:
    session = opened()
    session.answer("/data/closed", "1")
    session.answer("/data/income", 5)
    (problem,) = session.problems()
    assert (problem.code, problem.level, problem.rule) == ("E010", Level.ERROR, "E1")
    assert problem.sentence == "停业（是）却有收入 5"
    assert problem.place.path == "/data/income"
    assert not session.finish().may_submit


def test_a2_a_panel_rule_without_an_earlier_value_is_skipped_and_recorded() -> None:
    session = opened()
    session.answer("/data/income", 5)
    skips = {skip.rule: skip.reason for skip in session.skipped}
    assert (skips["Q1"], skips["Q4"], skips["QR"]) == ("无上期", "无上年同期", "无名录信息")
    assert session.finish().skipped == session.skipped
    session = opened(previous={"cost": 1}, year_before={"income": 1}, register={"emp_total": 2})
    session.answer("/data/income", 5)
    skips = {skip.rule: skip.reason for skip in session.skipped}
    assert skips["Q1"] == "上期未填"
    assert failing(session) == ["Q4"]


def test_a2_what_the_author_coalesces_is_not_skipped() -> None:
    assert "QN" not in {skip.rule for skip in opened(previous={"income": 1}).skipped}


def test_a3_a_comparison_with_a_blank_number_is_not_judged() -> None:
    session = opened(previous={"income": 1})
    assert "Q1" in {skip.rule for skip in session.skipped}
    assert failing(session) == []


def test_a4_periods() -> None:
    for code, expected in (("2026Q1", ["H1"]), ("2026Q3", [])):
        session = opened(period=Period.parse(code))
        session.answer("/data/income", 5)
        session.answer("/data/cost", 9)
        assert failing(session) == expected


def test_a5_rules_of_a_repeat_are_judged_in_each_instance() -> None:
    session = opened()
    session.add_repeat("/data/w")
    session.answer("/data/w[2]/days", 1)
    session.answer("/data/w[2]/pay", 500)
    session.answer("/data/w[1]/days", 30)
    session.answer("/data/w[1]/pay", 500)
    (problem,) = session.problems()
    assert (problem.rule, problem.place.path) == ("W1", "/data/w[2]/pay")
    assert session.node("/data/w[2]/pay").problems == (problem,)
    session.answer("/data/cost", 900)
    assert failing(session) == ["S1", "W1"]
    session.remove_repeat("/data/w[1]")
    assert failing(session) == ["W1"]
    assert session.problems()[0].place.path == "/data/w[1]/pay"


def test_g1_an_explanation_excuses_until_a_value_changes() -> None:
    session = opened(previous={"income": 1})
    session.answer("/data/income", 5)
    assert failing(session) == ["Q1"]
    delta = session.explain("Q1", "02", "  旺季客人明显多  ")
    assert delta.changed == {"/data/income"}
    assert failing(session) == []
    done = session.finish()
    assert done.may_submit
    (explanation,) = done.explanations
    assert explanation.text == "旺季客人明显多"
    assert dict(explanation.values) == {"income": "5", "p.income": "1"}
    session.answer("/data/income", 6)
    assert failing(session) == ["Q1"]
    assert session.explanations == ()
    session.answer("/data/income", 5)
    assert failing(session) == []


def test_g2_explanations_come_back_with_the_entry() -> None:
    session = opened(previous={"income": 1})
    session.answer("/data/income", 5)
    session.explain("Q1", "02", "旺季客人明显多")
    stored = [each.to_json() for each in session.finish().explanations]
    kept = tuple(Explanation.from_json(each) for each in stored)
    context = replace(CONTEXT, previous={"income": 1})
    assert failing(FillSession(form_of(TABLE), context, session.answers(), kept)) == []
    changed = replace(context, previous={"income": 2})
    assert failing(FillSession(form_of(TABLE), changed, {"income": 5}, kept)) == ["Q1"]


@pytest.mark.parametrize(
    ("rule", "reason", "text", "code"),
    [
        ("Q1", "02", "旺季", "E013"),
        ("Q1", "77", "旺季客人明显多", "E015"),
        ("Q4", "02", "旺季客人明显多", "E014"),
        ("E1", "02", "旺季客人明显多", "E014"),
    ],
)
def test_g3_what_is_no_explanation(rule: str, reason: str, text: str, code: str) -> None:
    session = opened(previous={"income": 1})
    session.answer("/data/income", 5)
    with pytest.raises(HuceError) as caught:
        session.explain(rule, reason, text)
    assert caught.value.problem.code == code


def test_g4_broken_explanations_are_refused() -> None:
    broken: tuple[Json, ...] = (None, [], {"values": 3})
    for json in broken:
        with pytest.raises(ValueError):  # noqa: PT011 - the contract names no more than that
            Explanation.from_json(json)


def test_g5_an_explanation_is_bound_to_everything_the_rule_compares() -> None:
    by_id = {rule.id: rule.variables for rule in form_of(TABLE).rules}
    assert by_id["W1"] == ("pay", "days"), "vars says where it is shown; the explanation excuses days, too"
    assert by_id["H1"] == ("cost", "income")
    assert by_id["S1"] == ("cost",), "there are many answers in other instances"
    session = opened()
    session.answer("/data/w[1]/pay", 500)
    session.answer("/data/w[1]/days", 2)
    session.explain("W1", "01", "按件计酬，已核对工资表")
    assert failing(session) == []
    session.answer("/data/w[1]/days", 3)
    assert failing(session) == ["W1"]


def test_a6_a_question_that_does_not_exist_is_told_once() -> None:
    loaded = load("""
    | survey |
    |  | type | name | label |
    |  | integer | a | A |
    | checks |
    |  | id | level | scope | assert | message |
    |  | R1 | E | entry | ${aa} > 1 | m |
    """)
    assert places(loaded.problems) == [("F015", "checks!D2")]


def test_a6_wrong_rows_are_told_with_their_cells() -> None:
    loaded = load("""
    | survey |
    |  | type | name | label |
    |  | integer | a | A |
    | checks |
    |  | id | level | scope | when | assert | message | vars | valid_from |
    |  | R1 | 强制 | entry | | ${a} > 1 | m | a | |
    |  | R2 | E | entry | | ${aa} > 1 | m | a | |
    |  | R2 | E | entry | | ${a} > 1 | m | b | |
    |  | R3 | E | entry | | | m | a | 2026Q7 |
    |  | R4 | E | entry | | foo(${a}) | m | a | |
    |  | R5 | E | entry | | ${a} > 1 | m | a | |
    |  | R5 | E | entry | | ${a} > 2 | m | a | |
    """)
    assert set(places(loaded.problems)) == {
        ("F021", "checks!B2"),
        ("F015", "checks!E3"),
        ("F015", "checks!G4"),
        ("F061", "checks!A4"),
        ("F060", "checks!E5"),
        ("F021", "checks!H5"),
        ("X010", "checks!A6"),
        ("F061", "checks!A8"),
    }


def heading(**settings: str) -> str:
    names, values = " | ".join(settings), " | ".join(settings.values())
    return f"| survey |\n|  | type | name | label |\n|  | text | a | A |\n| settings |\n|  | {names} |\n|  | {values} |"


STATISTICAL = {
    "legal_basis": "statistical",
    "table_number": "T1",
    "issuing_authority": "局",
    "approval_number": "号",
    "valid_until": "2026-12-31",
}


def test_h1_a_statistical_form_opens_only_with_its_heading_and_in_time() -> None:
    form = form_of(heading(**STATISTICAL))
    FillSession(form, CONTEXT)
    with pytest.raises(HuceError) as expired:
        FillSession(form, replace(CONTEXT, today=dt.date(2027, 1, 1)))
    assert expired.value.problem.code == "F051"
    FillSession(form, replace(CONTEXT, today=dt.date(2027, 1, 1), reviewing=True), {})
    with pytest.raises(HuceError) as unlabelled:
        FillSession(form_of(heading(legal_basis="statistical", table_number="T1")), CONTEXT)
    assert unlabelled.value.problem.code == "F050"
    assert "批准" in unlabelled.value.problem.sentence


def test_h2_other_forms_need_no_heading() -> None:
    FillSession(form_of(heading(legal_basis="service", valid_until="2020-01-01")), CONTEXT)
    FillSession(form_of(heading(form_id="x")), CONTEXT)


def test_h3_unknown_words_in_settings_are_told() -> None:
    loaded = load(heading(form_id="x", frequency="weekly", legal_basis="none", valid_until="soon"))
    assert set(places(loaded.problems)) == {("F021", "settings!B2"), ("F021", "settings!C2"), ("F021", "settings!D2")}


def test_a7_somebody_elses_sheet_of_that_name_is_left_alone() -> None:
    form = form_of("""
    | survey |
    |  | type | name | label |
    |  | text | a | A |
    | checks |
    |  | who | when |
    |  | me | today |
    """)
    assert form.rules == ()
