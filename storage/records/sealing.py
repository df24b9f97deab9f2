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

Column = Sequence[Json]
_PLAIN = ({str}, {str, type(None)}, {int}, {int, type(None)}, {type(None)})  # equal values of these are spelled alike
_BETWEEN = '","'  # never stands within a text: JSON writes a quotation mark as \"


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

    contents: list[str]
    hashes: list[str]
    left: list[int]


def sealed_columns(columns: Mapping[str, Column]) -> Seals:
    """Seal the rows as ``seal`` seals each; those ``left`` have no seal yet."""
    height = len(next(iter(columns.values()), ()))
    nothing = Seals([""] * height, [""] * height, [*range(height)])
    if len(columns) > MAX_FIELDS or not all({*map(type, column)} in _PLAIN for column in columns.values()):
        return nothing
    try:
        spelled = [_spelled(key, columns[key]) for key in sorted(columns)]
    except (HuceError, TypeError):  # half a character, a number beyond what JSON carries
        return nothing
    contents = [f"{{{row[1:]}}}" for row in map("".join, zip(*spelled, strict=True))]
    data = [content.encode() for content in contents]
    left = [row for row, content in enumerate(data) if len(content) > MAX_TEXT or NUL in content]
    return Seals(contents, [sha256(content).hexdigest() for content in data], left)


def _spelled(key: str, column: Column) -> list[str]:
    """Spell a column: key and value behind a comma, nothing where it is blank."""
    values = [value for value in dict.fromkeys(column) if value is not None]
    name = f",{canonical_bytes(key).decode()}:"
    if values and type(values[0]) is str:
        texts = orjson.dumps(values).decode()[2:-2].split(_BETWEEN)
        known: dict[Json, str] = {value: f'{name}"{text}"' for value, text in zip(values, texts, strict=True)}
    else:
        known = {value: f"{name}{canonical_bytes(value).decode()}" for value in values}
    known[None] = ""
    return list(map(known.__getitem__, column))
