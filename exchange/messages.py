"""What travels between a desktop and the server, by HTTPS or as a file on a stick, and the one protocol for it.

A *record* is a household of the register or an entry of a questionnaire. Its content is one flat mapping of
field name to JSON value (``Fields``); an entry's answers stand in it as ``answers.<question key>``, so that
"only changed fields are sent" and the three-way merge work on answers one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

from survey.problems import Problem

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Fields: TypeAlias = Mapping[str, Json]
ANSWER = "answers."  # prefix of an answer's field name


class Kind(StrEnum):
    """The record kinds that travel; all share one envelope."""

    HOUSEHOLD = "household"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Change:
    """One revision on its way to the server.

    ``id`` is the record's UUIDv7, ``revision`` the UUIDv7 of this local revision (the idempotency key of the
    change). ``base`` is the server revision number it was made on (0: the record is new). ``fields`` holds only
    what changed against that base; a value of None clears the field. ``hash`` is the SHA-256 of the whole
    resulting record, see exchange.canonical. ``base_hash`` is that of the content the change was made on: a server
    set back to an older backup gives its numbers out anew, and then the number alone names another content.
    """

    kind: Kind
    id: str
    revision: str
    base: int
    fields: Fields
    hash: str
    author: str
    device: str
    source: str  # screen | import | demo | api
    reason: str
    made_at: str  # ISO 8601 with offset, the device's clock; never used for ordering
    base_hash: str = ""  # "" without a base, and from desktops older than this field


@dataclass(frozen=True, slots=True)
class Batch:
    """An ordered handful of changes under one id; the same id always carries the same bytes.

    ``previous`` is the id of the batch this device sent before ("" for its first): the server keeps the chain
    and so notices two computers that carry one device id, the copy of a disk.
    """

    id: str
    device: str
    changes: tuple[Change, ...]
    previous: str = ""


class Outcome(StrEnum):
    """What the server did with a change."""

    STORED = "stored"
    MERGED = "merged"  # others had changed other fields meanwhile; both sides are in
    CLASH = "clash"  # the same field was changed differently: both are kept, a person decides
    REFUSED = "refused"  # kept on the server in quarantine with its problems; the desktop keeps its copy
    REPEATED = "repeated"  # this revision had arrived before


@dataclass(frozen=True, slots=True)
class Receipt:
    """The server's answer to one change. ``number`` is the record's server revision afterwards (0 if refused).

    ``hash`` is the fingerprint of the record as the server now holds it. Where that is not what the device sent,
    ``content`` brings the whole record, so that the device has its new base at once; else it is empty.
    """

    kind: Kind
    id: str
    revision: str
    outcome: Outcome
    number: int
    hash: str
    clashes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    content: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PushReply:
    """One receipt per change of the batch, in its order."""

    batch: str
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A record as the server holds it: its whole content at server revision ``number``."""

    kind: Kind
    id: str
    number: int
    revision: str
    fields: Fields
    hash: str
    author: str
    device: str
    source: str
    reason: str
    made_at: str


@dataclass(frozen=True, slots=True)
class Page:
    """A slice of the change feed, in server order. ``cursor`` is where the next call starts; opaque text."""

    records: tuple[Record, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class FormNotice:
    """A questionnaire version the server offers; ``hash`` is the SHA-256 of its body."""

    id: str
    version: str
    title: str
    hash: str


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in. ``token`` is opaque; the server stores only its hash."""

    user: str
    name: str
    token: str = field(repr=False)
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What a server says of itself before anything is exchanged."""

    name: str
    server_id: str
    protocol: int
    max_batch: int
    now: str


@dataclass(frozen=True, slots=True)
class Summary:
    """How much a side holds at ``cursor``: the count of its records and their fingerprint (exchange.digest)."""

    cursor: str
    records: int
    digest: str


class SyncApi(Protocol):
    """Spoken by the HTTP client and by the server's services alike. Trouble comes up as HuceError (N… codes)."""

    def info(self) -> ServerInfo:
        """Tell who the server is and which protocol it speaks."""

    def sign_in(self, user: str, password: str, device: str) -> Account:
        """Check a password and give a token for this device."""

    def push(self, batch: Batch) -> PushReply:
        """Take a batch in. The same batch id again gives the same reply and changes nothing."""

    def pull(self, cursor: str, limit: int) -> Page:
        """Give up to ``limit`` records that changed after ``cursor`` ("" = from the beginning).

        A cursor this server never gave (it was restored from an older backup) is HuceError C020, also at limit 0.
        """

    def summary(self) -> Summary:
        """Tell count and fingerprint of everything the caller may pull."""

    def forms(self) -> tuple[FormNotice, ...]:
        """List the questionnaires on offer."""

    def form(self, form_id: str, version: str) -> bytes:
        """Give one questionnaire's stored JSON."""

    def media(self, name: str) -> bytes:
        """Give a file that a questionnaire shows or plays, by the name of its content. C016: it is not here."""
