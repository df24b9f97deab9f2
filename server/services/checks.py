"""The server's own look at what arrives. It trusts nothing, and throws nothing away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from exchange.messages import ANSWER, Batch, Fields, Json, Kind
from server.services.questionnaires import Questionnaires
from server.settings import Settings
from server.store.transaction import Transaction
from survey.household import check_household
from survey.period import Period
from survey.problems import Level, Problem
from survey.session import FillContext

IDENTITY = ("form_id", "form_version", "round", "household_id", "status")  # every entry names these
FIXED = ("form_id", "round", "household_id")  # and these never change
ENTRY_FIELDS = frozenset({*IDENTITY, "explanations"})
DRAFT = "draft"
CHINA = dt.timezone(dt.timedelta(hours=8))  # the whole country keeps one time


class Checks:
    """Checks the records of one batch."""

    def __init__(self, tx: Transaction, settings: Settings, user: str, batch: Batch) -> None:
        self._now = settings.clock().astimezone(CHINA)
        self._user, self._batch = user, batch
        self._forms = Questionnaires(tx)
        asked = (change.fields.get("household_id") for change in batch.changes)
        heads = tx.records.heads(Kind.HOUSEHOLD, (each for each in asked if isinstance(each, str)))
        self._households: dict[str, Fields] = {record_id: head.fields for record_id, head in heads.items()}

    def problems(self, kind: Kind, record_id: str, before: Fields, after: Fields) -> tuple[Problem, ...]:
        """Return what keeps a record out (ERROR), and what the server itself has to remark.

        Queries and hints about the content are the desktop's business; it has shown them to the person already.
        """
        if kind is Kind.HOUSEHOLD:
            self._households[record_id] = after
            return _errors(check_household(after, today=self._now.date()))
        missing = [name for name in IDENTITY if not _is_word(after.get(name))]
        if missing:
            return (Problem("C032", params={"fields": "、".join(missing)}),)
        moved = [name for name in FIXED if before and before.get(name) != after.get(name)]
        if moved:
            return (Problem("C036", params={"fields": "、".join(moved)}),)
        return _unknown(after) + self._answers(after)

    def _answers(self, after: Fields) -> tuple[Problem, ...]:
        """Check the answers with the questionnaire's own rules; a draft may be as unfinished as it is."""
        if after["status"] == DRAFT:
            return ()
        form, version = str(after["form_id"]), str(after["form_version"])
        checker = self._forms.checker(form, version)
        if checker is None:
            return (Problem("C033", Level.HINT, params={"form": form, "version": version}),)
        answers = {name.removeprefix(ANSWER): value for name, value in after.items() if name.startswith(ANSWER)}
        return _errors(checker.check(answers, self._context(after)))

    def _context(self, after: Fields) -> FillContext:
        return FillContext(
            today=self._now.date(),
            now=self._now,
            period=_period(str(after["round"])),
            user=self._user,
            device=self._batch.device,
            register=self._households.get(str(after["household_id"]), {}),
        )


def _unknown(after: Fields) -> tuple[Problem, ...]:
    names = [name for name in after if name not in ENTRY_FIELDS and not name.startswith(ANSWER)]
    return (Problem("C031", Level.HINT, params={"fields": "、".join(names)}),) if names else ()


def _errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.level is Level.ERROR)


def _period(code: str) -> Period | None:
    """Read the round; a one-off questionnaire's is no period."""
    try:
        return Period.parse(code)
    except ValueError:
        return None


def _is_word(value: Json) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 200
