"""The generator: nodes to Python expressions, with the static kind of each so that needless conversions vanish."""

from __future__ import annotations

import re

from survey.expression.codegen.calls import CallsMixin
from survey.expression.codegen.operators import OperatorsMixin
from survey.expression.codegen.paths import PathsMixin
from survey.expression.codegen.shape import Code
from survey.expression.nodes import Call, Chain, Expr, Filter, Negate, Number, Path, Step, Text
from survey.expression.problems import refuse

HOIST = 18
"""Nesting at which a part moves to a function of its own: Python reads at most 200 nested brackets."""

PLAIN_STEPS = ("child", "parent", "self", "attribute")
_PLACES = re.compile(r"\b[pz]\b")


class Generator(CallsMixin, PathsMixin, OperatorsMixin):
    """Collects the source of one module. Parts that need a scope of their own become functions of it."""

    hoist_at = HOIST

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.constants: dict[str, object] = {}
        self.text = ""
        self._depth = 0
        self._count = 0

    def entry(self, name: str, text: str, expr: Expr) -> str:
        """Add the function of one expression; return the kind of its value. On refusal nothing is left behind."""
        kept = len(self.lines)
        self.text, self._depth, self.inside_predicate = text, 0, False
        try:
            code, kind = self.emit(expr)
        except BaseException as fault:
            del self.lines[kept:]
            if isinstance(fault, RecursionError):  # called with little stack left
                raise refuse("X008", text, 0, limit="140") from fault
            raise
        head = "n = c.node" + ("; p = c.position; z = c.size" if _PLACES.search(code) else "")
        self.lines.append(f"def {name}(c):\n {head}\n return {code}")
        return kind

    # --- services of the mixins ---------------------------------------------------------------------------------

    def fresh(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def constant(self, value: object) -> str:
        name = self.fresh("k")
        self.constants[name] = value
        return name

    def scoped(self, expr: Expr) -> Code:
        """Write an expression as a function ``(c, n, p, z)`` and return its name and the kind it gives."""
        depth, self._depth = self._depth, 0
        code, kind = self.emit(expr)
        self._depth = depth
        name = self.fresh("q")
        self.lines.append(f"def {name}(c, n, p, z):\n return {code}")
        return name, kind

    # --- nodes --------------------------------------------------------------------------------------------------

    def emit(self, expr: Expr) -> Code:
        if self._depth >= self.hoist_at:
            name, kind = self.scoped(expr)
            return f"{name}(c, n, p, z)", kind
        self._depth += 1
        try:
            return self._emit(expr)
        finally:
            self._depth -= 1

    def _emit(self, expr: Expr) -> Code:
        if isinstance(expr, Path):
            return self.path(expr), "N"
        if isinstance(expr, Text | Number):
            return _literal(expr.value), "s" if isinstance(expr, Text) else "n"
        if isinstance(expr, Call):
            return self.call(expr)
        if isinstance(expr, Chain):
            return self._chain(expr)
        if isinstance(expr, Negate):
            return f"(-{self.number(expr.operand)})", "n"
        return self.filter(expr), "N"

    def nodes(self, expr: Expr, name: str, at: int) -> str:
        code, kind = self.emit(expr)
        if kind == "N":
            return code
        if kind == "a":
            return f"S_nodes({code}, {name!r})"
        raise refuse("X011", self.text, at, name=name)

    # --- operators ----------------------------------------------------------------------------------------------

    def _chain(self, chain: Chain) -> Code:
        operator = chain.rest[0][0]
        if operator in ("or", "and"):
            return self._junction(operator, (chain.first, *(operand for _, operand in chain.rest))), "b"
        if operator == "|":
            operands = (chain.first, *(operand for _, operand in chain.rest))
            return f"P_union({', '.join(self.nodes(operand, '|', -1) for operand in operands)})", "N"
        if operator in ("+", "-", "*", "div", "mod"):
            return self._arithmetic(chain), "n"
        return self._comparisons(chain), "b"

    def _junction(self, operator: str, operands: tuple[Expr, ...]) -> str:
        """Write ``and`` / ``or``; what stands behind a constant that decides is never reached and never compiled."""
        decides = "False" if operator == "and" else "True"
        parts: list[str] = []
        for operand in operands:
            parts.append(self.boolean(operand))
            if parts[-1] == decides:
                break
        return f"({f' {operator} '.join(parts)})"

    def _arithmetic(self, chain: Chain) -> str:
        code, kind = self.emit(chain.first)
        for number, (operator, operand) in enumerate(chain.rest):
            right = self.emit(operand)
            code = self.operate(operator, (code, kind), right)
            kind = "n"
            code = self._split(code, number)
        return code

    def _split(self, code: str, number: int) -> str:
        """Move the head of a long chain to a function of its own, every so many operands."""
        if number % HOIST != HOIST - 1:
            return code
        name = self.fresh("q")
        self.lines.append(f"def {name}(c, n, p, z):\n return {code}")
        return f"{name}(c, n, p, z)"

    def _comparisons(self, chain: Chain) -> str:
        code, kind = self.compared(chain.first)
        for number, (operator, operand) in enumerate(chain.rest):
            code = self._split(self.compare(operator, (code, kind), self.compared(operand)), number)
            kind = "b"
        return code

    def compared(self, expr: Expr) -> Code:
        """Give an operand of a comparison. A path to something named that has no node is a blank answer."""
        code, kind = self.emit(expr)
        if kind == "a":
            return self.held(code), kind
        if kind == "N" and (not isinstance(expr, Path) or all(_is_named(step) for step in expr.steps)):
            return f"({code} or S_BLANK)", kind
        return code, kind

    def held(self, code: str) -> str:
        """Give what compares for a value whose kind only the data decide; ``flat`` knows no node-sets."""
        return f"S_held({code})"

    def filter(self, expr: Filter) -> str:
        base = self.nodes(expr.base, "[]", -1)
        return f"P_filtered({base}, {self.predicates(expr.predicates)}, c)"


def _literal(value: float | str) -> str:
    return "INF" if value == float("inf") else repr(value)


def _is_named(step: Step) -> bool:
    return step.axis in PLAIN_STEPS and step.test not in ("*", "text()")
