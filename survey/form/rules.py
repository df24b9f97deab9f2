"""Rules of 审核 and the legal frame of a form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from survey.form.kinds import LegalBasis
from survey.form.text import BLANK_TEXT, Text
from survey.period import Period
from survey.problems import NOWHERE, Level, Place


class RuleScope(StrEnum):
    """How wide a rule of the sheet ``checks`` looks."""

    QUESTION = "question"
    ENTRY = "entry"
    PANEL = "panel"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the sheet ``checks``: while ``when`` holds, ``assertion`` must be true.

    ``context`` is the repeat in whose instances it is evaluated, "" for the whole entry. ``variables`` are the
    keys an explanation is bound to.
    """

    id: str
    level: Level
    scope: RuleScope
    assertion: str
    when: str = ""
    message: Text = BLANK_TEXT
    variables: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    context: str = ""
    valid_from: Period | None = None
    valid_to: Period | None = None
    numbers: tuple[int, ...] = ()  # places in the year, e.g. (1,) for first quarters or Januaries; () is all
    group_by: tuple[str, ...] = ()  # batch rules only: expressions over one entry; equal values are judged together
    place: Place = NOWHERE

    def holds_in(self, period: Period | None) -> bool:
        """Whether the rule is in force in a period; without a period every rule is that names no place in the year."""
        if period is None:
            return not self.numbers
        if self.numbers and period.number not in self.numbers:
            return False
        day = period.first_day
        starts = self.valid_from is None or self.valid_from.first_day <= day
        return starts and (self.valid_to is None or day <= self.valid_to.last_day)


@dataclass(frozen=True, slots=True)
class LegalFrame:
    """The heading that 统计法 §17 demands: without it, or past its date, a respondent may refuse the form."""

    basis: LegalBasis | None = None
    table_number: str = ""
    issuing_authority: str = ""
    approval_number: str = ""
    valid_until: dt.date | None = None
