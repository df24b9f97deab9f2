"""Writing the records of one kind, one or fifty thousand: a revision each, the record row, and an outbox row."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from exchange.ids import new_id
from storage.outbox import Outbox
from storage.records.content import Stamp, Write, Written, seal
from storage.records.job import Job, Lift
from storage.records.plan import BULK, Cells, Plan
from storage.records.reading import Reading


class Writing(Reading):
    """Adds what a person on this machine does. Subclasses say which columns are lifted out of the content."""

    def __init__(self, connection: Connection, plan: Plan, outbox: Outbox) -> None:
        super().__init__(connection, plan)
        self._outbox = outbox

    def write(self, writes: Sequence[Write], stamp: Stamp, *, import_batch: str = "", held: bool = False) -> Written:
        """Write whole records; one whose content is the same already is left alone.

        No id may stand twice in ``writes``. An id that is not here yet makes a new record with that id. ``held``
        keeps the changes off the wire until a later write lets them go (a draft is not reported).
        """
        known = self._rows([write.id for write in writes if write.id])
        job = self._job()
        bulk = len(writes) > BULK
        for write in writes:
            sealed, old = seal(write.fields), known.get(write.id)
            if old is not None and old.head_hash == sealed.hash and not old.removed:
                job.unchanged.append(write.id)
                continue
            seq = job.place(old)
            head = job.revise(seq, 0 if old is None else old.base_number, sealed, stamp, batch=import_batch)
            lifted = self._lift(Lift(write.fields, head, old, stamp.author, write.errors, write.queries, bulk=bulk))
            if old is None:
                record_id = write.id or new_id()
                job.inserts.append((seq, record_id, head, 0, None, stamp.made_at, 0, *lifted))
                job.new.append(record_id)
            else:
                job.updates.append((head, stamp.made_at, 0, *lifted, seq))
                job.updated.append(write.id)
            job.pending.append(seq)
        self._run(job, self._plan.update_record)
        self._outbox.queue(self._plan.kind, job.pending, held=held)
        return job.written()

    def remove(self, ids: Sequence[str], stamp: Stamp) -> None:
        """Take records that were never sent out of every list and the outbox; their history stays."""
        job = self._job()
        nothing = seal({})
        for record_id, old in self._rows(ids).items():
            head = job.revise(old.seq, old.base_number, nothing, stamp)
            job.updates.append((head, stamp.made_at, 1, *self._lift(Lift({}, head, old, stamp.author)), old.seq))
            job.clean.append(old.seq)
            job.updated.append(record_id)
        self._run(job, self._plan.update_record)
        self._outbox.drop(self._plan.kind, job.clean)

    def _job(self) -> Job:
        return Job(self._scalar(self._plan.last_record), self._scalar(self._plan.last_revision))

    def _run(self, job: Job, update: str) -> None:
        self._many(self._plan.insert_record, job.inserts)
        self._many(self._plan.insert_revision, job.revisions)
        self._many(update, job.updates)

    def _lift(self, lift: Lift) -> Cells:
        """Return the cells of the record table's own columns, in their order."""
        raise NotImplementedError
