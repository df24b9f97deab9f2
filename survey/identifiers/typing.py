"""How a typed identifier is put right before it is judged: by the appearance that its question has in the workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from survey.identifiers.phone import cleaned_phone
from survey.identifiers.uscc import cleaned_code
from survey.values import Parsed

CLEANERS: Mapping[str, Callable[[str], str]] = MappingProxyType({"code": cleaned_code, "phone": cleaned_phone})
"""``code``: width and case folded, blanks and dashes dropped; ``phone``: +86 and blanks dropped, too."""


def cleaned(parsed: Parsed, appearance: str) -> Parsed:
    """Return a text that was read as it is kept; nothing is guessed, and without these appearances nothing changes."""
    cleaner = next((CLEANERS[word] for word in appearance.split() if word in CLEANERS), None)
    if cleaner is None or not isinstance(parsed.value, str):
        return parsed
    return parsed._replace(value=cleaner(parsed.value) or None)
