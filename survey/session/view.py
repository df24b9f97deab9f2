"""What a screen is told: one Node per visible place, and which places changed after a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from survey.form import Choice, NodeKind, QuestionKind
from survey.problems import Problem
from survey.values import Value


def _none() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Node:
    """One place of the form as it stands now. ``path`` is like ``/data/worker[2]/name``.

    ``value`` is typed, ``text`` its canonical text; ``previous`` is last period's typed value. A repeat is one
    node of kind ``repeat`` (where instances are added; ``can_add``) followed by its instances.
    """

    path: str
    key: str
    kind: QuestionKind | NodeKind
    label: str = ""
    hint: str = ""
    relevant: bool = True
    required: bool = False
    read_only: bool = False
    value: Value | None = None
    text: str = ""
    choices: tuple[Choice, ...] = ()
    appearance: str = ""
    depth: int = 0
    problems: tuple[Problem, ...] = ()
    previous: Value | None = None
    unit: str = ""
    guidance: str = ""
    media: Mapping[str, str] = field(default_factory=_none)  # image | big-image | audio | video -> file of the form
    parameters: Mapping[str, str] = field(default_factory=_none)  # of a range: start, end, step
    can_add: bool = False
    can_remove: bool = False

    @property
    def is_question(self) -> bool:
        """Whether it holds a value (notes included), in contrast to groups and repeats."""
        return isinstance(self.kind, QuestionKind)


@dataclass(frozen=True, slots=True)
class Delta:
    """What one step changed: paths whose value, relevance, label, choices or problems differ from before.

    ``structure`` tells that repeat instances were added, removed or renumbered: read ``nodes()`` again.
    """

    changed: frozenset[str] = frozenset()
    structure: bool = False

    def __or__(self, other: Delta) -> Delta:
        return Delta(self.changed | other.changed, self.structure or other.structure)
