"""``and`` and ``or`` in flat code: nothing is tested twice, and two bounds of one answer become one comparison."""

from __future__ import annotations

from survey.expression.codegen.conjunctions import conjuncts, merged_ranges
from survey.expression.codegen.expressions import Generator
from survey.expression.nodes import Chain, Expr


class JunctionsMixin(Generator):
    def _junction(self, operator: str, operands: tuple[Expr, ...]) -> str:
        decides = "False" if operator == "and" else "True"
        parts: dict[str, None] = {}
        for part in merged_ranges(conjuncts(operands)) if operator == "and" else operands:
            code = self._range(*part) if isinstance(part, tuple) else self.boolean(part)
            parts[code] = None
            if code == decides:
                break
        return f"({f' {operator} '.join(parts)})"

    def _range(self, low: Chain, high: Chain) -> str:
        """Write ``x >= a and x <= b`` as ``a <= x <= b``."""
        code, kind = self.emit(low.first)
        least, most = self.emit(low.rest[0][1]), self.emit(high.rest[0][1])
        if kind != "M" or {least[1], most[1]} != {"n"}:
            return f"{self.boolean(low)} and {self.boolean(high)}"
        return f"({short(least[0])} <= {self.as_number(code, kind)} <= {short(most[0])})"


def short(code: str) -> str:
    """Write a whole literal as an int: most answers are, and Python compares equal kinds at twice the speed."""
    return code.removesuffix(".0") if is_finite(code) else code


def is_finite(code: str) -> bool:
    return code.replace(".", "", 1).isdigit()
