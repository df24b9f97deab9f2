"""The second back end: a whole form as one Python function over flat answers, for bulk checks.

A ``Program`` is a list of steps in the order they take effect. Running it over one entry's values gives what the steps
reported. Results equal those of the tree back end; expressions that need the tree raise ``NotFlatError`` here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeAlias, cast

from survey.expression.codegen import quick  # noqa: F401 - importing enters the functions that are written out
from survey.expression.codegen.conjunctions import conjuncts, joined
from survey.expression.codegen.flat import FlatGenerator, NotFlatError
from survey.expression.codegen.names import NAMESPACE
from survey.expression.codegen.shape import Code
from survey.expression.evaluation import Evaluation
from survey.expression.nodes import Expr
from survey.expression.runtime import flat
from survey.expression.runtime.moments import of_day
from survey.expression.syntax.parse import parse
from survey.expression.syntax.printing import to_text

__all__ = ["Assign", "Check", "Clear", "Emit", "NotFlatError", "Program", "Require", "Resolver", "Run", "Slot"]

SlotType: TypeAlias = Literal["number", "text", "any", "choice", "date", "multi"]
"""``choice`` is one chosen value, ``date`` an ISO day, ``multi`` a list of chosen values, ``any`` the text of
a calculation that may be a number or a text; all the rest is ``text``."""

FlatValue: TypeAlias = float | str | list[str] | None
Run: TypeAlias = Callable[[Sequence[FlatValue]], list[object]]

_KINDS: dict[str, str] = {"number": "M", "text": "S", "any": "A", "choice": "C", "date": "D", "multi": "L"}


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a question's answer stands in the sequence, and its type. A blank answer is None."""

    place: int
    type: SlotType


class Resolver(Protocol):
    """Tells which slot a reference means."""

    def slot(self, path: str) -> Slot | None:
        """Return the slot of an absolute path such as ``/data/group/question``; None if it is not flat."""


@dataclass(frozen=True, slots=True)
class Assign:
    """A calculation: the slot takes the value, converted to the slot's type."""

    slot: Slot
    expr: str | Expr
    context: str = "/"


@dataclass(frozen=True, slots=True)
class Clear:
    """Relevance: if the expression is false the slots become blank. ``steps`` run only if it is true."""

    slots: tuple[Slot, ...]
    unless: str | Expr
    steps: tuple[Step, ...] = ()
    context: str = "/"


@dataclass(frozen=True, slots=True)
class Check:
    """Report ``result`` if the expression is false; ``present`` limits it to answers that are not blank."""

    result: object
    expr: str | Expr
    context: str = "/"
    when: str | Expr | None = None
    present: Slot | None = None


@dataclass(frozen=True, slots=True)
class Require:
    """Report ``result`` if the slot is blank (and the condition holds)."""

    result: object
    slot: Slot
    when: str | Expr | None = None
    context: str = "/"


@dataclass(frozen=True, slots=True)
class Emit:
    """Report the value of an expression, whatever it is; blank answers come as ''."""

    expr: str | Expr
    context: str = "/"


Step: TypeAlias = Assign | Clear | Check | Require | Emit


class Program:
    """The compiled steps. ``width`` is the number of values every entry has.

    Raises NotFlatError if an expression cannot be flat, ExpressionError if one is refused.
    """

    def __init__(self, steps: Sequence[Step], resolver: Resolver, width: int) -> None:
        self._writer = _Writer(resolver, width)
        try:
            self.source = self._writer.module(steps)
        except RecursionError as fault:
            raise NotFlatError("deep") from fault
        self._names: dict[str, object] = {}

    def bind(self, evaluation: Evaluation) -> Run:
        """Give the function for one batch: the clock, zone and hooks are fixed for it."""
        if not self._names:
            self._names = {**NAMESPACE, **_FLAT_NAMES, **self._writer.generator.constants}
            exec(compile(self.source, "<form>", "exec"), self._names)  # noqa: S102 - source comes from nodes only
        today = of_day(evaluation.now.astimezone(evaluation.local).date())
        make = cast("Callable[..., Run]", self._names["make"])
        return make(evaluation, today, today.days(), today.text())


_FLAT_NAMES: dict[str, object] = {
    "F_number": flat.number,
    "F_text": flat.text,
    "F_words": flat.words,
    "F_days": flat.days,
    "F_present": flat.present,
    "F_same": flat.same,
    "F_any": flat.any_value,
    "F_day": flat.day,
    "F_utc_days": flat.utc_days,
    "F_format_day": flat.format_day,
}
_BLANK_TEST = {"M": "{} is not None", "S": "{}", "A": "{}", "C": "{}", "D": "{}", "L": "{}"}


_BLANKED = re.compile("#(v[0-9]+)#$")


def _share(need: Require, check: Check) -> bool:
    return need.when is None and check.when is None and check.present == need.slot


@dataclass(frozen=True, slots=True)
class _Guarded:
    """Checks in a row whose conditions begin alike: the beginning is tested once."""

    guard: Expr
    context: str
    checks: list[Step]


def _guarded(waiting: Sequence[Step]) -> _Guarded | None:
    """Look at the steps to come, the next one last."""
    start: tuple[Expr, str] | None = None
    found: list[Step] = []
    for step in reversed(waiting):
        parts = _conditions(step)
        if not isinstance(step, Check) or not parts or (start and (parts[0], step.context) != start):
            break
        start = (parts[0], step.context)
        found.append(replace(step, when=joined(parts[1:])))
    return _Guarded(*start, found) if start and len(found) > 1 else None


