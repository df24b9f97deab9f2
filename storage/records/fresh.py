"""Many new households in columns, sealed beforehand: what the insert statements take, without a step a row of ours."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exchange.ids import household_id, new_id
from exchange.messages import Fields
from storage.database.columns import HOUSEHOLD_COLUMNS, HOUSEHOLD_TEXTS
from storage.records.content import unseal
from storage.records.sealing import Seals
from storage.search import findable

Column = Sequence[str]
_OWN = ("id", "content", "hash", "findable")


@dataclass(frozen=True, slots=True)
class Fresh:
    """New households: columns by name, all equally long.

    ``id``, ``content`` and ``hash`` (its seal), ``findable``, and every list column, "" where blank.
    """

    columns: Mapping[str, Column]

    @classmethod
    def of(cls, seals: Seals, told: Mapping[str, Column]) -> Fresh:
        """Prepare sealed contents; a list column missing from ``told`` is blank."""
        blank = [""] * len(seals.contents)
        listed = {name: told.get(name, blank) for name in HOUSEHOLD_COLUMNS}
        own = (
            [*map(household_id, listed["uscc"])],
            seals.contents,
            seals.hashes,
            [*map(findable, zip(*(listed[name] for name in HOUSEHOLD_TEXTS), strict=True))],
        )
        return cls({**dict(zip(_OWN, own, strict=True)), **listed})

    def picked(self, rows: Sequence[int]) -> Fresh:
        """Return only some rows, by their places."""
        return Fresh({name: [*map(column.__getitem__, rows)] for name, column in self.columns.items()})

    def renamed(self, taken: Container[str]) -> Fresh:
        """Give fresh ids to those whose id is taken."""
        return Fresh({**self.columns, "id": [new_id() if id_ in taken else id_ for id_ in self["id"]]})

    def records(self) -> Iterator[tuple[str, Fields]]:
        """Go through the households: id and fields of each."""
        for id_, content, hash_ in zip(self["id"], self["content"], self["hash"], strict=True):
            yield id_, unseal(content, hash_, id_)

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.columns["id"])
