"""Three-way merge of a record's fields, pure: what two people changed apart, and where they disagree.

A field counts as changed by the side whose value differs from the base's. ``None`` and an absent field are the
same: the field is blank.
"""

from __future__ import annotations

from dataclasses import dataclass

from exchange.canonical import canonical_bytes, known
from exchange.messages import Fields, Json


@dataclass(frozen=True, slots=True)
class Clash:
    """One field both sides changed, to different values."""

    field: str
    base: Json
    ours: Json
    theirs: Json


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged content and the disagreements. A disputed field keeps *our* value until a person decides."""

    fields: dict[str, Json]
    clashes: tuple[Clash, ...]


def same(one: Json, other: Json) -> bool:
    """Tell whether two values are equal as JSON: ``1`` and ``1.0`` and ``true`` are three different values."""
    if type(one) is not type(other):
        return False
    return one == other if isinstance(one, (str, int)) else canonical_bytes(one) == canonical_bytes(other)


def changed(base: Fields, now: Fields) -> dict[str, Json]:
    """Return the fields that differ from the base with their new value; None for one that was cleared."""
    names = sorted({*base, *now})
    return {name: now.get(name) for name in names if not same(base.get(name), now.get(name))}


def applied(base: Fields, changes: Fields) -> dict[str, Json]:
    """Return the base with the changes laid over it, blank fields left out."""
    return known({**base, **changes})


def merge(base: Fields, ours: Fields, theirs: Fields) -> Merged:
    """Bring two descendants of one base together."""
    mine, other = changed(base, ours), changed(base, theirs)
    clashes = tuple(
        Clash(name, base.get(name), mine[name], other[name])
        for name in mine
        if name in other and not same(mine[name], other[name])
    )
    return Merged(applied(base, {**other, **mine}), clashes)
