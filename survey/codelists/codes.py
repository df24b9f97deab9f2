"""One code and a list of codes. Codes are never reused: a row that ended says which rows follow it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from survey import pinyin


class Code(NamedTuple):
    """One row. ``valid_from``/``valid_to`` are ISO days, "" where the list's own date or no end holds."""

    code: str
    name: str
    level: int = 1
    parent: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor: str = ""  # codes separated by blanks

    def holds(self, on: dt.date | None) -> bool:
        """Whether it may be used on a day; on None: whether it has not ended."""
        if on is None:
            return not self.valid_to
        day = on.isoformat()
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)

    @property
    def successors(self) -> tuple[str, ...]:
        """The codes that replaced it."""
        return tuple(self.successor.split())


class CodeList:
    """A list held in memory, in the order of its file."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self._codes = {code.code: code for code in codes}

    def __len__(self) -> int:
        return len(self._codes)

    def __iter__(self) -> Iterator[Code]:
        return iter(self._codes.values())

    def get(self, code: str) -> Code | None:
        """Return the row of a code, ended ones included."""
        return self._codes.get(code)

    def holds(self, code: str, on: dt.date | None = None) -> bool:
        """Whether a code stands in the list and may be used on a day."""
        row = self._codes.get(code)
        return row is not None and row.holds(on)

    def children(self, parent: str, on: dt.date | None = None) -> tuple[Code, ...]:
        """Return the rows directly below a code."""
        return tuple(code for code in self if code.parent == parent and code.holds(on))

    def by_name(self, name: str, on: dt.date | None = None) -> tuple[Code, ...]:
        """Return the rows with exactly that name."""
        return tuple(code for code in self if code.name == name and code.holds(on))

    def search(self, text: str, *, limit: int = 20, on: dt.date | None = None) -> tuple[Code, ...]:
        """Find by code, words of the name or pinyin initials; the best first."""
        return ranked(((code, code.name) for code in self if code.holds(on)), text, limit=limit)


def ranked(candidates: Iterable[tuple[Code, str]], text: str, *, limit: int) -> tuple[Code, ...]:
    """Order rows by how well their words meet the typed text; rows that do not meet it at all are left out.

    ``candidates`` pairs a row with its searchable words, blank-separated. A row may come more than once.
    """
    wanted = text.strip().lower()
    if not wanted:
        return ()
    best: dict[str, tuple[int, int, Code]] = {}
    for order, (code, words) in enumerate(candidates):
        score = _score(code, words, wanted)
        if score and (code.code not in best or best[code.code][0] > score):
            best[code.code] = (score, order, code)
    return tuple(code for _, _, code in sorted(best.values(), key=lambda found: found[:2])[:limit])


def _score(code: Code, words: str, wanted: str) -> int:
    """1 is best, 0 is no match."""
    if wanted[0].isdigit():
        return 1 if code.code == wanted else 2 if code.code.startswith(wanted) else 0
    if wanted in words:
        names = words.split(" ")
        return 1 if wanted in names else 2 if any(name.startswith(wanted) for name in names) else 3
    if wanted.isascii():
        letters = pinyin.initials(words).replace(" ", "")
        return 4 if letters.startswith(wanted) else 5 if wanted in letters else 0
    return 6 if len(wanted) > 1 and all(char in words for char in wanted) else 0
