"""Booleans that stand as the text of a place."""

from __future__ import annotations

from typing import Self


class Flag(str):
    """The text of a place that holds a boolean: ``true`` or ``false``, and still known as what it is.

    JavaRosa gives a boolean calculation back as a boolean, whatever the bind's type: ``not(${x})``, ``${x} = 1`` and
    ``${x} + 1`` see the truth, ``concat`` and ``selected`` the text.
    """

    __slots__ = ("truth",)
    truth: bool

    def __new__(cls, truth: bool) -> Self:
        flag = super().__new__(cls, "true" if truth else "false")
        flag.truth = truth
        return flag
