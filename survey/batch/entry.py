"""One entry of a batch, and the small trees that expressions look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from survey.expression import InstanceNode, document
from survey.form import Answers, Form, Group, Item, Json, Question, Repeat


def _nothing() -> Answers:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEntry:
    """One entry as a supervisor sees it. ``previous`` are the answers of the period before, None without any.

    ``author`` is who filled it in, ``village`` the 12-digit code of the place; ``started`` and ``finished`` bound the
    filling, so both carry an offset. ``day`` is the day it was finished where the person sat.
    """

    id: str
    household: str
    answers: Answers
    author: str = ""
    village: str = ""
    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    previous: Answers | None = None
    register: Answers = field(default_factory=_nothing)

    @property
    def facts(self) -> Mapping[str, str]:
        """What rules call ``${e.…}``, as text; what is not known is left out."""
        facts = {"id": self.id, "household": self.household, "author": self.author, "village": self.village}
        last = self.finished or self.started
        if last is not None:
            facts["day"] = last.date().isoformat()
        if self.started is not None and self.finished is not None:
            facts["seconds"] = f"{(self.finished - self.started).total_seconds():.0f}"
        return {name: text for name, text in facts.items() if text}


@dataclass(frozen=True, slots=True)
class Trees:
    """What expressions see: the document of the answers, and the instances ``previous``, ``register``, ``entry``."""

    answers: InstanceNode
    instances: Mapping[str, InstanceNode]


Mentioned = Callable[[str], bool]


def trees_of(form: Form, entry: BatchEntry, mentioned: Mentioned) -> Trees:
    """Plant the answers whose names are mentioned. An unanswered question has no node, so ``count(${x})`` counts."""
    answers = InstanceNode(form.root.name)
    _plant(answers, form.root.children, entry.answers, mentioned)
    sources = {"previous": entry.previous or {}, "register": entry.register, "entry": entry.facts}
    return Trees(document(answers), {name: document(_flat(each, mentioned)) for name, each in sources.items()})


def together(trees: list[Trees], facts: Mapping[str, str]) -> Trees:
    """Put entries side by side: a path then means the answers of all of them. ``facts`` are ``${g.…}``."""
    instances = {name: _beside([each.instances[name] for each in trees]) for name in trees[0].instances}
    instances["group"] = document(_flat(facts, lambda _: True))
    return Trees(_beside([each.answers for each in trees]), instances)


def _beside(documents: list[InstanceNode]) -> InstanceNode:
    top = document(documents[0].children[0])
    for each in documents[1:]:
        top.append(each.children[0])
    return top


def _flat(values: Mapping[str, Json] | Mapping[str, str], mentioned: Mentioned) -> InstanceNode:
    root = InstanceNode("root")
    for key, value in values.items():
        if mentioned(key) and (text := _text(value)):
            root.append(InstanceNode(key, text))
    return root


def _plant(parent: InstanceNode, items: tuple[Item, ...], scope: Answers, mentioned: Mentioned) -> None:
    for item in items:
        if isinstance(item, Question):
            if item.key in scope and mentioned(item.name) and (text := _text(scope[item.key])):
                parent.append(InstanceNode(item.name, text))
        elif isinstance(item, Repeat):
            _plant_instances(parent, item, scope.get(item.key), mentioned)
        elif isinstance(item, Group):
            _plant(parent.append(InstanceNode(item.name)), item.children, scope, mentioned)


def _plant_instances(parent: InstanceNode, repeat: Repeat, rows: Json, mentioned: Mentioned) -> None:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict):
            _plant(parent.append(InstanceNode(repeat.name)), repeat.children, row, mentioned)


def _text(value: Json) -> str:
    """Give the text an expression reads: choices are separated by spaces; a repeat inside an instance is left out."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "" if any(isinstance(each, dict | list) for each in value) else " ".join(map(str, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
