"""Recomputation: a change queues the tasks that read the place; tasks run in dependency order until nothing is left.

Only what changed is evaluated. A dropped choice or a repeat count may queue earlier tasks again; that settles
because answers are only ever dropped and counts only ever add.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator

from survey.expression import Evaluation, ExpressionError
from survey.expression.runtime.values import XValue
from survey.form import Choice, Question
from survey.problems import HuceError, Problem
from survey.session.logic.program import Aspect, Program, Task
from survey.session.logic.reads import asks_its_place
from survey.session.logic.spots import Spot
from survey.session.state.load import written_instance
from survey.session.state.storing import typed_text
from survey.session.state.tasks import MAX_INSTANCES, RUN
from survey.session.state.tree import FormNode, is_header, new_instance, place_of

MAX_STEPS = 2_000_000

Listing = Callable[[Question, XValue], tuple[Choice, ...]]


class Engine:
    """The live state of one filling: the tree, what waits to be evaluated, and what has changed."""

    def __init__(self, program: Program, evaluation: Evaluation, root: FormNode, listing: Listing) -> None:
        self.program = program
        self.evaluation = evaluation
        self.root = root
        self.changed: dict[int, FormNode] = {}
        self.structure = False
        self.defaulting = False  # while dynamic defaults are set one by one
        self.opening = False  # until defaults are set no counted instances are made and no choices are dropped
        self.failures: dict[tuple[int, int], tuple[FormNode, Problem]] = {}
        self.touched_rules: dict[tuple[int, int], tuple[Task, FormNode]] = {}
        self.listing = listing
        self._heap: list[int] = []
        self._queued: dict[int, dict[int, FormNode]] = {}
        self._single: dict[int, FormNode] = {}
        self.on_new_instance: Callable[[FormNode], None] = lambda _node: None

    # --- what the session calls ---------------------------------------------------------------------------------

    def adopt(self, nodes: Iterable[FormNode]) -> None:
        """Take new nodes into account: everything about them has to be worked out."""
        for node in nodes:
            if not node.spot.repeats:
                self._single[node.spot.index] = node
            for task in self.program.of_spot[node.spot.index]:
                if (task.aspect is Aspect.COUNT) == is_header(node) or task.aspect is Aspect.RELEVANT:
                    self._queue(task, node)

    def set_text(self, node: FormNode, text: str) -> bool:
        """Give a node its value and queue everything that reads it. Tells whether it changed."""
        text = typed_text(text, node.spot.question)
        if node.text == text and type(node.text) is type(text):  # 'true' a person wrote is no boolean
            return False
        node.text = text
        self.mark(node)
        self.touch(node)
        return True

    def settle(self) -> None:
        """Evaluate until nothing waits. Raises HuceError E005 when a form never comes to rest."""
        steps = 0
        while self._heap:
            index = heapq.heappop(self._heap)
            task = self.program.tasks[index]
            run = RUN[task.aspect]
            for node in self._queued.pop(index).values():
                if not node.gone:
                    run(self, task, node)
                    steps += 1
            if steps > MAX_STEPS:
                raise HuceError(Problem("E005", params={"name": task.spot.item.name}))

    def recompute(self) -> None:
        """Queue every task of every node and settle: the result must equal what steps have led to."""
        self.adopt(self.root.walk())
        self.settle()

    def add_instance(self, header: FormNode) -> FormNode:
        """Append a repeat instance with everything it brings; its new-repeat actions fire before recomputation."""
        parent = header.form_parent()
        if parent is not None and len(parent.instances(header.name)) >= MAX_INSTANCES:
            raise HuceError(Problem("E006", params={"name": header.spot.item.label or header.name}))
        brought = written_instance(header) if header.written else new_instance(header)
        self.adopt(brought)
        self.structure = True
        for each in brought:
            self.mark(each)
        self.on_new_instance(brought[0])
        self._restructured(header.spot)
        return brought[0]

    def remove_instance(self, node: FormNode) -> None:
        """Take a repeat instance out; those after it are renumbered."""
        parent = node.form_parent()
        if parent is None:
            raise ValueError(node)
        followers = parent.instances(node.name)
        for each in followers[followers.index(node) :]:
            for below in each.walk():
                self.mark(below)
        for below in node.walk():
            below.gone = True
        self.structure = True
        parent.remove(node)
        self._restructured(node.spot)

    def leave(self) -> None:
        """Take the tree and the engine apart."""
        for node in [*self.root.walk()]:
            node.cut()
        vars(self).clear()

    # --- queueing -----------------------------------------------------------------------------------------------

    def _queue(self, task: Task, node: FormNode) -> None:
        bucket = self._queued.get(task.index)
        if bucket is None:
            bucket = self._queued[task.index] = {}
            heapq.heappush(self._heap, task.index)
        bucket[id(node)] = node

    def touch(self, node: FormNode) -> None:
        """Queue every task that reads a node."""
        for task, top in self.program.readers[node.spot.index]:
            for target in self.targets(task.spot, node, top):
                self._queue_fitting(task, target)

    def _queue_fitting(self, task: Task, target: FormNode) -> None:
        if task.aspect is Aspect.COUNT and not is_header(target):
            return
        self._queue(task, target)

    def count(self, header: FormNode) -> None:
        """Queue what makes the instances of a repeat: a hidden one has waited for that."""
        for task in self.program.of_spot[header.spot.index]:
            if task.aspect is Aspect.COUNT:
                self._queue(task, header)

    def targets(self, spot: Spot, node: FormNode, top: int) -> Iterable[FormNode]:
        """Every concrete node of a place under the node's ancestor at a depth (1 is the root)."""
        if not spot.repeats:
            single = self._single.get(spot.index)
            return () if single is None else (single,)
        anchor = node.above(top)
        return _expand(anchor, spot)

    def _restructured(self, spot: Spot) -> None:
        """Everything that reads the repeat or anything inside it may see another set of instances."""
        depth = len(spot.path)
        for each in self.program.spots[spot.index :]:
            if each.path[:depth] != spot.path:
                break
            for task, _ in self.program.readers[each.index]:
                for target in self.targets(task.spot, self.root, 1):
                    self._queue_fitting(task, target)
        for task in self.program.of_spot[spot.index]:
            if asks_its_place(task.run.expr):
                for target in self.targets(spot, self.root, 1):
                    self._queue_fitting(task, target)

    def mark(self, node: FormNode) -> None:
        """Note that what a screen shows of a node has changed."""
        self.changed[id(node)] = node

    def stand(self, node: FormNode) -> None:
        """Make a node the one that expressions are evaluated at."""
        self.evaluation.node = node
        self.evaluation.position = place_of(node) if node.spot.is_repeat else 1

    def value(self, task: Task, node: FormNode) -> XValue:
        """Evaluate a task's expression at a node; a blank, and a problem kept, for what the data make impossible."""
        self.stand(node)
        key = (task.index, id(node))
        try:
            value = task.run(self.evaluation)
        except ExpressionError as trouble:
            self.failures[key] = (node, trouble.problem)
            self.mark(node)
            return ""
        if key in self.failures:
            del self.failures[key]
            self.mark(node)
        return value


def _expand(anchor: FormNode, spot: Spot) -> Iterator[FormNode]:
    """Every node of a place below an ancestor; for a repeat its headers too."""
    nodes = [anchor]
    path = spot.path[len(anchor.spot.path) :]
    if not path:
        yield anchor
        return
    for name in path[:-1]:
        nodes = [child for node in nodes for child in node.instances(name)]
    for node in nodes:
        header = node.headers.get(path[-1])
        if header is not None:
            yield header
        yield from node.instances(path[-1])
