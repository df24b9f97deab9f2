"""U-4: the invented data passes our own checks, so what a visitor sees is what the program expects."""

from __future__ import annotations

import pytest

from survey.household import check_household
from survey.problems import HuceError
from survey.session import FillSession
from usecases.demo import fill_demo
from usecases.demo.businesses import businesses
from usecases.entries import open_entry
from usecases.register import search_households
from usecases.workspace import Workspace

ROUNDS = ("2026Q1", "2026Q2")


def test_the_same_seed_invents_the_same_households() -> None:
    assert businesses(50, 1) == businesses(50, 1)
    assert businesses(50, 1) != businesses(50, 2)


def test_every_household_passes_the_checks_of_the_register() -> None:
    import datetime as dt

    made = [business.fields for business in businesses(400, 3)]
    problems = [problem for fields in made for problem in check_household(fields, today=dt.date(2026, 11, 23))]
    assert problems == []
    assert len({str(fields["uscc"]) for fields in made}) == len(made)


def asked(session: FillSession) -> set[str]:
    return {node.path.rpartition("/")[2] for node in session.nodes()}


def test_complete_entries_may_be_reported_as_they_are(ws: Workspace) -> None:
    demo = fill_demo(ws, households=60, rounds=ROUNDS, seed=5)
    assert (demo.households, demo.entries) == (60, 120)
    statuses = []
    for household in search_households(ws).rows:
        for code in ROUNDS:
            entry = open_entry(ws, household_id=household.id, form_id="quarterly", round_code=code)
            finished = entry.session.finish()
            assert entry.status == "draft" or finished.problems == (), (household.shop_name, finished.problems)
            assert "reg_no15" not in asked(entry.session), "who has a credit code is not asked for the number before it"
            statuses.append(entry.status)
    assert 0 < statuses.count("draft") < 15


def test_a_folder_with_households_is_left_alone(ws: Workspace, household: str) -> None:
    with pytest.raises(HuceError) as error:
        fill_demo(ws, households=5)
    assert error.value.problem.code == "S014"
