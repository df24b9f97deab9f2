"""The server's own look at what arrives. It trusts nothing, and throws nothing away."""

from __future__ import annotations

import datetime as dt

from exchange.messages import ANSWER, Batch, Fields, Json, Kind
from server.settings import Settings
from server.store.transaction import Transaction
from survey.household import check_household
from survey.problems import Level, Problem

IDENTITY = ("form_id", "form_version", "round", "household_id", "status")  # every entry names these
FIXED = ("form_id", "round", "household_id")  # and these never change
CHINA = dt.timezone(dt.timedelta(hours=8))  # the whole country keeps one time
ENTRY_FIELDS = frozenset({*IDENTITY, "explanations"})


class Checks:
    """Checks the records of one batch."""

    def __init__(self, tx: Transaction, settings: Settings, user: str, batch: Batch) -> None:
        self._tx, self._settings, self._user, self._batch = tx, settings, user, batch

    def problems(self, kind: Kind, before: Fields, after: Fields) -> tuple[Problem, ...]:
        """Return what keeps a record out (ERROR), and what the server itself has to remark.

        Queries and hints about the content are the desktop's business; it has shown them to the person already.
        """
        if kind is Kind.HOUSEHOLD:
            return _errors(check_household(after, today=self._settings.clock().astimezone(CHINA).date()))
        missing = [name for name in IDENTITY if not _is_word(after.get(name))]
        if missing:
            return (Problem("C032", params={"fields": "、".join(missing)}),)
        moved = [name for name in FIXED if before and before.get(name) != after.get(name)]
        if moved:
            return (Problem("C036", params={"fields": "、".join(moved)}),)
        unknown = [name for name in after if name not in ENTRY_FIELDS and not name.startswith(ANSWER)]
        return (Problem("C031", Level.HINT, params={"fields": "、".join(unknown)}),) if unknown else ()


def _errors(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.level is Level.ERROR)


def _is_word(value: Json) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 200
