"""U-2: finding and correcting households."""

from __future__ import annotations

import pytest

from survey.problems import HuceError, Level
from usecases.register import get_household, household_history, save_household, search_households, towns
from usecases.workspace import Workspace


def test_a_saved_household_is_found_with_its_area_filled_in(ws: Workspace, household: str) -> None:
    page = search_households(ws, text="hyd 1389")
    (row,) = page.rows
    assert (page.total, page.next, row.id) == (1, None, household)
    assert (row.town, row.operating_status, row.entry_status) == ("东乡街道", "正常营业", "")
    assert get_household(ws, household_id=household).fields["town_code"] == "511722001"
    assert [(town.code, town.name, town.households) for town in towns(ws)] == [("511722001", "东乡街道", 1)]


def test_a_correction_is_a_new_revision_with_its_reason(ws: Workspace, household: str) -> None:
    fields = {**get_household(ws, household_id=household).fields, "mobile": "13890905678"}
    saved = save_household(ws, household_id=household, fields=fields, reason="经营者换了号码")
    assert saved.changes.households == frozenset({household})
    first, second = household_history(ws, household_id=household)
    assert (first.author, second.author, second.reason) == ("wang", "wang", "经营者换了号码")
    assert second.id == saved.revision
    again = save_household(ws, household_id=household, fields=fields)
    assert not again.changes
    assert again.revision == saved.revision


def test_a_mandatory_fault_forbids_the_save_and_changes_nothing(ws: Workspace, household: str) -> None:
    fields = {**get_household(ws, household_id=household).fields, "shop_name": ""}
    saved = save_household(ws, household_id=household, fields=fields)
    assert any(problem.level is Level.ERROR for problem in saved.problems)
    assert not saved.changes
    assert len(household_history(ws, household_id=household)) == 1


@pytest.mark.parametrize("reason", ["长" * 2001, "\x00"])
def test_a_reason_that_could_not_be_sent_is_not_kept(ws: Workspace, household: str, reason: str) -> None:
    fields = {**get_household(ws, household_id=household).fields, "mobile": "13890905678"}
    with pytest.raises(HuceError) as error:
        save_household(ws, household_id=household, fields=fields, reason=reason)
    assert error.value.problem.code == "N043"
    assert len(household_history(ws, household_id=household)) == 1


def test_a_household_that_is_not_here(ws: Workspace) -> None:
    with pytest.raises(HuceError) as error:
        get_household(ws, household_id="unknown")
    assert error.value.problem.code == "S012"
