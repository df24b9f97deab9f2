"""A clash in the person's words: which business, and which fields by the labels on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from exchange.messages import ANSWER, Json, Kind, Receipt, Record
from storage.store import Tx
from survey.household import REGISTER_FIELDS
from survey.problems import HuceError, Level, Place, Problem
from usecases.forms import built

_REGISTER = {row.key: row.label for row in REGISTER_FIELDS}


def clash_problems(tx: Tx, record: Record, fields: Sequence[str]) -> tuple[Problem, ...]:
    """Return one N018 for a record on whose fields two people disagree; none when there are no fields."""
    if not fields:
        return ()
    labels = _REGISTER if record.kind is Kind.HOUSEHOLD else _questions(tx, record)
    names = "、".join(labels.get(name, name.removeprefix(ANSWER)) for name in fields)
    return (Problem("N018", Level.QUERY, Place(path=record.id, label=_shop(tx, record)), {"fields": names}),)


def told(receipts: Sequence[Receipt]) -> tuple[Problem, ...]:
    """Return the problems of receipts; a remark that the server makes on each of many records is told once."""
    once: dict[object, Problem] = {}
    for receipt in receipts:
        for number, problem in enumerate(receipt.problems):
            own = () if problem.level is Level.HINT else (receipt.revision, number)
            once.setdefault((problem.code, *sorted(problem.params.items()), *own), problem)
    return tuple(once.values())


def _questions(tx: Tx, record: Record) -> dict[str, str]:
    body = tx.forms.body(_text(record.fields.get("form_id")), _text(record.fields.get("form_version")))
    try:
        form = None if body is None else built(body)
    except HuceError:  # a questionnaire of another program version; the keys have to do
        form = None
    return {} if form is None else {ANSWER + question.key: question.label for question in form.questions()}


def _shop(tx: Tx, record: Record) -> str:
    if record.kind is Kind.HOUSEHOLD:
        return _text(record.fields.get("shop_name"))
    owner = _text(record.fields.get("household_id"))
    return _text(tx.households.contents([owner]).get(owner, {}).get("shop_name"))


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
