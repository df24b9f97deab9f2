"""A place in the tokens of an expression."""

from __future__ import annotations

from survey.expression.problems import ExpressionError, refuse
from survey.expression.syntax.tokens import Token, tokenize


class Cursor:
    """Looks at one token and moves on; ``_depth`` counts how deep the reader is nested."""

    __slots__ = ("_depth", "_next", "_text", "_token", "_tokens", "deepest")

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokenize(text)
        self._token = self._tokens[0]
        self._next = 1
        self._depth = 0
        self.deepest = 0

    def _take(self) -> Token:
        token = self._token
        self._token = self._tokens[self._next]
        self._next += 1
        return token

    def _is(self, mark: str) -> bool:
        return self._token.value == mark and self._token.kind == "mark"

    def _accept(self, mark: str) -> bool:
        if self._token.value == mark and self._token.kind == "mark":
            self._take()
            return True
        return False

    def _expect(self, mark: str) -> None:
        if not self._accept(mark):
            raise self._unexpected()

    def _peek(self) -> Token:
        return self._tokens[min(self._next, len(self._tokens) - 1)]

    def _unexpected(self) -> ExpressionError:
        if self._token.kind == "end":
            return refuse("X004", self._text, self._token.at)
        return refuse("X001", self._text, self._token.at)
