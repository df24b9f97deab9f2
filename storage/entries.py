"""The entries of questionnaires in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from exchange.messages import ANSWER, Fields, Json
from storage.database.tables import entry
from storage.outbox import Outbox
from storage.records.adopting import Adopting
from storage.records.content import unseal
from storage.records.job import Lift
from storage.records.plan import ENTRY, AnyRow, Cells

_IDENTITY = ("household_id", "form_id", "form_version", "round")


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry without its answers. ``status``: draft | complete | submitted."""

    id: str
    household_id: str
    form_id: str
    form_version: str
    round: str
    status: str
    author: str
    errors: int
    queries: int
    changed_at: str


_LISTED = tuple(entry.c[name] for name in EntryRow.__dataclass_fields__)


class Entries(Adopting):
    """Entries: records of kind entry. Their fields are the identity, status, explanations, and ``answers.<key>``."""

    told = _IDENTITY

    def __init__(self, connection: Connection, outbox: Outbox) -> None:
        super().__init__(connection, ENTRY, outbox)

    def row(self, entry_id: str) -> EntryRow | None:
        """Return one entry's row, or None."""
        found = self._connection.execute(_select().where(entry.c.id == entry_id)).one_or_none()
        return None if found is None else EntryRow(*found)

    def of_household(self, household_id: str) -> tuple[EntryRow, ...]:
        """Return every entry of a household, latest round first."""
        query = _select().where(entry.c.household_id == household_id).order_by(entry.c.round.desc(), entry.c.seq.desc())
        return tuple(EntryRow(*row) for row in self._connection.execute(query))

    def find(self, *, household_id: str, form_id: str, round_code: str) -> EntryRow | None:
        """Return the newest entry of a household in a round of a questionnaire."""
        query = _in_round(form_id, round_code).where(entry.c.household_id == household_id)
        found = self._connection.execute(query.order_by(entry.c.seq.desc()).limit(1)).one_or_none()
        return None if found is None else EntryRow(*found)

    def last_before(self, *, household_id: str, form_id: str, round_code: str) -> EntryRow | None:
        """Return the household's latest finished entry of the questionnaire in a round before this one."""
        query = _select().where(
            entry.c.household_id == household_id,
            entry.c.form_id == form_id,
            entry.c.round < round_code,
            entry.c.status != "draft",
        )
        found = self._connection.execute(
            query.order_by(entry.c.round.desc(), entry.c.seq.desc()).limit(1)
        ).one_or_none()
        return None if found is None else EntryRow(*found)

    def last_by(self, *, author: str, form_id: str) -> EntryRow | None:
        """Return the entry of the questionnaire that a person saved last."""
        query = _select().where(entry.c.form_id == form_id, entry.c.author == author)
        found = self._connection.execute(query.order_by(entry.c.head.desc()).limit(1)).one_or_none()
        return None if found is None else EntryRow(*found)

    def in_round(self, *, form_id: str, round_code: str) -> Iterator[tuple[EntryRow, dict[str, Json]]]:
        """Go through a round's entries with their fields, in the order they came."""
        query = _in_round(form_id, round_code).add_columns(ENTRY.head.c.content, ENTRY.head.c.hash)
        for row in self._connection.execute(query.select_from(ENTRY.with_head).order_by(entry.c.seq)):
            *listed, content, hash_ = tuple(row)
            yield EntryRow(*listed), unseal(content, hash_, row.id)

    def counts(self, *, form_id: str, round_code: str) -> dict[str, int]:
        """Count a round's entries by status."""
        query = select(entry.c.status, func.count()).where(
            entry.c.form_id == form_id, entry.c.round == round_code, entry.c.removed == 0
        )
        return {row[0]: row[1] for row in self._connection.execute(query.group_by(entry.c.status))}

    def _lift(self, lift: Lift) -> Cells:
        status = _text(lift.fields, "status") or "draft"
        if lift.clean and status == "complete":
            status = "submitted"
        identity = (_text(lift.fields, name) for name in _IDENTITY)
        return (*identity, status, lift.author, lift.errors, lift.queries)

    def _agrees(self, row: AnyRow, fields: Fields) -> bool:
        submitted = row.status == "submitted" and fields.get("status") == "complete"
        return super()._agrees(row, fields) and (submitted or row.status == (_text(fields, "status") or "draft"))


def answers_of(fields: Fields) -> dict[str, Json]:
    """Return the answers that stand in an entry's fields."""
    return {name[len(ANSWER) :]: value for name, value in fields.items() if name.startswith(ANSWER)}


def _select() -> Select[*tuple[Any, ...]]:
    return select(*_LISTED).where(entry.c.removed == 0)


def _in_round(form_id: str, round_code: str) -> Select[*tuple[Any, ...]]:
    return _select().where(entry.c.form_id == form_id, entry.c.round == round_code)


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return "" if value is None else str(value)
