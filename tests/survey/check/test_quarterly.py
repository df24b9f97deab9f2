"""B5: over the shipped quarterly questionnaire, with answers changed at random, the bulk check and a session agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.check import Checker
from survey.form import Form, Json
from survey.period import Period
from survey.session import FillContext, FillSession
from survey.xlsform import read_form
from tests.survey.check.test_flat import facts
from usecases.demo.businesses import businesses
from usecases.demo.returns import Panel, quarter

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEFORE, PERIOD = Period.parse("2026Q2"), Period.parse("2026Q3")
FORM = Path(__file__).resolve().parents[3] / "forms" / "quarterly.xlsx"
ODD: tuple[Json, ...] = (None, "", [], 0, -1, 5.0, 1.5, "x", "1", ["90", "1"], ["zz"], "2026-02-31", "20261123", 10**9)


@cache
def quarterly() -> tuple[Form, Checker]:
    form = read_form(FORM).form
    assert isinstance(form, Form)
    return form, Checker(form)


@cache
def entries() -> list[tuple[dict[str, Json], FillContext]]:
    found: list[tuple[dict[str, Json], FillContext]] = []
    for business in businesses(20, 5):
        panel = Panel.start(business)
        previous = quarter(panel, BEFORE, previous=False)
        answers = dict(quarter(panel, PERIOD, previous=True))
        context = FillContext(period=PERIOD, today=NOW.date(), now=NOW, register=business.fields, previous=previous)
        found.append((answers, context))
    return found


@cache
def offered() -> Mapping[str, list[Json]]:
    """What each question is answered with in other entries, and its choices."""
    form, _ = quarterly()
    return {
        question.key: [
            *(answers[question.key] for answers, _ in entries() if question.key in answers),
            *(choice.value for choice in question.choices[:6]),
        ]
        for question in form.questions()
    }


@st.composite
def changed(draw: st.DrawFn, answers: Mapping[str, Json]) -> dict[str, Json]:
    found = dict(answers)
    for key in draw(st.lists(st.sampled_from(sorted(offered())), max_size=6)):
        match draw(st.sampled_from(("other", "other", "other", "times", "gone", "odd"))):
            case "other" if offered()[key]:
                found[key] = draw(st.sampled_from(offered()[key]))
            case "times" if isinstance(given := found.get(key), int):
                found[key] = given * draw(st.sampled_from((-1, 0, 2, 100, 10000)))
            case "odd":
                found[key] = draw(st.sampled_from(ODD))
            case _:
                found.pop(key, None)
    return found


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_b5_bulk_and_session_find_the_same(data: st.DataObject) -> None:
    form, checker = quarterly()
    answers, context = data.draw(st.sampled_from(entries()))
    answers = data.draw(changed(answers))
    earlier = st.none() | changed(context.previous or {})
    context = replace(
        context,
        previous=data.draw(earlier),
        year_before=data.draw(earlier),
        period=data.draw(st.sampled_from((PERIOD, Period.parse("2026Q1"), None))),
    )
    session = FillSession(form, replace(context, reviewing=True), answers)
    assert facts(checker.check(answers, context)) == facts(session.problems())


def test_b6_the_questionnaire_is_checked_flat_and_whole_numbers_may_be_written_with_a_point() -> None:
    _, checker = quarterly()
    assert checker.is_flat
    for answers, context in entries():
        pointed = {key: float(value) if type(value) is int else value for key, value in answers.items()}
        assert checker.check(answers, context) == checker.check(pointed, context) == ()
