"""The order in which to compute things that depend on each other, or the circle that makes it impossible."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Generic, TypeVar

from survey.problems import Level, Place, Problem

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cycle(Generic[K]):
    """Things that need each other; the first stands again at the end."""

    path: tuple[K, ...]

    def problem(self, place: Place) -> Problem:
        """Say it in words: X050 with the whole circle."""
        return Problem("X050", Level.ERROR, place, {"path": " → ".join(map(str, self.path))})


def order(needs: Mapping[K, AbstractSet[K]]) -> tuple[K, ...] | Cycle[K]:
    """Sort so that everything comes after what it needs; otherwise keep the given order.

    Needs that are not keys themselves are ignored. A thing that needs itself is a cycle, as in JavaRosa.
    """
    done: dict[K, bool] = {}
    result: list[K] = []
    for start in needs:
        if start not in done:
            circle = _visit(start, needs, done, result)
            if circle:
                return Cycle(circle)
    return tuple(result)


def _visit(start: K, needs: Mapping[K, AbstractSet[K]], done: dict[K, bool], result: list[K]) -> tuple[K, ...]:
    """Walk depth first without recursion: ten thousand questions may hang on one chain."""
    path = [start]
    waiting = [iter(_ordered(start, needs))]
    done[start] = False
    while path:
        following = next(waiting[-1], None)
        if following is None:
            done[path[-1]] = True
            result.append(path.pop())
            waiting.pop()
        elif following not in done:
            done[following] = False
            path.append(following)
            waiting.append(iter(_ordered(following, needs)))
        elif not done[following]:
            return (*path[path.index(following) :], following)
    return ()


def _ordered(key: K, needs: Mapping[K, AbstractSet[K]]) -> list[K]:
    return sorted((need for need in needs[key] if need in needs), key=str)
