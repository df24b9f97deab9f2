"""One change after another: check, merge against its base, and store; or set it aside with its problems."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import orjson

from exchange.canonical import canonical_bytes
from exchange.merge import Merged, applied, merge
from exchange.messages import Batch, Change, Json, Outcome, Receipt
from exchange.wire import change_json
from exchange.wire_problems import encode_problems
from server.services.checks import Checks
from server.services.history import History
from server.store.records import ClashRow, Head, Refusal, Revision
from survey.problems import Level, Problem


@dataclass(slots=True)
class Intake:
    """Goes through one batch. ``clashes`` and ``refusals`` are what remains to be written at its end."""

    history: History
    checks: Checks
    batch: Batch
    user: str
    now: str
    clashes: list[ClashRow] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def take(self, change: Change) -> Receipt:
        """Take one change in and say what became of it."""
        head = self.history.head((change.kind, change.id))
        known = self.history.known.get(change.revision)
        if known is not None and known != (change.kind.value, change.id):
            return self._refuse(change, (Problem("C035"),))
        if known is not None or self.history.holds(change):
            return _receipt(change, Outcome.REPEATED, head)
        if not self.history.knows_base(change):
            return self._refuse(change, (Problem("C034"),))
        return self._weigh(change, head)

    def _weigh(self, change: Change, head: Head) -> Receipt:
        straight = change.base == head.number
        merged = Merged(applied(head.fields, change.fields), ()) if straight else self._merged(change, head)
        content = canonical_bytes(merged.fields)
        fingerprint = hashlib.sha256(content).hexdigest()
        if straight and fingerprint != change.hash:
            return self._refuse(change, (Problem("C030"),))
        problems = self.checks.problems(change.kind, change.id, head.fields, merged.fields)
        as_sent = fingerprint == change.hash
        if as_sent and any(problem.level is Level.ERROR for problem in problems):
            return self._refuse(change, problems)
        outcome = Outcome.CLASH if merged.clashes else Outcome.STORED if as_sent else Outcome.MERGED
        after = Head(head.number + 1, merged.fields, fingerprint)
        self._store(change, after, content.decode(), outcome)
        self._note_clashes(change, merged)
        names = tuple(clash.field for clash in merged.clashes)
        return _receipt(change, outcome, after, names, problems)

    def _merged(self, change: Change, head: Head) -> Merged:
        base = self.history.base(change, self.batch.device)
        return merge(base, head.fields, applied(base, change.fields))

    def _store(self, change: Change, after: Head, content: str, outcome: Outcome) -> None:
        as_sent = after.hash == change.hash
        row = Revision(
            feed=self.history.next_feed(),
            kind=change.kind.value,
            id=change.id,
            number=after.number,
            revision=change.revision,
            base=change.base,
            content=content,
            hash=after.hash,
            sent=None if as_sent else _text(dict(change.fields)),
            names=orjson.dumps(sorted(change.fields)).decode(),
            outcome=outcome.value,
            author=change.author,
            device=change.device,
            source=change.source,
            reason=change.reason,
            made_at=change.made_at,
            received_at=self.now,
            batch=self.batch.id,
            sender=self.batch.device,
        )
        self.history.append(row, after.fields)

    def _note_clashes(self, change: Change, merged: Merged) -> None:
        self.clashes += [
            ClashRow(
                revision=change.revision,
                field=clash.field,
                kind=change.kind.value,
                id=change.id,
                base=_text(clash.base),
                ours=_text(clash.ours),
                theirs=_text(clash.theirs),
                opened_at=self.now,
            )
            for clash in merged.clashes
        ]

    def _refuse(self, change: Change, problems: tuple[Problem, ...]) -> Receipt:
        row = Refusal(
            revision=change.revision,
            kind=change.kind.value,
            id=change.id,
            change=change_json(change),
            problems=encode_problems(problems),
            device=change.device,
            user=self.user,
            batch=self.batch.id,
            received_at=self.now,
        )
        self.refusals.append(row)
        return Receipt(change.kind, change.id, change.revision, Outcome.REFUSED, 0, change.hash, (), problems)


def _receipt(
    change: Change, outcome: Outcome, head: Head, clashes: tuple[str, ...] = (), problems: tuple[Problem, ...] = ()
) -> Receipt:
    content = {} if head.hash == change.hash else head.fields
    key = (change.kind, change.id, change.revision)
    return Receipt(*key, outcome, head.number, head.hash, clashes, problems, content)


def _text(json: Json) -> str:
    return canonical_bytes(json).decode()
