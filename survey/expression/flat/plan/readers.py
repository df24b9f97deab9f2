"""Who reads a slot, and so where it must be blank because its block did not run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from survey.expression.flat.plan.schedule import TOP, Block, reads_of
from survey.expression.flat.steps import Assign, Read, Resolver, Slot

Guards = frozenset[int]


class Readers:
    """Finds for every slot the guards that stand around all its readers."""

    def __init__(self, top: Block, resolver: Resolver, shown: Sequence[Slot]) -> None:
        self._resolver = resolver
        self._around: dict[int, Guards] = {slot.place: frozenset() for slot in shown}
        self._opened: Counter[int] = Counter()
        self._collect(top, frozenset())

    def blanked(self, block: Block) -> list[Slot]:
        """Give the slots written in a block that somebody reads where its guard is false."""
        guard = TOP if block.guard is None else block.guard.place
        return [slot for slot in _written(block) if guard not in self._around.get(slot.place, frozenset({guard}))]

    def opens_once(self, flag: Slot) -> bool:
        """Whether only one block hangs on a flag, which may as well ask the condition itself."""
        return self._opened[flag.place] == 1

    def _collect(self, block: Block, guards: Guards) -> None:
        inside = guards if block.guard is None else guards | {block.guard.place}
        for step in block.steps:
            if isinstance(step, Block):
                self._opened[TOP if step.guard is None else step.guard.place] += 1
                self._collect(step, inside)
                continue
            for place in reads_of(step, self._resolver):
                self._around[place] = self._around.get(place, inside) & inside


def _written(block: Block) -> Iterator[Slot]:
    for step in block.steps:
        if isinstance(step, Block):
            yield from _written(step)
        elif isinstance(step, Read | Assign):
            yield step.slot
