"""What an expression is evaluated in: its node, the trees it may look at, the clock, the engine's hooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from random import Random
from types import MappingProxyType

from survey.expression.tree import InstanceNode

NO_INSTANCES: Mapping[str, InstanceNode] = MappingProxyType({})
NO_PROPERTIES: Mapping[str, str] = MappingProxyType({})


def _no_label(_node: InstanceNode | None, value: str) -> str:
    return value


def _no_text(name: str) -> str:
    return f"[{name}]"


def _no_row(_table: str, _wanted: str, _key: str, _value: str) -> str:
    return ""


@dataclass(slots=True)
class Evaluation:
    """The surroundings of one evaluation. Reuse one object and move ``node`` for speed.

    ``root`` is the document node of the primary instance (see ``tree.document``): ``/data`` is its child.
    ``instances`` maps an id to the document node or root element of a secondary instance.
    ``now`` must be aware; ``zone`` is the zone of dates without an offset (by default that of ``now``).
    ``choice_label(node, value)`` answers ``jr:choice-name``; ``itext(id)`` answers ``jr:itext``;
    ``pulldata(table, wanted column, key column, key)`` answers ``pulldata`` when no instance has that name.
    """

    node: InstanceNode
    root: InstanceNode
    now: datetime
    zone: tzinfo | None = None
    instances: Mapping[str, InstanceNode] = field(default_factory=lambda: NO_INSTANCES)
    position: int = 1
    size: int = 1
    properties: Mapping[str, str] = field(default_factory=lambda: NO_PROPERTIES)
    version: str = ""
    languages: tuple[str, ...] = ("en",)
    choice_label: Callable[[InstanceNode | None, str], str] = _no_label
    itext: Callable[[str], str] = _no_text
    pulldata: Callable[[str, str, str, str], str] = _no_row
    random: Random = field(default_factory=Random)

    def __post_init__(self) -> None:
        if self.zone is None:
            self.zone = self.now.tzinfo or UTC

    @property
    def local(self) -> tzinfo:
        """The zone, never None."""
        return self.zone or UTC
