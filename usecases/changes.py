"""What a use case changed, so that every view knows whether to read again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias


class _All(Enum):
    ALL = "all"


ALL: Literal[_All.ALL] = _All.ALL  # too many to name: read everything again
Ids: TypeAlias = "frozenset[str] | Literal[_All.ALL]"
_MANY = 1000


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of changed households and entries (or ``ALL``), and whether questionnaires or rounds changed."""

    households: Ids = frozenset()
    entries: Ids = frozenset()
    forms: bool = False

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            _joined(self.households, other.households),
            _joined(self.entries, other.entries),
            self.forms or other.forms,
        )

    def __bool__(self) -> bool:
        return bool(self.households) or bool(self.entries) or self.forms


def ids(changed: Iterable[str]) -> Ids:
    """Name the changed records, or ``ALL`` when there are more than a view would look through one by one."""
    named = frozenset(changed)
    return ALL if len(named) > _MANY else named


def _joined(one: Ids, other: Ids) -> Ids:
    return ALL if one is ALL or other is ALL else one | other
