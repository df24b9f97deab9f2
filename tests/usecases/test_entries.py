"""U-3: filling in a questionnaire: nothing typed is ever lost, and only what passes is reported."""

from __future__ import annotations

import datetime as dt

import pytest

from survey.problems import HuceError
from survey.values import Value
from tests.usecases.conftest import NOW
from usecases.entries import (
    OpenEntry,
    discard_draft,
    entries_of_household,
    entry_history,
    journal_answer,
    open_entry,
    save_entry,
)
from usecases.forms import ensure_forms
from usecases.register import save_household, search_households
from usecases.workspace import Workspace

VISIT: dict[str, Value] = {
    "/data/visit/visit_date": dt.date(2026, 10, 15),
    "/data/visit/visit_mode": "1",
    "/data/visit/response": "3",
    "/data/visit/cert_shown": "1",
    "/data/visit/notice_version": "2026-1",
    "/data/basic/operating_status": "1",
}


def opened(ws: Workspace, household: str, round_code: str = "2026Q3", form_id: str = "quarterly") -> OpenEntry:
    return open_entry(ws, household_id=household, form_id=form_id, round_code=round_code)


def filled(ws: Workspace, household: str, round_code: str = "2026Q3") -> OpenEntry:
    entry = opened(ws, household, round_code)
    for path, value in VISIT.items():
        entry.session.answer(path, value)
    return entry


def waiting(ws: Workspace) -> tuple[int, int]:
    with ws.store.reading() as tx:
        count = tx.outbox.count()
        return count.waiting, count.held


def test_a_new_entry_is_filled_from_the_register(ws: Workspace, household: str) -> None:
    entry = opened(ws, household)
    assert (entry.status, entry.revision, entry.resumed) == ("draft", "", False)
    assert entry.session.node("/data/basic/operating_status").value == "1"


def test_a_complete_entry_waits_to_be_reported(ws: Workspace, household: str) -> None:
    before = waiting(ws)
    saved = save_entry(ws, entry=filled(ws, household), complete=True)
    assert (saved.status, saved.problems) == ("complete", ())
    assert saved.changes.entries == frozenset({saved.entry_id})
    assert waiting(ws) == (before[0] + 1, before[1])
    assert search_households(ws, round_code="2026Q3", form_id="quarterly").rows[0].entry_status == "complete"


def test_a_mandatory_fault_makes_it_a_draft_that_is_kept_but_not_reported(ws: Workspace, household: str) -> None:
    entry = filled(ws, household)
    entry.session.answer("/data/visit/response", None)
    saved = save_entry(ws, entry=entry, complete=True)
    assert saved.status == "draft"
    assert [problem.place.path for problem in saved.problems] == ["/data/visit/response"]
    assert waiting(ws)[1] == 1
    (row,) = entries_of_household(ws, household_id=household)
    assert (row.status, row.errors) == ("draft", 1)


def test_an_entry_comes_back_as_it_was_saved(ws: Workspace, household: str) -> None:
    saved = save_entry(ws, entry=filled(ws, household), complete=True)
    again = opened(ws, household)
    assert (again.entry_id, again.revision, again.status) == (saved.entry_id, saved.revision, "complete")
    assert again.session.answers()["visit_date"] == "2026-10-15"
    assert not again.resumed


def test_saving_again_adds_a_revision_to_the_same_entry(ws: Workspace, household: str) -> None:
    entry = filled(ws, household)
    first = save_entry(ws, entry=entry, complete=False)
    entry.session.answer("/data/closing/remark", "改过")
    second = save_entry(ws, entry=entry, complete=False)
    history = entry_history(ws, entry_id=entry.entry_id)
    assert [revision.id for revision in history] == [first.revision, second.revision]
    assert history[1].fields["answers.remark"] == "改过"


def test_an_edit_is_on_the_disk_before_anything_is_saved(ws: Workspace, household: str) -> None:
    entry = opened(ws, household)
    for path, value in VISIT.items():
        entry.session.answer(path, value)
        journal_answer(ws, entry=entry, path=path, value=value)
    again = opened(ws, household)
    assert (again.entry_id, again.resumed, again.resume_path) == (
        entry.entry_id,
        True,
        "/data/basic/operating_status",
    )
    assert again.session.answers() == entry.session.answers()
    assert again.session.node("/data/visit/visit_date").value == dt.date(2026, 10, 15)


