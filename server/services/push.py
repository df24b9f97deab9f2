"""Taking a batch in: exactly once, with a receipt for every change and nothing thrown away."""

from __future__ import annotations

import hashlib

from exchange.messages import Batch, PushReply
from exchange.wire import decode_reply, encode
from server.services.checks import Checks
from server.services.clock import stamp
from server.services.history import History
from server.services.intake import Intake
from server.settings import Settings
from server.store.batches import StoredBatch
from server.store.transaction import Transaction
from survey.problems import HuceError, Problem


def push(tx: Transaction, settings: Settings, user: str, batch: Batch) -> PushReply:
    """Take a batch in. The same batch again gives the stored reply and changes nothing.

    Raises HuceError C010 (too many changes), C021 (the id was used for other bytes) or C022 (two computers carry
    this device id). All of it happens under the feed's lock, so two copies of one request wait for each other.
    """
    if len(batch.changes) > settings.max_batch:
        raise HuceError(Problem("C010"))
    fingerprint = hashlib.sha256(encode(batch)).hexdigest()
    end = tx.feed.lock()
    stored = tx.batches.find(batch.id)
    if stored is not None:
        return _again(stored, fingerprint)
    _refuse_fork(tx, batch)
    now = stamp(settings.clock())
    history = History(tx, end, batch.changes)
    intake = Intake(history, Checks(tx, settings, user, batch), batch, user, now)
    reply = PushReply(batch.id, tuple(intake.take(change) for change in batch.changes))
    history.write()
    tx.records.add_clashes(intake.clashes)
    tx.records.set_aside(intake.refusals)
    tx.batches.add(StoredBatch(batch.id, batch.device, user, fingerprint, encode(reply)), now)
    return reply


def _again(stored: StoredBatch, fingerprint: str) -> PushReply:
    if stored.fingerprint != fingerprint:
        raise HuceError(Problem("C021"))
    return decode_reply(stored.reply)


def _refuse_fork(tx: Transaction, batch: Batch) -> None:
    """Refuse a device that continues an old batch instead of its latest.

    A ``previous`` this server never saw is no fork: then the server itself was set back to an older backup.
    """
    last = tx.batches.last_of(batch.device)
    if last in ("", batch.previous):
        return
    if not batch.previous or tx.batches.find(batch.previous) is not None:
        raise HuceError(Problem("C022"))
