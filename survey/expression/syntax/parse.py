"""Recursive-descent parser for the whole XPath 1.0 grammar. Depth is bounded, so hostile text ends in a Problem."""

from __future__ import annotations

from functools import lru_cache

from survey.expression.depth import depth_of
from survey.expression.nodes import (
    ANYWHERE,
    AXES,
    LEVELS,
    NEGATION,
    NODE_TYPES,
    PARENT,
    SELF,
    Call,
    Chain,
    Expr,
    Filter,
    Negate,
    Number,
    Path,
    Step,
    Text,
)
from survey.expression.problems import refuse
from survey.expression.syntax.cursor import Cursor
from survey.expression.syntax.tokens import Token

MAX_DEPTH = 100
SHALLOW = 15
"""Brackets below which nobody counts the levels of nodes."""
MAX_LEVELS = 140
"""Levels of nodes that whatever walks them can stand: several operators may stand within one bracket."""
UNION = LEVELS["|"]


@lru_cache(16_384)  # the same text is read for dependencies, for code and by the lint
def parse(text: str) -> Expr:
    """Return the nodes of an expression. Raises ExpressionError (X001 to X009) with the position of the fault."""
    parser = _Parser(text)
    try:
        expr = parser.whole()
    except RecursionError as fault:  # called with little stack left
        raise refuse("X008", text, 0, limit=str(MAX_DEPTH)) from fault
    if parser.deepest > SHALLOW and depth_of(expr) > MAX_LEVELS:
        raise refuse("X008", text, 0, limit=str(MAX_LEVELS))
    return expr


class _Parser(Cursor):
    __slots__ = ()

    def whole(self) -> Expr:
        if self._token.kind == "end":
            raise refuse("X003", self._text, 0)
        expr = self._chain(1)
        if self._token.kind != "end":
            raise self._unexpected()
        return expr

    # --- operators --------------------------------------------------------------------------------------------

    def _chain(self, level: int) -> Expr:
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        if self._depth > MAX_DEPTH:
            raise refuse("X008", self._text, self._token.at, limit=str(MAX_DEPTH))
        left = self._climb(level)
        self._depth -= 1
        return left

    def _climb(self, level: int) -> Expr:
        left = self._negation()
        while True:
            found = self._operator_level()
            if found < level:
                return left
            left = self._gather(left, found)

    def _operator_level(self) -> int:
        token = self._token
        return LEVELS.get(token.value, 0) if token.kind in ("mark", "operator") else 0

    def _gather(self, first: Expr, level: int) -> Expr:
        """Collect every operand of one level; anything tighter is read inside the operand."""
        rest: list[tuple[str, Expr]] = []
        while self._operator_level() == level:
            operator = self._take().value
            operand = self._union_operand() if level == UNION else self._negation()
            tighter = self._operator_level()
            while tighter > level:
                operand = self._gather(operand, tighter)
                tighter = self._operator_level()
            rest.append((operator, operand))
        return Chain(first, tuple(rest))

    def _negation(self) -> Expr:
        count = 0
        while self._is("-"):
            self._take()
            count += 1
            if count > MAX_DEPTH:
                raise refuse("X008", self._text, self._token.at, limit=str(MAX_DEPTH))
        operand = self._union_operand()
        if count:
            while self._operator_level() > NEGATION:
                operand = self._gather(operand, UNION)
        for _ in range(count):
            operand = Negate(operand)
        return operand

    # --- paths ------------------------------------------------------------------------------------------------

    def _union_operand(self) -> Expr:
        kind, value, _ = self._token
        if kind == "mark":
            if value == "/":
                return self._absolute()
            if value == "//":
                self._take()
                return Path(absolute=True, steps=(ANYWHERE, *self._relative()))
        if self._starts_primary():
            return self._filtered()
        return Path(absolute=False, steps=tuple(self._relative()))

    def _absolute(self) -> Expr:
        self._take()
        if self._starts_step():
            return Path(absolute=True, steps=tuple(self._relative()))
        return Path(absolute=True, steps=())

    def _starts_step(self) -> bool:
        kind, value, _ = self._token
        return kind == "name" or (kind == "mark" and value in ("*", "@", ".", ".."))

    def _starts_primary(self) -> bool:
        kind, value, _ = self._token
        if kind == "name":
            follower = self._peek()
            return follower.kind == "mark" and follower.value == "(" and value not in NODE_TYPES
        return kind in ("number", "text") or (kind == "mark" and value in ("(", "$"))

    def _relative(self) -> list[Step]:
        steps = [self._step()]
        while True:
            if self._accept("/"):
                steps.append(self._step())
            elif self._accept("//"):
                steps += (ANYWHERE, self._step())
            else:
                return steps

    def _step(self) -> Step:
        if self._accept("."):
            return self._abbreviated(SELF)
        if self._accept(".."):
            return self._abbreviated(PARENT)
        at = self._token.at
        axis = self._axis()
        test = self._node_test()
        return Step(axis, test, self._predicates(), at)

    def _abbreviated(self, step: Step) -> Step:
        if self._is("["):
            raise refuse("X001", self._text, self._token.at)
        return step

    def _axis(self) -> str:
        if self._accept("@"):
            return "attribute"
        follower = self._peek()
        if self._token.kind == "name" and follower.kind == "mark" and follower.value == "::":
            name = self._take()
            self._take()
            if name.value not in AXES:
                raise refuse("X005", self._text, name.at, name=name.value)
            return name.value
        return "child"

    def _node_test(self) -> str:
        if self._accept("*"):
            return "*"
        if self._token.kind != "name":
            raise self._unexpected()
        name = self._take()
        if not self._is("("):
            return name.value
        if name.value not in NODE_TYPES:
            raise refuse("X001", self._text, name.at)
        self._take()
        literal = ""
        if name.value == "processing-instruction" and self._token.kind == "text":
            literal = self._take().value[1:-1]
        self._expect(")")
        return f"{name.value}({literal})"

    def _predicates(self) -> tuple[Expr, ...]:
        if not self._is("["):
            return ()
        found: list[Expr] = []
        while self._accept("["):
            found.append(self._chain(1))
            self._expect("]")
        return tuple(found)

    # --- primaries --------------------------------------------------------------------------------------------

    def _filtered(self) -> Expr:
        base = self._primary()
        predicates = self._predicates()
        if predicates:
            base = Filter(base, predicates)
        if self._accept("/"):
            return Path(absolute=False, steps=tuple(self._relative()), start=base)
        if self._accept("//"):
            return Path(absolute=False, steps=(ANYWHERE, *self._relative()), start=base)
        return base

    def _primary(self) -> Expr:
        token = self._take()
        if token.kind == "number":
            return Number(float(token.value))
        if token.kind == "text":
            return Text(token.value[1:-1])
        if token.kind == "name":
            return self._call(token)
        if token.value == "$":
            raise refuse("X006", self._text, token.at)
        inner = self._chain(1)
        self._expect(")")
        return inner

    def _call(self, name: Token) -> Call:
        self._expect("(")
        args: list[Expr] = []
        if not self._accept(")"):
            args.append(self._chain(1))
            while self._accept(","):
                args.append(self._chain(1))
            self._expect(")")
        return Call(name.value, tuple(args), name.at)
