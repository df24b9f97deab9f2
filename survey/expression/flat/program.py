"""A whole form as one compiled function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, cast

from survey.expression.codegen.names import NAMESPACE
from survey.expression.evaluation import Evaluation
from survey.expression.flat.code import quick  # noqa: F401 - importing enters the functions that are written out
from survey.expression.flat.code.writer import Writer
from survey.expression.flat.plan.schedule import NotFlatError, scheduled
from survey.expression.flat.steps import FlatValue, Resolver, Slot, Step
from survey.expression.functions.registry import FUNCTIONS
from survey.expression.problems import ExpressionError
from survey.expression.runtime import flat
from survey.expression.runtime.moments import of_day

Found: TypeAlias = tuple[list[object], tuple[FlatValue, ...]]
"""What was reported, in no order, and the values of the slots to show."""
Run: TypeAlias = Callable[..., Found | None]
"""Called with the tables answers, previous, year_before, register (the last three may be left out); None if fine."""

ODD = (flat.OddValue, TypeError, ValueError, AttributeError, ArithmeticError, ExpressionError)
"""What a run raises for a value of another type than its slot, and for trouble only the data can show."""


class Program:
    """The compiled steps; the values of ``shown`` come with what is found.

    Raises NotFlatError if an expression cannot be flat, ExpressionError if one is refused.
    """

    def __init__(self, steps: Sequence[Step], resolver: Resolver, shown: Sequence[Slot] = ()) -> None:
        try:
            writer = Writer(resolver, scheduled(steps, resolver, shown), shown)
            self.source = writer.module()
            code = compile(self.source, "<form>", "exec")
        except (RecursionError, MemoryError, SyntaxError) as fault:
            raise NotFlatError("deep") from fault
        called = writer.generator.called
        self.is_momentary = any(name != "today" and FUNCTIONS[name].volatile for name in called & FUNCTIONS.keys())
        """Whether the moment counts, not only the day."""
        self.is_personal = "property" in called
        """Whether it asks for properties of the person or the device."""
        self._names: dict[str, object] = {**NAMESPACE, **_NAMES, **writer.generator.constants}
        exec(code, self._names)  # noqa: S102 - source comes from nodes only

    def bind(self, evaluation: Evaluation) -> Run:
        """Give the function for one batch: the clock, zone and hooks are fixed for it."""
        today = of_day(evaluation.now.astimezone(evaluation.local).date())
        make = cast("Callable[..., Run]", self._names["make"])
        return make(evaluation, today, today.days(), today.text())


_NAMES: dict[str, object] = {
    "F_DAYS": flat.DAYS,
    "F_blank": flat.blank,
    "F_day": flat.day,
    "F_days": flat.days,
    "F_equal": flat.equal,
    "F_format_day": flat.format_day,
    "F_known": flat.known,
    "F_number": flat.number,
    "F_present": flat.present,
    "F_any": flat.any_value,
    "F_same": flat.same,
    "F_signs": flat.signs,
    "F_text": flat.text,
    "F_texts": flat.texts,
    "F_utc_days": flat.utc_days,
    "F_words": flat.words,
}
