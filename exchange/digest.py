"""A fingerprint of a whole set of records that can be kept up to date one record at a time.

It is the XOR of one SHA-256 per record, so the order does not matter and replacing a record costs two XORs.
It tells whether desktop and server agree; it is no protection against somebody who forges records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

EMPTY = "0" * 64


def record_digest(kind: str, record_id: str, number: int, content: str) -> int:
    """Return one record's share: its kind, id, server revision number and content hash."""
    return int.from_bytes(hashlib.sha256(f"{kind}|{record_id}|{number}|{content}".encode()).digest(), "big")


def combined(digest: str, shares: Iterable[int]) -> str:
    """Lay shares over a fingerprint: one that is in comes out, one that is out goes in."""
    total = int(digest, 16)
    for share in shares:
        total ^= share
    return f"{total:064x}"
