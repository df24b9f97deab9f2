"""审核 of a whole round: the supervisor's rules over the entries of a questionnaire, with the households concerned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from storage.entries import answers_of
from storage.store import Tx
from survey.batch import BatchEntry, batch_keys, check_batch
from survey.form import Answers, Form, Json
from survey.period import Period
from survey.problems import Problem
from usecases.forms import load_form
from usecases.rounds import ONCE
from usecases.workspace import Workspace

_DRAFT = "draft"
_CLOCKS = ("start", "end")  # the metadata questions that say when filling began and ended


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """One thing to look into: the problem, the ids of the entries concerned, and the names of their households."""

    problem: Problem
    entries: tuple[str, ...]
    shops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundAudit:
    """What the check of a round found; ``entries`` is how many were looked at. Drafts are not."""

    form_id: str
    round_code: str
    entries: int
    findings: tuple[AuditFinding, ...]


def audit_round(ws: Workspace, *, form_id: str, round_code: str) -> RoundAudit:
    """Judge the batch rules of a questionnaire over the finished entries of a round. Nothing is changed.

    A supervisor returns an entry or annotates it, and never changes an answer (统计法 §7, §32).
    Raises HuceError S011 when the questionnaire is not installed, S022 when it is for a role that is not held here.
    """
    form = load_form(ws, form_id=form_id)
    with ws.store.reading() as tx:
        return audited(tx, form, round_code, ws.clock())


def audited(tx: Tx, form: Form, round_code: str, now: dt.datetime) -> RoundAudit:
    """Judge inside a transaction that is open already."""
    period = None if round_code == ONCE else Period.parse(round_code)
    entries = _entries(tx, form, round_code, period)
    found = check_batch(form, entries, now=now, period=period)
    concerned = {id_ for each in found for id_ in each.entries}
    names = _names(tx, {each.id: each.household for each in entries if each.id in concerned})
    findings = tuple(
        AuditFinding(each.problem, each.entries, tuple(names.get(id_, "") for id_ in each.entries)) for each in found
    )
    return RoundAudit(form.id, round_code, len(entries), findings)


def _entries(tx: Tx, form: Form, round_code: str, period: Period | None) -> list[BatchEntry]:
    keys, clocks = batch_keys(form, period), _clock_keys(form)
    before = {} if period is None else _answers_before(tx, form, period.previous, keys)
    found: list[BatchEntry] = []
    for row, fields in tx.entries.in_round(form_id=form.id, round_code=round_code):
        if row.status == _DRAFT:
            continue
        answers = answers_of(fields)
        entry = BatchEntry(
            id=row.id,
            household=row.household_id,
            answers=_only(answers, keys),
            author=row.author,
            village=_text(answers.get("village_code")),
            started=_moment(answers.get(clocks.get("start", ""))),
            finished=_moment(answers.get(clocks.get("end", ""))),
            previous=before.get(row.household_id),
        )
        found.append(entry)
    return _with_villages(tx, found)


def _answers_before(tx: Tx, form: Form, period: Period, keys: frozenset[str]) -> dict[str, Answers]:
    rows = tx.entries.in_round(form_id=form.id, round_code=period.code)
    return {row.household_id: _only(answers_of(fields), keys) for row, fields in rows if row.status != _DRAFT}


def _with_villages(tx: Tx, entries: list[BatchEntry]) -> list[BatchEntry]:
    """Take the village from the register where the questionnaire does not ask it."""
    known = tx.households.contents(each.household for each in entries if not each.village)
    return [
        each if each.village else replace(each, village=_text(known.get(each.household, {}).get("village_code")))
        for each in entries
    ]


def _names(tx: Tx, households: Mapping[str, str]) -> dict[str, str]:
    known = tx.households.contents(set(households.values()))
    return {entry: _text(known.get(household, {}).get("shop_name")) for entry, household in households.items()}


def _clock_keys(form: Form) -> dict[str, str]:
    return {
        question.preload_params: question.key
        for question in form.questions()
        if question.preload == "timestamp" and question.preload_params in _CLOCKS
    }


def _only(answers: Answers, keys: frozenset[str]) -> Answers:
    return {key: answers[key] for key in keys if key in answers}


def _moment(value: Json) -> dt.datetime | None:
    """Read a saved moment; one without an offset, or none, is not known."""
    try:
        moment = dt.datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
