"""Questionnaires the server offers, as the JSON that desktops load."""

from __future__ import annotations

import sqlalchemy as sa

from exchange.messages import FormNotice
from server.store.tables import form, media


class Forms:
    """Reads and writes form versions."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def notices(self) -> tuple[FormNotice, ...]:
        """List every version, ordered by id and version."""
        columns = (form.c.id, form.c.version, form.c.title, form.c.hash)
        rows = self._connection.execute(sa.select(*columns).order_by(form.c.id, form.c.version))
        return tuple(FormNotice(*row) for row in rows)

    def body(self, form_id: str, version: str) -> bytes | None:
        """Return one version's JSON."""
        query = sa.select(form.c.body).where(form.c.id == form_id, form.c.version == version)
        found = self._connection.scalar(query)
        return None if found is None else bytes(found)

    def put(self, notice: FormNotice, body: bytes, offered_at: str) -> None:
        """Offer a version; an equal one already there stays as it is."""
        where = sa.and_(form.c.id == notice.id, form.c.version == notice.version)
        if self._connection.scalar(sa.select(form.c.hash).where(where)) == notice.hash:
            return
        self._connection.execute(sa.delete(form).where(where))
        row = {"id": notice.id, "version": notice.version, "title": notice.title, "hash": notice.hash}
        self._connection.execute(sa.insert(form).values(**row, body=body, offered_at=offered_at))

    def media(self, name: str) -> bytes | None:
        """Return a file that a questionnaire shows or plays, by the name of its content."""
        found = self._connection.scalar(sa.select(media.c.content).where(media.c.name == name))
        return None if found is None else bytes(found)

    def keep_media(self, name: str, content: bytes) -> None:
        """Keep a file; one of this name has this content already."""
        if self._connection.scalar(sa.select(sa.literal(1)).where(media.c.name == name)) is None:
            self._connection.execute(sa.insert(media).values(name=name, content=content))
