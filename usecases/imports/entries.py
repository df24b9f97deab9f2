"""Plan the import of filled questionnaires: one row a household, every answer checked as on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from excel.table.find import Table
from exchange.ids import entry_id as id_of_entry
from exchange.messages import ANSWER, Fields, Json
from storage.entries import answers_of
from storage.store import Tx
from survey.form import Form, Item, Question, Repeat
from survey.problems import Level, Problem
from survey.session import FillSession
from usecases.bulk.cells import read_columns
from usecases.filling import Asked, entry_fields, explanations_of, fill_context
from usecases.imports.answers import labels, readers
from usecases.imports.matching import HouseholdNames
from usecases.imports.placing import Placing
from usecases.imports.plan import PlannedRow, RefusedRow, RowAction, RowRef
from usecases.imports.register import Sorted
from usecases.progress import Progress
from usecases.workspace import Workspace

_INDEX = re.compile(r"\[\d+\]")
_STEP = 100


@dataclass(slots=True)
class Instances:
    """What the sheets of repeats hold for each household, by its credit code: instances by repeat key, and faults."""

    answers: dict[str, dict[str, list[Json]]] = field(default_factory=dict)
    faults: dict[str, list[Problem]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Round:
    """Which entries the rows are: of which questionnaire, in which round."""

    form: Form
    code: str


class EntrySorter:
    """Sorts the rows of a questionnaire workbook into good and refused ones. Writes nothing."""

    def __init__(self, ws: Workspace, tx: Tx, target: Round, tables: tuple[Table, ...], file: Path) -> None:
        self._ws, self._tx, self._target, self._tables = ws, tx, target, tables
        self._labels = labels(target.form.root)
        self._keys = {question.path: question.key for question in target.form.questions()}
        self._compared = [item.key for item in target.form.items() if _is_answered(item)]  # not clocks and sums
        self._own = {item.key for item in target.form.items()}
        self._placing = [Placing(file.name, table, self._labels, ("uscc", "shop_name")) for table in tables]
        self._names = HouseholdNames(tx.households.keys())
        self._seen: dict[str, RowRef] = {}
        self._found = Sorted()

    def sort(self, instances: Instances, progress: Progress) -> Sorted:
        """Check every row. ``instances`` are the answers of repeats, from sheets of their own."""
        total = sum(len(table.body) for table in self._tables)
        done = 0
        for number, table in enumerate(self._tables):
            for ref, answers, faults in self._rows(number, table):
                if done % _STEP == 0:
                    progress.step(done, total, "正在检查每一行")
                done += 1
                self._take(ref, answers, faults, instances)
        return self._found

    def _rows(self, number: int, table: Table) -> Iterator[tuple[RowRef, dict[str, Json], list[Problem]]]:
        columns = read_columns(table.cells, readers(self._target.form.root))
        for position, (row, answers) in enumerate(zip(table.body, columns.rows(), strict=True)):
            yield RowRef(number, row), answers, self._placing[number].all(row, columns.faults.get(position, ()))

    def _take(self, ref: RowRef, answers: dict[str, Json], faults: list[Problem], instances: Instances) -> None:
        household = self._names.find(answers)
        if household is None:
            faults.append(self._at(ref, "uscc", Problem("B030", params={"value": _name(answers)})))
        elif (earlier := self._seen.setdefault(household, ref)) is not ref:
            where = f"{self._tables[earlier.table].sheet.name}!{self._tables[earlier.table].cell(earlier.row, 'uscc')}"
            faults.append(self._at(ref, "uscc", Problem("B021", params={"value": _name(answers), "where": where})))
        planned, code = None, str(answers.get("uscc") or "")
        faults += instances.faults.get(code, ())
        if household is not None and not _blocks(faults):
            planned, found = self._checked(ref, household, {**answers, **instances.answers.get(code, {})})
            faults += found
        if planned is None or _blocks(faults):
            self._found.refused.append(RefusedRow(ref, tuple(faults)))
        else:
            self._found.planned.append(planned)
        self._found.problems += faults

    def _checked(self, ref: RowRef, household: str, typed: dict[str, Json]) -> tuple[PlannedRow, list[Problem]]:
        """Fill the questionnaire as a person would: what is typed over what is there, then every check."""
        form, code = self._target.form, self._target.code
        asked = Asked(household, form.id, code)
        row = self._tx.entries.find(household_id=household, form_id=form.id, round_code=code)
        entry_id = row.id if row is not None else ""
        state = self._tx.entries.state(entry_id) if entry_id else None
        context = fill_context(self._ws, self._tx, asked, entry_id or id_of_entry(household, form.id, code))
        before: Fields = state.fields if state is not None else {}
        base = answers_of(before) if state is not None else FillSession(form, context).answers()
        known = {question.key for question in form.questions()} | {
            key for key, v in typed.items() if isinstance(v, list)
        }
        merged = {**base, **{key: value for key, value in typed.items() if key in known}}
        finished = FillSession(form, context, merged, explanations_of(before)).finish()
        problems = [self._at(ref, self._key(problem), problem) for problem in finished.problems]
        status = "complete" if finished.may_submit else "draft"
        fields = entry_fields(asked, form.version, status, finished.answers, finished.explanations)
        changed = tuple(key for key in self._compared if fields.get(ANSWER + key) != before.get(ANSWER + key))
        action = RowAction.NEW if state is None else RowAction.UPDATED if changed else RowAction.UNCHANGED
        return PlannedRow(
            ref,
            action,
            fields,
            entry_id,
            state.hash if state is not None else "",
            changed,
            queries=sum(problem.level is Level.QUERY for problem in problems),
        ), problems

    def _key(self, problem: Problem) -> str:
        path = _INDEX.sub("", problem.place.path)
        return self._keys.get(path, problem.place.path)

    def _at(self, ref: RowRef, key: str, problem: Problem) -> Problem:
        return self._placing[ref.table].at(ref.row, key, problem)


def _name(answers: Mapping[str, Json]) -> str:
    return str(answers.get("uscc") or answers.get("shop_name") or "（空）")


def _blocks(problems: list[Problem]) -> bool:
    return any(problem.level is Level.ERROR for problem in problems)


def _is_answered(item: Item) -> bool:
    return isinstance(item, Repeat) or (isinstance(item, Question) and item.is_asked)
