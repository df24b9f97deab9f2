"""Plan the import of a register: tell new households from known, repeated and faulty ones. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from excel.table.find import Table
from exchange.messages import Fields
from storage.records.content import unseal
from storage.records.fresh import Fresh
from survey.household import REGISTER_FIELDS
from survey.problems import Level, Problem
from usecases.bulk.households import READERS, Examined
from usecases.imports.matching import Identity, RegisterIndex
from usecases.imports.placing import Placing
from usecases.imports.plan import FreshRows, PlannedRow, RefusedRow, RowAction, RowRef

LABELS = {column.key: column.label for column in REGISTER_FIELDS}
IDENTITY = ("uscc", "shop_name", "owner_name")
_NOBODY: Identity = ("", "", "")
_LICENSE = "has_license"

Contents = Callable[[list[str]], Mapping[str, Fields]]


@dataclass(slots=True)
class Sorted:
    """The rows, told apart, and every problem in file order."""

    planned: list[PlannedRow] = field(default_factory=list)
    fresh: FreshRows = field(default_factory=FreshRows)
    refused: list[RefusedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Draft(NamedTuple):
    """A row that was examined: its place in the file and among the examined rows, and who it is about."""

    ref: RowRef
    position: int
    code: str
    identity: Identity

    @property
    def key(self) -> str | Identity:
        """What two rows about one household have in common."""
        return self.code or self.identity


class RegisterSorter:
    """Sorts the rows of a register into good and refused ones."""

    def __init__(
        self, file: Path, tables: tuple[Table, ...], examined: Sequence[Examined], index: RegisterIndex
    ) -> None:
        self._tables, self._examined, self._index = tables, examined, index
        self._placing = [Placing(file.name, table, LABELS, IDENTITY) for table in tables]
        self._seen: dict[object, Draft] = {}
        self._claimed: dict[str, Draft] = {}
        self._fresh = [set(range(len(part.records))) for part in examined]
        self._found = Sorted()

    def sort(self, contents: Contents) -> Sorted:
        """Sort every row. ``contents`` gives the present fields of households by id."""
        for draft in list(self._special()):
            self._take(draft)
        self._found.planned = list(_against_register(self._found.planned, contents))
        self._found.fresh = self._fresh_rows()
        return self._found

    def _special(self) -> Iterator[Draft]:
        """Go through the rows that are not plainly new: faulty, repeated, or about a household that is known."""
        who = [list(_who(part)) for part in self._examined]
        times = Counter(code or identity for rows in who for code, identity in rows)
        repeated = {key for key, count in times.items() if count > 1}
        for number, (part, rows) in enumerate(zip(self._examined, who, strict=True)):
            chosen = {*part.problems}
            if repeated:
                chosen |= {place for place, (code, identity) in enumerate(rows) if (code or identity) in repeated}
            if self._index:
                chosen |= {place for place, row in enumerate(rows) if self._index.find(*row)}
            for place in sorted(chosen):
                yield Draft(RowRef(number, self._tables[number].body[place]), place, *rows[place])

    def _fresh_rows(self) -> FreshRows:
        """Gather the rows of new households with what will be written of them."""
        places = [sorted(rows) for rows in self._fresh]
        records = [part.records.picked(rows) for part, rows in zip(self._examined, places, strict=True)]
        bodies = enumerate(table.body for table in self._tables)
        refs = [(number, body[row]) for number, body in bodies for row in places[number]]
        return FreshRows(refs, Fresh.joined(records))

    def _take(self, draft: Draft) -> None:
        place = self._placing[draft.ref.table]
        problems = place.all(draft.ref.row, self._examined[draft.ref.table].problems.get(draft.position, ()))
        earlier = self._seen.setdefault(draft.key, draft) if draft.key != _NOBODY else draft
        if earlier is not draft:
            if self._hash(earlier) == self._hash(draft) and not _blocks(problems):
                self._drop(draft)
                self._found.planned.append(PlannedRow(draft.ref, RowAction.REPEATED, self._fields(draft)))
                return
            problems.append(self._repeats(draft, earlier))
        self._settle(draft, problems)
        self._found.problems.extend(problems)

    def _drop(self, draft: Draft) -> None:
        self._fresh[draft.ref.table].discard(draft.position)

    def _settle(self, draft: Draft, problems: list[Problem]) -> None:
        """Find the row's household, and take the row unless something 强制性 (added to ``problems``) forbids it."""
        match = self._index.find(draft.code, draft.identity)
        if match.several:
            count = Problem("B024", params={"count": str(match.several)})
            place = self._placing[draft.ref.table]
            problems.append(place.at(draft.ref.row, "uscc" if draft.code else "shop_name", count))
        elif match.known is not None and not _blocks(problems):
            first = self._claimed.setdefault(match.known.id, draft)
            if first is not draft:
                problems.append(self._repeats(draft, first))
        if _blocks(problems) or match.known is not None:
            self._drop(draft)
        if _blocks(problems):
            self._found.refused.append(RefusedRow(draft.ref, tuple(problems)))
        elif match.known is not None:
            typed = (_LICENSE,) if self._typed(draft, _LICENSE) else ()
            queries = sum(problem.level is Level.QUERY for problem in problems)
            known, fields = match.known, self._fields(draft)
            self._found.planned.append(
                PlannedRow(draft.ref, RowAction.UPDATED, fields, known.id, known.hash, typed, queries=queries)
            )

    def _repeats(self, draft: Draft, earlier: Draft) -> Problem:
        key = "uscc" if draft.code else "shop_name"
        table = self._tables[earlier.ref.table]
        where = f"{table.sheet.name}!{table.cell(earlier.ref.row, key)}"
        problem = Problem("B021", params={"value": draft.code or str(draft.identity[0]), "where": where})
        return self._placing[draft.ref.table].at(draft.ref.row, key, problem)

    def _hash(self, draft: Draft) -> str:
        return self._examined[draft.ref.table].records["hash"][draft.position]

    def _fields(self, draft: Draft) -> Fields:
        return unseal(self._examined[draft.ref.table].records["content"][draft.position], self._hash(draft), "")

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
