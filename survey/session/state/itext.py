"""The texts of a form by the ids that pyxform gives them: ``colours-0``, ``/data/group/question:label``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.form import Form, Question, Text


def texts_by_id(form: Form) -> Mapping[str, Text]:
    """Every text that ``jr:itext`` may ask for."""
    return dict(_texts(form))


def _texts(form: Form) -> Iterator[tuple[str, Text]]:
    for each in form.lists.values():
        for row in each.rows:
            if "itextId" in row.columns:
                yield row.columns["itextId"], row.label
    for item in form.items():
        yield f"{item.path}:label", item.label_text
        yield f"{item.path}:hint", item.hint_text
        if isinstance(item, Question):
            yield f"{item.path}:jr:constraintMsg", item.constraint_message
            yield f"{item.path}:jr:requiredMsg", item.required_message
