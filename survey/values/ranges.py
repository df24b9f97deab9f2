"""The question type ``range``: from ``start`` to ``end`` in steps, as the slider of ODK's clients would allow.

An XForm states the limits for the slider only, and no constraint: where a number is typed, the limits have to be said
and watched by whoever reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from survey.values.kinds import Parsed, fault


class Span(NamedTuple):
    """What a range offers: ``start``, then a number every ``step`` (positive) as far as ``end``, up or down."""

    start: Decimal
    end: Decimal
    step: Decimal

    def __str__(self) -> str:
        """Say it as a person reads it: ``1 到 10``, with the step where it is not 1."""
        return f"{_plain(self.start)} 到 {_plain(self.end)}" + ("" if self.step == 1 else f"，每隔 {_plain(self.step)}")

    def read(self, parsed: Parsed, raw: object) -> Parsed:
        """Refuse a number that the range does not offer. Codes: V008 outside of the limits, V009 between two steps."""
        if parsed.value is None or not isinstance(parsed.value, int | float):
            return parsed
        number = Decimal(str(parsed.value))
        if not min(self.start, self.end) <= number <= max(self.start, self.end):
            return fault("V008", raw, span=str(self))
        if (number - self.start) % self.step:
            return fault("V009", raw, start=_plain(self.start), step=_plain(self.step))
        return parsed

    def moved(self, value: float | None, steps: int) -> float:
        """Return the number so many steps towards the end (negative: the start), from the start where there is none."""
        if value is None:
            return _number(self.start)
        way = self.step if self.end >= self.start else -self.step
        number = Decimal(str(value)) + steps * way
        return _number(min(max(number, min(self.start, self.end)), max(self.start, self.end)))


def span_of(parameters: Mapping[str, str]) -> Span | None:
    """Return what a question's parameters offer; None where they say no range."""
    try:
        start, end, step = (Decimal(parameters.get(name, "1")) for name in ("start", "end", "step"))
    except InvalidOperation:
        return None
    finite = all(number.is_finite() for number in (start, end, step))
    return Span(start, end, abs(step)) if finite and step and {"start", "end"} <= set(parameters) else None


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _number(number: Decimal) -> float:
    return int(number) if number == number.to_integral_value() else float(number)
