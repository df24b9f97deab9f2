"""Values of expressions over local variables of known type, so that most conversions vanish.

Kinds beside those of the tree: ``M`` number or None, ``S`` text or None, ``A`` the text of a calculation that may have
been a number, or None, ``C`` one choice or None, ``D`` ISO date or None, ``L`` list of choices or None, ``w`` today,
``K`` the literal of a day. A blank answer is None, and means what a blank node means.

``filled`` names the variables known not to be None where the code will stand. Inside a comparison ``needed`` collects
those that must not be: the comparison tests them itself, and no NaN is made for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import MappingProxyType

from survey.expression.codegen.expressions import Generator
from survey.expression.codegen.shape import Code
from survey.expression.flat.code.numbers import LARGEST, NumbersMixin
from survey.expression.flat.code.signs import Numeral, numeral_of, signs_of
from survey.expression.flat.plan.schedule import NotFlatError
from survey.expression.flat.steps import Slot
from survey.expression.nodes import Call, Chain, Expr, Filter, Number, Path
from survey.expression.runtime.flat import days_of_text

Quick = Callable[["FlatGenerator", Call], Code | None]
Find = Callable[[str], Slot | None]

KINDS = MappingProxyType(
    {"integer": "M", "number": "M", "text": "S", "any": "A", "choice": "C", "date": "D", "multi": "L", "flag": "b"}
)
NULLABLE = "MSACDL"
TABLES = MappingProxyType({"answers": "answers", "previous": "previous", "year-before": "year_before"})
LONGEST = 40
"""Operands of one chain, and nesting, before code is moved out: Python reads at most 200 nested brackets."""
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_VARIABLES = re.compile(r"\b(?:[vdfht][0-9]+|today_[a-z]+|previous|year_before|register)\b")
_TREE_ONLY = frozenset({"once", "indexed-repeat", "position", "last", "lang", "instance", "jr:choice-name", "jr:itext"})
_TAKES_NUMBERS = frozenset({"max", "min", "int", "number", "abs"})
_KEEPS_NAN = frozenset({"int", "number", "abs", "round", "floor", "ceiling"})
_OF_THE_DAY = frozenset({"decimal-date-time", "format-date", "format-date-time", "date"})


class FlatGenerator(NumbersMixin, Generator):
    """Writes expressions.

    ``batch`` holds code that runs once for many entries, with the name of its value; ``whole`` the places of
    calculations that turned out to give whole numbers only, ``called`` the functions that are called.
    """

    hoist_at = LONGEST
    own_names = MappingProxyType({"c": "c", "n": "None"})

    def __init__(self, find: Find) -> None:
        super().__init__()
        self.find = find
        self.filled: frozenset[str] = frozenset()
        self.needed: set[str] | None = None
        self.batch: dict[str, str] = {}
        self.whole = set()
        self.called: set[str] = set()

    # --- what is known --------------------------------------------------------------------------------------------

    @contextmanager
    def knowing(self, names: frozenset[str]) -> Iterator[None]:
        """Write code that stands where these are filled."""
        before, self.filled = self.filled, self.filled | names
        yield
        self.filled = before

    @contextmanager
    def needing(self, needed: set[str] | None) -> Iterator[None]:
        """Collect what must be filled, or (None) let every value stand for itself."""
        before, self.needed = self.needed, needed
        yield
        self.needed = before

    # --- paths and calls ------------------------------------------------------------------------------------------

    def scoped(self, expr: Expr) -> Code:  # noqa: ARG002 - local variables cannot be reached from another function
        raise NotFlatError(self.text)

    def filter(self, expr: Filter) -> str:  # noqa: ARG002 - a predicate needs nodes
        raise NotFlatError(self.text)

    def held(self, code: str) -> str:
        return code

    def nodes(self, expr: Expr, name: str, at: int) -> str:
        raise NotFlatError(f"{self.text} {name} {at} {expr}")

    def emit(self, expr: Expr) -> Code:
        if self._depth < self.hoist_at:
            return super().emit(expr)
        depth, self._depth = self._depth, 0
        code, kind = super().emit(expr)
        self._depth = depth
        return self.outlined(code), kind

    def _split(self, code: str, number: int) -> str:
        return self.outlined(code) if number % LONGEST == LONGEST - 1 else code

    def outlined(self, code: str) -> str:
        """Move deep code to a function of its own that is given the variables it reads."""
        name, reads = self.fresh("q"), ", ".join(["c", *sorted(variables(code))])
        self.lines.append(f"def {name}({reads}):\n return {code}")
        return f"{name}({reads})"

    def _emit(self, expr: Expr) -> Code:
        if isinstance(expr, Path):
            return self._variable(expr)
        if isinstance(expr, Number) and expr.value < LARGEST and expr.value.is_integer():
            return repr(int(expr.value)), "n"
        return super()._emit(expr)

    def _variable(self, path: Path) -> Code:
        found = self.slot(path)
        if found is None:
            raise NotFlatError(self.text)
        return variable(found), KINDS[found.type]

    def call(self, call: Call) -> Code:
        if call.name in _TREE_ONLY:
            raise NotFlatError(self.text)
        self.called.add(call.name)
        if call.name == "today" and not call.args:
            return "today_moment", "w"
        with self.needing(self.needed if call.name in _KEEPS_NAN else None):
            quick = QUICK.get((call.name, len(call.args)))
            written = quick(self, call) if quick else None
            code, kind = written or super().call(call)
        if written is None and call.name in _OF_THE_DAY and not variables(code.replace("today_", "")):
            return self.batch.setdefault(code, f"h{len(self.batch)}"), kind
        return code, kind

    def _argument_any(self, call: Call, arg: Expr) -> str:
        code, kind = self.emit(arg)
        if call.name in ("max", "min") and kind in NULLABLE:
            return code if kind == "M" else f"({self.as_text(code, kind)} or None)"
        return self.as_number(code, kind) if call.name in _TAKES_NUMBERS and kind in "nM" else self.as_any(code, kind)

    def _arithmetic(self, chain: Chain) -> str:
        numeral = numeral_of(chain)
        if numeral is not None:
            return self._numeral(numeral, chain)
        found = signs_of(chain)
        if found is None:
            return super()._arithmetic(chain)
        tables, short = self.constant(found.tables), "NAN" if found.is_number else "0"
        return f"F_signs({self.string(found.text)}, {tables}, {short})"

    def _numeral(self, found: Numeral, chain: Chain) -> str:
        """Read a text as a number in another base; ``or b'0'`` stands for an empty one."""
        digits = f"{self.string(found.text)}[{found.length - 1}::-1].encode('ascii', 'replace')"
        read = f"int({digits}.translate({self.constant(found.digits)}) or b'0', {found.base})"
        added = " + ".join([read, *map(self.number, found.rest)])
        return f"(({added}) % {self.number(chain.rest[0][1])})"

    def _coalesce(self, wanted: Expr, otherwise: Expr) -> Code:
        code, kind = self.emit(wanted)
        default = self.emit(otherwise)
        if code in self.filled:
            return code, kind
        if kind == "M" and default == ("0", "n"):  # a blank and 0 alike become 0
            return f"({code} or 0)", "n"
        if kind == "M" and default[1] == "n" and code.isidentifier():
            return f"({code} if {code} is not None else {default[0]})", "n"
        first, second, kind = self.joined((code, kind), default)
        held = self.fresh("t")
        return f"({held} if F_present({held} := {first}) else {second})", kind

    def joined(self, first: Code, second: Code) -> tuple[str, str, str]:
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
        if kind in "MD" and code.isidentifier():
            return self._filled_number(code, code if kind == "M" else day_of(code))
        if kind in "MD":
            return f"F_number({code})" if kind == "M" else f"F_days({code})"
        if kind in "wK":
            return "today_days" if kind == "w" else repr(days_of_text(code[1:-1]))
        return super().as_number(self.as_text(code, kind), "s") if kind in NULLABLE else super().as_number(code, kind)

    def _filled_number(self, name: str, number: str) -> str:
        if name in self.filled:
            return number
        if self.needed is None:
            return f"(NAN if {name} is None else {number})"
        self.needed.add(name)
        return number

    def as_boolean(self, code: str, kind: str) -> str:
        if kind == "M":
            return super().as_boolean(self.as_number(code, kind), "n")
        if kind == "A":  # whether 0 is a number, and so false, is not known
            raise NotFlatError(self.text)
        return f"({code} is not None)" if kind in NULLABLE else super().as_boolean(code, kind)

    def as_text(self, code: str, kind: str) -> str:
        if kind == "M":
            return f"F_text({code})"
        if kind == "L":
            return f"F_words({code})"
        if code in self.filled or kind == "K":
            return code
        if kind == "w":
            return "today_text"
        return f"({code} or '')" if kind in NULLABLE else super().as_text(code, kind)

    def as_any(self, code: str, kind: str) -> str:
        if kind == "K":
            return f"f_date(c, {code})"
        if kind == "n":  # the library tells numbers from texts and truths by their being floats
            return f"float({code})"
        if kind == "M":
            return f"F_any({code})"
        return self.as_text(code, kind) if kind in NULLABLE else code


def variables(code: str) -> set[str]:
    """Give the variables code reads; what stands in quotes is none."""
    return set(_VARIABLES.findall(_QUOTED.sub("''", code)))


def variable(slot: Slot) -> str:
    """Give the name a slot has in generated code."""
    if slot.type != "flag":
        return f"v{slot.place}"
    if not slot.table:
        return f"f{slot.place}"
    return "bool(register)" if slot.table == "register" else f"({TABLES[slot.table]} is not None)"


def set_of(texts: Iterable[str]) -> str:
    """Write a set of texts; behind ``in`` Python keeps it as a constant."""
    return "{" + ", ".join(map(repr, sorted(texts))) + "}"


def day_of(name: str) -> str:
    """Give the variable that holds the day number of a date."""
    return "d" + name[1:]


QUICK: dict[tuple[str, int], Quick] = {}
"""Functions worth writing out, by name and number of arguments; ``quick`` fills it."""
