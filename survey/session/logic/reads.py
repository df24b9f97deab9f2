"""Which places of the form an expression looks at, found by walking its nodes once at load.

A read names the generic path (no instance numbers) and the highest place the path climbs to: a path that stays
inside one repeat instance ties only that instance together, which keeps one answer's recomputation small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from survey.expression.depth import operands_of, parts_of
from survey.expression.nodes import Call, Chain, Expr, Filter, Negate, Path, Step, Text

Place = tuple[str, ...]
_NAMED = MappingProxyType({"child": 0, "preceding-sibling": 1, "following-sibling": 1})
"""Axes along which a name leads to one place, and how far up they begin."""


@dataclass(frozen=True, slots=True)
class Read:
    """One place looked at. ``top`` is the depth the path climbs to; ``below`` means everything under it as well."""

    path: Place
    top: int
    below: bool = False


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a partial path stands while it is followed. ``path`` is None outside the primary instance."""

    path: Place | None
    top: int
    below: bool = False


class ReadFinder:
    """Finds the reads of expressions of one form; ``repeats`` are the generic paths of its repeats."""

    def __init__(self, repeats: frozenset[Place]) -> None:
        self._repeats = repeats

    def find(self, expr: Expr, context: Place) -> frozenset[Read]:
        """Return every read of an expression that stands at ``context``."""
        here = _Spot(context, len(context))
        return frozenset(self._visit(expr, here, here))

    def inside(self, read: Read, *names: str) -> Iterator[Read]:
        """What choices out of a repeat show of each instance: its value and its label."""
        if read.path in self._repeats:
            for name in names:
                path = (*read.path, *name.removeprefix("./").split("/"))
                yield Read(path, min(read.top, len(read.path)))

    def _visit(self, expr: Expr, here: _Spot, origin: _Spot) -> Iterator[Read]:
        if isinstance(expr, Path | Filter):
            _, reads = self._follow(expr, here, origin)
            yield from reads
        elif isinstance(expr, Chain):
            for operand in (expr.first, *(operand for _, operand in expr.rest)):
                yield from self._visit(operand, here, origin)
        elif isinstance(expr, Negate):
            yield from self._visit(expr.operand, here, origin)
        elif isinstance(expr, Call):
            yield from self._call(expr, here, origin)

    def _call(self, call: Call, here: _Spot, origin: _Spot) -> Iterator[Read]:
        if call.name == "current":
            yield from _read(origin)
        for index, argument in enumerate(call.args):
            if call.name == "indexed-repeat":
                yield from (replace(read, top=0) for read in self._visit(argument, here, origin))
            elif call.name == "jr:choice-name" and index == 1 and isinstance(argument, Text):
                yield from _read(_Spot(_place(argument.value), 0))
            else:
                yield from self._visit(argument, here, origin)

    def _follow(self, expr: Path | Filter, here: _Spot, origin: _Spot) -> tuple[_Spot, list[Read]]:
        reads: list[Read] = []
        spot = self._start(expr, here, origin, reads)
        if isinstance(expr, Filter):
            reads += self._predicates(expr.predicates, spot, origin)
            return spot, reads + list(_read(spot))
        is_bound = expr.absolute and not any(step.predicates for step in expr.steps)
        for step in expr.steps:
            spot = _step(spot, step)
            reads += self._predicates(step.predicates, spot, origin)
        if is_bound and spot.path is not None and origin.path is not None:
            spot = replace(spot, top=self._bound_top(spot.path, origin.path))
        return spot, reads + list(_read(spot))

    def _start(self, expr: Path | Filter, here: _Spot, origin: _Spot, reads: list[Read]) -> _Spot:
        if isinstance(expr, Path) and expr.absolute:
            return _Spot((), 0)
        start = expr.start if isinstance(expr, Path) else expr.base
        if start is None:
            return here
        if isinstance(start, Call) and start.name == "current":
            return origin
        if isinstance(start, Path | Filter):
            spot, found = self._follow(start, here, origin)
            reads += found
            return spot
        reads += self._visit(start, here, origin)
        return _Spot(None, 0)

    def _predicates(self, predicates: tuple[Expr, ...], spot: _Spot, origin: _Spot) -> Iterator[Read]:
        for predicate in predicates:
            yield from self._visit(predicate, spot, origin)

    def _bound_top(self, path: Place, origin: Place) -> int:
        """Depth of the innermost repeat both places share: an absolute path stays inside that instance."""
        shared = 0
        for depth in range(1, min(len(path), len(origin)) + 1):
            if path[:depth] != origin[:depth]:
                break
            if path[:depth] in self._repeats and depth < len(path):
                shared = depth
        return shared


@lru_cache(maxsize=1024)
def asks_its_place(expr: Expr) -> bool:
    """Whether an expression asks for the place of its own node: ``position()`` outside predicates."""
    is_asked = isinstance(expr, Call) and expr.name == "position" and not expr.args
    return is_asked or any(asks_its_place(each) for each in operands_of(expr))


@lru_cache(maxsize=1024)
def keeps_its_value(expr: Expr) -> bool:
    """Whether an expression gives its place's own value back once there is one: ``once(…)``."""
    return (isinstance(expr, Call) and expr.name == "once") or any(keeps_its_value(each) for each in parts_of(expr))


def _step(spot: _Spot, step: Step) -> _Spot:
    if spot.path is None or step.axis == "self":
        return spot
    if step.axis == "parent":
        up = spot.path[:-1]
        return _Spot(up, min(spot.top, len(up)), spot.below)
    if step.test not in {"*", "node()"} and not spot.below and step.axis in _NAMED:
        above = spot.path[: len(spot.path) - _NAMED[step.axis]]
        return _Spot((*above, step.test.rpartition(":")[2]), min(spot.top, len(above)))
    if step.axis in {"child", "descendant", "descendant-or-self", "attribute"}:
        return replace(spot, below=True)
    return _Spot(spot.path[:1], 0, below=True)


def _read(spot: _Spot) -> Iterator[Read]:
    if spot.path:
        yield Read(spot.path, min(spot.top, len(spot.path)), spot.below)


def _place(text: str) -> Place:
    return tuple(part for part in text.strip().split("/") if part)
