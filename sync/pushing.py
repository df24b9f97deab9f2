"""Sending the outbox: one frozen batch after the other, each until it is answered."""

from __future__ import annotations

from exchange.messages import Batch, PushReply, SyncApi
from survey.problems import HuceError, Level, Problem
from sync.line import Line, patiently
from sync.pace import Pace

DISSOLVE = frozenset({"C010", "C021", "C022"})  # the server has refused the batch as a whole; nothing was stored
MOST_DISSOLVED = 12  # in one synchronisation


def push_all(line: Line, pace: Pace) -> None:
    """Send everything that waits now. What is edited meanwhile goes with the next synchronisation."""
    total, dissolved, before = line.desk.waiting(), 0, len(line.diary.receipts)
    while (sent := len(line.diary.receipts) - before) < max(total, 1) * 2:
        batch = line.desk.next_batch(pace.size)
        if batch is None:
            return
        line.tell(sent, total, "正在上报")
        try:
            _push(line, pace, batch)
        except HuceError as error:
            dissolved += 1
            if error.problem.code not in DISSOLVE or dissolved > MOST_DISSOLVED:
                raise
            _dissolve(line, pace, batch, error.problem.code)


def _push(line: Line, pace: Pace, batch: Batch) -> None:
    started = line.clock()
    try:
        reply = patiently(line, lambda: _answered(line.api, batch))
    except HuceError:
        pace.shrink()
        raise
    pace.answered(line.clock() - started)
    line.diary.note(line.desk.settle(batch, reply))
    line.diary.receipts += reply.receipts


def _answered(api: SyncApi, batch: Batch) -> PushReply:
    """Push and compare: a receipt counts only when it belongs to what was sent. Raises HuceError N020 otherwise."""
    reply = api.push(batch)
    sent = [(change.kind, change.id, change.revision) for change in batch.changes]
    if reply.batch != batch.id or [(r.kind, r.id, r.revision) for r in reply.receipts] != sent:
        raise HuceError(Problem("N020"))
    return reply


def _dissolve(line: Line, pace: Pace, batch: Batch, code: str) -> None:
    line.desk.dissolve(batch)
    if code == "C010":
        pace.shrink()
    if code == "C022":
        line.desk.renew_device()
        line.diary.problems.append(Problem("N016", Level.HINT))
