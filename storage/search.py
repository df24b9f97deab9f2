"""The search box: what is written into the index for a household, and how a typed text becomes a query.

Chinese is cut into pairs of characters, everything else (pinyin initials, house numbers, Latin names) into
threes, so that any two characters, any initials and any part of them are found by the index alone; codes and
telephones are found by their beginning (an ordinary index) or their end (a reversed token). The index may offer
a row too many, never one too few: every hit is checked against ``findable``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

_RUN = re.compile(r"[0-9a-z]+|[^\x00-\x7f]+")
_CODE = re.compile(r"[0-9a-z]+")
_TAIL = 8  # characters of a code's end that are indexed
_TYPED, _MOST, _LONGEST = 2000, 20, 100  # characters, terms, and characters of one term that are looked for


def findable(texts: Iterable[str]) -> str:
    """Return the text of a household in which a part may be found: names, address, initials, one a line."""
    return unicodedata.normalize("NFKC", "\n".join(filter(None, texts))).lower()


def words(findable_text: str, codes: Iterable[str]) -> str:
    """Return the index words of one household."""
    found = [word for run in _RUN.findall(findable_text) for word in _pieces(run)]
    found += ["t" + code[: -_TAIL - 1 : -1].lower() for code in codes if code]
    return " ".join(found)


def _pieces(run: str) -> Iterator[str]:
    if run[0] < "\x80":
        return ("p" + run[start : start + 3] for start in range(len(run)))
    return (run[start : start + 2] for start in range(len(run)))


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query, as typed (normalized)."""

    text: str

    @property
    def is_code(self) -> bool:
        """Could be part of a registration code or a telephone number."""
        return _CODE.fullmatch(self.text) is not None

    @property
    def match(self) -> str:
        """The FTS5 expression that finds at least every row with this term."""
        inside = " AND ".join(_asked(run) for run in _RUN.findall(self.text))
        if not self.is_code:
            return inside
        return f'({inside}) OR "t{self.text[: -_TAIL - 1 : -1]}"*'


def _asked(run: str) -> str:
    size = 3 if run[0] < "\x80" else 2
    mark = "p" if size == 3 else ""
    if len(run) < size:
        return f'"{mark}{run}"*'
    return " AND ".join(f'"{mark}{run[start : start + size]}"' for start in range(len(run) - size + 1))


def terms(text: str) -> tuple[Term, ...]:
    """Split a typed text into terms, all of which must be found. Marks without a letter or digit are left out.

    A column of a workbook may be pasted into the box by mistake: its first words are looked for, as far as SQLite
    takes an expression (depth 1000). Half a character, which no text in the database can hold, is left out.
    """
    whole = text[:_TYPED].encode(errors="ignore").decode()
    found = (word for word in findable([whole]).split() if _RUN.search(word))
    return tuple(Term(word[:_LONGEST]) for word in islice(dict.fromkeys(found), _MOST))
