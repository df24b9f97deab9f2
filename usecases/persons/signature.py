"""Who works here: the name that signs every revision made from now on. What is signed already never changes."""

from __future__ import annotations

import unicodedata

from survey.problems import HuceError, Problem
from usecases.workspace import Workspace

LONGEST = 40  # characters; names of minorities run to about 30


def sign_as(ws: Workspace, *, name: str) -> str:
    """Let a person's name stand on what is made from now on, also after the next start; return it as it is kept.

    Raises HuceError S015 for no name, or one that nobody could have.
    """
    kept = readable_name(name)
    ws.sign(kept)
    return kept


def readable_name(name: str) -> str:
    """Return a typed name with its blanks put in order. Raises HuceError S015."""
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not 0 < len(kept) <= LONGEST or not any(letter.isalpha() for letter in kept) or not kept.isprintable():
        raise HuceError(Problem("S015", params={"longest": str(LONGEST)}))
    return kept
