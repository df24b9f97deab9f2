"""Every path of an expression written from the root, so that equal expressions are equal nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from survey.expression.codegen.paths import route
from survey.expression.depth import parts_of
from survey.expression.nodes import Call, Chain, Expr, Negate, Path, Step
from survey.expression.syntax.parse import parse

_READ_THEIR_NODE = frozenset({"string", "number", "string-length", "normalize-space", "name", "local-name"})


def rooted(source: str | Expr, context: str) -> Expr:
    """Parse, and write relative paths as absolute ones. What is no plain path stays as it is."""
    expr = parse(source) if isinstance(source, str) else source
    return _rooted(expr, tuple(part for part in context.split("/") if part))


def _rooted(expr: Expr, context: tuple[str, ...]) -> Expr:
    match expr:
        case Path():
            return _path(expr, context)
        case Chain():
            rest = tuple((operator, _rooted(operand, context)) for operator, operand in expr.rest)
            return Chain(_rooted(expr.first, context), rest)
        case Negate():
            return Negate(_rooted(expr.operand, context))
        case Call(name=name, args=()) if name in _READ_THEIR_NODE:
            return replace(expr, args=(absolute(context),))
        case Call():
            return replace(expr, args=tuple(_rooted(arg, context) for arg in expr.args))
    return expr


def _path(path: Path, context: tuple[str, ...]) -> Path:
    from_current = isinstance(path.start, Call) and path.start.name == "current"
    plain = route(path) if path.start is None or from_current else None
    if plain is None:
        return path
    is_absolute, up, names = plain
    return absolute(names if is_absolute else (*context[: len(context) - up], *names))


def absolute(names: tuple[str, ...]) -> Path:
    """Give the path of children from the root."""
    return Path(absolute=True, steps=tuple(Step("child", name) for name in names))


def plain_path(expr: Expr) -> str:
    """Give the text of a plain absolute path, "" for anything else."""
    plain = route(expr) if isinstance(expr, Path) and expr.start is None and expr.absolute else None
    return "/" + "/".join(plain[2]) if plain is not None else ""


def paths_in(expr: Expr) -> Iterator[str]:
    """Give every plain absolute path that is read."""
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        text = plain_path(part)
        if text:
            yield text
        else:
            waiting += parts_of(part)