def _conditions(step: Step) -> list[Expr]:
    """Give the conjuncts of a check's condition, if nothing is tested before it."""
    if not isinstance(step, Check) or step.when is None or step.present is not None:
        return []
    return conjuncts([parse(step.when) if isinstance(step.when, str) else step.when])


class _Writer:
    """Writes the module: one function that makes the function of a batch."""

    def __init__(self, resolver: Resolver, width: int) -> None:
        self._resolver = resolver
        self._width = width
        self._used: dict[int, str] = {}
        self.generator = FlatGenerator(self._find)

    def _find(self, path: str) -> Code | None:
        slot = self._resolver.slot(path)
        return self._variable(slot) if slot is not None else None

    def _variable(self, slot: Slot) -> Code:
        kind = _KINDS[slot.type]
        self._used[slot.place] = kind
        return f"v{slot.place}", kind

    def module(self, steps: Sequence[Step]) -> str:
        body: list[str] = []
        self._steps(steps, "  ", body)
        body = [_BLANKED.sub(self._blanked, line) for line in body]
        names = [f"v{place}" if place in self._used else "_" for place in range(self._width)]
        head = [f"  {', '.join(names)}, = a"] if names else []
        head += [f"  n{name} = NAN if {name} is None else {name}" for name in sorted(self.generator.numeric)]
        lines = ["def make(c, today_moment, today_days, today_text):", " def run(a):", *head]
        return "\n".join([*self.generator.lines, *lines, "  r = []", *body, "  return r", " return run", ""])

    def _code(self, expr: str | Expr, context: str) -> Code:
        nodes = parse(expr) if isinstance(expr, str) else expr
        self.generator.place(expr if isinstance(expr, str) else to_text(expr), context)
        return self.generator.emit(nodes)

    def _truth(self, expr: str | Expr, context: str) -> str:
        return self.generator.as_boolean(*self._code(expr, context))

    def _blanked(self, found: re.Match[str]) -> str:
        """Blank the numeric twin of a variable, if anybody reads it."""
        return f"; n{found[1]} = NAN" if found[1] in self.generator.numeric else ""

    def _steps(self, steps: Sequence[Step], indent: str, out: list[str]) -> None:
        """Write steps; a requirement and the check of the same answer share one test."""
        waiting = list(reversed(steps))
        while waiting:
            guarded = _guarded(waiting)
            if guarded:
                del waiting[-len(guarded.checks) :]
                out.append(f"{indent}if {self._truth(guarded.guard, guarded.context)}:")
                self._steps(guarded.checks, indent + " ", out)
                continue
            step = waiting.pop()
            self._step(step, indent, out)
            following = waiting[-1] if waiting else None
            if isinstance(step, Require) and isinstance(following, Check) and _share(step, following):
                waiting.pop()
                self._check(following, indent + "el", out, tested=True)

    def _check(self, step: Check, lead: str, out: list[str], *, tested: bool = False) -> None:
        filled: set[str] = set()
        tests: list[str] = []
        if step.present is not None:
            name, kind = self._variable(step.present)
            filled = {name}
            tests += [] if tested else [_BLANK_TEST[kind].format(name)]
        self.generator.filled = filled
        if step.when is not None:
            tests.append(self._truth(step.when, step.context))
        tests.append(f"not {self._truth(step.expr, step.context)}")
        self.generator.filled = set()
        out.append(f"{lead}if {' and '.join(tests)}: r.append({self._result(step.result)})")

    def _step(self, step: Step, indent: str, out: list[str]) -> None:
        match step:
            case Assign():
                self._assign(step, indent, out)
            case Clear():
                self._clear(step, indent, out)
            case Check():
                self._check(step, indent, out)
            case Require():
                test = f"not ({self._filled(step.slot)})"
                if step.when is not None:
                    test += f" and {self._truth(step.when, step.context)}"
                out.append(f"{indent}if {test}: r.append({self._result(step.result)})")
            case Emit():
                out.append(f"{indent}r.append({self.generator.as_any(*self._code(step.expr, step.context))})")

    def _result(self, result: object) -> str:
        return repr(result) if isinstance(result, int | str) else self.generator.constant(result)

    def _filled(self, slot: Slot) -> str:
        name, kind = self._variable(slot)
        return _BLANK_TEST[kind].format(name)

    def _assign(self, step: Assign, indent: str, out: list[str]) -> None:
        code, kind = self._code(step.expr, step.context)
        name, wanted = self._variable(step.slot)
        if wanted == "M":
            self.generator.numeric.add(name)
            out.append(f"{indent}n{name} = {self.generator.as_number(code, kind)}")
            out.append(f"{indent}{name} = n{name} if n{name} == n{name} else None")
        elif wanted == "L":
            out.append(f"{indent}{name} = {self.generator.as_text(code, kind)}.split()")
        else:
            out.append(f"{indent}{name} = {self.generator.as_text(code, kind)}")

    def _clear(self, step: Clear, indent: str, out: list[str]) -> None:
        inner: list[str] = []
        self._steps(step.steps, indent + " ", inner)
        names = [self._variable(slot) for slot in step.slots]
        out.append(f"{indent}if {self._truth(step.unless, step.context)}:")
        out += inner or [f"{indent} pass"]
        out.append(f"{indent}else:")
        for name, kind in names:
            out.append(f"{indent} {name} = None" + (f"#{name}#" if kind == "M" else ""))
        if not names:
            out.append(f"{indent} pass")
