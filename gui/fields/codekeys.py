"""Choosing by typed digits: 3 picks choice 3, 0 then 4 picks 04; where 1 could become 12 it waits a moment."""

from __future__ import annotations

from collections.abc import Sequence

WAIT_MS = 700


def key_codes(values: Sequence[str]) -> tuple[str, ...]:
    """Give each choice the digits that pick it: its own code where all are short numbers, else its place."""
    if values and all(value.isascii() and value.isdecimal() and len(value) <= 2 for value in values):
        return tuple(values)
    return tuple(str(number) for number in range(1, len(values) + 1))


class CodeKeys:
    """Collects digits until they name one choice."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._codes = tuple(codes)
        self.typed = ""

    def feed(self, digit: str) -> int | None:
        """Take a digit; return the index of the choice it completes, or None while more could follow."""
        self.typed += digit
        fitting = [index for index, code in enumerate(self._codes) if code.startswith(self.typed)]
        if not fitting:
            self.typed = digit
            fitting = [index for index, code in enumerate(self._codes) if code.startswith(digit)]
        if len(fitting) == 1 and self._codes[fitting[0]] == self.typed:
            self.typed = ""
            return fitting[0]
        if not fitting and self.typed.zfill(2) not in self._codes:
            self.typed = ""
        return None

    def settle(self) -> int | None:
        """Say what the digits so far mean when no more come, and forget them."""
        typed, self.typed = self.typed, ""
        for form in (typed, typed.zfill(2)):
            if typed and form in self._codes:
                return self._codes.index(form)
        return None
