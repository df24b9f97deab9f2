"""The journal of half-typed entries: every committed field edit, on the disk before the next key is pressed."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, bindparam, delete, select

from exchange.messages import Json
from storage.database.tables import draft_edit
from storage.records.plan import driver, sql

_ADD = (
    "INSERT INTO draft_edit (entry_id, household_id, form_id, round, action, path, value, made_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_CLEAR = sql(delete(draft_edit).where(draft_edit.c.entry_id == bindparam("e")))


@dataclass(frozen=True, slots=True)
class Draft:
    """Which entry is being filled in."""

    entry_id: str
    household_id: str
    form_id: str
    round: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One step of filling in. ``action``: answer | add | remove | explain; ``path`` says where."""

    action: str
    path: str
    value: Json
    made_at: str


class Drafts:
    """The journal inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, draft: Draft, edit: Edit) -> None:
        """Write one step down."""
        where = (draft.entry_id, draft.household_id, draft.form_id, draft.round)
        value = orjson.dumps(edit.value).decode()
        driver(self._connection).execute(_ADD, (*where, edit.action, edit.path, value, edit.made_at))

    def edits(self, entry_id: str) -> tuple[Edit, ...]:
        """Return the steps since the entry was last saved, in their order."""
        query = select(draft_edit).where(draft_edit.c.entry_id == entry_id).order_by(draft_edit.c.seq)
        rows = self._connection.execute(query)
        return tuple(Edit(row.action, row.path, orjson.loads(row.value), row.made_at) for row in rows)

    def clear(self, entry_id: str) -> None:
        """Forget the steps: they are saved, or the person threw them away."""
        driver(self._connection).execute(_CLEAR, (entry_id,))
