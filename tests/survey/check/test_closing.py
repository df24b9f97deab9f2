"""Entries begun and closed in bulk are what sessions make of them. C1 shipped forms, C2 random forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.entry import Explanation
from survey.form import Form, Json, Repeat
from survey.problems import Level
from survey.session import FillSession
from survey.session.context import PERIODS_AGO
from survey.xlsform import read_form
from tests.survey.check.bulk import REGISTER, Bulk
from tests.survey.check.test_flat import ANSWERS, quarter
from tests.survey.check.test_quarterly import FORM, ODD, changed, entries, quarterly
from tests.survey.forms_by_table import CONTEXT
from tests.survey.peers.random_forms import RandomForm, step
from tests.survey.scenarios.play import markdown


def shipped(name: str) -> Form:
    form = read_form(FORM.with_name(f"{name}.xlsx")).form
    assert isinstance(form, Form)
    return form


@cache
def quarterly_bulk() -> Bulk:
    return Bulk(quarterly()[0])


@cache
def baseline_bulk() -> Bulk:
    return Bulk(shipped("baseline"))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_c1_an_entry_of_the_quarterly_form_is_closed_as_by_a_session(data: st.DataObject) -> None:
    answers, context = data.draw(st.sampled_from(entries()))
    ago = data.draw(st.sampled_from((1, 2, None, "2")))
    earlier = st.none() | changed({**(context.previous or {}), PERIODS_AGO: ago})
    context = replace(context, previous=data.draw(earlier), year_before=data.draw(earlier))
    assert quarterly_bulk().closes(data.draw(changed(answers)), context)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_c1_a_new_entry_of_the_quarterly_form_is_begun_as_by_a_session(data: st.DataObject) -> None:
    answers, context = data.draw(st.sampled_from(entries()))
    register = data.draw(changed({**context.register}) | st.just(REGISTER))
    context = replace(context, register=register, year_before=data.draw(st.none() | changed(context.previous or {})))
    keys = data.draw(st.sets(st.sampled_from(sorted(answers))))
    assert quarterly_bulk().begins({key: answers[key] for key in keys}, context)


@pytest.mark.usefixtures("alone")
def test_c1_no_session_is_needed_for_the_quarterly_form() -> None:
    bulk = quarterly_bulk()
    for answers, told in entries():
        context = replace(told, previous={**(told.previous or {}), PERIODS_AGO: 1})
        closed = bulk.closing.close({**bulk.opening.answers(context), **answers}, context)
        assert (closed.problems, closed.may_submit) == ((), True)


@pytest.mark.usefixtures("alone")
def test_c1_nor_for_the_monthly_form() -> None:
    bulk = Bulk(shipped("monthly"))
    context = replace(CONTEXT, register=REGISTER)
    closed = bulk.closing.close({**bulk.opening.answers(context), "response": "4"}, context)
    assert not closed.may_submit
    assert closed.answers["visit_date"] == "2026-11-23"
    assert closed.answers["shop_name"] == "好又多"


@settings(max_examples=15, deadline=None)
@given(
    typed=st.fixed_dictionaries(
        {},
        optional={
            "response": st.sampled_from("134"),
            "has_others": st.sampled_from("01"),
            "emp_total": st.sampled_from(ODD),
        },
    ),
    attached=st.lists(st.dictionaries(st.sampled_from(["a_uscc", "a_name"]), st.sampled_from(ODD)), max_size=2),
    register=st.sampled_from([REGISTER, {}, {**REGISTER, "emp_total": 3}]),
)
def test_c1_a_form_with_a_repeat_is_begun_as_by_a_session(
    typed: dict[str, Json], attached: list[dict[str, Json]], register: Mapping[str, Json]
) -> None:
    several: dict[str, Json] = {"attached": [*attached]} if attached else {}
    assert baseline_bulk().begins({**typed, **several}, replace(CONTEXT, register=register))


@settings(deadline=None)
@given(answers=ANSWERS, previous=st.none() | ANSWERS, texts=st.tuples(*[st.sampled_from(["1", "9", ""])] * 2))
def test_c1_explanations_hold_as_in_a_session(
    answers: dict[str, Json], previous: dict[str, Json] | None, texts: tuple[str, str]
) -> None:
    values = {"revenue": str(answers.get("revenue", "")), "p.revenue": str((previous or {}).get("revenue", ""))}
    given_for = (
        Explanation("R4", "01", "上期停业，本期开了", {"state": texts[0], "p.state": "2"}),
        Explanation("R2", "01", "旺季客人多，已核对", values),
        Explanation("R1", "01", "强制性的说了也没有用", {"cost": texts[1]}),
    )
    assert Bulk(quarter()).closes(answers, replace(CONTEXT, previous=previous), *given_for)


def test_c1_an_explanation_that_holds_lets_an_entry_go() -> None:
    context = replace(CONTEXT, previous={"revenue": 1})
    answers: dict[str, Json] = {"state": "1", "revenue": 9, "cost": 1}
    given_for = Explanation("R2", "01", "旺季客人多，已核对", {"revenue": "9", "p.revenue": "1"})
    bulk = Bulk(quarter())
    assert [p.level for p in bulk.closing.close(answers, context).problems] == [Level.QUERY]
    closed = bulk.closing.close(answers, context, (given_for,))
    assert (closed.problems, closed.explanations, closed.may_submit) == ((), (given_for,), True)
    reopened = Explanation("R4", "01", "上期停业，本期开了", {"state": "1", "p.state": "2"})
    context = replace(CONTEXT, previous={"revenue": 1, "state": "2"})
    assert bulk.closing.close(answers, context, (reopened, given_for)).explanations == (given_for, reopened)
    assert bulk.closes(answers, context, reopened, given_for)


def test_c2_entries_of_random_forms(tmp_path: Path) -> None:
    random, path = Random(20261124), tmp_path / "data.md"
    flat = 0
    while flat < 25:
        path.write_text(markdown(RandomForm(random).table), encoding="utf-8")
        form = read_form(path).form
        if form is None:
            continue
        bulk = Bulk(form)
        flat += not any(isinstance(item, Repeat) for item in form.items())
        for _ in range(4):
            session = FillSession(form, CONTEXT)
            for _ in range(random.randint(0, 6)):
                step(random, session)
            answers = session.answers()
            assert bulk.closes(answers, CONTEXT), path.read_text(encoding="utf-8")
            odd = {key: random.choice(ODD) for key in random.sample(sorted(answers), min(2, len(answers)))}
            assert bulk.closes({**answers, **odd}, CONTEXT)
            typed = {key: value for key, value in answers.items() if random.random() < 0.5}
            assert bulk.begins(typed, CONTEXT)
