"""Many new households in columns, sealed beforehand: what the insert statements take, without a step a row of ours."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from exchange.ids import household_id, new_id
from exchange.messages import Fields
from storage.database.columns import HOUSEHOLD_TEXTS
from storage.records.content import unseal
from storage.records.sealing import Seals
from storage.search import findable

Column = Sequence[str]


@dataclass(frozen=True, slots=True)
class Fresh:
    """New households: columns by name, all equally long.

    ``id``, ``hash`` (the seal of its content), ``findable``, and the list columns that are not blank throughout, ""
    where blank. ``contents`` are as they were sealed, in UTF-8.
    """

    contents: Sequence[bytes]
    columns: Mapping[str, Column]

    @classmethod
    def of(cls, seals: Seals, told: Mapping[str, Column]) -> Fresh:
        """Prepare sealed contents; a list column missing from ``told`` is blank."""
        told = {name: column for name, column in told.items() if any(column)}
        made = cls(seals.contents, {"hash": seals.hashes, **told})
        texts = (made[name] for name in HOUSEHOLD_TEXTS if name in told)
        names = map(findable, zip(*texts, strict=True)) if told.keys() & HOUSEHOLD_TEXTS else made["findable"]
        return cls(seals.contents, {"id": [*map(household_id, made["uscc"])], "findable": [*names], **made.columns})

    def picked(self, kept: Sequence[bool | int]) -> Fresh:
        """Return only the rows that are to be kept; those beyond the last mark are not."""
        columns = {name: [*compress(column, kept)] for name, column in self.columns.items()}
        return Fresh([*compress(self.contents, kept)], columns)

    def renamed(self, taken: Container[str]) -> Fresh:
        """Give fresh ids to those whose id is taken."""
        ids = [new_id() if id_ in taken else id_ for id_ in self["id"]]
        return Fresh(self.contents, {**self.columns, "id": ids})

    def fields(self, row: int) -> Fields:
        """Return what one household holds, by its place."""
        return unseal(self.contents[row], self["hash"][row], self["id"][row])

    def records(self) -> Iterator[tuple[str, Fields]]:
        """Go through the households: id and fields of each."""
        return zip(self["id"], map(self.fields, range(len(self))), strict=True)

    def __getitem__(self, name: str) -> Column:
        return self.columns[name] if name in self.columns else [""] * len(self)

    def __len__(self) -> int:
        return len(self.contents)
