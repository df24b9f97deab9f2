"""Batches that arrived and the devices that sent them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from server.store.tables import batch, device


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """A batch with the reply it got: the same id again gets the same bytes."""

    id: str
    device: str
    user: str
    fingerprint: str
    reply: bytes


class Batches:
    """Reads and writes batches and the head of each device's chain."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, batch_id: str) -> StoredBatch | None:
        """Return a batch by id."""
        row = self._connection.execute(sa.select(batch).where(batch.c.id == batch_id)).first()
        return None if row is None else StoredBatch(row.id, row.device, row.user, row.fingerprint, bytes(row.reply))

    def last_of(self, device_id: str) -> str:
        """Return the id of the device's latest batch, "" when it never sent one."""
        return str(self._connection.scalar(sa.select(device.c.last_batch).where(device.c.id == device_id)) or "")

    def add(self, new: StoredBatch, received_at: str) -> None:
        """Store a batch and make it the head of its device's chain."""
        row = {"id": new.id, "device": new.device, "user": new.user, "fingerprint": new.fingerprint}
        self._connection.execute(sa.insert(batch).values(**row, reply=new.reply, received_at=received_at))
        seen = {"user": new.user, "last_batch": new.id, "seen_at": received_at}
        known = self._connection.execute(sa.update(device).where(device.c.id == new.device).values(seen))
        if not known.rowcount:
            self._connection.execute(sa.insert(device).values(id=new.device, **seen))
