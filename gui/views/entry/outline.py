"""The sections of a form with their progress: what is asked, answered, and still wrong in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gui.views.form.marks import worst
from survey.form import NodeKind, QuestionKind
from survey.problems import Level, Problem
from survey.session import Node

WHOLE = "全部问题"


@dataclass(frozen=True, slots=True)
class Section:
    """One section: ``answered`` of ``asked`` relevant questions, the worst level of its problems.

    ``open`` counts the required questions without an answer; a section is ``done`` when none is open and nothing wrong.
    """

    path: str
    title: str
    asked: int
    answered: int
    level: Level | None
    open: int = 0

    @property
    def done(self) -> bool:
        """Whether nothing has to be done here any more."""
        return not self.open and self.answered > 0 and self.level in (None, Level.HINT)


def sections(nodes: tuple[Node, ...], problems: Mapping[str, tuple[Problem, ...]]) -> tuple[Section, ...]:
    """Return the outermost labelled groups in order; questions outside of any stand under one title."""
    titled = [node for node in nodes if node.kind is NodeKind.GROUP and node.label]
    outer = [node for node in titled if not any(_inside(node.path, other.path) for other in titled)]
    result = [
        _section(group.path, group.label, [node for node in nodes if _inside(node.path, group.path)], problems)
        for group in outer
    ]
    rest = [node for node in nodes if not any(_inside(node.path, group.path) for group in outer)]
    loose = _section("", WHOLE, rest, problems)
    return (loose, *result) if loose.asked else tuple(result)


def is_question(node: Node) -> bool:
    """Whether a person can answer it."""
    if isinstance(node.kind, NodeKind):
        return False
    return node.kind.is_asked and node.kind is not QuestionKind.NOTE and not node.read_only


def _section(path: str, title: str, nodes: list[Node], problems: Mapping[str, tuple[Problem, ...]]) -> Section:
    questions = [node for node in nodes if is_question(node)]
    first = path or (questions[0].path if questions else "")
    found = tuple(problem for node in nodes for problem in problems.get(node.path, ()))
    answered = sum(node.value is not None for node in questions)
    still = sum(node.required and node.value is None for node in questions)
    return Section(first, title, len(questions), answered, worst(found), still)


def _inside(path: str, group: str) -> bool:
    return path.startswith((f"{group}/", f"{group}["))
