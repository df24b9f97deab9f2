"""A round's entries as a workbook: one row a household, the questions in order, repeats on sheets of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from excel.write.cells import CellKind, Value
from excel.write.layout import BookLayout, Field, Paper, SheetLayout
from exchange.messages import Json
from storage.entries import answers_of
from storage.store import Tx
from survey.form import Form, Group, Item, Question, QuestionKind, Repeat
from survey.household import register_field
from survey.period import Period
from usecases.exports.register import as_date, plain
from usecases.rounds import ONCE

SHEET = "数据"
IDENTITY = ("uscc", "shop_name", "owner_name", "town_name", "village_name")
OWNER = IDENTITY[:3]  # whose an instance is: what an import finds a household by
STATUS = Field("entry_status", "填报状态", width=10.0)
NUMBER = Field("row_no", "序号", CellKind.NUMBER, width=6.0)
STATUSES = {"draft": "草稿", "complete": "待上报", "submitted": "已上报"}
SEPARATOR = "；"  # between several choices: labels hold 、 and ，
_NUMBERS = frozenset({QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.RANGE})
_MAX_DROPDOWN = 500
_WIDE = 20  # columns beyond which a sheet is printed on A3
_UNPRINTABLE = re.compile(r"[\[\]:*?/\\']")


def exported_questions(group: Group) -> tuple[Question, ...]:
    """Return the questions of a form (or of one repeat) that have a column: those a person answers, outside repeats."""
    return tuple(question for question, _ in _columns(group))


def entry_book(form: Form, county: str, round_code: str, *, rows: int, to_fill: bool) -> BookLayout:
    """Lay the book out with the legal heading the form carries (统计法 §17)."""
    legal = form.legal
    fields = _fields(form, form.root, to_fill=to_fill)
    main = SheetLayout(
        name=SHEET,
        title=form.title,
        fields=fields,
        legal=(
            f"表    号：{legal.table_number}",
            f"制定机关：{legal.issuing_authority}",
            f"批准（备案）文号：{legal.approval_number}",
            f"有效期至：{legal.valid_until:%Y年%m月}" if legal.valid_until else "有效期至：",
        ),
        left=(f"填报单位（盖章）：{county}", f"报告期：{period_label(round_code)}", f"计量单位：{_units(form)}"),
        to_fill=to_fill,
        paper=Paper.A3 if len(fields) > _WIDE else Paper.A4,
        data_rows=rows,
        footer=("单位负责人：        统计负责人：        填表人：        联系电话：        报出日期：20  年  月  日",),
    )
    repeats = tuple(_repeat_sheet(repeat, to_fill=to_fill, rows=rows) for repeat in exported_repeats(form))
    version = (("kind", "entries"), ("form_id", form.id), ("form_version", form.version), ("round", round_code))
    return BookLayout((main, *repeats), version=version)


def period_label(round_code: str) -> str:
    """Say a round in words, e.g. 2026年三季度; "" for a one-off."""
    return "" if round_code in {"", ONCE} else Period.parse(round_code).label


def entry_rows(tx: Tx, form: Form, round_code: str) -> dict[str, Iterator[tuple[Value, ...]]]:
    """Return the rows of each sheet, each read from the database as it is written."""
    rows = {SHEET: _main_rows(tx, form, round_code)}
    for repeat in exported_repeats(form):
        rows[sheet_name(repeat)] = _repeat_rows(tx, form, repeat, round_code)
    return rows


def sheet_name(repeat: Repeat) -> str:
    """Name the sheet of a repeat after its label, as Excel allows."""
    return _UNPRINTABLE.sub("_", repeat.label or repeat.name)[:31]


def shown_choice(value: str, label: str) -> str:
    """Show a choice as offices write it: 1-良好."""
    return f"{value}-{label}" if label and label != value else value


def _fields(form: Form, group: Group, *, to_fill: bool) -> tuple[Field, ...]:
    keys = {question.key for question, _ in _columns(group)}
    known = tuple(_identity(key) for key in IDENTITY if key not in keys)
    asked = tuple(_field(question, above) for question, above in _columns(group))
    return (NUMBER, *known, *(() if to_fill or group is not form.root else (STATUS,)), *asked)


def _identity(key: str) -> Field:
    return Field(key, register_field(key).label, required=key == "uscc", width={"uscc": 21.0}.get(key, 14.0))


def _field(question: Question, above: str) -> Field:
    fixed = question.source is None or not question.source.is_filtered
    shown = tuple(shown_choice(choice.value, choice.label) for choice in question.choices)
    single = question.kind is QuestionKind.SELECT_ONE and fixed and len(shown) <= _MAX_DROPDOWN
    return Field(
        key=question.key,
        title=question.label + (f"（{question.unit}）" if question.unit else ""),
        kind=_kind(question),
        group=above,
        required=question.required not in {"", "false()", "no"},
        hint=question.hint,
        choices=shown if single else (),
    )


def _kind(question: Question) -> CellKind:
    if question.kind in _NUMBERS:
        return CellKind.NUMBER
    return CellKind.DATE if question.kind is QuestionKind.DATE else CellKind.TEXT


def _columns(group: Group, above: str = "") -> Iterator[tuple[Question, str]]:
    for item in group.children:
        if isinstance(item, Question):
            if item.is_asked and item.kind is not QuestionKind.NOTE:
                yield item, above
        elif isinstance(item, Group) and not isinstance(item, Repeat):
            yield from _columns(item, above or item.label)


def exported_repeats(form: Form) -> tuple[Repeat, ...]:
    """Return the repeats outside repeats; one inside another stays with the screen."""

    def walk(items: tuple[Item, ...]) -> Iterator[Repeat]:
        for item in items:
            if isinstance(item, Repeat):
                yield item
            elif isinstance(item, Group):
                yield from walk(item.children)

    return tuple(walk(form.root.children))


def _repeat_sheet(repeat: Repeat, *, to_fill: bool, rows: int) -> SheetLayout:
    asked = tuple(_field(question, above) for question, above in _columns(repeat))
    fields = (*map(_identity, OWNER), NUMBER, *asked)
    name = sheet_name(repeat)
    return SheetLayout(name=name, title=repeat.label or repeat.name, fields=fields, to_fill=to_fill, data_rows=rows)


def _units(form: Form) -> str:
    units = dict.fromkeys(question.unit for question in form.questions() if question.unit)
    return "、".join(units) or "元、人"


Maker = Callable[[Mapping[str, Json]], Value]


def _makers(group: Group) -> list[Maker]:
    return [_maker(question) for question, _ in _columns(group)]


def _maker(question: Question) -> Maker:
    key = question.key
    if question.kind.is_choice:
        words = {choice.value: shown_choice(choice.value, choice.label) for choice in question.choices}
        return lambda answers: _words(words, answers.get(key))
    if question.kind is QuestionKind.DATE:
        return lambda answers: as_date(answers.get(key))
    return lambda answers: plain(answers.get(key))


def _words(words: Mapping[str, str], value: Json) -> Value:
    if isinstance(value, list):
        return SEPARATOR.join(words.get(str(item), str(item)) for item in value) or None
    return None if value is None else words.get(str(value), str(value))


def _main_rows(tx: Tx, form: Form, round_code: str) -> Iterator[tuple[Value, ...]]:
    keys = {question.key for question, _ in _columns(form.root)}
    known = [key for key in IDENTITY if key not in keys]
    makers = _makers(form.root)
    for number, (status, household, answers) in enumerate(_answers(tx, form, round_code), 1):
        told = {key: household[key] for key in IDENTITY if key in household} | {**answers}
        identity = (plain(household.get(key)) for key in known)
        yield (number, *identity, STATUSES.get(status, status), *(make(told) for make in makers))


def _repeat_rows(tx: Tx, form: Form, repeat: Repeat, round_code: str) -> Iterator[tuple[Value, ...]]:
    makers = _makers(repeat)
    for _status, household, answers in _answers(tx, form, round_code):
        instances = answers.get(repeat.key)
        for number, instance in enumerate(instances if isinstance(instances, list) else (), 1):
            if isinstance(instance, dict):
                identity = (plain(household.get(key)) for key in OWNER)
                yield (*identity, number, *(make(instance) for make in makers))


_BATCH = 1_000


def _answers(tx: Tx, form: Form, round_code: str) -> Iterator[tuple[str, Mapping[str, Json], Mapping[str, Json]]]:
    """Go through the round's entries: status, household, answers."""
    batch: list[tuple[str, str, Mapping[str, Json]]] = []
    for row, fields in tx.entries.in_round(form_id=form.id, round_code=round_code):
        batch.append((row.status, row.household_id, answers_of(fields)))
        if len(batch) == _BATCH:
            yield from _with_households(tx, batch)
            batch = []
    yield from _with_households(tx, batch)


def _with_households(
    tx: Tx, batch: list[tuple[str, str, Mapping[str, Json]]]
) -> Iterator[tuple[str, Mapping[str, Json], Mapping[str, Json]]]:
    households = tx.households.contents([household for _, household, _ in batch])
    for status, household, answers in batch:
        yield status, households.get(household, {}), answers
