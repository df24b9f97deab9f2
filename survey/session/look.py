"""What a screen is told about each place: labels with values filled in, choices, problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.expression import Compiled, ExpressionError, InstanceNode, value_text
from survey.form import Choice, NodeKind, Output, Question, Repeat, Text
from survey.problems import Level, Place, Problem
from survey.session.logic.program import Program
from survey.session.state.engine import Engine
from survey.session.state.itext import texts_by_id
from survey.session.state.load import META, Typing
from survey.session.state.tree import FormNode, is_header, path_of
from survey.session.view import Node
from survey.values import Value


class Look:
    """Makes Nodes out of the live tree in one language."""

    def __init__(self, program: Program, engine: Engine, typing: Typing, language: str) -> None:
        self._program = program
        self._engine = engine
        self._typing = typing
        self._language = language
        self._texts: Mapping[str, Text] | None = None
        self.previous: Mapping[str, Value | None] = {}
        self.of_rules: Mapping[int, tuple[Problem, ...]] = {}

    # --- texts --------------------------------------------------------------------------------------------------

    def text(self, text: Text, at: FormNode) -> str:
        """Fill a text's places with the values seen from a node."""
        parts = text.parts(self._language)
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0]
        return "".join(part if isinstance(part, str) else self._output(part, at) for part in parts)

    def media(self, text: Text) -> Mapping[str, str]:
        """Name the files that go with a text, by kind."""
        return text.media_in(self._language)

    def itext(self, name: str) -> str:
        """Answer ``jr:itext``: the text of a choice (its column ``itextId``) or of a question, in one language."""
        if self._texts is None:
            self._texts = texts_by_id(self._program.form)
        text = self._texts.get(name)
        at = self._engine.evaluation.node
        return self.text(text, at) if text is not None and isinstance(at, FormNode) else f"[itext:{name}]"

    def _output(self, output: Output, at: FormNode) -> str:
        run = self._program.texts.get(output.expression)
        if not isinstance(run, Compiled):
            return ""
        self._engine.stand(at)
        try:
            return value_text(run(self._engine.evaluation))
        except ExpressionError:
            return "…"

    # --- nodes --------------------------------------------------------------------------------------------------

    def visible(self) -> tuple[Node, ...]:
        """Every relevant place a person sees, in document order."""
        return tuple(self._visible(self._engine.root, 0))

    def _visible(self, node: FormNode, depth: int) -> Iterator[Node]:
        for spot in node.spot.children:
            if spot.item.name == META and node is self._engine.root:
                continue
            if spot.is_repeat:
                yield from self._visible_repeat(node, spot.item.name, depth)
                continue
            for child in node.instances(spot.item.name):
                if child.relevant and (spot.is_group or (spot.question is not None and spot.question.is_asked)):
                    yield self.node(child, depth)
                    if spot.is_group:
                        yield from self._visible(child, depth + 1)

    def _visible_repeat(self, parent: FormNode, name: str, depth: int) -> Iterator[Node]:
        header = parent.headers[name]
        if header.relevant:
            yield self.node(header, depth)
        for instance in parent.instances(name):
            if instance.relevant:
                yield self.node(instance, depth + 1)
                yield from self._visible(instance, depth + 2)

    def node(self, node: FormNode, depth: int | None = None) -> Node:
        """Describe one place, relevant or not."""
        depth = _depth(node) if depth is None else depth
        question = node.spot.question
        return self._group(node, depth) if question is None else self._question(node, question, depth)

    def _group(self, node: FormNode, depth: int) -> Node:
        item = node.spot.item
        locked = is_locked(node)
        return Node(
            path=path_of(node),
            key=item.key,
            kind=self._kind(node),
            label=self.text(item.label_text, node),
            hint=self.text(item.hint_text, node),
            relevant=node.relevant,
            read_only=locked,
            appearance=item.appearance,
            depth=depth,
            media=self.media(item.label_text),
            can_add=is_header(node) and not is_counted(node) and not locked,
            can_remove=node.repeat and may_go(node),
        )

    @staticmethod
    def _kind(node: FormNode) -> NodeKind:
        if not node.spot.is_repeat:
            return NodeKind.GROUP
        return NodeKind.INSTANCE if node.repeat else NodeKind.REPEAT

    def _question(self, node: FormNode, question: Question, depth: int) -> Node:
        return Node(
            path=path_of(node),
            key=question.key,
            kind=question.kind,
            label=self.text(question.label_text, node),
            hint=self.text(question.hint_text, node),
            relevant=node.relevant,
            required=node.required,
            read_only=is_locked(node),
            value=self._typing.value(node),
            text=str(node.text),
            choices=self.choices(node),
            appearance=question.appearance,
            depth=depth,
            problems=(*self.problems(node), *self.of_rules.get(id(node), ())),
            previous=None if node.spot.repeats else self.previous.get(question.key),
            unit=question.unit,
            guidance=self.text(question.guidance, node),
            media=self.media(question.label_text),
            parameters=question.parameters,
        )

    def choices(self, node: FormNode) -> tuple[Choice, ...]:
        """The choices offered now."""
        question = node.spot.question
        if question is None or question.source is None:
            return ()
        if node.choices is not None:
            return node.choices
        if self._language in {"", self._program.form.languages[0]} and question.source.instance not in self._dynamic():
            return question.choices
        rows = self._program.form.lists[question.source.instance].rows
        return tuple(
            Choice(
                row.columns.get(question.source.value, ""),
                self.text(row.label, node) or row.columns.get("label", ""),
                self.media(row.label),
            )
            for row in rows
        )

    def choice_label(self, node: InstanceNode | None, value: str) -> str:
        """Answer ``jr:choice-name``: the labels of chosen values, the values themselves where there is no label."""
        if not isinstance(node, FormNode) or not value:
            return value
        question = node.spot.question
        offered = (*(question.choices if question else ()), *self.choices(node))
        known = {choice.value: choice.label for choice in offered}
        return ", ".join(known.get(each, each) for each in value.split(" "))

    def _dynamic(self) -> frozenset[str]:
        return self._program.lists_with_outputs

    # --- problems of one question -------------------------------------------------------------------------------

    def problems(self, node: FormNode) -> tuple[Problem, ...]:
        """What is wrong with one answer by itself: missing though required, or against its constraint."""
        question = node.spot.question
        if question is None or not node.relevant:
            return ()
        failed = [problem for where, problem in self._engine.failures.values() if where is node]
        if failed:
            label = self.text(question.label_text, node) or question.name
            params = {"label": label, "reason": failed[0].sentence}
            return (Problem("E003", Level.ERROR, Place(path=path_of(node), label=label), params),)
        return self._of_answer(node, question) if question.is_asked else ()

    def _of_answer(self, node: FormNode, question: Question) -> tuple[Problem, ...]:
        if node.required and not node.text:
            return (self._problem("E001", node, question, self.text(question.required_message, node)),)
        if not self._typing.fits(node):
            return (self._problem("E004", node, question, ""),)
        if node.broken:
            return (self._problem("E002", node, question, self.text(question.constraint_message, node)),)
        return ()

    def _problem(self, code: str, node: FormNode, question: Question, text: str) -> Problem:
        label = self.text(question.label_text, node) or question.name
        place = Place(path=path_of(node), label=label)
        return Problem(code, Level.ERROR, place, {"label": label, "value": node.text}, text)


def is_locked(node: FormNode) -> bool:
    """Whether a place is read-only by its own condition or that of a group above it."""
    at: FormNode | None = node
    while at is not None:
        if at.locked:
            return True
        at = at.form_parent()
    return False


def is_counted(node: FormNode) -> bool:
    """Whether a repeat makes its instances by a count, not by hand."""
    return isinstance(node.spot.item, Repeat) and bool(node.spot.item.count)


def may_go(instance: FormNode) -> bool:
    """Whether a repeat's instance may be removed: of a counted repeat, while there are more than it asks for."""
    if is_locked(instance):
        return False
    parent = instance.form_parent()
    wanted = parent.headers[instance.name].wanted if parent is not None and is_counted(instance) else 0
    return len(instance.together()) > wanted


def _depth(node: FormNode) -> int:
    depth = 0
    at = node.form_parent()
    while at is not None and at.form_parent() is not None:
        depth += 2 if at.repeat else 1
        at = at.form_parent()
    return depth + 1 if node.repeat else depth
