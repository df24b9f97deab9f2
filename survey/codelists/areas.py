"""统计用区划代码, five levels in 2+2+2+3+3 digits: 省 51, 市州 5117, 县 511722, 乡级 511722001, 村级 511722001001.

The file is sorted, so a parent stands just before everything below it: a county is one slice of its lines, and
only the slices that are asked for are ever turned into rows.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from types import MappingProxyType

from survey.codelists.codes import Code, found
from survey.codelists.files import CODES, catalogue
from survey.values import width_folded

LENGTHS = (2, 4, 6, 9, 12)
_TOWN = re.compile(r"(?:人民政府|(?<=街道)办事处|(?<=街道)办)$")
_VILLAGE = re.compile(
    r"(?P<base>.+?)(?P<kind>社区|村)?(?:村民委员会|居民委员会|村委会|居委会|村村委员会|社区委员会|居民委员|民委员会|委会)?"
)
_PEOPLE = re.compile(r"(?<=..)\w{1,3}族(?=乡$)")
_TOWN_KIND = re.compile(r"(?<=..)(?:街道|\w{1,3}族乡|乡|镇)$")


class Areas:
    """The area list. Codes are given and taken without trailing zeros; twelve-digit padded ones are understood."""

    def __init__(self, lines: list[str], valid_from: str) -> None:
        self._lines = lines
        self._since = valid_from
        self._below: dict[str, tuple[Code, ...]] = {}
        self._names: dict[str, Mapping[str, str]] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def get(self, code: str) -> Code | None:
        """Return the row of a code of any level, ended ones included."""
        code = trimmed(code)
        at = bisect_left(self._lines, code + ",")
        if at == len(self._lines) or not self._lines[at].startswith(code + ","):
            return None
        return self._row(self._lines[at])

    def holds(self, code: str, on: dt.date | None = None) -> bool:
        """Whether a code stands in the list and may be used on a day."""
        row = self.get(code)
        return row is not None and row.holds(on)

    def children(self, code: str, on: dt.date | None = None) -> tuple[Code, ...]:
        """Return the areas directly below ("" gives the province)."""
        code = trimmed(code)
        if code not in self._below:
            length = _next_length(code)
            self._below[code] = tuple(self._row(line) for line in self._slice(code) if line.find(",") == length)
        return tuple(row for row in self._below[code] if row.holds(on))

    def descendants(self, code: str) -> tuple[Code, ...]:
        """Return the area itself and everything below it, parents before children."""
        return tuple(self._row(line) for line in self._slice(trimmed(code)))

    def full_name(self, code: str, *, above: str = "") -> str:
        """Give the joined names from the province (or from below ``above``) down, e.g. 宣汉县东乡街道."""
        code = trimmed(code)
        parts = (self.get(code[:length]) for length in LENGTHS if len(above) < length <= len(code))
        return "".join(part.name for part in parts if part is not None)

    def find_county(self, name: str) -> Code | None:
        """Find a county by its name anywhere in the province; None if unknown or ambiguous."""
        found = [row for row in self._counties if name in {row.name, row.name[:-1]} and len(name) > 1]
        return found[0] if len(found) == 1 else None

    def find_town(self, county: str, name: str) -> Code | None:
        """Find a town of a county by the name a clerk writes: 东乡街道, 东乡街道办事处, 宣汉县东乡街道, 东乡."""
        code = self._named(county, name, _town_names)
        if code is None:
            head = self.get(county)
            typed = width_folded(name)
            if head is not None and head.name in typed:
                code = self._named(county, typed.split(head.name, 1)[1], _town_names)
        return None if code is None else self.get(code)

    def find_village(self, town: str, name: str) -> Code | None:
        """Find a village of a town: 麒麟村民委员会, 麒麟村委会, 麒麟村 or 麒麟; None if unknown or ambiguous."""
        code = self._named(town, name, _village_names)
        return None if code is None else self.get(code)

    def search(self, text: str, *, within: str = "", limit: int = 20) -> tuple[Code, ...]:
        """Find areas below ``within`` by name, code or pinyin; the best first, larger areas before smaller."""
        return found(sorted(self.descendants(within), key=lambda row: row.level), text, limit=limit)

    @cached_property
    def _counties(self) -> tuple[Code, ...]:
        return tuple(self._row(line) for line in self._lines if line.find(",") == 6)

    def _slice(self, code: str) -> list[str]:
        return self._lines[bisect_left(self._lines, code) : bisect_left(self._lines, code + "~")]

    def _row(self, line: str) -> Code:
        code, name, valid_from, valid_to, successor = line.split(",")
        return Code(code, name, level_of(code), _parent(code), valid_from or self._since, valid_to, successor)

    def _named(self, parent: str, name: str, spellings: _Spellings) -> str | None:
        table = self._names.get(parent)
        if table is None:
            table = self._names[parent] = _unambiguous(self.children(parent), spellings)
        code = table.get(name)
        if code is None:
            typed = width_folded(name).replace(" ", "")
            found = {table[word] for word in spellings(typed)[:2] if word in table}
            code = found.pop() if len(found) == 1 else None
        return code or None


class _Spellings:
    """How a name may be written: the full one first, then shorter ones."""

    def __init__(self, kind: re.Pattern[str], *, village: bool) -> None:
        self._kind = kind
        self._village = village

    def __call__(self, name: str) -> tuple[str, ...]:
        if self._village:
            match = _VILLAGE.fullmatch(name)
            if match is None:
                return (name,)
            kind = match["kind"] or ("村" if "村" in name else "社区" if "居" in name else "")
            return (name, match["base"] + kind, match["base"])
        official = _TOWN.sub("", name)
        return (name, official, _PEOPLE.sub("", official), self._kind.sub("", official))


_town_names = _Spellings(_TOWN_KIND, village=False)
_village_names = _Spellings(_VILLAGE, village=True)


def _unambiguous(rows: Iterable[Code], spellings: _Spellings) -> Mapping[str, str]:
    """Map every spelling to its code; a short spelling that two areas share maps to none ("")."""
    full: dict[str, str] = {}
    short: dict[str, str] = {}
    for row in rows:
        full[row.name] = row.code
        for word in spellings(row.name)[1:]:
            short[word] = row.code if short.get(word, row.code) == row.code else ""
    return MappingProxyType(short | full)


def trimmed(code: str) -> str:
    """Drop the zeros that pad a code of a higher level to twelve digits."""
    code = code.strip()
    while len(code) in LENGTHS and len(code) > LENGTHS[0] and not code[_parent_length(len(code)) :].strip("0"):
        code = code[: _parent_length(len(code))]
    return code


def level_of(code: str) -> int:
    """Give 1 省, 2 市, 3 县, 4 乡, 5 村 for a trimmed code."""
    return LENGTHS.index(len(code)) + 1


def _parent_length(length: int) -> int:
    return max((shorter for shorter in LENGTHS if shorter < length), default=0)


def _parent(code: str) -> str:
    return code[: _parent_length(len(code))]


def _next_length(code: str) -> int:
    return min((longer for longer in LENGTHS if longer > len(code)), default=0)


@cache
def areas() -> Areas:
    """Return the area list of Sichuan; reading it takes some ten milliseconds, rows are made when asked for."""
    lines = (CODES / "areas_51.csv").read_text(encoding="utf-8").splitlines()[1:]
    return Areas(lines, catalogue()["areas"].valid_from.isoformat())
