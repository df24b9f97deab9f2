"""Conditions, and what is known where they hold: behind ``x > 0`` the answer x is not blank, and needs no test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from survey.expression.codegen.shape import Code
from survey.expression.flat.code.compare import CompareMixin
from survey.expression.flat.code.generator import KINDS, NULLABLE, set_of, variable
from survey.expression.flat.plan.ranges import OneOf, Range, by_cost, conjuncts, listed, merged
from survey.expression.flat.steps import Slot
from survey.expression.functions.registry import FUNCTIONS
from survey.expression.nodes import Call, Chain, Expr, Path, Text

NOBODY: frozenset[str] = frozenset()
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_SELECTED = frozenset({"selected", "is-selected"})


class Truth(NamedTuple):
    """Source of a bool, in brackets; the variables that are filled where it is true, and where it is false."""

    code: str
    yes: frozenset[str] = NOBODY
    no: frozenset[str] = NOBODY


class TruthGenerator(CompareMixin):
    """The whole generator for flat answers."""

    def truth(self, expr: Expr) -> Truth:
        """Write a condition."""
        if self._depth < self.hoist_at:
            self._depth += 1
            with self.needing(None):
                found = self._truth(expr)
            self._depth -= 1
            return found
        depth, self._depth = self._depth, 0
        found = self.truth(expr)
        self._depth = depth
        return found._replace(code=self.outlined(found.code))

    def filled_test(self, slot: Slot) -> Truth:
        """Write the question whether a slot has a value."""
        name = variable(slot)
        return Truth("True" if name in self.filled else f"({name} is not None)", frozenset({name}))

    def boolean(self, expr: Expr) -> str:
        return self.truth(expr).code

    def _emit(self, expr: Expr) -> Code:
        if isinstance(expr, Chain) and (expr.rest[0][0] in ("and", "or") or _is_comparison(expr)):
            return self.truth(expr).code, "b"
        return super()._emit(expr)

    def _if(self, condition: Expr, then: Expr, otherwise: Expr) -> Code:
        test = self.truth(condition)
        with self.knowing(test.yes):
            first = self._settled(self.emit(then))
        with self.knowing(test.no):
            second = self._settled(self.emit(otherwise))
        one, other, kind = self.joined(first, second)
        return f"({one} if {test.code} else {other})", kind

    def _settled(self, code: Code) -> Code:
        """Take a number that is filled here for one that always is."""
        return (code[0], "n") if code[1] == "M" and code[0] in self.filled else code

    # --- by shape -------------------------------------------------------------------------------------------------

    def _truth(self, expr: Expr) -> Truth:
        match expr:
            case Chain(rest=(("and", _), *_)):
                return self._all([expr.first, *(operand for _, operand in expr.rest)])
            case Chain(rest=(("or", _), *_)):
                return self._any([expr.first, *(operand for _, operand in expr.rest)])
            case Chain() if _is_comparison(expr):
                return self._compared(expr)
            case Path():
                return self._answered(expr)
            case Call():
                return self._called(expr)
        return Truth(self.as_boolean(*super()._emit(expr)))

    def _called(self, call: Call) -> Truth:
        match call:
            case Call(name="not", args=(inner,)):
                found = self.truth(inner)
                return Truth(_negated(found.code), found.no, found.yes)
            case Call(name="boolean", args=(inner,)):
                return self.truth(inner)
            case Call(name="if", args=(condition, then, otherwise)):
                return self._branches(condition, then, otherwise)
        return Truth(self.as_boolean(*super()._emit(call)), self._chosen(call))

    def _all(self, operands: list[Expr]) -> Truth:
        parts: dict[str, None] = {}
        yes = no = NOBODY
        for operand in listed(merged(conjuncts(operands), self.is_number), is_not=True):
            with self.knowing(yes):
                found = self._part(operand)
            yes, no = yes | found.yes, found.no
            if found.code != "True":
                parts[found.code] = None
            if found.code == "False":
                break
        return Truth(_joined("and", parts, "True"), yes, no if len(parts) == 1 else NOBODY)

    def _any(self, operands: list[Expr]) -> Truth:
        parts: dict[str, None] = {}
        yes, no = None, NOBODY
        for operand in listed(by_cost(operands), is_not=False):
            with self.knowing(no):
                found = self._part(operand)
            if found.code == "False":
                continue
            yes, no = found.yes if yes is None else yes & found.yes, no | found.no
            parts[found.code] = None
            if found.code == "True":
                break
        return Truth(_joined("or", parts, "False"), yes or NOBODY, no)

    def _part(self, part: Expr | Range | OneOf) -> Truth:
        if isinstance(part, Range):
            return self._range(part)
        return self._one_of(part) if isinstance(part, OneOf) else self.truth(part)

    def _one_of(self, part: OneOf) -> Truth:
        """Write that a place holds one of several texts; a blank holds none."""
        slot = self.slot(part.place)
        if slot is None or KINDS[slot.type] not in "SCD":
            texts = [Chain(part.place, (("!=" if part.is_not else "=", Text(text)),)) for text in part.texts]
            return Truth(_joined("and" if part.is_not else "or", [self.truth(each).code for each in texts], ""))
        name = variable(slot)
        code = f"({name} {'not in' if part.is_not else 'in'} {set_of(part.texts)})"
        return Truth(code, no=frozenset({name})) if part.is_not else Truth(code, frozenset({name}))

    def _branches(self, condition: Expr, then: Expr, otherwise: Expr) -> Truth:
        test = self.truth(condition)
        with self.knowing(test.yes):
            first = self.truth(then)
        with self.knowing(test.no):
            second = self.truth(otherwise)
        yes = (test.yes | first.yes) & (test.no | second.yes)
        return Truth(f"({first.code} if {test.code} else {second.code})", yes)

    def _answered(self, path: Path) -> Truth:
        code, kind = self.emit(path)
        if kind != "M":
            filled = frozenset({code}) if kind in NULLABLE else NOBODY
            return Truth("True" if code in self.filled else self.as_boolean(code, kind), filled)
        if self.is_whole(path):
            return Truth(f"bool({code})", frozenset({code}))
        there = "" if code in self.filled else f"{code} is not None and "
        return Truth(f"({there}not -1e-12 <= {code} <= 1e-12)", frozenset({code}))

    def _chosen(self, call: Call) -> frozenset[str]:
        """Name the answer that is filled when one of its choices is selected."""
        if call.name in _SELECTED:
            slot, wanted = self.slot(call.args[0]), call.args[1]
            if slot is not None and isinstance(wanted, Text) and wanted.value.strip():
                return frozenset({variable(slot)})
        return NOBODY

    # --- comparisons ------------------------------------------------------------------------------------------------

    def _compared(self, chain: Chain) -> Truth:
        if len(chain.rest) > 1:
            return Truth(super()._emit(chain)[0])
        (operator, right), left = chain.rest[0], chain.first
        needed: set[str] | None = set() if self._is_plain(left) and self._is_plain(right) else None
        with self.needing(needed):
            code = None
            if operator in ("=", "!=") and self.is_whole(left) and self.is_whole(right):
                code = self.whole_equal(operator, left, right)
            if code is None:
                code = self.compare(operator, self.compared(left), self.compared(right))
        return self._with_needs(code, operator, frozenset(needed or ()), self._about_text(left, operator, right))

    def _range(self, part: Range) -> Truth:
        needed: set[str] = set()
        with self.needing(needed):
            low, middle, high = (self.number(each) for each in (part.low, part.middle, part.high))
        code = f"({low} {part.above} {middle} {part.below} {high})"
        if middle.isidentifier():  # two comparisons of a variable are faster than one that keeps its middle
            code = f"({low} {part.above} {middle} and {middle} {part.below} {high})"
        return self._with_needs(code, "<=", frozenset(needed), Truth(""))

    @staticmethod
    def _with_needs(code: str, operator: str, needed: frozenset[str], text: Truth) -> Truth:
        """Ask first whether every answer is there: no comparison holds for a blank, and ``!=`` always does."""
        sign, word = ("is None", "or") if operator == "!=" else ("is not None", "and")
        parts = [f"{name} {sign}" for name in sorted(needed)]
        code = f"({f' {word} '.join([*parts, code])})" if parts else code
        return Truth(code, text.yes, needed | text.no) if operator == "!=" else Truth(code, needed | text.yes, text.no)

    def _about_text(self, left: Expr, operator: str, right: Expr) -> Truth:
        """Tell what ``x = 'a'`` and ``x != ''`` say about x."""
        for one, other in ((left, right), (right, left)):
            slot = self.slot(one)
            if slot is not None and isinstance(other, Text) and KINDS[slot.type] in NULLABLE:
                name = frozenset({variable(slot)})
                if operator in ("=", "!="):
                    is_filled = (operator == "=") == bool(other.value)
                    return Truth("", name if is_filled else NOBODY, NOBODY if is_filled else name)
        return Truth("")

    def _is_plain(self, expr: Expr) -> bool:
        """Whether a value is never a boolean: with one, a comparison asks for truth, not for numbers."""
        match expr:
            case Path():
                slot = self.slot(expr)
                return slot is not None and slot.type != "flag"
            case Chain():
                return expr.rest[0][0] not in ("and", "or") and not _is_comparison(expr)
            case Call(name=name):
                return name in FUNCTIONS and FUNCTIONS[name].returns in "nsd"
        return True


def _is_comparison(chain: Chain) -> bool:
    return chain.rest[0][0] in _COMPARISONS


def _negated(code: str) -> str:
    return {"True": "False", "False": "True"}.get(code, f"(not {code})")


def _joined(word: str, parts: Iterable[str], empty: str) -> str:
    found = list(parts)
    if len(found) > 1:
        return f"({f' {word} '.join(found)})"
    return found[0] if found else empty
