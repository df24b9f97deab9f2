"""Carrying out what sync.decide says, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from exchange.messages import Batch, Change, Fields, Kind, Outcome, Receipt, Record
from storage.records.adopting import Adoption
from storage.records.content import Stamp, State
from storage.store import Tx
from survey.problems import Problem
from sync.decide import Action, Decision, Local, decide, decide_receipt
from sync.needs import Key, Taken
from usecases.synchronising.wording import clash_problems, told

SOURCE = "server"


def adopt_records(tx: Tx, records: Sequence[Record], now: str, user: str, *, over: bool) -> Taken:
    """Take over the records of a page. ``over``: the whole feed is being taken anew, so look at the local history."""
    changed: set[Key] = set()
    problems: list[Problem] = []
    for kind in Kind:
        mine = [*{record.id: record for record in records if record.kind is kind}.values()]  # the latest of each
        ids = [record.id for record in mine]
        states = tx.records(kind).states(ids)
        past = tx.agreement.past(kind, ids) if over else {}
        adoptions = []
        for record in mine:
            decision = decide(_local(states.get(record.id), past.get(record.id, frozenset())), record)
            problems += clash_problems(tx, record, decision.clashes)
            if decision.action in (Action.APPLY, Action.REBASE):
                adoptions.append(Adoption(record, decision.fields))
        changed |= _adopt(tx, kind, adoptions, now, user)
    return Taken(frozenset(changed), tuple(problems))


def adopt_receipts(tx: Tx, batch: Batch, receipts: Sequence[Receipt], now: str, user: str) -> Taken:
    """Take over what the server made of changes that met others; the storage has booked the receipts before."""
    changed: set[Key] = {(receipt.kind, receipt.id) for receipt in receipts}
    problems: list[Problem] = []
    by_revision = {change.revision: change for change in batch.changes}
    for kind in Kind:
        adoptions = []
        for receipt in receipts:
            if receipt.kind is kind and receipt.content and receipt.outcome is not Outcome.REFUSED:
                record = _as_record(by_revision[receipt.revision], receipt)
                decision = _decide_receipt(tx, record, receipt)
                problems += clash_problems(tx, record, decision.clashes)
                if decision.action in (Action.APPLY, Action.REBASE):
                    adoptions.append(Adoption(record, decision.fields))
        _adopt(tx, kind, adoptions, now, user)
    return Taken(frozenset(changed), (*problems, *told(receipts)))


def _decide_receipt(tx: Tx, record: Record, receipt: Receipt) -> Decision:
    local = _local(tx.records(record.kind).state(record.id), frozenset())
    sent = _sent(tx, receipt)
    if local is None or sent is None:
        return Decision(Action.NOTHING, {})
    return decide_receipt(local, sent, receipt)


def _sent(tx: Tx, receipt: Receipt) -> Fields | None:
    history = tx.records(receipt.kind).history(receipt.id)
    return next((revision.fields for revision in history if revision.id == receipt.revision), None)


def _adopt(tx: Tx, kind: Kind, adoptions: Sequence[Adoption], now: str, user: str) -> set[Key]:
    stamp = Stamp(author=user, device=tx.settings.text("device_id"), source=SOURCE, made_at=now)
    written = tx.records(kind).adopt(adoptions, stamp) if adoptions else None
    return set() if written is None else {(kind, record_id) for record_id in written.changed}


def _local(state: State | None, past: frozenset[str]) -> Local | None:
    if state is None:
        return None
    return Local(state.fields, state.base, state.base_fields, state.pending, past)


def _as_record(change: Change, receipt: Receipt) -> Record:
    return Record(
        kind=change.kind,
        id=change.id,
        number=receipt.number,
        revision=change.revision,
        fields=receipt.content,
        hash=receipt.hash,
        author=change.author,
        device=change.device,
        source=SOURCE,
        reason=change.reason,
        made_at=change.made_at,
    )
