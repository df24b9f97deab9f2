"""What a person is given to fill in: the questionnaire with everything known about the household and its past."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from exchange.messages import ANSWER, Fields, Json
from storage.entries import EntryRow, answers_of
from storage.store import Tx
from survey.entry import Explanation
from survey.form import Answers
from survey.period import Period
from survey.problems import HuceError, Problem
from survey.session.context import PERIODS_AGO, FillContext
from usecases.rounds import ONCE
from usecases.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entry is wanted: of which household, for which questionnaire, in which round."""

    household_id: str
    form_id: str
    round_code: str


def fill_context(ws: Workspace, tx: Tx, asked: Asked, entry_id: str) -> FillContext:
    """Gather what a filling may look at. Raises HuceError S012 for a household that is not here."""
    entries = {asked.household_id: entry_id}
    found = fill_contexts(ws, tx, entries, form_id=asked.form_id, round_code=asked.round_code, now=ws.clock())
    if asked.household_id not in found:
        raise HuceError(Problem("S012"))
    return found[asked.household_id]


def fill_contexts(
    ws: Workspace, tx: Tx, entries: Mapping[str, str], *, form_id: str, round_code: str, now: dt.datetime
) -> dict[str, FillContext]:
    """Gather what fillings of one round may look at, by household; one that is not here is left out.

    ``entries`` names the id of each household's entry.
    """
    period = None if round_code == ONCE else Period.parse(round_code)
    before = tx.entries.newest_before(entries, form_id=form_id, round_code=round_code)
    year_before = {} if period is None else _finished(tx, entries, form_id, period.year_before.code)
    last = tx.entries.last_by(author=ws.user, form_id=form_id)
    looked_at = [row.id for row in (*before.values(), *year_before.values(), *([last] if last else []))]
    answers = {id_: answers_of(fields) for id_, fields in tx.entries.contents(dict.fromkeys(looked_at)).items()}
    return {
        household: FillContext(
            today=now.date(),
            now=now,
            period=period,
            user=ws.user,
            device=ws.device_id,
            register=register,
            previous=_earlier(answers, before.get(household), period),
            year_before=_of(answers, year_before.get(household)),
            last_saved=_of(answers, last),
            random_seed=int(entries[household].replace("-", "")[-8:], 16),
            properties={"instanceID": f"uuid:{entries[household]}"},
        )
        for household, register in tx.households.contents(entries).items()
    }


def check_open(valid_until: dt.date | None, today: dt.date, title: str) -> None:
    """Refuse a questionnaire past its date of validity (统计法 §17). Raises HuceError S013."""
    if valid_until is not None and today > valid_until:
        raise HuceError(Problem("S013", params={"form": title, "date": valid_until.isoformat()}))


def explanations_of(fields: Fields) -> tuple[Explanation, ...]:
    """Return the explanations (核实说明) kept in an entry's fields."""
    kept = fields.get("explanations")
    return tuple(Explanation.from_json(each) for each in kept) if isinstance(kept, list) else ()


def entry_fields(
    asked: Asked, version: str, status: str, answers: Answers, explanations: tuple[Explanation, ...]
) -> dict[str, Json]:
    """Return an entry's record content: its identity, status and explanations, and every answer on its own.

    Names are shared among entries: an import holds thousands.
    """
    fields: dict[str, Json] = {
        "form_id": asked.form_id,
        "form_version": version,
        "round": asked.round_code,
        "household_id": asked.household_id,
        "status": status,
    }
    if explanations:
        fields["explanations"] = [each.to_json() for each in explanations]
    return fields | {sys.intern(ANSWER + key): value for key, value in answers.items()}


def _finished(tx: Tx, households: Mapping[str, str], form_id: str, round_code: str) -> dict[str, EntryRow]:
    rows = tx.entries.newest(households, form_id=form_id, round_code=round_code)
    return {household: row for household, row in rows.items() if row.status != "draft"}


def _earlier(answers: Mapping[str, Answers], row: EntryRow | None, period: Period | None) -> Answers | None:
    """Give the answers of the last period that was reported, and how many periods ago that was."""
    found = _of(answers, row)
    if found is None or row is None or period is None:
        return found
    return {**found, PERIODS_AGO: period.since(Period.parse(row.round))}


def _of(answers: Mapping[str, Answers], row: EntryRow | None) -> Answers | None:
    return None if row is None else answers[row.id]
