"""Read the cells of a questionnaire workbook: by the kind of each question, and as our own exports show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from excel.table.titles import Vocabulary
from survey.form import Group, Question
from survey.household import REGISTER_FIELDS
from survey.identifiers import CLEANERS, cleaned
from survey.values import Parsed, parser
from usecases.bulk.cells import Read
from usecases.exports.entries import IDENTITY, SEPARATOR, exported_questions, shown_choice

_IDENTITY_FIELDS = tuple(column for column in REGISTER_FIELDS if column.key in IDENTITY)


def vocabulary(group: Group) -> Vocabulary:
    """Return the titles a questionnaire's columns may have: variable name, label, label with unit or group."""
    titles = [(question.key, tuple(_titles(question))) for question in exported_questions(group)]
    known = [(column.key, (column.label, *column.headings)) for column in _IDENTITY_FIELDS]
    return Vocabulary([*titles, *known])


def labels(group: Group) -> dict[str, str]:
    """Return what a person reads for each key."""
    known = {column.key: column.label for column in _IDENTITY_FIELDS}
    return known | {question.key: question.label for question in exported_questions(group)}


def readers(group: Group) -> dict[str, Read]:
    """Return how a cell of each key is read; identity columns as in the register."""
    asked = exported_questions(group)
    known: dict[str, Read] = {column.key: column.read for column in _IDENTITY_FIELDS}
    return known | {question.key: reader(question) for question in asked if question.key not in known}


def reader(question: Question) -> Read:
    """Read one question's cells. Several choices stand in one cell, divided by ；."""
    read = parser(question.kind.value, question.choices, unit=question.unit)
    if not CLEANERS.keys().isdisjoint(question.appearance.split()):
        return lambda raw: cleaned(read(raw), question.appearance)
    if not question.kind.is_choice:
        return read
    shown = {shown_choice(choice.value, choice.label): choice.value for choice in question.choices}
    return _several(read, shown) if question.kind.is_list else _single(read, shown)


def _single(read: Read, shown: Mapping[str, str]) -> Read:
    def cell(raw: object) -> Parsed:
        value = shown.get(raw) if isinstance(raw, str) else None
        return Parsed(value) if value is not None else read(raw)

    return cell


def _several(read: Read, shown: Mapping[str, str]) -> Read:
    def cell(raw: object) -> Parsed:
        if not isinstance(raw, str) or (raw not in shown and SEPARATOR not in raw):
            return read(raw)
        parts = [part.strip() for part in raw.split(SEPARATOR) if part.strip()]
        return read([shown.get(part, part) for part in parts])

    return cell


def _titles(question: Question) -> Iterator[str]:
    yield question.label
    if question.unit:
        yield f"{question.label}（{question.unit}）"
