"""Numbers and booleans that stand as the text of a place."""

from __future__ import annotations

from typing import Self

NOISE = 1e-12
"""Below it JavaRosa takes a number for zero."""


class Typed(str):
    """The text of a place whose value is no text.

    JavaRosa gives the value back as what it is, whatever the bind's type: ``not(${x})``, ``${x} = 1`` and ``${x} + 1``
    see the number or the truth, ``concat`` and ``selected`` the text.
    """

    __slots__ = ("number", "truth")
    number: float
    truth: bool


class Flag(Typed):
    """A boolean: ``true`` or ``false``."""

    __slots__ = ()

    def __new__(cls, truth: bool) -> Self:
        flag = super().__new__(cls, "true" if truth else "false")
        flag.truth = truth
        flag.number = float(truth)
        return flag


class Quantity(Typed):
    """A number, written as ``text``; zero is false."""

    __slots__ = ()

    def __new__(cls, number: float, text: str) -> Self:
        quantity = super().__new__(cls, text)
        quantity.number = float(number)
        quantity.truth = abs(number) > NOISE
        return quantity
