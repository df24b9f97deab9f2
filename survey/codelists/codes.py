"""One code and a list of codes. Codes are never reused: a row that ended says which rows follow it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from survey.codelists.finding import Finder


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
        """Find by code, words of the name, pinyin initials or whole pinyin; the best first."""
        return found(tuple(code for code in self if code.holds(on)), text, limit=limit)


def found(codes: Sequence[Code], text: str, *, limit: int) -> tuple[Code, ...]:
    """Give the rows that a typed text finds, the best first."""
    places = Finder((code.code, code.name, "") for code in codes).find(text)
    return tuple(codes[place] for place in places[:limit])