def test_lists_of_choices_come_back_from_the_journal(ws: Workspace, household: str) -> None:
    entry = opened(ws, household)
    given: dict[str, Value] = {"/data/visit/response": "1", "/data/needs/difficulties": ("01", "05")}
    for path, value in given.items():
        entry.session.answer(path, value)
        journal_answer(ws, entry=entry, path=path, value=value)
    assert opened(ws, household).session.answers() == entry.session.answers()


def test_saving_empties_the_journal_and_so_does_throwing_away(ws: Workspace, household: str) -> None:
    entry = filled(ws, household)
    journal_answer(ws, entry=entry, path="/data/closing/remark", value="一")
    save_entry(ws, entry=entry, complete=False)
    assert not opened(ws, household).resumed
    journal_answer(ws, entry=entry, path="/data/closing/remark", value="二")
    assert opened(ws, household).session.node("/data/closing/remark").value == "二"
    discard_draft(ws, entry=entry)
    assert not opened(ws, household).resumed


def test_an_edit_that_no_longer_fits_the_questionnaire_is_passed_over(ws: Workspace, household: str) -> None:
    entry = opened(ws, household)
    journal_answer(ws, entry=entry, path="/data/gone", value="一")
    journal_answer(ws, entry=entry, path="/data/closing/remark", value="二")
    assert opened(ws, household).session.node("/data/closing/remark").value == "二"


def test_the_last_finished_period_stands_beside_the_questions(ws: Workspace, household: str) -> None:
    save_entry(ws, entry=filled(ws, household, "2026Q2"), complete=True)
    save_entry(ws, entry=filled(ws, household, "2025Q3"), complete=True)
    context = opened(ws, household).session.context
    assert context.previous is not None
    assert context.year_before is not None
    assert context.previous["visit_mode"] == "1"
    assert context.previous["periods_ago"] == 1
    assert context.period is not None
    assert context.period.code == "2026Q3"


def test_how_long_ago_the_last_finished_period_was_can_be_asked(ws: Workspace, household: str) -> None:
    save_entry(ws, entry=filled(ws, household, "2025Q4"), complete=True)
    context = opened(ws, household).session.context
    assert context.previous is not None
    assert context.previous["periods_ago"] == 3


def test_a_draft_of_an_earlier_period_is_no_comparison(ws: Workspace, household: str) -> None:
    save_entry(ws, entry=filled(ws, household, "2026Q2"), complete=False)
    assert opened(ws, household).session.context.previous is None


def test_an_expired_questionnaire_is_refused(ws: Workspace, household: str) -> None:
    ws.clock = lambda: NOW.replace(year=2031)
    ensure_forms(ws)
    with pytest.raises(HuceError) as error:
        opened(ws, household)
    assert error.value.problem.code == "S013"


def test_a_household_that_is_not_here(ws: Workspace) -> None:
    with pytest.raises(HuceError) as error:
        opened(ws, "unknown")
    assert error.value.problem.code == "S012"


def test_two_households_have_their_own_entries(ws: Workspace, household: str) -> None:
    other = save_household(ws, household_id=None, fields={"shop_name": "宣汉县老街茶楼", "owner_name": "李四"})
    one = save_entry(ws, entry=filled(ws, household), complete=True)
    two = save_entry(ws, entry=filled(ws, other.household_id), complete=True)
    assert one.entry_id != two.entry_id


def test_two_people_who_fill_the_same_questionnaire_meet_in_one_record(ws: Workspace, household: str) -> None:
    mine = opened(ws, household)
    again = opened(ws, household)
    assert mine.entry_id == again.entry_id
    others = {
        opened(ws, household, "2026Q2").entry_id,
        opened(ws, household, form_id="monthly", round_code="2026M09").entry_id,
    }
    assert mine.entry_id not in others
    assert len(others) == 2
