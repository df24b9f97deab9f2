"""Questionnaires (as built JSON, never parsed here) and their reporting rounds in one transaction."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from storage.database.tables import form, round_table


@dataclass(frozen=True, slots=True)
class FormRow:
    """One installed questionnaire version. ``source`` is the SHA-256 of the workbook it was built from, or ""."""

    id: str
    version: str
    title: str
    frequency: str  # Q | M | Y, "" for a one-off
    sha256: str
    source: str
    installed_at: str
    active: bool


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One reporting round; ``opens_on`` and ``closes_on`` are dates (ISO), both days included."""

    form_id: str
    code: str
    opens_on: str
    closes_on: str


_LISTED = tuple(form.c[name] for name in FormRow.__dataclass_fields__)


class Forms:
    """The installed questionnaires inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self) -> tuple[FormRow, ...]:
        """Return the version in force of every questionnaire, by title."""
        query = select(*_LISTED).where(form.c.active == 1).order_by(form.c.title)
        return tuple(_row(tuple(row)) for row in self._connection.execute(query))

    def versions(self) -> tuple[FormRow, ...]:
        """Return every installed version, in the order of installation."""
        rows = self._connection.execute(select(*_LISTED).order_by(form.c.installed_at))
        return tuple(_row(tuple(row)) for row in rows)

    def body(self, form_id: str, version: str = "") -> bytes | None:
        """Return a questionnaire's JSON: the given version, or the one in force. None if it is not installed."""
        query = select(form.c.body).where(form.c.id == form_id)
        query = query.where(form.c.version == version) if version else query.where(form.c.active == 1)
        return self._connection.execute(query.limit(1)).scalar_one_or_none()

    def damaged(self) -> Iterator[str]:
        """Name every version whose JSON is not as it was installed (a bit may flip on the disk)."""
        for row in self._connection.execute(select(form.c.id, form.c.version, form.c.body, form.c.sha256)):
            if hashlib.sha256(row.body).hexdigest() != row.sha256:
                yield f"{row.id} {row.version}"

    def install(
        self,
        *,
        form_id: str,
        version: str,
        title: str,
        frequency: str,
        body: bytes,
        source: str,
        installed_at: str,
        even_older: bool = False,
    ) -> bool:
        """Keep a version and put it in force, unless a later one is; return False when all was so already.

        ``even_older`` puts it in force whatever was: a person asks for it. Every other version stays readable.
        """
        digest = hashlib.sha256(body).hexdigest()
        here = (form.c.id == form_id) & (form.c.version == version)
        active = int(even_older or not is_older(version, self._in_force(form_id)))
        old = self._connection.execute(select(form.c.sha256, form.c.source, form.c.active).where(here)).one_or_none()
        if old is not None and tuple(old) == (digest, source, active):
            return False
        values = {
            "title": title,
            "frequency": frequency,
            "body": body,
            "sha256": digest,
            "source": source,
            "installed_at": installed_at,
            "active": active,
        }
        if active:
            self._connection.execute(update(form).where(form.c.id == form_id).values(active=0))
        if old is None:
            self._connection.execute(insert(form).values(id=form_id, version=version, **values))
        else:
            self._connection.execute(update(form).where(here).values(**values))
        return True

    def _in_force(self, form_id: str) -> str:
        query = select(form.c.version).where(form.c.id == form_id, form.c.active == 1)
        return self._connection.execute(query).scalar_one_or_none() or ""


def is_older(version: str, than: str) -> bool:
    """Tell whether a version comes before another: by its numbers, so that 2026.9 comes before 2026.10."""
    return _ranked(version) < _ranked(than)


def _ranked(version: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.findall(r"\d+|\D+", version)]


class Rounds:
    """The reporting rounds inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, form_id: str = "") -> tuple[RoundRow, ...]:
        """Return the rounds (of one questionnaire), latest first."""
        query = select(round_table).order_by(round_table.c.opens_on.desc(), round_table.c.code.desc())
        if form_id:
            query = query.where(round_table.c.form_id == form_id)
        return tuple(RoundRow(*row) for row in self._connection.execute(query))

    def keep(self, rounds: Sequence[RoundRow]) -> int:
        """Add the rounds that are not here yet; return how many were added."""
        here = {(row.form_id, row.code) for row in self.list()}
        fresh = [row for row in rounds if (row.form_id, row.code) not in here]
        for row in fresh:
            self._connection.execute(
                insert(round_table).values(
                    form_id=row.form_id, code=row.code, opens_on=row.opens_on, closes_on=row.closes_on
                )
            )
        return len(fresh)


def _row(cells: tuple[str, str, str, str, str, str, str, int]) -> FormRow:
    return FormRow(*cells[:-1], active=bool(cells[-1]))
