"""Answers in JSON to a tree and back. Keys of a scope (the entry, or one repeat instance) stand in one object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from survey.form import Answers, Json, Question, QuestionKind, Repeat
from survey.session.logic.program import Program
from survey.session.logic.spots import Spot
from survey.session.state.storing import typed_text
from survey.session.state.tree import FormNode, bare_instance, sprout
from survey.values import Value, canonical, from_canonical, from_json, to_json

META = "meta"


def plant(program: Program, answers: Answers | None) -> tuple[FormNode, list[FormNode]]:
    """Grow the tree of an entry: with its static defaults when ``answers`` is None, else with what was saved."""
    root = FormNode(program.spots[0])
    nodes = [root]
    for child in root.spot.children:
        nodes += _plant(root, child, answers)
    return root, nodes


def _plant(parent: FormNode, spot: Spot, scope: Answers | None) -> Iterator[FormNode]:
    node = sprout(parent, spot)
    yield node
    if isinstance(spot.item, Repeat):
        yield from _plant_instances(node, spot.item, scope)
    elif isinstance(spot.item, Question):
        node.text = typed_text(_first_text(spot, spot.item, scope), spot.item)
        node.unsaved = scope is not None and spot.item.key not in scope
    else:
        for child in spot.children:
            yield from _plant(node, child, scope)


def _plant_instances(header: FormNode, repeat: Repeat, scope: Answers | None) -> Iterator[FormNode]:
    filled: list[Answers | None]
    if scope is None:
        header.written = bool(repeat.count)
        filled = [None] * (0 if repeat.count else repeat.first_instances)
    else:
        saved = scope.get(repeat.key)
        filled = [each for each in saved if isinstance(each, Mapping)] if isinstance(saved, list) else []
    for each in filled:
        yield from _instance(header, each)


def _instance(header: FormNode, scope: Answers | None) -> Iterator[FormNode]:
    instance = bare_instance(header)
    yield instance
    for spot in header.spot.children:
        yield from _plant(instance, spot, scope)


def written_instance(header: FormNode) -> list[FormNode]:
    """Make the first instance of a counted repeat as the form writes it: with first instances of repeats inside."""
    header.written = False
    instance, *inside = _instance(header, None)
    instance.written = True
    return [instance, *inside]


def _first_text(spot: Spot, question: Question, scope: Answers | None) -> str:
    if scope is None:
        return question.default
    return text_of(spot, scope.get(question.key))


def text_of(spot: Spot, json: Json) -> str:
    """Give the canonical text of a saved answer; what does not fit the question's kind is kept as it is written."""
    if json is None or isinstance(json, dict):
        return ""
    if json is True:
        return "OK"
    try:
        return canonical(spot.value_kind, from_json(spot.value_kind, json))
    except ValueError:
        return " ".join(map(str, json)) if isinstance(json, list) else str(json)


class Typing:
    """Turns texts of places into typed values."""

    def __init__(self, program: Program) -> None:
        self._numeric = {
            task.spot.index
            for task in program.tasks
            if task.run.kind == "n"
            and task.spot.question is not None
            and task.run.text == task.spot.question.calculation
        }

    def value(self, node: FormNode) -> Value | None:
        """Give the typed value of a place: a calculation that can only be a number is one."""
        return self.read(node.spot, str(node.text))  # a Flag or Quantity is told as its plain text

    def read(self, spot: Spot, text: str) -> Value | None:
        """Give the typed value of a text at a place; a text that does not fit its kind stays a text."""
        kind = spot.value_kind
        question = spot.question
        untyped = question is not None and question.kind is QuestionKind.CALCULATE and kind == "string"
        try:
            if untyped and spot.index in self._numeric and text:
                number = float(text)
                return int(number) if number.is_integer() else number
            return from_canonical(kind, text)
        except ValueError:
            return text

    def fits(self, node: FormNode) -> bool:
        """Whether a place's text is of its kind and, where a fixed list is given, among its choices."""
        question = node.spot.question
        if question is None or not node.text or not question.is_asked:
            return True
        try:
            from_canonical(node.spot.value_kind, node.text)
        except ValueError:
            return False
        if question.source is None or question.source.is_filtered or not question.choices:
            return True
        values = node.text.split(" ") if question.kind.is_list else [node.text]
        return node.spot.offered.issuperset(values)


def dump(root: FormNode, typing: Typing, keep: Callable[[FormNode], bool]) -> dict[str, Json]:
    """Give the answers as JSON; ``keep`` decides node by node whether an answer is taken along."""
    answers: dict[str, Json] = {}
    _dump(root, typing, keep, answers)
    return answers


def _dump(node: FormNode, typing: Typing, keep: Callable[[FormNode], bool], scope: dict[str, Json]) -> None:
    if not keep(node) or (node.name == META and node.form_parent() is not None and len(node.spot.path) == 2):
        return
    question = node.spot.question
    if question is not None:
        if node.text:
            value = to_json(typing.value(node))
            scope[question.key] = list(value) if isinstance(value, list) else value
        elif question.default and not node.relevant:  # only a draft keeps what is hidden: it was emptied by hand
            scope[question.key] = None
        return
    _dump_children(node, typing, keep, scope)


def _dump_children(node: FormNode, typing: Typing, keep: Callable[[FormNode], bool], scope: dict[str, Json]) -> None:
    for spot in node.spot.children:
        if spot.is_repeat:
            _dump_repeat(node, spot, typing, keep, scope)
        else:
            for child in node.instances(spot.item.name):
                _dump(child, typing, keep, scope)


def _dump_repeat(
    parent: FormNode, spot: Spot, typing: Typing, keep: Callable[[FormNode], bool], scope: dict[str, Json]
) -> None:
    rows: list[Json] = []
    for instance in parent.instances(spot.item.name):
        if keep(instance):
            row: dict[str, Json] = {}
            _dump_children(instance, typing, keep, row)
            rows.append(row)
    if rows:
        scope[spot.item.key] = rows
