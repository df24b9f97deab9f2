"""Taking over what the server holds: its content becomes the base, local changes stay on top until it has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from exchange.messages import Fields, Record
from storage.records.content import Sealed, Stamp, Written, seal
from storage.records.job import Job, Lift
from storage.records.plan import BULK, AnyRow, chunks
from storage.records.writing import Writing


@dataclass(frozen=True, slots=True)
class Adoption:
    """A record from the feed, and what shall stand here afterwards: its own fields, or local changes merged in."""

    record: Record
    fields: Fields


class Adopting(Writing):
    """Adds what comes from the server."""

    def adopt(self, adoptions: Sequence[Adoption], stamp: Stamp) -> Written:
        """Take records over; ``stamp`` signs the merged revision where local changes stay on top of the server's.

        No id may stand twice. A record older than the base already here is left alone. Where the fields equal the
        record's own, the outbox row goes: there is nothing left to send. Otherwise the rest stays pending.
        """
        known = self._rows([adoption.record.id for adoption in adoptions])
        revisions = self._known_revisions([adoption.record.revision for adoption in adoptions])
        job = self._job()
        for adoption in adoptions:
            record = adoption.record
            old = known.get(record.id)
            if old is not None and record.number <= old.base_number:
                job.unchanged.append(record.id)
            else:
                self._adopt(job, adoption, old, revisions.get(record.revision), stamp, bulk=len(adoptions) > BULK)
        self._run(job, self._plan.adopt_record)
        self._outbox.queue_new(self._plan.kind, job.pending)
        self._outbox.drop(self._plan.kind, job.clean)
        return job.written()

    def _adopt(
        self, job: Job, adoption: Adoption, old: AnyRow | None, echo: AnyRow | None, stamp: Stamp, *, bulk: bool
    ) -> None:
        record, seq = adoption.record, job.place(old)
        theirs, ours = seal(record.fields), seal(adoption.fields)
        base = _server_revision(job, record, seq, theirs, echo)
        clean = ours.hash == theirs.hash
        if clean:
            head = base
        elif old is not None and old.head_hash == ours.hash:
            head = int(old.head)
        else:
            head = job.revise(seq, record.number, ours, stamp)
        lifted = self._lift(Lift(adoption.fields, head, old, record.author, clean=clean, bulk=bulk))
        if old is None:
            job.inserts.append((seq, record.id, head, record.number, base, record.made_at, 0, *lifted))
            job.new.append(record.id)
        else:
            job.updates.append((head, record.number, base, record.made_at, 0, *lifted, seq))
            job.updated.append(record.id)
        (job.clean if clean else job.pending).append(seq)

    def _known_revisions(self, ids: Sequence[str]) -> dict[str, AnyRow]:
        revision = self._plan.revision
        query = select(revision.c.seq, revision.c.id, revision.c.record, revision.c.hash)
        return {
            row.id: row
            for part in chunks(ids)
            for row in self._connection.execute(query.where(revision.c.id.in_(part)))
        }


def _server_revision(job: Job, record: Record, seq: int, sealed: Sealed, echo: AnyRow | None) -> int:
    """Return the number of the revision row that holds the server's content; our own revision coming back is reused."""
    if echo is not None and echo.hash == sealed.hash and echo.record == seq:
        return int(echo.seq)
    made = Stamp(record.author, record.device, record.source, record.made_at, record.reason)
    return job.revise(seq, record.number, sealed, made, id_=record.revision if echo is None else "")
