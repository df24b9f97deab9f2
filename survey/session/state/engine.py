"""Recomputation: a change queues the tasks that read the place; tasks run in dependency order until nothing is left.

Only what changed is evaluated. A dropped choice or a repeat count may queue earlier tasks again; that settles
because answers are only ever dropped and counts only follow calculations.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping

from survey.expression import Evaluation, to_bool, value_text
from survey.expression.runtime.values import XValue
from survey.form import Choice, Question
from survey.problems import HuceError, Problem
from survey.session.logic.program import Aspect, Program, Task
from survey.session.logic.spots import Spot
from survey.session.state.storing import stored_text
from survey.session.state.tree import FormNode, is_header, new_instance

MAX_STEPS = 2_000_000
MAX_INSTANCES = 2_000

Listing = Callable[[Question, XValue], tuple[Choice, ...]]


class Engine:
    """The live state of one filling: the tree, what waits to be evaluated, and what has changed."""

    def __init__(self, program: Program, evaluation: Evaluation, root: FormNode, listing: Listing) -> None:
        self.program = program
        self.evaluation = evaluation
        self.root = root
        self.changed: dict[int, FormNode] = {}
        self.structure = False
        self.touched_rules: dict[tuple[int, int], tuple[Task, FormNode]] = {}
        self._listing = listing
        self._heap: list[int] = []
        self._queued: dict[int, dict[int, FormNode]] = {}
        self._single: dict[int, FormNode] = {}
        self._run: Mapping[Aspect, Callable[[Task, FormNode], None]] = {
            Aspect.RELEVANT: self._relevant,
            Aspect.CALCULATE: self._calculate,
            Aspect.COUNT: self._count,
            Aspect.CHOICES: self._choices,
            Aspect.REQUIRED: self._required,
            Aspect.READ_ONLY: self._read_only,
            Aspect.CONSTRAINT: self._constraint,
            Aspect.TEXTS: self._texts,
            Aspect.RULE: self._rule,
        }
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
        if node.text == text:
            return False
        node.text = text
        self.mark(node)
        self._touch(node)
        return True

    def settle(self) -> None:
        """Evaluate until nothing waits. Raises HuceError E005 when a form never comes to rest."""
        steps = 0
        while self._heap:
            index = heapq.heappop(self._heap)
            task = self.program.tasks[index]
            run = self._run[task.aspect]
            for node in self._queued.pop(index).values():
                if not node.gone:
                    run(task, node)
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
        node, brought = new_instance(header)
        self.adopt(brought)
        self.structure = True
        for each in brought:
            self.mark(each)
        self._begin(brought)
        self.on_new_instance(node)
        self._restructured(header.spot)
        return node

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

    def _begin(self, brought: list[FormNode]) -> None:
        """A repeat inside a new instance starts with one instance of its own unless its count decides."""
        for header in [each for each in brought if is_header(each)]:
            if not getattr(header.spot.item, "count", ""):
                for _ in range(getattr(header.spot.item, "first_instances", 1)):
                    self.add_instance(header)

    # --- queueing -----------------------------------------------------------------------------------------------

    def _queue(self, task: Task, node: FormNode) -> None:
        bucket = self._queued.get(task.index)
        if bucket is None:
            bucket = self._queued[task.index] = {}
            heapq.heappush(self._heap, task.index)
        bucket[id(node)] = node

    def _touch(self, node: FormNode) -> None:
        for task, top in self.program.readers[node.spot.index]:
            for target in self.targets(task.spot, node, top):
                self._queue_fitting(task, target)

    def _queue_fitting(self, task: Task, target: FormNode) -> None:
        if task.aspect is Aspect.COUNT and not is_header(target):
            return
        self._queue(task, target)

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

    def mark(self, node: FormNode) -> None:
        """Note that what a screen shows of a node has changed."""
        self.changed[id(node)] = node

    # --- tasks --------------------------------------------------------------------------------------------------

    def evaluate(self, task: Task, node: FormNode) -> XValue:
        """Evaluate a task's expression at a node."""
        self.evaluation.node = node
        return task.run(self.evaluation)

    def _truth(self, task: Task, node: FormNode) -> bool:
        value = self.evaluate(task, node)
        if isinstance(value, list):  # JavaRosa unpacks a node-set to its value before asking whether it is true
            return bool(value) and value_text(value) not in _FALSE
        return to_bool(value)

    def _relevant(self, task: Task, node: FormNode) -> None:
        own = self._truth(task, node)
        if own != node.own:
            node.own = own
            parent = node.form_parent()
            self._flip(node, own and (parent is None or parent.relevant))

    def _flip(self, node: FormNode, relevant: bool) -> None:
        if node.relevant == relevant:
            return
        node.relevant = relevant
        self.mark(node)
        self._touch(node)
        for header in node.headers.values():
            self._flip(header, relevant and header.own)
        for child in node.form_children():
            self._flip(child, relevant and child.own)

    def _calculate(self, task: Task, node: FormNode) -> None:
        question = node.spot.question
        if question is not None:
            self.set_text(node, stored_text(self.evaluate(task, node), question))

    def _count(self, task: Task, node: FormNode) -> None:
        self.evaluation.node = node
        wanted = task.run.number(self.evaluation)
        number = int(wanted) if 0 < wanted <= MAX_INSTANCES else 0
        if wanted > MAX_INSTANCES:
            raise HuceError(Problem("E006", params={"name": node.spot.item.label or node.name}))
        parent = node.form_parent()
        while parent is not None and len(parent.instances(node.name)) > number:
            self.remove_instance(parent.instances(node.name)[-1])
        while parent is not None and len(parent.instances(node.name)) < number:
            self.add_instance(node)

    def _choices(self, task: Task, node: FormNode) -> None:
        question = node.spot.question
        if question is None:
            return
        choices = self._listing(question, self.evaluate(task, node))
        if choices != node.choices:
            node.choices = choices
            self.mark(node)
        self.drop_unoffered(node, choices)

    def drop_unoffered(self, node: FormNode, choices: tuple[Choice, ...]) -> None:
        """Empty an answer that is no longer offered; of several, keep those that are."""
        question = node.spot.question
        if not node.text or question is None:
            return
        offered = {choice.value for choice in choices}
        if question.kind.is_list:
            self.set_text(node, " ".join(value for value in node.text.split(" ") if value in offered))
        elif node.text not in offered:
            self.set_text(node, "")

    def _required(self, task: Task, node: FormNode) -> None:
        required = self._truth(task, node)
        if required != node.required:
            node.required = required
            self.mark(node)

    def _read_only(self, task: Task, node: FormNode) -> None:
        locked = self._truth(task, node)
        if locked != node.locked:
            node.locked = locked
            for each in node.walk():
                self.mark(each)

    def _constraint(self, task: Task, node: FormNode) -> None:
        broken = bool(node.text) and not self._truth(task, node)
        if broken != node.broken:
            node.broken = broken
            self.mark(node)

    def _texts(self, _task: Task, node: FormNode) -> None:
        self.mark(node)

    def _rule(self, task: Task, node: FormNode) -> None:
        if is_header(node):
            return
        self.touched_rules[task.index, id(node)] = (task, node)


_FALSE = frozenset({"", "0", "false"})


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
