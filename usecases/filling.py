"""What a person is given to fill in: the questionnaire with everything known about the household and its past."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from exchange.messages import Fields, Json
from storage.entries import EntryRow, answers_of
from storage.store import Tx
from survey.entry import Explanation
from survey.form import Answers
from survey.period import Period
from survey.problems import HuceError, Problem
from survey.session.context import FillContext
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
    household = tx.households.state(asked.household_id)
    if household is None:
        raise HuceError(Problem("S012"))
    now = ws.clock()
    period = None if asked.round_code == ONCE else Period.parse(asked.round_code)
    last = tx.entries.last_by(author=ws.user, form_id=asked.form_id)
    return FillContext(
        today=now.date(),
        now=now,
        period=period,
        user=ws.user,
        device=ws.device_id,
        register=household.fields,
        previous=_answers(tx, tx.entries.last_before(**_where(asked, asked.round_code))),
        year_before=None if period is None else _finished(tx, asked, period.year_before.code),
        last_saved=_answers(tx, last),
        random_seed=int(entry_id.replace("-", "")[-8:], 16),
        properties={"instanceID": f"uuid:{entry_id}"},
    )


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
    """Return an entry's record content: its identity, status and explanations, and every answer on its own."""
    fields: dict[str, Json] = {
        "form_id": asked.form_id,
        "form_version": version,
        "round": asked.round_code,
        "household_id": asked.household_id,
        "status": status,
    }
    if explanations:
        fields["explanations"] = [each.to_json() for each in explanations]
    return fields | {f"answers.{key}": value for key, value in answers.items()}


def _finished(tx: Tx, asked: Asked, round_code: str) -> Answers | None:
    row = tx.entries.find(**_where(asked, round_code))
    return None if row is None or row.status == "draft" else _answers(tx, row)


def _answers(tx: Tx, row: EntryRow | None) -> Answers | None:
    return None if row is None else answers_of(tx.entries.contents([row.id])[row.id])


def _where(asked: Asked, round_code: str) -> dict[str, str]:
    return {"household_id": asked.household_id, "form_id": asked.form_id, "round_code": round_code}
