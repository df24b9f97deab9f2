"""U-7: how far a round is: one count by status, and the list by status, agree with each other and with the journal."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from storage.drafts import Draft, Edit
from storage.records.content import Write
from usecases.entries import discard_draft, journal_answer, open_entry, save_entry
from usecases.filling import Asked, entry_fields
from usecases.register import MISSING, count_by_status, save_household, search_households
from usecases.workspace import Workspace

FORM, ROUND = "quarterly", "2026Q3"
STATUSES = ("", "draft", "complete", "submitted")


@pytest.fixture
def shops(ws: Workspace) -> list[str]:
    """Six shops."""
    made = []
    for number in range(6):
        fields = {"shop_name": f"第{number}店", "owner_name": "张三", "operating_status": "1", "has_license": "3"}
        saved = save_household(ws, household_id=None, fields=fields | {"town_name": "东乡街道"})
        assert saved.revision, saved.problems
        made.append(saved.household_id)
    return made


def journal(ws: Workspace, household: str, *, form: str = FORM, round_code: str = ROUND) -> None:
    draft = Draft(f"entry of {household}", household, form, round_code)
    with ws.store.transaction() as tx:
        tx.drafts.add(draft, Edit("answer", "/data/x", "1", ws.now()))


def save(ws: Workspace, household: str, status: str, round_code: str = ROUND) -> None:
    fields = entry_fields(Asked(household, FORM, round_code), "1", status, {}, ())
    with ws.store.transaction() as tx:
        tx.entries.write([Write("", fields)], ws.stamp("screen"), held=status == "draft")


def counts(ws: Workspace) -> dict[str, int]:
    """Count in one go, and once more by looking at each list; both must say the same."""
    counted = count_by_status(ws, form_id=FORM, round_code=ROUND)
    for status in STATUSES:
        page = search_households(ws, form_id=FORM, round_code=ROUND, entry_status=status or MISSING)
        assert page.total == len(page.rows) == counted.get(status, 0), status
        assert {row.entry_status for row in page.rows} <= {status}
    return {status: number for status, number in counted.items() if number}


def test_the_count_is_one_statement_led_by_the_index_of_the_round(ws: Workspace, shops: list[str]) -> None:
    """Fifty thousand entries of other rounds must not be looked at: the window waits for this after every save."""
    asked: list[tuple[str, tuple[object, ...]]] = []
    with ws.store.reading() as tx:
        connection = tx.finding._connection

        def note(_c: object, _cursor: object, statement: str, values: tuple[object, ...], *_rest: object) -> None:
            asked.append((statement, values))

        event.listen(connection, "before_cursor_execute", note)
        tx.finding.statuses(form_id=FORM, round_code=ROUND)
        ((statement, values),) = asked
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert any("SEARCH entry USING INDEX ix_entry_form_id_round_household_id" in step for step in plan), plan
    assert not any(step.startswith("SCAN entry") for step in plan), plan


def test_nothing_is_begun(ws: Workspace, shops: list[str]) -> None:
    assert counts(ws) == {"": 6}


def test_every_status_is_counted_once_a_household(ws: Workspace, shops: list[str]) -> None:
    save(ws, shops[0], "complete")
    save(ws, shops[1], "draft")
    journal(ws, shops[2])
    journal(ws, shops[2])
    assert counts(ws) == {"": 3, "draft": 2, "complete": 1}


def test_typing_in_a_saved_entry_changes_no_status(ws: Workspace, shops: list[str]) -> None:
    save(ws, shops[0], "complete")
    save(ws, shops[1], "draft")
    for household in shops[:2]:
        journal(ws, household)
    assert counts(ws) == {"": 4, "draft": 1, "complete": 1}


def test_other_rounds_and_questionnaires_do_not_count(ws: Workspace, shops: list[str]) -> None:
    save(ws, shops[0], "complete", "2026Q2")
    journal(ws, shops[1], round_code="2026Q2")
    journal(ws, shops[2], form="monthly")
    assert counts(ws) == {"": 6}


def test_a_journal_without_its_household_does_not_count(ws: Workspace, shops: list[str]) -> None:
    journal(ws, "gone")
    save(ws, "gone too", "complete")
    assert counts(ws) == {"": 6}


def test_an_entry_is_a_draft_from_the_first_answer_until_it_is_thrown_away_or_saved(
    ws: Workspace, household: str
) -> None:
    entry = open_entry(ws, household_id=household, form_id=FORM, round_code=ROUND)
    assert counts(ws) == {"": 1}, "opening alone begins nothing"
    path = next(node.path for node in entry.session.nodes() if node.kind == "text" and not node.read_only)
    journal_answer(ws, entry=entry, path=path, value="x")
    assert counts(ws) == {"draft": 1}
    discard_draft(ws, entry=entry)
    assert counts(ws) == {"": 1}
    journal_answer(ws, entry=entry, path=path, value="y")
    save_entry(ws, entry=entry, complete=False)
    assert counts(ws) == {"draft": 1}
