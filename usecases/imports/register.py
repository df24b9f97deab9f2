"""Plan the import of a register: tell new households from known, repeated and faulty ones. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat
from pathlib import Path
from typing import NamedTuple, TypeAlias

from excel.table.find import Table
from exchange.messages import Fields
from storage.records.fresh import Fresh
from survey.household import REGISTER_FIELDS
from survey.problems import Level, Problem
from usecases.bulk.households import READERS, Examined
from usecases.imports.examining import Piece
from usecases.imports.matching import Identity, RegisterIndex
from usecases.imports.placing import Placing
from usecases.imports.plan import FreshRows, PlannedRow, RefusedRow, RowAction, RowRef

LABELS = {column.key: column.label for column in REGISTER_FIELDS}
IDENTITY = ("uscc", "shop_name", "owner_name")
_NOBODY: Identity = ("", "", "")
_LICENSE = "has_license"

Key: TypeAlias = "str | Identity"
Seen: TypeAlias = tuple[tuple[int, int], str]
"""A row of the file as RowRef, and the fingerprint of what it says."""
Contents = Callable[[list[str]], Mapping[str, Fields]]


@dataclass(slots=True)
class Sorted:
    """The rows that are not plainly new, told apart, and every problem, in file order."""

    planned: list[PlannedRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Draft(NamedTuple):
    """A row that was examined: its place in the file and among the rows examined with it, and who it is about."""

    ref: RowRef
    position: int
    code: str
    identity: Identity

    @property
    def key(self) -> Key:
        """What two rows about one household have in common."""
        return self.code or self.identity


class RegisterSorter:
    """Sorts the rows of a register into good and refused ones, piece by piece in the order of the file.

    What becomes of a row depends on the rows before it and on the register, never on a row that comes later.
    """

    def __init__(self, file: Path, tables: tuple[Table, ...], index: RegisterIndex) -> None:
        self._tables, self._index = tables, index
        self._placing = [Placing(file.name, table, LABELS, IDENTITY) for table in tables]
        self._seen: dict[Key, Seen] = {}  # by whom it is about: the first row of the file
        self._claimed: dict[str, RowRef] = {}
        self._found = Sorted()

    def sort(self, piece: Piece, examined: Examined) -> FreshRows:
        """Sort the rows of a piece; return those of new households with what will be written of them."""
        rows = list(_who(examined))
        refs = list(zip(repeat(piece.place), piece.body))
        chosen = {*examined.problems, *self._repeated(rows, refs, examined.records["hash"])}
        if self._index:
            chosen |= {place for place, row in enumerate(rows) if self._index.find(*row)}
        kept = bytearray(b"\1") * len(rows)
        for place in sorted(chosen):
            kept[place] = self._take(Draft(RowRef(*refs[place]), place, *rows[place]), examined)
        if all(kept):
            return FreshRows(refs, examined.records)
        return FreshRows([*compress(refs, kept)], examined.records.picked(kept))

    def finished(self, contents: Contents) -> Sorted:
        """Return all but the new rows. ``contents`` gives the present fields of households by id."""
        self._found.planned = list(_against_register(self._found.planned, contents))
        return self._found

    def _repeated(
        self, rows: Sequence[tuple[str, Identity]], refs: Sequence[tuple[int, int]], hashes: Sequence[str]
    ) -> list[int]:
        """Name the rows about a household of which an earlier row of the file speaks; note those that are the first."""
        keys: list[Key] = [code or identity for code, identity in rows]
        found = dict(zip(reversed(keys), zip(reversed(refs), reversed(hashes), strict=True), strict=True))
        again = []
        if len(found) < len(keys) or not self._seen.keys().isdisjoint(found):
            again = [place for place, key in enumerate(keys) if key in self._seen or found[key][0] != refs[place]]
        self._seen.update({key: seen for key, seen in found.items() if key not in self._seen} if again else found)
        self._seen.pop(_NOBODY, None)
        return again

    def _take(self, draft: Draft, examined: Examined) -> bool:
        """Plan or refuse a row; return whether it stays among those of new households."""
        problems = self._placing[draft.ref.table].all(draft.ref.row, examined.problems.get(draft.position, ()))
        earlier, hash_ = self._seen.get(draft.key, (draft.ref, ""))
        if earlier != draft.ref:
            if hash_ == examined.records["hash"][draft.position] and not _blocks(problems):
                fields = examined.records.fields(draft.position)
                self._found.planned.append(PlannedRow(draft.ref, RowAction.REPEATED, fields))
                return False
            problems.append(self._repeats(draft, RowRef(*earlier)))
        new = self._settle(draft, examined.records, problems)
        self._found.problems.extend(problems)
        return new

    def _settle(self, draft: Draft, records: Fresh, problems: list[Problem]) -> bool:
        """Find the row's household, and take the row unless something 强制性 (added to ``problems``) forbids it."""
        match = self._index.find(draft.code, draft.identity)
        if match.several:
            count = Problem("B024", params={"count": str(match.several)})
            place = self._placing[draft.ref.table]
            problems.append(place.at(draft.ref.row, "uscc" if draft.code else "shop_name", count))
        elif match.known is not None and not _blocks(problems):
            first = self._claimed.setdefault(match.known.id, draft.ref)
            if first is not draft.ref:
                problems.append(self._repeats(draft, first))
        if _blocks(problems):
            self._found.refused.append(RefusedRow(draft.ref, tuple(problems)))
        elif match.known is not None:
            typed = (_LICENSE,) if self._typed(draft, _LICENSE) else ()
            queries = sum(problem.level is Level.QUERY for problem in problems)
            known, fields = match.known, records.fields(draft.position)
            self._found.planned.append(
                PlannedRow(draft.ref, RowAction.UPDATED, fields, known.id, known.hash, typed, queries=queries)
            )
        return match.known is None and not _blocks(problems)

    def _repeats(self, draft: Draft, earlier: RowRef) -> Problem:
        key = "uscc" if draft.code else "shop_name"
        table = self._tables[earlier.table]
        where = f"{table.sheet.name}!{table.cell(earlier.row, key)}"
        problem = Problem("B021", params={"value": draft.code or str(draft.identity[0]), "where": where})
        return self._placing[draft.ref.table].at(draft.ref.row, key, problem)

    def _typed(self, draft: Draft, key: str) -> bool:
        """Whether a cell of the row says this, so that it does not merely follow from the others."""
        table = self._tables[draft.ref.table]
        return key in table.known and READERS[key](table.sheet.rows[draft.ref.row][table.known[key]]).value is not None


def _who(part: Examined) -> Iterator[tuple[str, Identity]]:
    told = part.records
    return zip(told["uscc"], zip(told["shop_name"], told["owner_name"], told["village_code"], strict=True), strict=True)


def _blocks(problems: list[Problem]) -> bool:
    return any(problem.level is Level.ERROR for problem in problems)


def _against_register(rows: list[PlannedRow], contents: Contents) -> Iterator[PlannedRow]:
    """Complete the updates: a blank never overwrites, and a row that changes nothing is told as unchanged."""
    present = contents([row.record_id for row in rows if row.record_id])
    for row in rows:
        if not row.record_id:
            yield row
            continue
        old = present[row.record_id]
        derived = {_LICENSE} & old.keys() - set(row.changed)  # follows from the code: no reason to overwrite
        merged = {**old, **{key: value for key, value in row.fields.items() if key not in derived}}
        changed = tuple(key for key, value in merged.items() if old.get(key) != value)
        action = RowAction.UPDATED if changed else RowAction.UNCHANGED
        yield row._replace(action=action, fields=merged, changed=changed)
