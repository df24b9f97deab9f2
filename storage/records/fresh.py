"""Many new households in columns, sealed beforehand: what the insert statements take, without a step a row of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.database.columns import HOUSEHOLD_COLUMNS


@dataclass(frozen=True, slots=True)
class Fresh:
    """New households: ``told`` holds the list columns by name ("" where blank), ``contents`` and ``hashes`` the seals.

    All columns are equally long.
    """

    told: Mapping[str, Sequence[str]]
    contents: Sequence[str]
    hashes: Sequence[str]

    def __len__(self) -> int:
        return len(self.contents)


NOTHING_FRESH = Fresh(dict.fromkeys(HOUSEHOLD_COLUMNS, ()), (), ())
