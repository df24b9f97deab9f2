"""Expressions of a form that are no column of their own: what actions set, what labels and messages show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from survey.form import Form, Output, Question, SetValue, Text
from survey.problems import Place


def outputs(text: Text) -> Iterator[str]:
    """Every expression that fills a place of a text, in any language."""
    return (part.expression for parts in text.by_language.values() for part in parts if isinstance(part, Output))


def set_values(actions: Iterable[SetValue]) -> Iterator[tuple[str, Place]]:
    """Every expression that an action sets, with the cell it was written in: dynamic defaults and triggers."""
    for action in actions:
        if action.value:
            yield action.value, Place(path=action.target, label="calculation" if action.trigger else "default")


def all_outputs(form: Form) -> Iterator[tuple[str, Place]]:
    """Every expression that fills a place of any text of a form, with the cell it was written in."""
    for item in form.items():
        place = Place(path=item.path, label="label", sheet=item.place.sheet, cell=item.place.cell)
        yield from ((text, place) for text in (*outputs(item.label_text), *outputs(item.hint_text)))
        if isinstance(item, Question):
            for column in ("guidance_hint", "required_message", "constraint_message"):
                said: Text = getattr(item, column.replace("_hint", ""))
                yield from ((text, replace(place, label=column)) for text in outputs(said))
    for rule in form.rules:
        yield from ((text, rule.place) for text in outputs(rule.message))
    for each in form.lists.values():
        for row in each.rows:
            yield from ((text, Place(sheet="choices")) for text in outputs(row.label))
