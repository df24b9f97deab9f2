"""Where the code lists are kept and what is known of each (``codes/catalogue.toml``)."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

CODES = Path(__file__).resolve().parents[2] / "codes"


@dataclass(frozen=True, slots=True)
class ListInfo:
    """One list of the catalogue. ``valid_from`` holds for every row that names no date of its own."""

    title: str
    standard: str
    edition: str
    valid_from: dt.date
    origin: str
    note: str


@cache
def catalogue() -> Mapping[str, ListInfo]:
    """Return what is known of each list by its id: areas, industries, industry_common, lists."""
    table = tomllib.loads((CODES / "catalogue.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: ListInfo(**row) for name, row in table.items()})


def rows(file: str) -> Iterator[list[str]]:
    """Give the rows of a list's CSV file without its header."""
    with (CODES / file).open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        next(reader)
        yield from reader
