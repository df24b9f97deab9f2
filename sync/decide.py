"""What to do with a record that came from the server, or with a receipt: pure, and the only place that decides it.

The rule behind all cases: what a person typed is never overwritten silently. Where both sides changed the same
field, the desktop keeps its change in the outbox, the server stores both values, and a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from exchange.merge import changed, merge
from exchange.messages import Fields, Outcome, Receipt, Record


class Action(StrEnum):
    """The four things that can happen to a local record."""

    NOTHING = "nothing"  # it is as the server has it
    APPLY = "apply"  # it becomes the server's, nothing is waiting any more
    REBASE = "rebase"  # it rests on the server's revision now, with local changes still to be sent
    KEEP = "keep"  # local content and base stay; what waits is sent, and the server stores both values


@dataclass(frozen=True, slots=True)
class Local:
    """A local record: its content, the server revision it rests on with its content, and whether changes wait.

    ``past`` are the fingerprints of its earlier contents; needed only while starting over, else empty.
    """

    fields: Fields
    base: int
    base_fields: Fields
    pending: bool
    past: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Decision:
    """``fields`` is the content afterwards; clashes name the fields a person must look at."""

    action: Action
    fields: Fields
    clashes: tuple[str, ...] = ()


def decide(local: Local | None, record: Record) -> Decision:
    """Decide about a record of the change feed."""
    if local is None:
        return Decision(Action.APPLY, record.fields)
    if 0 < record.number <= local.base:
        return Decision(Action.NOTHING, local.fields)
    if not local.pending:
        return Decision(Action.APPLY, record.fields)
    if record.hash in local.past:
        # The server was set back to an older backup: what it has is what this desktop had before, and has changed.
        return Decision(Action.REBASE, local.fields)
    return _merged(local, local.base_fields, record.fields)


def decide_receipt(local: Local, sent: Fields, receipt: Receipt) -> Decision:
    """Decide about the answer to a change whose whole content was ``sent``. ``local`` may have been edited since."""
    if receipt.outcome is Outcome.REFUSED or receipt.number <= local.base:
        return Decision(Action.NOTHING, local.fields)
    theirs = receipt.content or sent
    if not changed(sent, local.fields):
        return Decision(Action.APPLY, theirs, receipt.clashes)
    decision = _merged(local, sent, theirs)
    clashes = tuple(sorted({*receipt.clashes, *decision.clashes}))
    return Decision(decision.action, decision.fields, clashes)


def _merged(local: Local, base: Fields, theirs: Fields) -> Decision:
    merged = merge(base, local.fields, theirs)
    if merged.clashes:
        return Decision(Action.KEEP, local.fields, tuple(clash.field for clash in merged.clashes))
    if changed(merged.fields, theirs):
        return Decision(Action.REBASE, merged.fields)
    return Decision(Action.APPLY, theirs)
