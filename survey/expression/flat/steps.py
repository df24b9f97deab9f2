"""What a whole-form check consists of: steps over slots, every slot written by one step.

The order of steps does not matter: each runs when everything it reads is known. A step with a guard runs only where
the guard is true; elsewhere its slot is blank and it reports nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from survey.expression.nodes import Expr

SlotType: TypeAlias = Literal["integer", "number", "text", "any", "choice", "date", "multi", "flag"]
"""``choice`` is one chosen value, ``date`` an ISO day, ``multi`` a list of chosen values, ``flag`` a boolean, ``any``
the text of a calculation that may be a number or a text; all the rest is ``text``."""
FlatValue: TypeAlias = float | str | list[str] | None
Table: TypeAlias = Literal["answers", "previous", "year-before", "register", ""]
"""Where a slot is read from: the entry, the panel, the register, or "" for what a step works out."""
Fit: TypeAlias = frozenset[str] | Callable[[str], bool] | None
"""What a text must be: one of these, or what the test says yes to. Lists of chosen values are judged one by one."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One value of an entry; ``place`` is its number, and a blank is None.

    A ``flag`` of a table says whether the table is there; other flags are worked out. Values that are ``likely`` there
    are looked up together, as if none could be missing: twice as fast when none is.
    """

    place: int
    type: SlotType
    table: Table = ""
    key: str = ""
    fit: Fit = None
    likely: bool = False


class Resolver(Protocol):
    """Tells which slot a reference means."""

    def slot(self, path: str) -> Slot | None:
        """Return the slot of an absolute path such as ``/data/group/question``; None if it is not flat."""

    def there(self, table: Table) -> Slot | None:
        """Return the flag that guards the slots of a table; None if the table is always there."""


@dataclass(frozen=True, slots=True)
class Read:
    """Take a value from its table. Raises OddValue when it is not of the slot's type."""

    slot: Slot
    guard: Slot | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Work out a condition that guards other steps; false where its own guard is."""

    slot: Slot
    expr: str | Expr
    context: str = "/"
    guard: Slot | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """Work out a calculation: the slot takes the value, converted to its type."""

    slot: Slot
    expr: str | Expr
    context: str = "/"
    guard: Slot | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """Report ``result`` if the expression is false; ``present`` limits it to answers that are not blank."""

    result: object
    expr: str | Expr
    context: str = "/"
    when: str | Expr | None = None
    present: Slot | None = None
    guard: Slot | None = None


@dataclass(frozen=True, slots=True)
class Require:
    """Report ``result`` if the slot is blank (and the condition holds)."""

    result: object
    slot: Slot
    when: str | Expr | None = None
    context: str = "/"
    guard: Slot | None = None


@dataclass(frozen=True, slots=True)
class Emit:
    """Report the value of an expression, whatever it is; blank answers come as ''."""

    expr: str | Expr
    context: str = "/"
    guard: Slot | None = None


Step: TypeAlias = Read | Flag | Assign | Check | Require | Emit
