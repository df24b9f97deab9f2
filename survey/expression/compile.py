"""Nodes to Python: each expression becomes one generated function over an ``Evaluation``.

Source is generated from parsed nodes only; every text of the author enters it as a quoted literal. Many expressions
share one module, which Python compiles when the first of them is called.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from survey.expression.codegen.expressions import Generator
from survey.expression.codegen.names import NAMESPACE
from survey.expression.evaluation import Evaluation
from survey.expression.nodes import Expr
from survey.expression.problems import ExpressionError
from survey.expression.runtime.values import XValue, to_bool, to_number, to_text
from survey.expression.syntax.parse import parse
from survey.expression.syntax.printing import to_text as printed

Run = Callable[[Evaluation], XValue]
UNIT = 200
"""How many expressions share one compiled module: large enough to spare overhead, small enough to load lazily."""


class Compiled:
    """An expression ready to run: ``compiled(evaluation)`` gives its value.

    ``kind`` is what is known of the result: ``n`` number, ``b`` boolean, ``s`` text, ``N`` node-set, ``d`` moment,
    ``a`` any. Calling raises ExpressionError (X030 to X041) for trouble only the data can show.
    """

    __slots__ = ("_name", "_run", "_unit", "expr", "kind", "text")

    def __init__(self, text: str, expr: Expr, kind: str, unit: _Unit, name: str) -> None:
        self.text = text
        self.expr = expr
        self.kind = kind
        self._unit = unit
        self._name = name
        self._run: Run | None = None

    def __call__(self, evaluation: Evaluation) -> XValue:
        return (self._run or self.run)(evaluation)

    def __repr__(self) -> str:
        return f"Compiled({self.text!r})"

    @property
    def run(self) -> Run:
        """The generated function itself, for tight loops."""
        if self._run is None:
            self._run = self._unit.function(self._name)
        return self._run

    def string(self, evaluation: Evaluation) -> str:
        """Evaluate and convert with ``string()``."""
        return to_text(self(evaluation))

    def number(self, evaluation: Evaluation) -> float:
        """Evaluate and convert with ``number()``."""
        return to_number(self(evaluation), evaluation)

    def boolean(self, evaluation: Evaluation) -> bool:
        """Evaluate and convert with ``boolean()``."""
        return to_bool(self(evaluation))


class _Unit:
    """The shared module of some expressions."""

    __slots__ = ("_generator", "_names")

    def __init__(self) -> None:
        self._generator = Generator()
        self._names: dict[str, object] | None = None

    def add(self, text: str, expr: Expr, index: int) -> Compiled:
        name = f"e{index}"
        kind = self._generator.entry(name, text, expr)
        return Compiled(text, expr, kind, self, name)

    def function(self, name: str) -> Run:
        if self._names is None:
            self._names = {**NAMESPACE, **self._generator.constants}
            source = "\n".join(self._generator.lines)
            exec(compile(source, "<expressions>", "exec"), self._names)  # noqa: S102 - source comes from nodes only
        return cast("Run", self._names[name])


def compile_expression(source: str | Expr) -> Compiled:
    """Compile one expression. Raises ExpressionError X001 to X014, X033, X034, X040, X041."""
    text, expr = (source, parse(source)) if isinstance(source, str) else (printed(source), source)
    return _Unit().add(text, expr, 0)


def compile_all(sources: Sequence[str]) -> list[Compiled | ExpressionError]:
    """Compile many expressions; one that is refused gives its error in its place."""
    results: list[Compiled | ExpressionError] = []
    unit = _Unit()
    for index, text in enumerate(sources):
        if index % UNIT == 0:
            unit = _Unit()
        try:
            results.append(unit.add(text, parse(text), index))
        except ExpressionError as error:
            results.append(error)
    return results
