"""Record, revision and batch ids: UUIDv7 text, made on the device, sortable by the time they were made."""

from __future__ import annotations

import re

import uuid_utils

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def new_id() -> str:
    """Return a fresh UUIDv7 as 36 characters of lower-case text."""
    return str(uuid_utils.uuid7())


def is_id(text: str) -> bool:
    """Tell whether the text is a UUID in the one spelling we use (lower case, with hyphens)."""
    return _UUID.fullmatch(text) is not None
