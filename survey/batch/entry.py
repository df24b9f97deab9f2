"""One entry of a batch, and the small trees that expressions look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
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
    """The trees of one entry: its answers, and the instances ``previous``, ``register`` and ``entry``."""

    answers: InstanceNode
    instances: Mapping[str, InstanceNode]


def trees_of(form: Form, entry: BatchEntry) -> Trees:
    """Plant an entry. An unanswered question has no node, so ``count(${x})`` counts answers."""
    answers = InstanceNode(form.root.name)
    _plant(answers, form.root.children, entry.answers)
    sources = {"previous": entry.previous or {}, "register": entry.register, "entry": entry.facts}
    return Trees(answers, {name: _flat(source) for name, source in sources.items()})


def together(trees: list[Trees], facts: Mapping[str, str]) -> tuple[InstanceNode, dict[str, InstanceNode]]:
    """Put entries side by side: a path then means the answers of all of them. ``facts`` are ``${g.…}``."""
    answers = _beside([each.answers for each in trees])
    names = trees[0].instances
    instances = {name: _beside([each.instances[name] for each in trees]) for name in names}
    return answers, instances | {"group": document(_flat(facts))}


def _beside(roots: list[InstanceNode]) -> InstanceNode:
    top = document(roots[0])
    for root in roots[1:]:
        top.append(root)
    return top


def _flat(values: Mapping[str, Json] | Mapping[str, str]) -> InstanceNode:
    root = InstanceNode("root")
    for key, value in values.items():
        text = _text(value)
        if text:
            root.append(InstanceNode(key, text))
    return root


def _plant(parent: InstanceNode, items: tuple[Item, ...], scope: Answers) -> None:
    for item in items:
        if isinstance(item, Repeat):
            _plant_instances(parent, item, scope.get(item.key))
        elif isinstance(item, Group):
            _plant(parent.append(InstanceNode(item.name)), item.children, scope)
        elif isinstance(item, Question) and (text := _text(scope.get(item.key))):
            parent.append(InstanceNode(item.name, text))


def _plant_instances(parent: InstanceNode, repeat: Repeat, rows: Json) -> None:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict):
            _plant(parent.append(InstanceNode(repeat.name)), repeat.children, row)


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
