"""Messages as bytes and back. Reading is strict and bounded; whatever does not fit is HuceError N040, never KeyError.

Compatibility: a reader ignores keys it does not know; a field added later is left out while it has its default
value, so a batch frozen by an older desktop keeps its fingerprint after both sides were updated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, TypedDict, TypeVar

import orjson

from exchange.fields import MAX_REASON, Reader, malformed, read_object
from exchange.messages import (
    Account,
    Batch,
    Change,
    FormNotice,
    Json,
    Kind,
    Outcome,
    Page,
    PushReply,
    Receipt,
    Record,
    ServerInfo,
    Summary,
)
from exchange.wire_problems import problem_json, read_problem

_WordT = TypeVar("_WordT", Kind, Outcome)
Message: TypeAlias = "Batch | PushReply | Page | Account | ServerInfo | Summary"
MAX_CHANGES = 1000  # in one batch; also the most records in one page
MAX_FORMS = 10_000


def encode(message: Message | tuple[FormNotice, ...]) -> bytes:
    """Return the message's bytes; equal messages always give equal bytes."""
    if isinstance(message, tuple):
        return orjson.dumps({"forms": [_plain(form) for form in message]})
    return orjson.dumps(_message_json(message))


def encode_call(**values: str | int) -> bytes:
    """Return the body of a call that carries no message, only a few named values."""
    return orjson.dumps(values)


def _message_json(message: Message) -> dict[str, object]:
    if isinstance(message, Batch):
        tail = {"previous": message.previous} if message.previous else {}
        return {**_plain(message), "changes": [_plain(change) for change in message.changes], **tail}
    if isinstance(message, PushReply):
        return {"batch": message.batch, "receipts": [_receipt_json(receipt) for receipt in message.receipts]}
    if isinstance(message, Page):
        return {**_plain(message), "records": [_plain(record) for record in message.records]}
    if isinstance(message, Summary):
        return {"cursor": message.cursor, "records": message.records, "digest": message.digest}
    return _plain(message)


_SEPARATE = frozenset({"changes", "receipts", "records", "problems", "previous", "content"})
_LATER = frozenset({"base_hash"})  # added later: left out while blank


def _plain(message: object) -> dict[str, object]:
    """Turn a flat dataclass into an object in the order of its fields, mappings made plain."""
    slots: Iterable[str] = type(message).__slots__  # type: ignore[attr-defined]  # every message has slots
    values = ((name, getattr(message, name)) for name in slots if name not in _SEPARATE)
    sent = ((name, value) for name, value in values if value or name not in _LATER)
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in sent}


def _receipt_json(receipt: Receipt) -> dict[str, object]:
    tail = {"content": dict(receipt.content)} if receipt.content else {}
    return {**_plain(receipt), "problems": [problem_json(problem) for problem in receipt.problems], **tail}


def decode_batch(body: bytes) -> Batch:
    """Read a batch of at most MAX_CHANGES changes."""
    reader = read_object(body, "batch")
    changes = reader.each("changes", _change, limit=MAX_CHANGES)
    return Batch(reader.id("id"), reader.text("device"), changes, reader.text("previous", default=""))


def decode_reply(body: bytes) -> PushReply:
    """Read the receipts of a batch."""
    reader = read_object(body, "reply")
    return PushReply(reader.id("batch"), reader.each("receipts", _receipt, limit=MAX_CHANGES))


def decode_page(body: bytes) -> Page:
    """Read a page of the change feed."""
    reader = read_object(body, "page")
    return Page(reader.each("records", _record, limit=MAX_CHANGES), reader.text("cursor"), reader.flag("more"))


def decode_forms(body: bytes) -> tuple[FormNotice, ...]:
    """Read the list of questionnaires on offer."""
    return read_object(body, "forms").each("forms", _form, limit=MAX_FORMS)


def decode_account(body: bytes) -> Account:
    """Read the answer to a sign-in."""
    reader = read_object(body, "account")
    areas = reader.texts("areas", limit=10_000)
    return Account(reader.text("user"), reader.text("name"), reader.text("token"), areas)


def decode_info(body: bytes) -> ServerInfo:
    """Read what a server says of itself."""
    r = read_object(body, "info")
    return ServerInfo(r.text("name"), r.text("server_id"), r.whole("protocol"), r.whole("max_batch"), r.text("now"))


def decode_summary(body: bytes) -> Summary:
    """Read the server's count and fingerprint."""
    reader = read_object(body, "summary")
    return Summary(reader.text("cursor"), reader.whole("records"), reader.digest("digest"))


def change_json(change: Change) -> bytes:
    """Return one change as JSON, for the server's quarantine."""
    return orjson.dumps(_plain(change))


class _Revised(TypedDict):
    """What a change and a record have in common."""

    kind: Kind
    id: str
    revision: str
    fields: dict[str, Json]
    hash: str
    author: str
    device: str
    source: str
    reason: str
    made_at: str


def _change(r: Reader) -> Change:
    base_hash = r.digest("base_hash") if "base_hash" in r.json else ""
    return Change(base=r.whole("base"), base_hash=base_hash, **_revised(r))


def _record(r: Reader) -> Record:
    return Record(number=r.whole("number"), **_revised(r))


def _revised(r: Reader) -> _Revised:
    return _Revised(
        kind=_word(r, "kind", Kind),
        id=r.id("id"),
        revision=r.id("revision"),
        fields=r.fields("fields"),
        hash=r.digest("hash"),
        author=r.text("author"),
        device=r.text("device"),
        source=r.text("source", limit=40),
        reason=r.text("reason", limit=MAX_REASON),
        made_at=r.text("made_at", limit=40),
    )


def _receipt(r: Reader) -> Receipt:
    return Receipt(
        kind=_word(r, "kind", Kind),
        id=r.id("id"),
        revision=r.id("revision"),
        outcome=_word(r, "outcome", Outcome),
        number=r.whole("number"),
        hash=r.text("hash", limit=64),
        clashes=r.texts("clashes", limit=5000),
        problems=r.each("problems", read_problem, limit=5000),
        content=r.fields("content") if "content" in r.json else {},
    )


def _form(r: Reader) -> FormNotice:
    return FormNotice(r.text("id"), r.text("version"), r.text("title"), r.digest("hash"))


def _word(reader: Reader, key: str, words: type[_WordT]) -> _WordT:
    try:
        return words(reader.text(key))
    except ValueError as error:
        raise malformed(f"{reader.where}.{key}") from error


def parse_fields(stored: bytes) -> dict[str, Json]:
    """Read back a record's content that we wrote ourselves with canonical_bytes."""
    return Reader({"fields": orjson.loads(stored)}, "stored").fields("fields", limit=10**6, depth=64)
