"""One spelling for every content, so that two machines can compare it by a fingerprint of 64 characters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import orjson

from exchange.messages import Fields, Json
from survey.problems import HuceError, Problem


def canonical_bytes(json: Json | Mapping[str, Json]) -> bytes:
    """Return compact UTF-8 JSON with sorted keys. Raises HuceError N041 for what JSON cannot carry.

    That is a lone surrogate (half of a broken character), a whole number beyond 53 bits, or NaN, which would
    silently become null and so must not pass.
    """
    try:
        data = orjson.dumps(json, option=orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER)
    except (TypeError, RecursionError) as error:
        raise HuceError(Problem("N041")) from error
    if b"null" in data:  # what a NaN would have become; the search for one is too slow for every record of an import
        _refuse_nan(json)
    return data


def known(fields: Fields) -> dict[str, Json]:
    """Return the fields that have a value: a cleared field and one that never was are the same thing."""
    return {name: value for name, value in fields.items() if value is not None}


def content_hash(fields: Fields) -> str:
    """Return the SHA-256 (64 hex digits) of a record's whole content; blank fields do not count."""
    return hashlib.sha256(canonical_bytes(known(fields))).hexdigest()


def _refuse_nan(json: object) -> None:
    if isinstance(json, float):
        if json - json != 0:
            raise HuceError(Problem("N041"))
    elif isinstance(json, Mapping):
        for value in json.values():
            _refuse_nan(value)
    elif isinstance(json, (list, tuple)):
        for value in json:
            _refuse_nan(value)
