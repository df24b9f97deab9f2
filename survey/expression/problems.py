"""How an expression is refused: one exception that carries a Problem with position and remedy."""

from __future__ import annotations

from survey.problems import HuceError, Level, Problem


class ExpressionError(HuceError):
    """An expression cannot be read, compiled or evaluated. ``position`` is the 0-based place in the text, or -1."""

    def __init__(self, problem: Problem, position: int = -1) -> None:
        super().__init__(problem)
        self.position = position


def refuse(code: str, text: str = "", position: int = -1, **params: str) -> ExpressionError:
    """Build the error for ``code``; its problem shows the place as a 1-based column and the words found there."""
    shown = {"expression": _short(text), "column": str(position + 1), "near": _near(text, position), **params}
    return ExpressionError(Problem(code, Level.ERROR, params=shown), position)


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:117] + "…"


def _near(text: str, position: int) -> str:
    if position < 0:
        return ""
    return text[position : position + 20].strip() or "末尾"
