"""Strict reading of JSON objects that came from outside: every value is checked for type and size, or refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import orjson

from exchange.ids import is_id
from exchange.messages import Fields, Json
from survey.problems import HuceError, Problem

T = TypeVar("T")
MAX_TEXT = 100_000  # characters in one value: longer than any answer a person types
MAX_REASON = 2000  # characters a person writes beside a change
MAX_WHOLE = 2**53 - 1  # what every JSON reader in the world keeps exactly
MAX_FIELDS, MAX_DEPTH = 5000, 8  # of one record's content


def malformed(where: str) -> HuceError:
    """Return the error for a message that is not what the protocol says; ``where`` names the offending place."""
    return HuceError(Problem("N040", params={"field": where[:80]}))


def unfit(fields: Fields) -> str | None:
    """Return the name of a field whose value no reader takes, None when all of them may travel.

    Asked before a record is kept: one that stood in the outbox and could not be read would hold up all the others.
    """
    if len(fields) > MAX_FIELDS:
        return next(reversed([*fields]))
    return next(
        (name for name, value in fields.items() if not _bounded(name, 1) or not _bounded(value, MAX_DEPTH - 1)), None
    )


def read_object(body: bytes, what: str) -> Reader:
    """Parse a body that must be one JSON object. Raises HuceError N040 otherwise."""
    try:
        json = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise malformed(what) from error
    return Reader.of(json, what)


@dataclass(frozen=True, slots=True)
class Reader:
    """One JSON object being read; keys it is not asked for are ignored, so that newer senders stay readable."""

    json: Mapping[str, Json]
    where: str

    @classmethod
    def of(cls, json: object, where: str) -> Reader:
        """Wrap a parsed value that must be an object."""
        if not isinstance(json, dict):
            raise malformed(where)
        return cls(json, where)

    def text(self, key: str, *, limit: int = 200, default: str | None = None) -> str:
        """Read a text of at most ``limit`` characters; without a default it must be there."""
        value = self.json.get(key, default)
        if not isinstance(value, str) or len(value) > limit or "\x00" in value:
            raise self._wrong(key)
        return value

    def id(self, key: str) -> str:
        """Read a UUID in its one spelling."""
        value = self.text(key)
        if not is_id(value):
            raise self._wrong(key)
        return value

    def digest(self, key: str) -> str:
        """Read a SHA-256 in hex."""
        value = self.text(key, limit=64)
        if len(value) != 64 or set(value) - set("0123456789abcdef"):
            raise self._wrong(key)
        return value

    def whole(self, key: str) -> int:
        """Read a whole number from 0 up."""
        value = self.json.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_WHOLE:
            raise self._wrong(key)
        return value

    def flag(self, key: str) -> bool:
        """Read true or false."""
        value = self.json.get(key)
        if not isinstance(value, bool):
            raise self._wrong(key)
        return value

    def each(self, key: str, read: Callable[[Reader], T], *, limit: int) -> tuple[T, ...]:
        """Read a list of at most ``limit`` objects; a missing list is an empty one."""
        values = self._list(key, limit)
        return tuple(read(Reader.of(value, f"{self.where}.{key}[{n}]")) for n, value in enumerate(values))

    def texts(self, key: str, *, limit: int) -> tuple[str, ...]:
        """Read a list of at most ``limit`` short texts; a missing list is an empty one."""
        values = self._list(key, limit)
        texts = tuple(value for value in values if isinstance(value, str) and len(value) <= MAX_TEXT)
        if len(texts) != len(values):
            raise self._wrong(key)
        return texts

    def fields(self, key: str, *, limit: int = MAX_FIELDS, depth: int = MAX_DEPTH) -> dict[str, Json]:
        """Read a record's content: at most ``limit`` named values, none nested deeper than ``depth``."""
        value = self.json.get(key)
        if not isinstance(value, dict) or len(value) > limit or not _bounded(value, depth):
            raise self._wrong(key)
        return value

    def _list(self, key: str, limit: int) -> list[Json]:
        value = self.json.get(key, [])
        if not isinstance(value, list) or len(value) > limit:
            raise self._wrong(key)
        return value

    def _wrong(self, key: str) -> HuceError:
        return malformed(f"{self.where}.{key}")


def _bounded(json: Json, depth: int) -> bool:
    if isinstance(json, str):
        return len(json) <= MAX_TEXT and "\x00" not in json
    if isinstance(json, int):
        return -MAX_WHOLE <= json <= MAX_WHOLE
    if isinstance(json, dict):
        return depth > 0 and all(_bounded(name, 1) and _bounded(value, depth - 1) for name, value in json.items())
    if isinstance(json, list):
        return depth > 0 and all(_bounded(value, depth - 1) for value in json)
    return True  # a float (the parser refuses infinity), true, false, null
