"""The order of the steps: each after what it reads, and all that hangs on one guard together in one block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from survey.expression.flat.plan.places import paths_in, rooted
from survey.expression.flat.steps import Assign, Check, Emit, Flag, Read, Require, Resolver, Slot, Step
from survey.expression.nodes import Expr

TOP = -1
"""The guard of what has none."""
DEEPEST = 40
"""Guards inside guards: Python reads at most 100 levels of indentation, and conditions need some."""


class NotFlatError(Exception):
    """The expression needs the tree: repeats, predicates, secondary instances, positions. Not a fault of its author."""


@dataclass(slots=True)
class Block:
    """Steps that run where ``guard`` is true."""

    guard: Slot | None
    steps: list[Step | Block] = field(default_factory=list)


def in_order(steps: Sequence[Step], resolver: Resolver) -> list[Step]:
    """Give the steps, and the reads they imply, one after the other as they take effect."""
    return list(_leaves(scheduled(steps, resolver)))


def _leaves(block: Block) -> Iterator[Step]:
    for step in block.steps:
        if isinstance(step, Block):
            yield from _leaves(step)
        else:
            yield step


def scheduled(steps: Sequence[Step], resolver: Resolver, shown: Iterable[Slot] = ()) -> Block:
    """Order the steps; a slot nobody writes is read where its table is there. Paths are absolute afterwards."""
    plain = [_rooted(step) for step in steps]
    known = {step.slot.place for step in plain if isinstance(step, Read | Flag | Assign)}
    missing = {slot.place: slot for slot in shown}
    for step in plain:
        missing |= reads_of(step, resolver)
    implied = [
        Read(slot, resolver.there(slot.table))
        for place, slot in sorted(missing.items())
        if place not in known and not _is_given(slot)
    ]
    at_once = [step for step in implied if step.guard is None]
    later = [step for step in implied if step.guard is not None]
    return _Order([*at_once, *plain, *later], resolver).block()


def reads_of(step: Step, resolver: Resolver) -> dict[int, Slot]:
    """Give every slot a step looks at, by place; its paths are absolute."""
    found = [resolver.slot(path) for expr in _expressions(step) for path in paths_in(expr)]
    found.append(step.guard)
    if isinstance(step, Require):
        found.append(step.slot)
    elif isinstance(step, Check):
        found.append(step.present)
    return {slot.place: slot for slot in found if slot is not None}


def _expressions(step: Step) -> Iterator[Expr]:
    match step:
        case Flag() | Assign() | Emit():
            yield _parsed(step.expr)
        case Check() | Require():
            if isinstance(step, Check):
                yield _parsed(step.expr)
            if step.when is not None:
                yield _parsed(step.when)


def _parsed(expr: str | Expr) -> Expr:
    return rooted(expr, "/") if isinstance(expr, str) else expr


def _is_given(slot: Slot) -> bool:
    """Say whether a slot is known from the start: whether a table is there."""
    return slot.type == "flag" and slot.table != ""


def _rooted(step: Step) -> Step:
    match step:
        case Read():
            return step
        case Require():
            return step if step.when is None else replace(step, when=rooted(step.when, step.context))
        case Check():
            when = None if step.when is None else rooted(step.when, step.context)
            return replace(step, expr=rooted(step.expr, step.context), when=when)
        case Flag() | Assign() | Emit():
            return replace(step, expr=rooted(step.expr, step.context))


class _Order:
    """Takes steps as they become ready: first those of the block at hand, then the blocks inside it."""

    def __init__(self, steps: list[Step], resolver: Resolver) -> None:
        self._steps = steps
        self._guards = {step.guard.place: step.guard for step in steps if step.guard is not None}
        self._above = {step.slot.place: _place(step.guard) for step in steps if isinstance(step, Flag)}
        writers = {
            step.slot.place: number for number, step in enumerate(steps) if isinstance(step, Read | Flag | Assign)
        }
        self._followers: dict[int, list[int]] = defaultdict(list)
        self._waiting: list[int] = []
        for number, step in enumerate(steps):
            needs = {writers[place] for place in reads_of(step, resolver) if place in writers} - {number}
            self._waiting.append(len(needs))
            for need in needs:
                self._followers[need].append(number)
        self._ready: dict[int, list[int]] = defaultdict(list)
        self._inner: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._done: set[int] = set()

    def block(self) -> Block:
        for number, count in enumerate(self._waiting):
            if not count:
                self._enter(number)
        block = Block(None, self._fill(TOP, 0))
        if len(self._done) < len(self._steps):
            raise NotFlatError("circular")
        return block

    def _enter(self, number: int) -> None:
        """Note a step as ready, in its own block and in those around it."""
        guard = _place(self._steps[number].guard)
        heappush(self._ready[guard], number)
        while guard != TOP:
            outer = self._above.get(guard, TOP)
            heappush(self._inner[outer], (number, guard))
            guard = outer

    def _fill(self, guard: int, depth: int) -> list[Step | Block]:
        if depth > DEEPEST:
            raise NotFlatError("deep")
        found: list[Step | Block] = []
        while True:
            found += self._own(self._ready[guard])
            inner = self._next_inner(guard)
            if inner is None:
                return found
            found.append(Block(self._guards[inner], self._fill(inner, depth + 1)))

    def _own(self, ready: list[int]) -> Iterator[Step]:
        while ready:
            number = heappop(ready)
            self._done.add(number)
            yield self._steps[number]
            for follower in self._followers[number]:
                self._waiting[follower] -= 1
                if not self._waiting[follower]:
                    self._enter(follower)

    def _next_inner(self, guard: int) -> int | None:
        waiting = self._inner[guard]
        while waiting:
            number, inner = heappop(waiting)
            if number not in self._done:
                return inner
        return None


def _place(slot: Slot | None) -> int:
    return TOP if slot is None else slot.place
