"""Which problems a person is shown when: nobody is scolded for questions not reached yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gui.views.entry.outline import is_question
from gui.views.form.marks import named
from survey.problems import Level, Place, Problem
from survey.session import Node

MISSING = "E001"  # a required question without an answer


@dataclass(frozen=True, slots=True)
class Findings:
    """``shown`` in the order of the form; ``missing`` names the unanswered required questions kept back."""

    shown: tuple[Problem, ...]
    missing: tuple[str, ...]

    @property
    def to_settle(self) -> str:
        """What keeps the entry from being complete, in words; "" when nothing does."""
        blank = [problem.place.label for problem in self.shown if problem.code == MISSING]
        errors = sum(problem.level is Level.ERROR and problem.code != MISSING for problem in self.shown)
        queries = sum(problem.level is Level.QUERY for problem in self.shown)
        parts = (
            f"必填的{named(blank)}没有填" if blank else "",
            f"{errors} 处必须改正" if errors else "",
            f"{queries} 处要写核实说明" if queries else "",
        )
        return "，".join(filter(None, parts))

    @property
    def by_path(self) -> Mapping[str, tuple[Problem, ...]]:
        """The problems of each question."""
        grouped: dict[str, list[Problem]] = {}
        for problem in self.shown:
            grouped.setdefault(problem.place.path, []).append(problem)
        return {path: tuple(problems) for path, problems in grouped.items()}


def findings(
    nodes: tuple[Node, ...],
    problems: Iterable[Problem],
    unread: Mapping[str, tuple[Problem, ...]],
    visited: frozenset[str],
    *,
    review: bool,
) -> Findings:
    """Join the session's problems with what could not be read; before a review, hold back what was not visited."""
    shown: dict[str, list[Problem]] = {}
    missing: list[str] = []
    for problem in problems:
        path = problem.place.path
        if path in unread and problem.code == MISSING:
            continue
        if problem.code == MISSING and not review and path not in visited:
            missing.append(problem.place.label)
        else:
            shown.setdefault(path, []).append(problem)
    for path, found in unread.items():
        shown.setdefault(path, [])[:0] = found
    order = [node.path for node in nodes if is_question(node)]
    paths = sorted(shown, key=lambda path: order.index(path) if path in order else len(order))
    return Findings(tuple(problem for path in paths for problem in shown[path]), tuple(missing))


def placed(problem: Problem, node: Node) -> Problem:
    """Say of a problem in typed text which question it belongs to."""
    return replace(problem, place=Place(path=node.path, label=node.label or node.key))
