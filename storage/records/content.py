"""A record's content under seal, and the plain values that go in and come out of the record tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from exchange.canonical import canonical_bytes, known
from exchange.fields import MAX_FIELDS, MAX_TEXT, unfit
from exchange.messages import ANSWER, Fields, Json
from survey.problems import HuceError, Place, Problem

NUL = b"\\u0000"  # as JSON spells it; no database takes it in a text


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who makes a revision, where, how and why. ``made_at`` is ISO 8601 with offset, the device's clock."""

    author: str
    device: str
    source: str  # screen | import | demo | api | server | undo
    made_at: str
    reason: str = ""


def signed(stamp: Stamp) -> tuple[str, str, str, str, str]:
    """Return a stamp's cells in the order of the revision tables."""
    return stamp.author, stamp.device, stamp.source, stamp.reason, stamp.made_at


class Sealed(NamedTuple):
    """A record's content as canonical JSON text, and the SHA-256 of exactly that text (a tuple: one a row)."""

    content: str
    hash: str


def seal(fields: Fields) -> Sealed:
    """Seal a record's content; blank fields are left out.

    Raises HuceError N041 for what JSON cannot carry and N043 for what no message takes (exchange.fields.unfit).
    """
    data = canonical_bytes(known(fields) if None in fields.values() else fields)
    # Looking at every value costs as much as the rest; only such a text can hold one that is unfit.
    nested = b"[" in data or data.count(b"{") > 1
    doubtful = nested or len(data) > MAX_TEXT or len(fields) > MAX_FIELDS or NUL in data
    if doubtful and (name := unfit(fields)) is not None:
        params = {"field": name.removeprefix(ANSWER), "most": str(MAX_TEXT)}
        raise HuceError(Problem("N043", place=Place(path=name), params=params))
    return Sealed(data.decode(), hashlib.sha256(data).hexdigest())


def fingerprint(content: str | bytes) -> str:
    """Return the SHA-256 of a content text (bytes, when a flipped bit has made a blob of it)."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def unseal(content: str | bytes, expected: str, what: str) -> dict[str, Json]:
    """Return the fields of a sealed content. Raises HuceError S010 when the text is not the one that was sealed."""
    if fingerprint(content) == expected:
        with suppress(orjson.JSONDecodeError):  # sealed wrongly: its fingerprint says nothing of that
            fields: dict[str, Json] = orjson.loads(content)
            return fields
    raise HuceError(Problem("S010", params={"record": what}))


class Write(NamedTuple):
    """One record to be written whole (a tuple: there may be fifty thousand).

    ``id`` "" makes a new record; ``errors`` and ``queries`` count its problems.
    """

    id: str
    fields: Fields
    errors: int = 0
    queries: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: ids of new and changed records, and of those whose content was the same already.

    ``revisions`` are the ids of the revisions made, in the order in which the records were given.
    """

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    revisions: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """Ids of every record that is now different."""
        return self.new + self.updated


@dataclass(frozen=True, slots=True)
class Revision:
    """One row of a record's history; a larger ``seq`` is later."""

    seq: int
    id: str
    base: int
    hash: str
    author: str
    device: str
    source: str
    reason: str
    made_at: str
    import_batch: str
    fields: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class State:
    """Where a local record stands towards the server.

    ``base`` is the server revision number it rests on (0: the server has never answered for it), ``base_fields``
    the content of that revision. ``pending`` says that there are local changes the server has not acknowledged.
    """

    id: str
    revision: str
    fields: Mapping[str, Json]
    hash: str
    base: int
    base_fields: Mapping[str, Json]
    pending: bool
