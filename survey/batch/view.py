"""What one batch rule looks at: small trees, planted for the moment it is judged, of nothing but what it names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from survey.batch.entry import BatchEntry
from survey.expression import InstanceNode
from survey.expression.tree import DOCUMENT
from survey.form import Answers, Form, Group, Item, Json, Output, Question, Repeat, Rule

_NAME = re.compile(r"[^\W\d][\w.-]*")
_WILD = re.compile(r"/\*|::|//")


@dataclass(frozen=True, slots=True)
class Trees:
    """The documents of answers and instances. Of several entries they stand side by side: a path means them all."""

    answers: InstanceNode
    instances: Mapping[str, InstanceNode]


class View:
    """Plants entries for one rule. An unanswered question has no node, so ``count(${x})`` counts answers."""

    def __init__(self, form: Form, rule: Rule) -> None:
        names = mentioned(rule)
        self._root = form.root.name
        self._names = names
        self._items = tuple(_pruned(form.root.children, names))
        self._instances = [name for name in ("previous", "register", "entry") if name in names]

    def of(self, entries: Sequence[BatchEntry], facts: Mapping[str, str]) -> Trees:
        """Plant entries side by side. ``facts`` are what rules call ``${g.…}``."""
        answers, instances = _document(), {name: _document() for name in self._instances}
        for entry in entries:
            _plant(answers.append(InstanceNode(self._root)), self._items, entry.answers)
            for name, top in instances.items():
                self._list(top.append(InstanceNode("root")), _source(entry, name))
        group = _document()
        self._list(group.append(InstanceNode("root")), facts)
        return Trees(answers, instances | {"group": group})

    def _list(self, root: InstanceNode, values: Mapping[str, Json] | Mapping[str, str]) -> None:
        for key, value in values.items():
            if key in self._names and (text := _text(value)):
                root.append(InstanceNode(key, text))


class _Everything:
    def __contains__(self, _: object) -> bool:
        return True


def mentioned(rule: Rule) -> Container[str]:
    """Return the names a rule can look at; with a wildcard or an axis in it, every one."""
    texts = [rule.assertion, rule.when, *rule.group_by]
    texts += [part.expression for part in rule.message.parts() if isinstance(part, Output)]
    if any(_WILD.search(text) for text in texts):
        return _Everything()
    return frozenset(name for text in texts for name in _NAME.findall(text))


def needed_keys(form: Form, rules: Sequence[Rule]) -> frozenset[str]:
    """Return the keys of the answers that some of these rules look at."""
    names = [mentioned(rule) for rule in rules]
    return frozenset(item.key for each in names for item in _leaves(tuple(_pruned(form.root.children, each))))


def _leaves(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Group) and not isinstance(item, Repeat):
            yield from _leaves(item.children)
        else:
            yield item


def _pruned(items: tuple[Item, ...], names: Container[str]) -> Iterator[Item]:
    """Leave out what is not named, and groups in which nothing is."""
    for item in items:
        if isinstance(item, Group):
            children = tuple(_pruned(item.children, names))
            if children or item.name in names:
                yield replace(item, children=children)
        elif item.name in names:
            yield item


def _source(entry: BatchEntry, name: str) -> Answers | Mapping[str, str]:
    if name == "entry":
        return entry.facts
    return entry.register if name == "register" else entry.previous or {}


def _document() -> InstanceNode:
    return InstanceNode("", kind=DOCUMENT)


def _plant(parent: InstanceNode, items: tuple[Item, ...], scope: Answers) -> None:
    for item in items:
        if isinstance(item, Question):
            if text := _text(scope.get(item.key)):
                parent.append(InstanceNode(item.name, text))
        elif isinstance(item, Repeat):
            _plant_instances(parent, item, scope.get(item.key))
        elif isinstance(item, Group):
            _plant(parent.append(InstanceNode(item.name)), item.children, scope)


def _plant_instances(parent: InstanceNode, repeat: Repeat, rows: Json) -> None:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict):
            _plant(parent.append(InstanceNode(repeat.name)), repeat.children, row)


def _text(value: Json) -> str:
    """Give the text an expression reads: choices are separated by spaces."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "" if any(isinstance(each, dict | list) for each in value) else " ".join(map(str, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
