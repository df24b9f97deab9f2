"""Record, revision and batch ids: UUIDv7 text, made on the device, sortable by the time they were made.

An entry's id is derived instead, so that two people who fill the same questionnaire for the same household in the
same round meet in one record (and see each other's values) instead of counting the household twice. So is the id of a
household that has a credit code: a register that two laptops imported is one register when they have synchronised.
"""

from __future__ import annotations

import re
import uuid

import uuid_utils

_ENTRIES = uuid.UUID("0f2a8e0c-6b57-5d0e-9a35-51c3a2f1d7b4")  # our own name space for entries (RFC 9562 §5.5)
_HOUSEHOLDS = uuid_utils.UUID("6d5c1f0e-3a84-5b27-8f6e-d0b9c7a41e52")  # and one for households
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def new_id() -> str:
    """Return a fresh UUIDv7 as 36 characters of lower-case text."""
    return str(uuid_utils.uuid7())


def entry_id(household_id: str, form_id: str, round_code: str) -> str:
    """Return the id of the one entry of a household for a questionnaire in a round: a UUIDv5 of the three."""
    return str(uuid.uuid5(_ENTRIES, f"{household_id}/{form_id}/{round_code}"))


def household_id(uscc: str) -> str:
    """Return the id of the household of a credit code: a UUIDv5 of it, a fresh UUIDv7 when there is no code."""
    return str(uuid_utils.uuid5(_HOUSEHOLDS, uscc)) if uscc else new_id()


def is_id(text: str) -> bool:
    """Tell whether the text is a UUID in the one spelling we use (lower case, with hyphens)."""
    return _UUID.fullmatch(text) is not None
