"""Look at a workbook of filled questionnaires: whose form it is, which round, and what importing it would do."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from excel.sheet import Workbook
from excel.table.find import Table, find_tables
from excel.write.layout import VERSION_SHEET
from exchange.messages import Json
from survey.form import Form, Repeat
from survey.period import Period
from survey.problems import HuceError, Level, Place, Problem
from usecases.bulk.cells import read_columns
from usecases.exports.entries import exported_questions, exported_repeats, sheet_name
from usecases.filling import check_open
from usecases.forms import list_forms, load_form
from usecases.imports.answers import labels, readers, vocabulary
from usecases.imports.entries import EntrySorter, Instances, Round, told_name
from usecases.imports.matching import HouseholdNames
from usecases.imports.placing import Placing
from usecases.imports.plan import ImportKind, ImportPlan
from usecases.imports.preview import LEAST_COLUMNS, left_out, matched_columns, no_table, opened, unmatched_columns
from usecases.progress import Progress
from usecases.rounds import ONCE, current_round
from usecases.workspace import Workspace

_IDENTITY = frozenset({"uscc", "shop_name", "owner_name"})


def preview_entries(ws: Workspace, *, file: Path, form_id: str, round_code: str, progress: Progress) -> ImportPlan:
    """Plan the import of filled questionnaires. Our own workbooks name their form and round on a hidden sheet.

    Raises HuceError B… when the file cannot be read or fits no questionnaire or none of its rounds, S013
    when the questionnaire is past its date.
    """
    book = opened(file, progress)
    told = _told(book)
    form, tables = _recognised(ws, book, form_id or told.get("form_id", ""))
    check_open(form.legal.valid_until, ws.today, form.title)
    named = round_code or told.get("round", "")
    code = _round_of(form, named, file) if named else current_round(ws, form_id=form.id).code
    with ws.store.reading() as tx:
        sorter = EntrySorter(ws, tx, Round(form, code), tables, file)
        instances = _instances(book, form, sorter.names)
        found = sorter.sort(instances, progress)
    names = labels(form.root)
    return ImportPlan(
        file=file,
        kind=ImportKind.ENTRIES,
        tables=tables,
        rows_read=sum(len(table.body) for table in tables),
        planned=tuple(found.planned),
        refused=tuple(found.refused),
        problems=(*_version(told, form, file), *found.problems, *instances.lost),
        matched=matched_columns(tables, names, [table.blanks for table in tables]),
        unmatched=unmatched_columns(tables, vocabulary(form.root), names),
        left_out=left_out(tables),
        hidden_rows=sum(table.hidden_rows for table in tables),
        form_id=form.id,
        form_version=form.version,
        round_code=code,
    )


def _told(book: Workbook) -> dict[str, str]:
    """Return what the hidden sheet of our own workbooks says."""
    for sheet in book.sheets:
        if sheet.name == VERSION_SHEET:
            return {str(row[0]): str(row[1]) for row in sheet.rows if len(row) > 1}
    return {}


def _round_of(form: Form, named: str, file: Path) -> str:
    """Return the named round as it is spelled. Raises HuceError B032 when the questionnaire never has such a one."""
    if form.frequency is None and named == ONCE:
        return ONCE
    with suppress(ValueError):
        period = Period.parse(named)
        if period.frequency is form.frequency:
            return period.code
    params = {"file": file.name, "value": named, "form": form.title}
    raise HuceError(Problem("B032", place=Place(file=file.name), params=params))


def _recognised(ws: Workspace, book: Workbook, form_id: str) -> tuple[Form, tuple[Table, ...]]:
    """Return the questionnaire whose questions most columns are, and the tables of its rows."""
    forms = [load_form(ws, form_id=id_) for id_ in ([form_id] if form_id else [row.id for row in list_forms(ws)])]
    best: tuple[int, Form, tuple[Table, ...]] | None = None
    for form in forms:
        tables = find_tables(_main_sheets(book, form), vocabulary(form.root), _IDENTITY, least=LEAST_COLUMNS)
        known = sum(len(table.known.keys() - _IDENTITY) for table in tables)
        if known and (best is None or known > best[0]):
            best = known, form, tables
    if best is None:
        raise no_table(book, "、".join(form.title for form in forms))
    return best[1], best[2]


def _main_sheets(book: Workbook, form: Form) -> Workbook:
    aside = {sheet_name(repeat) for repeat in exported_repeats(form)}
    return replace(book, sheets=tuple(sheet for sheet in book.sheets if sheet.name not in aside))


def _instances(book: Workbook, form: Form, names: HouseholdNames) -> Instances:
    found = Instances()
    for repeat in exported_repeats(form):
        sheets = tuple(sheet for sheet in book.sheets if sheet.name == sheet_name(repeat))
        for table in find_tables(replace(book, sheets=sheets), vocabulary(repeat), frozenset({"uscc"}), least=2):
            _read_repeat(found, table, repeat, book.file, names)
    return found


def _read_repeat(found: Instances, table: Table, repeat: Repeat, file: str, names: HouseholdNames) -> None:
    place = Placing(file, table, labels(repeat), ("uscc", "shop_name"))
    columns = read_columns(table.cells, readers(repeat))
    asked = {question.key for question in exported_questions(repeat)}
    for position, (row, cells) in enumerate(zip(table.body, columns.rows(), strict=True)):
        faults = place.all(row, columns.faults.get(position, ()))
        household = names.find(cells)
        if household is None:
            found.lost += [*faults, place.at(row, "uscc", Problem("B030", params={"value": told_name(cells)}))]
            continue
        instance: dict[str, Json] = {key: value for key, value in cells.items() if key in asked}
        found.answers.setdefault(household, {}).setdefault(repeat.key, []).append(instance)
        found.faults.setdefault(household, []).extend(faults)


def _version(told: dict[str, str], form: Form, file: Path) -> tuple[Problem, ...]:
    made = told.get("form_version", "")
    if made in {"", form.version}:
        return ()
    params = {"file": file.name, "made": made, "now": form.version}
    return (Problem("B031", Level.HINT, Place(file=file.name), params),)
