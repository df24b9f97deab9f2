"""The entries of questionnaires in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from exchange.messages import ANSWER, Fields, Json
from storage.database.tables import entry
from storage.outbox import Outbox
from storage.records.adopting import Adopting
from storage.records.content import unseal
from storage.records.job import Lift
from storage.records.plan import ENTRY, AnyRow, Cells, chunks

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

    def newest(self, households: Iterable[str], *, form_id: str, round_code: str) -> dict[str, EntryRow]:
        """Return the newest entry of each household in a round of a questionnaire, by household."""
        query = _in_round(form_id, round_code).order_by(entry.c.seq)
        return self._by_household(query, households)

    def newest_before(self, households: Iterable[str], *, form_id: str, round_code: str) -> dict[str, EntryRow]:
        """Return the latest finished entry of each household in a round before this one, by household."""
        query = _select().where(entry.c.form_id == form_id, entry.c.round < round_code, entry.c.status != "draft")
        # Without the hint SQLite goes through all earlier rounds of the questionnaire.
        hinted = query.with_hint(entry, "INDEXED BY ix_entry_household_id", "sqlite")
        return self._by_household(hinted.order_by(entry.c.round, entry.c.seq), households)

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

    def _by_household(self, query: Select[*tuple[Any, ...]], households: Iterable[str]) -> dict[str, EntryRow]:
        """Return the last row of each household."""
        return {
            row.household_id: EntryRow(*row)
            for part in chunks(households)
            for row in self._connection.execute(query.where(entry.c.household_id.in_(part)))
        }

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
