"""Reporting rounds 报送期: which period is being asked for, decided by the clock and the questionnaire's frequency.

A period is reported once it has ended, and until the next one has: from 1 October the third quarter is asked for.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from storage.forms import FormRow, RoundRow
from storage.store import Tx
from survey.period import Frequency, Period
from survey.problems import HuceError, Problem
from usecases.workspace import Workspace

ONCE = "once"  # the round of a questionnaire without a frequency


@dataclass(frozen=True, slots=True)
class Round:
    """A reporting round. Dates are the first and the last day on which it is reported."""

    form_id: str
    code: str
    label: str
    opens_on: dt.date
    closes_on: dt.date

    def is_open(self, day: dt.date) -> bool:
        """Whether it is reported on a day."""
        return self.opens_on <= day <= self.closes_on


def reported_on(day: dt.date, frequency: Frequency) -> Period:
    """Return the period that is reported on a day: the last one that has ended."""
    return Period.containing(day, frequency).previous


def round_of(form_id: str, period: Period) -> Round:
    """Return the round in which a period is reported."""
    following = period.shifted(1)
    return Round(form_id, period.code, period.label, following.first_day, following.last_day)


def list_rounds(ws: Workspace, *, form_id: str = "") -> tuple[Round, ...]:
    """Return the rounds (of one questionnaire), latest first."""
    with ws.store.reading() as tx:
        return tuple(_round(row) for row in tx.rounds.list(form_id))


def current_round(ws: Workspace, *, form_id: str) -> Round:
    """Return the round that is open today, else the latest one.

    Raises HuceError S011 when the questionnaire has no round, which means that it is not installed.
    """
    rounds = list_rounds(ws, form_id=form_id)
    if not rounds:
        rounds = _opened(ws, form_id)
    open_now = [each for each in rounds if each.is_open(ws.today)]
    return next(iter(open_now or rounds))


def keep_rounds(tx: Tx, forms: tuple[FormRow, ...], today: dt.date) -> int:
    """Note the current round of each questionnaire; return how many were new."""
    return tx.rounds.keep([_current(form, today) for form in forms])


def _opened(ws: Workspace, form_id: str) -> tuple[Round, ...]:
    with ws.store.transaction() as tx:
        forms = tuple(form for form in tx.forms.list() if form.id == form_id)
        keep_rounds(tx, forms, ws.today)
    if not forms:
        raise HuceError(Problem("S011", params={"form": form_id}))
    return list_rounds(ws, form_id=form_id)


def _current(form: FormRow, today: dt.date) -> RoundRow:
    if not form.frequency:
        return RoundRow(form.id, ONCE, dt.date.min.isoformat(), dt.date.max.isoformat())
    return row_of(round_of(form.id, reported_on(today, Frequency(form.frequency))))


def row_of(each: Round) -> RoundRow:
    """Return a round as it is stored."""
    return RoundRow(each.form_id, each.code, each.opens_on.isoformat(), each.closes_on.isoformat())


def _round(row: RoundRow) -> Round:
    label = "一次性调查" if row.code == ONCE else Period.parse(row.code).label
    return Round(
        row.form_id, row.code, label, dt.date.fromisoformat(row.opens_on), dt.date.fromisoformat(row.closes_on)
    )
