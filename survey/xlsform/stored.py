"""A built form as JSON and back, without pyxform: what the store keeps and the server sends.

Dataclasses are written field by field, defaults left out, so a form of 10,000 questions stays small and loads fast.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any

from survey import form as forms
from survey.form import Form
from survey.period import Frequency, Period
from survey.problems import HuceError, Level, Place, Problem

FORMAT = 1
_CLASSES: Mapping[str, type[Any]] = {
    each.__name__: each
    for each in (
        forms.Form,
        forms.Group,
        forms.Repeat,
        forms.Question,
        forms.Text,
        forms.Output,
        forms.Choice,
        forms.ChoiceSource,
        forms.ChoiceRow,
        forms.ChoiceList,
        forms.SetValue,
        forms.Rule,
        forms.LegalFrame,
        Place,
    )
}
_ENUMS: Mapping[str, type[Enum]] = {
    each.__name__: each
    for each in (
        forms.QuestionKind,
        forms.LegalBasis,
        forms.Sensitivity,
        forms.RuleScope,
        Level,
        Frequency,
    )
}


def form_to_json(form: Form) -> bytes:
    """Write a form. Static choices of questions are left out: they are taken from the lists again when read."""
    document = {"format": FORMAT, "form": _dump(form)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def form_from_json(data: bytes) -> Form:
    """Read what ``form_to_json`` wrote. Raises HuceError F006 for anything else."""
    try:
        document = json.loads(data)
        if document["format"] != FORMAT:
            raise HuceError(Problem("F006"))
        form = _load(document["form"])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as trouble:
        raise HuceError(Problem("F006")) from trouble
    if not isinstance(form, Form):
        raise HuceError(Problem("F006"))
    return form


def _dump(value: object) -> object:
    if isinstance(value, Enum):
        return {"#": type(value).__name__, "v": value.value}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple | list):
        return [_dump(each) for each in value]
    return _dump_tagged(value)


def _dump_tagged(value: object) -> object:
    if isinstance(value, Mapping):
        return {"#": "", "v": {key: _dump(each) for key, each in value.items()}}
    if isinstance(value, Period):
        return {"#": "Period", "v": value.code}
    if isinstance(value, dt.date):
        return {"#": "date", "v": value.isoformat()}
    return _dump_record(value)


def _dump_record(value: object) -> dict[str, object]:
    name = type(value).__name__
    record: dict[str, object] = {"#": name}
    for key, default in _fields(name):
        each = getattr(value, key)
        if each != default:
            record[key] = _dump(each)
    return record


@cache
def _fields(name: str) -> tuple[tuple[str, object], ...]:
    return tuple((field.name, _default(field)) for field in dataclasses.fields(_CLASSES[name]))


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def _load(value: Any) -> Any:
    if isinstance(value, list):
        return tuple([_load(each) for each in value])
    if not isinstance(value, dict):
        return value
    name = value["#"]
    reader = _READERS.get(name)
    if reader is not None:
        return reader(value["v"])
    return _CLASSES[name](**{key: _load(each) for key, each in value.items() if key != "#"})


_READERS: Mapping[str, Callable[[Any], object]] = {
    "": lambda value: MappingProxyType({key: _load(each) for key, each in value.items()}),
    "Period": Period.parse,
    "date": dt.date.fromisoformat,
    **_ENUMS,
}
