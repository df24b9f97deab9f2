"""Finding one row among many by what a person types: a code, a word, pinyin initials or whole pinyin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from survey.pinyin import initials, spelt
from survey.values import width_folded

_WORD = re.compile(r"\w+")
_VOWELS = frozenset("aeiouv")  # initials alone seldom hold one: the whole pinyin is only looked at where it can matter
_ELSEWHERE = 4  # contained in the text, but in no word of it


@dataclass(frozen=True)
class _Row:
    """What one row can be found by; letters are worked out when somebody types letters."""

    code: str
    text: str
    is_everyday: bool

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_WORD.findall(self.text)))

    @cached_property
    def letters(self) -> tuple[str, ...]:
        return tuple(map(initials, self.words))

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        return tuple(map(spelt, self.words))


_Fit = Callable[[_Row, str], int | None]


class Finder:
    """Rows in their order, searched by what is typed. Asked again at each key, so nothing is worked out twice."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Each row is its code, its name and the everyday words it goes by, "" for most.

        Among rows that fit equally well those with everyday words come first.
        """
        self._rows = [_Row(code.lower(), f"{name} {everyday}".lower(), bool(everyday)) for code, name, everyday in rows]

    def containing(self, typed: str) -> tuple[int, ...]:
        """Give the places of the rows whose code, words, initials or pinyin contain it, the best first."""
        wanted = width_folded(typed).lower().strip()
        return self._best(wanted, _fit) if wanted else ()

    def find(self, typed: str) -> tuple[int, ...]:
        """As ``containing``; where no row does, those that are nearly it: 麻将馆 finds 麻将."""
        wanted = width_folded(typed).lower().strip()
        if not wanted:
            return ()
        return self._best(wanted, _fit) or self._best(wanted, _near)

    def _best(self, wanted: str, fit: _Fit) -> tuple[int, ...]:
        scored = [
            (score, not row.is_everyday, place)
            for place, row in enumerate(self._rows)
            if (score := fit(row, wanted)) is not None
        ]
        return tuple(place for _, _, place in sorted(scored))


def _fit(row: _Row, wanted: str) -> int | None:
    """How well a row contains a text: 1 is best, None is not at all."""
    if row.code.startswith(wanted):
        return 1 if row.code == wanted else 2
    if wanted in row.text:
        return _within(row.words, wanted) or _ELSEWHERE
    if wanted in f"{row.code} {row.text}":
        return None if wanted in row.code else _ELSEWHERE
    if not wanted.isascii() or not any(map(str.isalpha, wanted)):
        return None
    return _within(row.letters, wanted) or (_within(row.spellings, wanted) if _may_be_spelt(wanted) else None)


def _may_be_spelt(wanted: str) -> bool:
    return len(wanted) > 1 and not _VOWELS.isdisjoint(wanted)


def _within(words: tuple[str, ...], wanted: str) -> int | None:
    if wanted in words:
        return 1
    if any(word.startswith(wanted) for word in words):
        return 2
    return 3 if any(wanted in word for word in words) else None


def _near(row: _Row, wanted: str) -> int | None:
    """How nearly a row is meant by a text that it does not contain: by part of its code, by the longest word of its."""
    if wanted in row.code:
        return 0
    longest = max((len(word) for word in row.words if len(word) > 1 and word in wanted), default=0)
    if longest:
        return -longest
    return 1 if len(wanted) > 1 and all(char in row.text for char in wanted) else None
