"""The parsed form of an expression: frozen nodes that print back to equal text (XPath 1.0 grammar, sections 2 and 3).

Operators of one precedence level stand in one flat ``Chain``, so a sum of a thousand answers is not a thousand
levels deep and no walker needs a tall stack.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

LEVELS: dict[str, int] = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
NEGATION = 7

AXES = frozenset(
    {
        "ancestor",
        "ancestor-or-self",
        "attribute",
        "child",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "namespace",
        "parent",
        "preceding",
        "preceding-sibling",
        "self",
    },
)
NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; never negative, never infinite."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text, without its quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Negate:
    operand: Expr


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands joined by operators of one level, evaluated from the left."""

    first: Expr
    rest: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; ``at`` is its place in the text, for messages only."""

    name: str
    args: tuple[Expr, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. ``test`` is a name, ``*``, ``prefix:*`` or a node type written ``node()``."""

    axis: str
    test: str
    predicates: tuple[Expr, ...] = ()
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Path:
    """A location path; ``start`` is the expression it begins at, if it begins at one."""

    absolute: bool
    steps: tuple[Step, ...]
    start: Expr | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A primary expression with predicates: ``(a | b)[2]``."""

    base: Expr
    predicates: tuple[Expr, ...]


Expr: TypeAlias = Number | Text | Negate | Chain | Call | Path | Filter

SELF = Step("self", "node()")
PARENT = Step("parent", "node()")
ANYWHERE = Step("descendant-or-self", "node()")
