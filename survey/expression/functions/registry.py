"""Name, arity, parameter kinds and result of every function.

Signature letters: ``s`` text, ``n`` number, ``b`` boolean, ``N`` node-set, ``a`` any value unconverted;
``?`` optional, ``*`` any number, ``+`` at least one of the last. Results may also be ``d``, a Moment.
``needs`` names what goes before the arguments: ``c`` the Evaluation, ``n`` the context node, ``p`` its
position, ``z`` the size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Function:
    """One entry. ``most`` is None when any number of arguments is allowed; ``step`` is the size of a repeated group."""

    name: str
    params: str
    least: int
    most: int | None
    returns: str
    needs: str
    run: Callable[..., object]
    volatile: bool

    def param(self, place: int) -> str:
        """Give the kind letter of the argument at ``place``."""
        return self.params[place] if place < len(self.params) else self.params[-1]


FUNCTIONS: dict[str, Function] = {}


def function(
    name: str,
    signature: str = "",
    returns: str = "s",
    needs: str = "",
    *,
    volatile: bool = False,
) -> Callable[[F], F]:
    """Enter a function under one or more names parted by blanks."""

    def enter(run: F) -> F:
        for known in name.split():
            FUNCTIONS[known] = _entry(known, signature.split(), returns, needs, run, volatile=volatile)
        return run

    return enter


def _entry(
    name: str, signature: list[str], returns: str, needs: str, run: Callable[..., object], *, volatile: bool
) -> Function:
    params = "".join(part[0] for part in signature)
    least = sum(1 for part in signature if part[-1] not in "?*")
    endless = bool(signature) and signature[-1][-1] in "*+"
    return Function(name, params, least, None if endless else len(signature), returns, needs, run, volatile)
