"""What each kind of task does when its turn comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from survey.expression import to_bool, to_number
from survey.expression.nodes import Call
from survey.form import Choice
from survey.problems import HuceError, Problem
from survey.session.logic.program import Aspect, Task
from survey.session.logic.reads import keeps_its_value
from survey.session.state.storing import stored_text
from survey.session.state.tree import FormNode, is_header

if TYPE_CHECKING:
    from survey.session.state.engine import Engine

MAX_INSTANCES = 2_000


def _truth(engine: Engine, task: Task, node: FormNode) -> bool:
    return to_bool(engine.value(task, node))


def _relevant(engine: Engine, task: Task, node: FormNode) -> None:
    if engine.opening:  # defaults come before relevance: in a group that begins hidden one may read another
        return
    own = _truth(engine, task, node)
    if own != node.own:
        node.own = own
        parent = node.form_parent()
        _flip(engine, node, own and (parent is None or parent.relevant))


def _flip(engine: Engine, node: FormNode, relevant: bool) -> None:
    if node.relevant == relevant:
        return
    node.relevant = relevant
    engine.mark(node)
    engine.touch(node)
    if relevant and is_header(node):
        engine.count(node)
    for header in node.headers.values():
        _flip(engine, header, relevant and header.own)
    for child in node.form_children():
        _flip(engine, child, relevant and child.own)


def _calculate(engine: Engine, task: Task, node: FormNode) -> None:
    question = node.spot.question
    if engine.opening and not engine.defaulting and task.reads and keeps_its_value(task.run.expr):
        return  # a default may still change what it reads, and what once() has got stays
    if question is not None:
        engine.set_text(node, stored_text(engine.value(task, node), question))


def _count(engine: Engine, task: Task, node: FormNode) -> None:
    if engine.opening or (not node.relevant and not node.together()):  # JavaRosa makes instances where a person gets to
        return
    wanted = to_number(engine.value(task, node), engine.evaluation)
    number = int(wanted) if 0 < wanted <= MAX_INSTANCES else 0
    if wanted > MAX_INSTANCES:
        raise HuceError(Problem("E006", params={"name": node.spot.item.label or node.name}))
    if number != node.wanted:
        node.wanted = number
        for each in node.together():  # whether they may be removed
            engine.mark(each)
    for _ in range(number - len(node.together())):  # never fewer: as in ODK, what was filled is kept
        engine.add_instance(node)


def _choices(engine: Engine, task: Task, node: FormNode) -> None:
    question = node.spot.question
    if question is None:
        return
    choices = engine.listing(question, engine.value(task, node))
    if _is_shuffled(task) and node.choices is not None and set(choices) == set(node.choices):
        choices = node.choices  # the order a person has seen stays while the same is offered, as in JavaRosa
    if choices != node.choices:
        node.choices = choices
        engine.mark(node)
    if node.relevant and not engine.opening:  # JavaRosa lists choices when they are shown: a hidden answer waits
        drop_unoffered(engine, node, choices)


def _is_shuffled(task: Task) -> bool:
    """Whether a list is mixed without a seed: every evaluation would give another order."""
    expr = task.run.expr
    return isinstance(expr, Call) and expr.name == "randomize" and len(expr.args) == 1


def drop_unoffered(engine: Engine, node: FormNode, choices: tuple[Choice, ...]) -> None:
    """Empty an answer that is no longer offered; of several, keep those that are."""
    question = node.spot.question
    if not node.text or question is None:
        return
    offered = {choice.value for choice in choices}
    if question.kind.is_list:
        engine.set_text(node, " ".join(value for value in node.text.split(" ") if value in offered))
    elif node.text not in offered:
        engine.set_text(node, "")


def _required(engine: Engine, task: Task, node: FormNode) -> None:
    required = _truth(engine, task, node)
    if required != node.required:
        node.required = required
        engine.mark(node)


def _read_only(engine: Engine, task: Task, node: FormNode) -> None:
    locked = _truth(engine, task, node)
    if locked != node.locked:
        node.locked = locked
        for each in node.walk():
            engine.mark(each)


def _constraint(engine: Engine, task: Task, node: FormNode) -> None:
    broken = bool(node.text) and not _truth(engine, task, node)
    if broken != node.broken:
        node.broken = broken
        engine.mark(node)


def _texts(engine: Engine, _task: Task, node: FormNode) -> None:
    engine.mark(node)


def _rule(engine: Engine, task: Task, node: FormNode) -> None:
    if is_header(node):
        return
    engine.touched_rules[task.index, id(node)] = (task, node)


RUN: Mapping[Aspect, Callable[[Engine, Task, FormNode], None]] = MappingProxyType(
    {
        Aspect.RELEVANT: _relevant,
        Aspect.CALCULATE: _calculate,
        Aspect.COUNT: _count,
        Aspect.CHOICES: _choices,
        Aspect.REQUIRED: _required,
        Aspect.READ_ONLY: _read_only,
        Aspect.CONSTRAINT: _constraint,
        Aspect.TEXTS: _texts,
        Aspect.RULE: _rule,
    }
)
