"""Checks that ask the same first: the common condition is asked once for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from survey.expression.flat.plan.ranges import conjuncts
from survey.expression.flat.steps import Check
from survey.expression.nodes import Expr

DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Case:
    """A check, and what is still to be asked before it."""

    check: Check
    conditions: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What is asked once, and what depends on it."""

    condition: Expr
    members: list[Case | Group]


Factored: TypeAlias = list[Case | Group]


def factored(checks: Sequence[Check]) -> Factored:
    """Group checks by the conditions they share. Every condition is free of effects, so their order is ours."""
    return _grouped([Case(check, _conditions(check)) for check in checks], DEEPEST)


def _conditions(check: Check) -> tuple[Expr, ...]:
    if check.when is None or isinstance(check.when, str):
        return ()
    return tuple(dict.fromkeys(conjuncts([check.when])))


def _grouped(cases: list[Case], depth: int) -> Factored:
    counts = Counter(condition for case in cases for condition in case.conditions)
    found: Factored = []
    groups: dict[Expr, list[Case]] = {}
    for case in cases:
        best = max(case.conditions, key=counts.__getitem__, default=None)
        if best is None or counts[best] == 1 or not depth:
            found.append(case)
            continue
        if best not in groups:
            groups[best] = []
            found.append(Group(best, []))
        groups[best].append(Case(case.check, tuple(each for each in case.conditions if each != best)))
    return [
        each if isinstance(each, Case) else Group(each.condition, _grouped(groups[each.condition], depth - 1))
        for each in found
    ]
