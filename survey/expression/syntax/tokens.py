"""Cut an expression into tokens (XPath 1.0 section 3.7).

A name directly after an operand is an operator; as in JavaRosa an operator word may touch what follows it
(``3mod4``, ``5or2``).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from survey.expression.problems import refuse

MAX_LENGTH = 100_000

_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    r"[ \t\r\n]*(?:"
    r"(?P<number>\d+(?:\.\d*)?|\.\d+)"
    r"|(?P<text>\"[^\"]*\"|'[^']*')"
    rf"|(?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)"
    r"|(?P<mark>::|\.\.|//|!=|<=|>=|[-+*/|()\[\],.@=<>$])"
    r"|(?P<end>\Z))",
)
_OPERATOR_WORD = re.compile(r"[ \t\r\n]*(and|or|mod|div)")
_CLOSERS = frozenset({")", "]", "..", "."})


class Token(NamedTuple):
    """``kind`` is number, text, name, mark, operator or end; ``at`` is the place in the expression."""

    kind: str
    value: str
    at: int


def tokenize(text: str) -> list[Token]:
    """Return the tokens with an ``end`` token last. Raises ExpressionError X001, X002, X003 or X009."""
    if len(text) > MAX_LENGTH:
        raise refuse("X009", text, limit=str(MAX_LENGTH))
    tokens: list[Token] = []
    place, after_operand = 0, False
    match, word = _TOKEN.match, _OPERATOR_WORD.match
    while True:
        if after_operand and (found := word(text, place)):
            tokens.append(Token("operator", found.group(1), found.start(1)))
            place, after_operand = found.end(), False
            continue
        hit = match(text, place)
        if hit is None:
            raise _unreadable(text, place)
        kind = hit.lastgroup or "end"
        value = hit.group(kind)
        at = hit.end() - len(value)
        if kind == "end":
            tokens.append(Token("end", "", len(text)))
            return tokens
        if kind == "mark" and after_operand and value == "*":
            kind = "operator"
        tokens.append(Token(kind, value, at))
        after_operand = kind in ("number", "text", "name") or (kind == "mark" and (value in _CLOSERS or value == "*"))
        place = hit.end()


def _unreadable(text: str, place: int) -> Exception:
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    if text[place] in "\"'":
        return refuse("X002", text, place)
    return refuse("X001", text, place)
