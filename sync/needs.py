"""What the engine needs of a desktop, as one Protocol. The use case joins it to the storage; tests to a dictionary.

Each call is one transaction of its own, or none; no transaction is ever open while the network is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from exchange.messages import Batch, FormNotice, Kind, Page, PushReply, Summary
from survey.problems import Problem

Key = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a desktop did with receipts or a page: records now different, and clashes to tell the person of."""

    changed: frozenset[Key] = frozenset()
    problems: tuple[Problem, ...] = ()


class Desk(Protocol):
    """A desktop's local store, as far as synchronising goes."""

    def server(self) -> str:
        """Return the id of the server this desktop belongs to, "" when it has never met one."""

    def waiting(self) -> int:
        """Return how many records have changes to be sent."""

    def next_batch(self, limit: int) -> Batch | None:
        """Return the batch that is frozen, or freeze up to ``limit`` waiting changes; None when nothing waits.

        A frozen batch is stored with its exact bytes before it is returned, and is returned again, unchanged,
        until it is settled or dissolved. It holds a record at most once.
        """

    def settle(self, batch: Batch, reply: PushReply) -> Taken:
        """Take the receipts in and forget the batch, in one transaction.

        A record that was edited again after it was frozen stays in the outbox. Only here a record becomes 已上报.
        A receipt with problem C034 (the server does not know the base) settles nothing and starts over.
        """

    def dissolve(self, batch: Batch) -> None:
        """Put the changes of a batch that the server has refused as a whole back into the outbox."""

    def renew_device(self) -> None:
        """Give this installation a new device id and an empty chain of batches."""

    def cursor(self) -> str:
        """Return where the next pull starts."""

    def take(self, page: Page) -> Taken:
        """Apply a page's records, each as sync.decide says, and store its cursor, all in one transaction."""

    def starting_over(self) -> bool:
        """Tell whether a comparison from the beginning was begun and not finished."""

    def start_over(self) -> None:
        """Begin it, in one transaction: every record rests on no server revision and waits; the cursor is ""."""

    def finish_over(self) -> None:
        """Note that the whole feed has been taken since ``start_over``."""

    def summary(self) -> Summary | None:
        """Count and fingerprint (exchange.digest) of all records at the revisions the server acknowledged.

        None while changes to any of them are not settled (waiting, a draft, refused): then the sides may differ.
        """

    def missing_forms(self, offered: tuple[FormNotice, ...]) -> tuple[FormNotice, ...]:
        """Return those of the questionnaires on offer that are not here, or differ."""

    def missing_media(self) -> tuple[str, ...]:
        """Name the files, by their content, that the questionnaires here show or play and that are not here."""

    def keep_media(self, name: str, content: bytes) -> bool:
        """Keep one; False when the content is not what its name says."""

    def install_form(self, notice: FormNotice, body: bytes) -> Problem | None:
        """Store one questionnaire; return what is wrong when it cannot be used."""
