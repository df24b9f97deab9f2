"""Operators of flat code, written with the kinds of both sides in view."""

from __future__ import annotations

from survey.expression.codegen.shape import Code
from survey.expression.flat.code.generator import NULLABLE, FlatGenerator
from survey.expression.nodes import Expr
from survey.expression.runtime.flat import days_of_text

_NUMBERS = frozenset("nMb")
_DAYS = frozenset("DwK")


class CompareMixin(FlatGenerator):
    def operate(self, operator: str, left: Code, right: Code) -> str:
        if operator == "-" and left[1] in "MDwK" and right[1] in "MDwK":
            return f"({self.as_number(*left)} - {self.as_number(*right)})"
        if operator == "div" and _is_divisor(right[0]):
            return f"({self.as_number(*left)} / {right[0]})"
        if operator in "+*" or (operator == "-" and {left[1], right[1]} & _NUMBERS):
            return f"({self.as_number(*left)} {operator} {self.as_number(*right)})"
        return super().operate(operator, left, right)

    def compare(self, operator: str, left: Code, right: Code) -> str:
        kinds = left[1] + right[1]
        if operator in ("=", "!="):
            return self.equality(operator, left, right, kinds)
        if set(kinds) <= _NUMBERS or (_is_day(left) and _is_day(right)):
            return f"({self._sized(left)} {operator} {self._sized(right)})"
        return super().compare(operator, left, right)

    def _sized(self, code: Code) -> str:
        return repr(days_of_text(code[0][1:-1])) if code[1] == "s" else self.as_number(*code)

    def whole_equal(self, operator: str, left: Expr, right: Expr) -> str | None:
        """Write ``=`` or ``!=`` of two whole numbers, which need no tolerance; None for what is no number after all."""
        (first, kind), (second, other) = self.emit(left), self.emit(right)
        sign = "==" if operator == "=" else "!="
        if kind + other == "MM":  # a blank equals a blank
            return f"({first} {sign} {second})"
        if not {kind, other} <= {"n", "M"}:
            return None
        return f"({self.as_number(first, kind)} {sign} {self.as_number(second, other)})"

    def equality(self, operator: str, left: Code, right: Code, kinds: str) -> str:
        if "b" in kinds:
            return super().equality(operator, left, right, kinds)
        sign, negation = ("==", "") if operator == "=" else ("!=", "not ")
        if kinds == "MM":
            return self._answers_equal(negation, left[0], right[0])
        if set(kinds) <= {"n", "M"}:
            return f"({negation}{_close(self.as_number(*left), self.as_number(*right))})"
        if set(kinds) <= _DAYS and kinds != "DD":
            return f"({self.as_number(*left)} {sign} {self.as_number(*right)})"
        if set(kinds) <= set(NULLABLE + "s"):
            return self._texts_equal(sign, left, right)
        return super().equality(operator, left, right, kinds)

    def _answers_equal(self, negation: str, left: str, right: str) -> str:
        """Compare two numbers; a blank equals a blank."""
        if not (left.isidentifier() and right.isidentifier()):
            return f"({negation}F_equal({left}, {right}))"
        both = [f"{name} is not None and " for name in (left, right) if name not in self.filled]
        near = f"-1e-12 < {left} - {right} < 1e-12"
        return f"({negation}({left} == {right} or ({''.join(both)}{near})))"

    def _texts_equal(self, sign: str, left: Code, right: Code) -> str:
        """Compare texts; None stands for '' and needs no conversion unless the other side may be '' itself."""
        for one, other in ((left, right), (right, left)):
            if is_filled_literal(other) and one[1] in "SCD":
                return f"({one[0]} {sign} {other[0]})"
            if other == ("''", "s") and one[1] in NULLABLE and one[0].isidentifier():
                if one[0] in self.filled:
                    return str(sign == "!=")
                return f"({one[0]} is {'' if sign == '==' else 'not '}None)"
        if "M" in left[1] + right[1]:
            number, text = (left, right) if left[1] == "M" else (right, left)
            return f"({'' if sign == '==' else 'not '}F_same({number[0]}, {self.as_text(*text)}, c))"
        if left[1] in "SCD" and right[1] in "SCD":
            return f"({left[0]} {sign} {right[0]})"
        return f"({self.as_text(*left)} {sign} {self.as_text(*right)})"


def _is_divisor(code: str) -> bool:
    return code.replace(".", "", 1).isdigit() and float(code) != 0


def _is_day(code: Code) -> bool:
    """Say whether code is a date, today or the literal of a day."""
    return code[1] in _DAYS or (is_filled_literal(code) and days_of_text(code[0][1:-1]) is not None)


def is_filled_literal(code: Code) -> bool:
    """Say whether code is a quoted text that is not empty."""
    return code[1] == "s" and code[0][:1] in "'\"" and code[0] not in ("''", '""')


def _close(left: str, right: str) -> str:
    """Write JavaRosa's equality, which forgives 1e-12."""
    if left.isidentifier() and (right.isidentifier() or _is_literal(right)):
        return f"({left} == {right} or -1e-12 < {left} - {right} < 1e-12)"
    return f"M_numbers_equal({left}, {right})"


def _is_literal(code: str) -> bool:
    return code.replace(".", "", 1).isdigit()
