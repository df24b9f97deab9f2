"""The generator for flat answers: every path is a local variable of known type, so most conversions vanish.

Kinds beside those of the tree: ``M`` number or None, ``S`` text or None, ``A`` the text of a calculation that may have
been a number, or None, ``C`` one choice or None, ``D`` ISO date or None, ``L`` list of choices or None, ``w`` today,
``K`` the literal of a day. A blank answer is None, and means what a blank node means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType

from survey.expression.codegen.junctions import JunctionsMixin, is_finite, short
from survey.expression.codegen.paths import route
from survey.expression.codegen.shape import Code
from survey.expression.nodes import Call, Expr, Filter, Path
from survey.expression.runtime.flat import days_of_text

Quick = Callable[["FlatGenerator", Call], Code | None]
Find = Callable[[str], Code | None]
"""Gives the variable and kind of an absolute path, None if it is not among the flat answers."""

NULLABLE = "MSACDL"
LOWEST = "(-1e+18)"
"""No answer is below it: ``x >= -1000000000000000000`` only asks whether x is a number at all."""
LONGEST = 40
"""Operands of one chain, and nesting, before code is moved out: Python reads at most 200 nested brackets."""
_VARIABLES = re.compile(r"\b(?:n?v[0-9]+|today_[a-z]+)\b")
_READ_THEIR_NODE = frozenset({"string", "number", "string-length", "normalize-space", "name", "local-name"})
_TREE_ONLY = frozenset({"once", "indexed-repeat", "position", "last", "lang", "instance", "jr:choice-name", "jr:itext"})
_TAKES_NUMBERS = frozenset({"max", "min", "int", "number", "abs"})


class NotFlatError(Exception):
    """The expression needs the tree: repeats, predicates, secondary instances, positions. Not a fault of its author."""


class FlatGenerator(JunctionsMixin):
    """Writes expressions over local variables. ``context`` is the path at which the current expression stands."""

    hoist_at = LONGEST
    own_names = MappingProxyType({"c": "c", "n": "None"})

    def __init__(self, find: Find) -> None:
        super().__init__()
        self._find = find
        self.context: tuple[str, ...] = ()
        self.numeric: set[str] = set()
        self.filled: set[str] = set()

    def place(self, text: str, context: str) -> None:
        """Say which expression comes next, for messages, and where it stands."""
        self.text = text
        self.context = tuple(part for part in context.split("/") if part)

    # --- paths and calls ------------------------------------------------------------------------------------------

    def scoped(self, expr: Expr) -> Code:  # noqa: ARG002 - local variables cannot be reached from another function
        raise NotFlatError(self.text)

    def filter(self, expr: Filter) -> str:  # noqa: ARG002 - a predicate needs nodes
        raise NotFlatError(self.text)

    def emit(self, expr: Expr) -> Code:
        if self._depth < self.hoist_at:
            return super().emit(expr)
        depth, self._depth = self._depth, 0
        code, kind = super().emit(expr)
        self._depth = depth
        return self._outlined(code), kind

    def _split(self, code: str, number: int) -> str:
        return self._outlined(code) if number % LONGEST == LONGEST - 1 else code

    def _outlined(self, code: str) -> str:
        """Move deep code to a function of its own that is given the variables it reads."""
        name, reads = self.fresh("q"), ", ".join(["c", *sorted(set(_VARIABLES.findall(code)))])
        self.lines.append(f"def {name}({reads}):\n return {code}")
        return f"{name}({reads})"

    def _emit(self, expr: Expr) -> Code:
        return self._variable(expr) if isinstance(expr, Path) else super()._emit(expr)

    def _variable(self, path: Path) -> Code:
        from_current = isinstance(path.start, Call) and path.start.name == "current"
        plain = route(path) if path.start is None or from_current else None
        if plain is None:
            raise NotFlatError(self.text)
        absolute, up, names = plain
        base = () if absolute else self.context[: len(self.context) - up]
        found = self._find("/" + "/".join((*base, *names)))
        if found is None:
            raise NotFlatError(self.text)
        return found

    def nodes(self, expr: Expr, name: str, at: int) -> str:
        raise NotFlatError(f"{self.text} {name} {at} {expr}")

    def call(self, call: Call) -> Code:
        if call.name in _TREE_ONLY:
            raise NotFlatError(self.text)
        if call.name == "today" and not call.args:
            return "today_moment", "w"
        quick = QUICK.get((call.name, len(call.args)))
        written = quick(self, call) if quick else None
        if written is not None:
            return written
        if not call.args and call.name in _READ_THEIR_NODE:
            raise NotFlatError(self.text)
        return super().call(call)

    def _argument_any(self, call: Call, arg: Expr) -> str:
        code, kind = self.emit(arg)
        if call.name in ("max", "min") and kind in NULLABLE:
            return code if kind == "M" else f"({self.as_text(code, kind)} or None)"
        return self.as_number(code, kind) if call.name in _TAKES_NUMBERS and kind in "nM" else self.as_any(code, kind)

    def _if(self, condition: Expr, then: Expr, otherwise: Expr) -> Code:
        first, second, kind = self._joined(self.emit(then), self.emit(otherwise))
        return f"({first} if {self.boolean(condition)} else {second})", kind

    def _coalesce(self, wanted: Expr, otherwise: Expr) -> Code:
        code, kind = self.emit(wanted)
        default = self.emit(otherwise)
        if kind == "M" and default[1] == "n" and code.isidentifier():
            return f"({code} if {code} is not None else {default[0]})", "n"
        first, second, kind = self._joined((code, kind), default)
        held = self.fresh("t")
        return f"({held} if F_present({held} := {first}) else {second})", kind

    def _joined(self, first: Code, second: Code) -> tuple[str, str, str]:
        """Bring two branches to one kind."""
        kinds = {first[1], second[1]}
        if kinds <= {"n", "M"}:
            return first[0], second[0], "M" if "M" in kinds else "n"
        if len(kinds) == 1 and first[1] in "bswSCDLK":
            return first[0], second[0], first[1]
        if kinds <= set("sSCDL"):
            return self.as_text(*first), self.as_text(*second), "s"
        return self.as_any(*first), self.as_any(*second), "a"

    # --- conversions ------------------------------------------------------------------------------------------------

    def as_number(self, code: str, kind: str) -> str:
        if kind == "M":
            if code in self.filled:
                return code
            if code.isidentifier():
                self.numeric.add(code)
                return "n" + code
            return f"F_number({code})"
        if kind == "D":
            return f"F_days({code})"
        if kind in "wK":
            return "today_days" if kind == "w" else repr(days_of_text(code[1:-1]))
        return super().as_number(self.as_text(code, kind), "s") if kind in NULLABLE else super().as_number(code, kind)

    def as_boolean(self, code: str, kind: str) -> str:
        if kind == "M":
            return super().as_boolean(self.as_number(code, kind), "n")
        if kind == "A":  # whether 0 is a number, and so false, is not known
            raise NotFlatError(self.text)
        return f"bool({code})" if kind in NULLABLE else super().as_boolean(code, kind)

    def as_text(self, code: str, kind: str) -> str:
        if kind == "M":
            return f"F_text({code})"
        if kind == "L":
            return f"F_words({code})"
        if code in self.filled:
            return code
        if kind == "w":
            return "today_text"
        if kind == "K":
            return code
        return f"({code} or '')" if kind in NULLABLE else super().as_text(code, kind)

    def as_any(self, code: str, kind: str) -> str:
        if kind == "K":
            return f"f_date(c, {code})"
        if kind == "M":
            return code if code in self.filled else f"F_any({code})"
        return self.as_text(code, kind) if kind in NULLABLE else code

    # --- operators --------------------------------------------------------------------------------------------------

    def operate(self, operator: str, left: Code, right: Code) -> str:
        if operator == "-" and left[1] in "MDwK" and right[1] in "MDwK":
            return f"({self.as_number(*left)} - {self.as_number(*right)})"
        if operator == "div" and _is_number(right[0]):
            return f"({self.as_number(*left)} / {short(right[0])})"
        if operator in "+*" or (operator == "-" and {left[1], right[1]} & set("nbM")):
            return f"({short(self.as_number(*left))} {operator} {short(self.as_number(*right))})"
        return super().operate(operator, left, right)

    def compare(self, operator: str, left: Code, right: Code) -> str:
        kinds = left[1] + right[1]
        if operator in ("=", "!="):
            return self.equality(operator, left, right, kinds)
        if operator == ">=" and right[0] == LOWEST and left[0].isidentifier() and left[1] == "M":
            return f"({left[0]} is not None)"
        if set(kinds) <= set("nMb"):
            return f"({short(self.as_number(*left))} {operator} {short(self.as_number(*right))})"
        first, second = _as_day(left), _as_day(right)
        if first and second:
            return f"({first} {operator} {second})"
        return super().compare(operator, left, right)

    def equality(self, operator: str, left: Code, right: Code, kinds: str) -> str:
        if "b" in kinds:
            return super().equality(operator, left, right, kinds)
        sign, negation = ("==", "") if operator == "=" else ("!=", "not ")
        if kinds == "MM":
            return f"({left[0]} {sign} {right[0]})"
        if kinds in ("nM", "Mn", "nn"):
            return f"({negation}{_close(self.as_number(*left), self.as_number(*right))})"
        if set(kinds) <= set("DwK") and kinds != "DD":
            return f"({self.as_number(*left)} {sign} {self.as_number(*right)})"
        if set(kinds) <= set(NULLABLE + "s"):
            return self._texts_equal(sign, left, right)
        return super().equality(operator, left, right, kinds)

    def _texts_equal(self, sign: str, left: Code, right: Code) -> str:
        """Compare texts; None stands for '' and needs no conversion unless the other side may be '' itself."""
        if is_filled_literal(right) and left[1] in "SCD":
            return f"({left[0]} {sign} {right[0]})"
        if right == ("''", "s") and left[1] in NULLABLE:
            if left[1] == "M":
                return f"({left[0]} is {'' if sign == '==' else 'not '}None)"
            return f"(not {left[0]})" if sign == "==" else f"(not (not {left[0]}))"
        if "M" in left[1] + right[1]:
            number, text = (left, right) if left[1] == "M" else (right, left)
            return f"({'' if sign == '==' else 'not '}F_same({number[0]}, {self.as_text(*text)}, c))"
        return f"({self.as_text(*left)} {sign} {self.as_text(*right)})"


def _is_number(code: str) -> bool:
    return code.replace(".", "", 1).isdigit() and float(code) != 0


def is_filled_literal(code: Code) -> bool:
    return code[1] == "s" and code[0][:1] in "'\"" and code[0] not in ("''", '""')


def _as_day(code: Code) -> str:
    """Give source of a day number for dates, today and literal ISO dates; '' for anything else."""
    if code[1] == "D":
        return f"F_days({code[0]})"
    if code[1] == "w":
        return "today_days"
    if code[1] == "K" or is_filled_literal(code):
        days = days_of_text(code[0][1:-1])
        return repr(days) if days is not None else ""
    return ""


def _close(left: str, right: str) -> str:
    if is_finite(right):
        near = f"-1e-12 < {left} - {right} < 1e-12"
        return f"({left} == {right} or {near})" if left.isidentifier() else f"({near})"
    if left.isidentifier() or is_finite(left):
        return f"({left} == {right} or -1e-12 < {left} - {right} < 1e-12)"
    return f"M_numbers_equal({left}, {right})"


QUICK: dict[tuple[str, int], Quick] = {}
"""Functions worth writing out, by name and number of arguments; ``quick`` fills it."""
