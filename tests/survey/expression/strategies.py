"""Hypothesis strategies: parsed expressions of every shape, and expressions both engines understand."""

from __future__ import annotations

from hypothesis import strategies as st

from survey.expression.nodes import (
    ANYWHERE,
    LEVELS,
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

NAMES = ("a", "b", "data", "or", "and", "div", "mod", "jr:x", "名称", "x-1", "y.z", "text", "node")
AXES = ("child", "parent", "ancestor", "attribute", "self", "descendant", "following-sibling", "preceding")
TESTS = (*NAMES, "*", "jr:*", "node()", "text()", "comment()", "processing-instruction()")

numbers = st.floats(0, 1e15, allow_nan=False).map(abs).map(Number)
texts = st.one_of(st.text('ab "é中', max_size=6), st.text("ab 'é中", max_size=6)).map(Text)


def _steps(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Step]:
    predicates = st.lists(inner, max_size=2).map(tuple)
    full = st.builds(Step, st.sampled_from(AXES), st.sampled_from(TESTS), predicates)
    return st.one_of(full, st.sampled_from((SELF, PARENT)), full)


def _paths(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    steps = st.lists(st.one_of(_steps(inner), st.just(ANYWHERE)), max_size=3)
    closed = st.builds(lambda many, last: (*many, last), steps, _steps(inner))
    absolute = st.builds(Path, st.just(True), st.one_of(closed, st.just(())))
    relative = st.builds(Path, st.just(False), closed)
    return st.one_of(absolute, relative, st.builds(Path, st.just(False), closed, inner))


def _chains(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.integers(1, 6).flatmap(
        lambda level: st.builds(
            Chain,
            inner,
            st.lists(
                st.tuples(st.sampled_from([sign for sign, known in LEVELS.items() if known == level]), inner),
                min_size=1,
                max_size=3,
            ).map(tuple),
        )
    )


def _unions(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    operands = st.lists(st.tuples(st.just("|"), inner), min_size=1, max_size=2)
    return st.builds(Chain, inner, operands.map(tuple))


def _extend(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    calls = st.builds(Call, st.sampled_from(("concat", "jr:itext", "if", "f")), st.lists(inner, max_size=3).map(tuple))
    filters = st.builds(Filter, inner, st.lists(inner, min_size=1, max_size=2).map(tuple))
    return st.one_of(_paths(inner), _chains(inner), _unions(inner), calls, filters, st.builds(Negate, inner))


expressions: st.SearchStrategy[Expr] = st.recursive(st.one_of(numbers, texts), _extend, max_leaves=12)

# --- plain XPath 1.0 over one document, as text ---------------------------------------------------------------------

_NUMBER_ATOMS = ("1", "0", "2.5", "-3", "/data/n1", "/data/n2", "count(//i)", "sum(/data/r/i)", "string-length('abc')")
_TEXT_ATOMS = ("'x'", "''", "'ab'", "string(/data/t1)", "string(/data/t2)", "concat('a', /data/n1)", "name(/data/r)")
_FLAG_ATOMS = ("true()", "false()", "/data/t1 = 'ab'", "/data/n1 > 2", "count(/data/none) = 0", "contains('ab', 'a')")


def _combine(atoms: tuple[str, ...], shapes: tuple[str, ...]) -> st.SearchStrategy[str]:
    def extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.builds(lambda shape, x, y: shape.format(x=x, y=y), st.sampled_from(shapes), inner, inner)

    return st.recursive(st.sampled_from(atoms), extend, max_leaves=6)


plain_numbers = _combine(
    _NUMBER_ATOMS,
    (
        "({x} + {y})",
        "({x} - {y})",
        "({x} * {y})",
        "({x} div {y})",
        "({x} mod {y})",
        "-{x}",
        "floor({x})",
        "number({y})",
    ),
)
plain_texts = _combine(
    _TEXT_ATOMS,
    ("concat({x}, {y})", "substring-before({x}, {y})", "substring-after({x}, {y})", "translate({x}, {y}, 'zz')"),
)
plain_flags = st.one_of(
    _combine(_FLAG_ATOMS, ("({x} and {y})", "({x} or {y})", "not({x})", "({x} = {y})", "({x} != {y})")),
    st.builds("{} {} {}".format, plain_numbers, st.sampled_from(("<", "<=", ">", ">=", "=", "!=")), plain_numbers),
    st.builds("{} {} {}".format, plain_texts, st.sampled_from(("=", "!=")), plain_texts),
)
