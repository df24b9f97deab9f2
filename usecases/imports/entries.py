"""Plan the import of filled questionnaires: one row a household, every answer checked as on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from excel.table.find import Table
from exchange.ids import entry_id as id_of_entry
from exchange.messages import ANSWER, Fields, Json
from storage.entries import answers_of
from storage.records.content import State
from storage.records.plan import chunks
from storage.store import Tx
from survey.check import Closing, Opening
from survey.form import Form, Item, Question, Repeat
from survey.problems import Level, Problem
from survey.quiet import sweep
from survey.session import FillContext
from usecases.bulk.cells import read_columns
from usecases.filling import Asked, entry_fields, explanations_of, fill_contexts
from usecases.imports.answers import labels, readers
from usecases.imports.matching import HouseholdNames
from usecases.imports.placing import Placing
from usecases.imports.plan import PlannedRow, RefusedRow, RowAction, RowRef
from usecases.imports.register import Sorted
from usecases.progress import Progress
from usecases.workspace import Workspace

_INDEX = re.compile(r"\[\d+\]")
_PIECE = 200
"""Rows whose households are looked up together."""


@dataclass(slots=True)
class Instances:
    """What the sheets of repeats hold for each household, by its id: instances by repeat key, and faults.

    ``lost`` tells of instances whose household is not found: they are not imported.
    """

    answers: dict[str, dict[str, list[Json]]] = field(default_factory=dict)
    faults: dict[str, list[Problem]] = field(default_factory=dict)
    lost: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Round:
    """Which entries the rows are: of which questionnaire, in which round."""

    form: Form
    code: str


class Row(NamedTuple):
    """A row as it was read, and the household it speaks of."""

    ref: RowRef
    answers: dict[str, Json]
    faults: list[Problem]
    household: str | None


@dataclass(frozen=True, slots=True)
class Here:
    """What is here already of some households: their entries of the round, and what filling one may look at."""

    entries: Mapping[str, State]
    contexts: Mapping[str, FillContext]


class EntrySorter:
    """Sorts the rows of a questionnaire workbook into good and refused ones. Writes nothing.

    All rows count as filled in at one moment.
    """

    def __init__(self, ws: Workspace, tx: Tx, target: Round, tables: tuple[Table, ...], file: Path) -> None:
        form = target.form
        self._ws, self._tx, self._target, self._tables = ws, tx, target, tables
        self._labels = labels(form.root)
        self._keys = {question.path: question.key for question in form.questions()}
        self._compared = [(item.key, ANSWER + item.key) for item in form.items() if _is_answered(item)]
        self._placing = [Placing(file.name, table, self._labels, ("uscc", "shop_name")) for table in tables]
        self.names = HouseholdNames(tx.households.keys())
        self._asked = {question.key for question in form.questions()}
        self._closing = Closing(form)
        self._opening = Opening(form, self._closing)
        self._now = ws.clock()
        self._seen: dict[str, RowRef] = {}
        self._found = Sorted()

    def sort(self, instances: Instances, progress: Progress) -> Sorted:
        """Check every row. ``instances`` are the answers of repeats, from sheets of their own."""
        total = sum(len(table.body) for table in self._tables)
        done = 0
        for piece in chunks(self._rows(), _PIECE):
            progress.step(done, total, "正在检查每一行")
            here = self._here({row.household for row in piece if row.household is not None})
            for row in piece:
                self._take(row, instances, here)
            done += len(piece)
            sweep()
        return self._found

    def _rows(self) -> Iterator[Row]:
        for number, table in enumerate(self._tables):
            columns = read_columns(table.cells, readers(self._target.form.root))
            for position, (row, answers) in enumerate(zip(table.body, columns.rows(), strict=True)):
                faults = self._placing[number].all(row, columns.faults.get(position, ()))
                yield Row(RowRef(number, row), answers, faults, self.names.find(answers))

    def _here(self, households: Iterable[str]) -> Here:
        form, code = self._target.form, self._target.code
        rows = self._tx.entries.newest(households, form_id=form.id, round_code=code)
        states = self._tx.entries.states(row.id for row in rows.values())
        entries = {household: states[row.id] for household, row in rows.items()}
        ids = {id_: entries[id_].id if id_ in entries else id_of_entry(id_, form.id, code) for id_ in households}
        contexts = fill_contexts(self._ws, self._tx, ids, form_id=form.id, round_code=code, now=self._now)
        return Here(entries, contexts)

    def _take(self, row: Row, instances: Instances, here: Here) -> None:
        ref, answers, faults, household = row
        if household is None:
            faults.append(self._at(ref, "uscc", Problem("B030", params={"value": told_name(answers)})))
        elif (earlier := self._seen.setdefault(household, ref)) is not ref:
            where = f"{self._tables[earlier.table].sheet.name}!{self._tables[earlier.table].cell(earlier.row, 'uscc')}"
            faults.append(self._at(ref, "uscc", Problem("B021", params={"value": told_name(answers), "where": where})))
        planned = None
        faults += instances.faults.get(household or "", ())
        if household is not None and not _blocks(faults):
            typed = {**answers, **instances.answers.get(household, {})}
            planned, found = self._checked(ref, household, typed, here)
            faults += found
        if planned is None or _blocks(faults):
            self._found.refused.append(RefusedRow(ref, tuple(faults)))
        else:
            self._found.planned.append(planned)
        self._found.problems += faults

    def _checked(
        self, ref: RowRef, household: str, typed: dict[str, Json], here: Here
    ) -> tuple[PlannedRow, list[Problem]]:
        """Fill the questionnaire as a person would: what is typed over what is there, then every check."""
        form, context, state = self._target.form, here.contexts[household], here.entries.get(household)
        before: Fields = state.fields if state is not None else {}
        base = answers_of(before) if state is not None else self._opening.answers(context)
        known = {key: value for key, value in typed.items() if key in self._asked or isinstance(value, list)}
        closed = self._closing.close({**base, **known}, context, explanations_of(before))
        problems = [self._at(ref, self._key(problem), problem) for problem in closed.problems]
        status = "complete" if closed.may_submit else "draft"
        asked = Asked(household, form.id, self._target.code)
        fields = entry_fields(asked, form.version, status, closed.answers, closed.explanations)
        changed = tuple(key for key, name in self._compared if fields.get(name) != before.get(name))
        action = RowAction.NEW if state is None else RowAction.UPDATED if changed else RowAction.UNCHANGED
        return PlannedRow(
            ref,
            action,
            fields,
            "" if state is None else state.id,
            "" if state is None else state.hash,
            changed,
            queries=sum(problem.level is Level.QUERY for problem in problems),
        ), problems

    def _key(self, problem: Problem) -> str:
        path = _INDEX.sub("", problem.place.path)
        return self._keys.get(path, problem.place.path)

    def _at(self, ref: RowRef, key: str, problem: Problem) -> Problem:
        return self._placing[ref.table].at(ref.row, key, problem)


def told_name(answers: Mapping[str, Json]) -> str:
    """Name the household that a row speaks of: by its code, else by its name."""
    return str(answers.get("uscc") or answers.get("shop_name") or "（空）")


def _blocks(problems: list[Problem]) -> bool:
    return any(problem.level is Level.ERROR for problem in problems)


def _is_answered(item: Item) -> bool:
    """Whether a person answers it: clocks and sums do not make an entry another one."""
    return isinstance(item, Repeat) or (isinstance(item, Question) and item.is_asked)
