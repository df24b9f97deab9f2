"""Conversions between kinds, and the operators written with the kinds of both sides in view."""

from __future__ import annotations

from survey.expression.codegen.shape import Code, Shape
from survey.expression.nodes import Expr

_RELATIONS = {"<": "M_less", "<=": "M_less_equal", ">": "M_greater", ">=": "M_greater_equal"}


class OperatorsMixin(Shape):
    # --- conversions; ``flat`` overrides them for its own kinds -----------------------------------------------

    def as_number(self, code: str, kind: str) -> str:
        if kind == "n":
            return code
        if kind == "b":
            return f"float({code})"
        if kind == "s":
            return f"V_text_to_number({code}, c)"
        return f"V_nodes_to_number({code}, c)" if kind == "N" else f"V_to_number({code}, c)"

    def as_boolean(self, code: str, kind: str) -> str:
        if kind == "b":
            return code
        if kind == "n":
            return f"V_number_to_bool({code})"
        plain = kind == "s" or (kind == "N" and self.inside_predicate)
        return f"bool({code})" if plain else f"V_to_bool({code})"

    def as_text(self, code: str, kind: str) -> str:
        if kind == "s":
            return code
        if kind == "n":
            return f"V_number_to_text({code})"
        return f"V_first_text({code})" if kind == "N" else f"V_to_text({code})"

    def as_any(self, code: str, kind: str) -> str:  # noqa: ARG002 - flat needs the kind
        return code

    def number(self, expr: Expr) -> str:
        return self.as_number(*self.emit(expr))

    def boolean(self, expr: Expr) -> str:
        return self.as_boolean(*self.emit(expr))

    def string(self, expr: Expr) -> str:
        return self.as_text(*self.emit(expr))

    def any(self, expr: Expr) -> str:
        return self.as_any(*self.emit(expr))

    # --- operators -----------------------------------------------------------------------------------------------

    def operate(self, operator: str, left: Code, right: Code) -> str:
        if operator == "-" and left[1] not in "nb" and right[1] not in "nb":
            return f"M_subtract({self.as_any(*left)}, {self.as_any(*right)}, c)"
        first, second = self.as_number(*left), self.as_number(*right)
        if operator == "div":
            return f"M_divide({first}, {second})"
        if operator == "mod":
            return f"M_modulo({first}, {second})"
        return f"({first} {operator} {second})"

    def compare(self, operator: str, left: Code, right: Code) -> str:
        kinds = left[1] + right[1]
        if operator in ("=", "!="):
            return self.equality(operator, left, right, kinds)
        if kinds == "nn":
            return f"({left[0]} {operator} {right[0]})"
        return f"{_RELATIONS[operator]}({self.as_any(*left)}, {self.as_any(*right)}, c)"

    def equality(self, operator: str, left: Code, right: Code, kinds: str) -> str:
        sign = "==" if operator == "=" else "!="
        if "b" in kinds:
            return f"({self.as_boolean(*left)} {sign} {self.as_boolean(*right)})"
        if kinds == "ss":
            return f"({left[0]} {sign} {right[0]})"
        if kinds == "nn":
            return f"({'' if operator == '=' else 'not '}M_numbers_equal({left[0]}, {right[0]}))"
        if operator == "=" and kinds == "Ns":
            return f"M_any_node_equals({left[0]}, {right[0]}, c)"
        if operator == "=" and kinds == "Nn":
            return f"M_any_node_is({left[0]}, {right[0]}, c)"
        return f"{'M_equal' if operator == '=' else 'M_unequal'}({self.as_any(*left)}, {self.as_any(*right)}, c)"
