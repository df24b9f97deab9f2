"""Seal many records that are given in columns: every distinct value is spelled once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

import orjson

from exchange.canonical import canonical_bytes
from exchange.fields import MAX_FIELDS, MAX_TEXT
from exchange.messages import Fields, Json
from storage.records.content import NUL
from survey.problems import HuceError
from survey.values.text import all_text

Column = Sequence[Json]
_PLAIN = ({str, type(None)}, {int}, {int, type(None)}, {type(None)})  # equal values of these are spelled alike
_BETWEEN = b'",\n  "'  # a raw line break never stands within a text; a bare "," does at the end of one that ends in ",


def records_of(columns: Mapping[str, Column]) -> Iterator[Fields]:
    """Go through the rows as records: blanks left out, keys in the order in which they are sealed."""
    keys = sorted(columns)
    gaps = [key for key in keys if None in columns[key]]
    for values in zip(*(columns[key] for key in keys), strict=True):
        fields = dict(zip(keys, values, strict=True))
        for key in gaps:
            if fields[key] is None:
                del fields[key]
        yield fields


class Seals(NamedTuple):
    """Each row as canonical JSON, and the SHA-256 of that text; ``left``: the rows that only ``seal`` can judge."""

    contents: list[bytes]  # as UTF-8: so it is hashed, carried and bound
    hashes: list[str]
    left: list[int]


def sealed_columns(columns: Mapping[str, Column]) -> Seals:
    """Seal the rows as ``seal`` seals each; those ``left`` have no seal yet."""
    height = len(next(iter(columns.values()), ()))
    nothing = Seals([b""] * height, [""] * height, [*range(height)])
    if not height or len(columns) > MAX_FIELDS:
        return nothing
    try:
        form, spelled = _spelled(columns)
    except (HuceError, TypeError):  # half a character, a number beyond what JSON carries, a list
        return nothing
    contents = [(form % row).replace(b"{,", b"{", 1) for row in zip(*spelled, strict=True)]
    doubtful = NUL in b"".join(contents) or max(map(len, contents), default=0) > MAX_TEXT
    left = [row for row, data in enumerate(contents) if len(data) > MAX_TEXT or NUL in data] if doubtful else []
    return Seals(contents, [sha256(content).hexdigest() for content in contents], left)


def _spelled(columns: Mapping[str, Column]) -> tuple[bytes, list[list[bytes]]]:
    """Return the form of a row, every field behind a comma, and what it takes of each column."""
    form, spelled = b"", list[list[bytes]]()
    for key in sorted(columns):
        name, column = b",%b:" % canonical_bytes(key), columns[key]
        if all_text(column):
            form += name.replace(b"%", b"%%") + b'"%b"'
            spelled.append(_texts(column))
        elif {*map(type, column)} in _PLAIN:
            form += b"%b"
            spelled.append(_named(name, column))
        else:
            raise TypeError(key)
    return b"{%b}" % form, spelled


def _named(name: bytes, column: Column) -> list[bytes]:
    """Spell a column with its name; nothing where it is blank."""
    values = [value for value in dict.fromkeys(column) if value is not None]
    if values and type(values[0]) is str:
        known: dict[Json, bytes] = {
            value: b'%b"%b"' % (name, text) for value, text in zip(values, _texts(values), strict=True)
        }
    else:
        known = {value: name + canonical_bytes(value) for value in values}
    known[None] = b""
    return list(map(known.__getitem__, column))


def _texts(column: Column) -> list[bytes]:
    """Spell texts, of which there is at least one, without the quotation marks around them."""
    return orjson.dumps(column, option=orjson.OPT_INDENT_2)[5:-3].split(_BETWEEN)
