"""The desktop's store as the sync engine needs it: sync.needs.Desk on storage.Store, one transaction a call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from exchange import wire
from exchange.digest import EMPTY, combined, record_digest
from exchange.ids import new_id
from exchange.messages import Batch, FormNotice, Page, PushReply, Summary
from storage.attachments import Attachments
from storage.store import Store, Tx
from survey.problems import HuceError, Problem
from sync.needs import Taken
from usecases.forms import built
from usecases.rounds import keep_rounds
from usecases.synchronising.taking import adopt_receipts, adopt_records

SERVER = "sync.server_id"
OVER = "sync.starting_over"
LAST_BATCH = "sync.last_batch"
DEVICE = "device_id"
UNKNOWN_BASE = "C034"
MEDIA = b'"media"'  # stands in the JSON of a questionnaire that names files


class StoreDesk:
    """Satisfies sync.needs.Desk. ``user`` signs revisions that come about by merging."""

    def __init__(self, store: Store, *, now: Callable[[], dt.datetime], user: str) -> None:
        self._store, self._now, self._user = store, now, user
        self._files = Attachments(store.path.parent)

    def server(self) -> str:
        """Return the id of the server this desktop belongs to."""
        with self._store.reading() as tx:
            return tx.settings.text(SERVER)

    def waiting(self) -> int:
        """Return how many records have changes to be sent."""
        with self._store.reading() as tx:
            return tx.outbox.count().waiting

    def next_batch(self, limit: int) -> Batch | None:
        """Return the frozen batch, or freeze the next."""
        with self._store.transaction() as tx:
            last = tx.settings.text(LAST_BATCH)
            frozen = tx.outbox.next_batch(
                device=tx.settings.text(DEVICE),
                made_at=self._stamp(),
                encode=lambda batch: wire.encode(replace(batch, previous=last)),
                limit=limit,
            )
        return None if frozen is None else wire.decode_batch(frozen.body)

    def settle(self, batch: Batch, reply: PushReply) -> Taken:
        """Take the receipts in; a change whose base the server does not know stays, and everything is compared anew.

        A batch that is not under way any more was settled by another program on this folder: nothing is to be done.
        """
        settled = tuple(
            receipt for receipt in reply.receipts if all(problem.code != UNKNOWN_BASE for problem in receipt.problems)
        )
        with self._store.transaction() as tx:
            booked = tx.receipts.settle(batch_id=batch.id, receipts=settled, received_at=self._stamp()).booked
            if not booked:
                return Taken()
            tx.settings.put(LAST_BATCH, batch.id)
            taken = adopt_receipts(tx, batch, settled, self._stamp(), self._user)
            if len(settled) < len(reply.receipts):
                self._forget(tx)
        return taken

    def dissolve(self, batch: Batch) -> None:
        """Put a refused batch's changes back."""
        with self._store.transaction() as tx:
            tx.outbox.release(batch.id)

    def renew_device(self) -> None:
        """Take a new device id and begin a new chain of batches."""
        with self._store.transaction() as tx:
            tx.settings.put(DEVICE, new_id())
            tx.settings.put(LAST_BATCH, "")

    def cursor(self) -> str:
        """Return where the next pull starts."""
        with self._store.reading() as tx:
            return tx.feed.cursor(tx.settings.text(SERVER))

    def take(self, page: Page) -> Taken:
        """Apply a page and move the cursor."""
        with self._store.transaction() as tx:
            over = bool(tx.settings.get(OVER))
            taken = adopt_records(tx, page.records, self._stamp(), self._user, over=over)
            tx.feed.move(tx.settings.text(SERVER), page.cursor)
        return taken

    def starting_over(self) -> bool:
        """Tell whether the comparison from the beginning is under way."""
        with self._store.reading() as tx:
            return bool(tx.settings.get(OVER))

    def start_over(self) -> None:
        """Begin it."""
        with self._store.transaction() as tx:
            self._forget(tx)

    def finish_over(self) -> None:
        """End it."""
        with self._store.transaction() as tx:
            tx.settings.put(OVER, value=False)

    def summary(self) -> Summary | None:
        """Count and fingerprint what the server has acknowledged; None while changes to any of it are open."""
        with self._store.reading() as tx:
            if tx.agreement.unsettled():
                return None
            rows = tx.agreement.acknowledged()
            known = [record_digest(kind.value, record_id, number, content) for kind, record_id, number, content in rows]
            return Summary(tx.feed.cursor(tx.settings.text(SERVER)), len(known), combined(EMPTY, known))

    def missing_forms(self, offered: tuple[FormNotice, ...]) -> tuple[FormNotice, ...]:
        """Return the questionnaires on offer that are not installed with these bytes."""
        with self._store.reading() as tx:
            here = {(form.id, form.version): form.sha256 for form in tx.forms.versions()}
        return tuple(notice for notice in offered if here.get((notice.id, notice.version)) != notice.hash)

    def install_form(self, notice: FormNotice, body: bytes) -> Problem | None:
        """Install a questionnaire if this program can read it."""
        from survey.xlsform import form_from_json

        try:
            form = form_from_json(body)
        except HuceError as error:
            return error.problem
        with self._store.transaction() as tx:
            tx.forms.install(
                form_id=notice.id,
                version=notice.version,
                title=notice.title,
                frequency=form.frequency.value if form.frequency else "",
                body=body,
                source="",
                installed_at=self._stamp(),
            )
            keep_rounds(tx, tx.forms.list(), self._now().date())
        return None

    def missing_media(self) -> tuple[str, ...]:
        """Name the files that questionnaires here show or play and that are not here."""
        with self._store.reading() as tx:
            bodies = [tx.forms.body(form.id, form.version) or b"" for form in tx.forms.versions()]
        named = (name for body in bodies if MEDIA in body for name in built(body).media.values())
        return tuple(dict.fromkeys(name for name in named if self._files.find(name) is None))

    def keep_media(self, name: str, content: bytes) -> bool:
        """Keep one under the name of its content."""
        return self._files.receive(name, content)

    def _forget(self, tx: Tx) -> None:
        tx.agreement.forget()
        tx.feed.move(tx.settings.text(SERVER), "")
        tx.settings.put(OVER, value=True)

    def _stamp(self) -> str:
        return self._now().isoformat()
