"""What an expression looks at: the paths, instances and functions in it, for the graph of what to recompute.

Paths are location patterns: absolute, names only, predicates taken out (the paths inside predicates are listed too).
``*`` stands for any name, ``**`` for any descendants. A relative path is resolved against the context path.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.expression.depth import parts_of
from survey.expression.functions.registry import FUNCTIONS
from survey.expression.nodes import Call, Chain, Expr, Filter, Negate, Number, Path, Step, Text
from survey.expression.problems import ExpressionError
from survey.expression.syntax.parse import parse


@dataclass(frozen=True, slots=True)
class References:
    """``paths`` are patterns like ``/data/worker/age``; ``instances`` the ids of secondary instances.

    ``volatile`` says that the value may change without any answer changing (now(), random(), uuid() …).
    ``positional`` says that it depends on where a node stands in its repeat (position(), last(), number predicates,
    indexed-repeat()), so adding or removing a repeat instance matters. ``itself`` says that it reads its own node.
    """

    paths: frozenset[str] = frozenset()
    instances: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    volatile: bool = False
    positional: bool = False
    itself: bool = False


@dataclass(slots=True)
class _Found:
    paths: set[str] = field(default_factory=set)
    instances: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    positional: bool = False


def references(expr: Expr, context_path: str = "/") -> References:
    """Collect what an expression depends on when it stands at ``context_path``, e.g. ``/data/worker/age``."""
    found = _Found()
    context = tuple(part for part in context_path.split("/") if part)
    _visit(expr, context, context, found)
    return References(
        paths=frozenset(found.paths),
        instances=frozenset(found.instances),
        functions=frozenset(found.functions),
        volatile=any(name in FUNCTIONS and FUNCTIONS[name].volatile for name in found.functions),
        positional=found.positional,
        itself="/" + "/".join(context) in found.paths,
    )


Names = tuple[str, ...]
FOREIGN: Names = ("#",)
"""Inside a secondary instance, where no path leads to an answer."""
ANYWHERE: Names = ("**",)


def _visit(expr: Expr, context: Names, current: Names, found: _Found) -> None:
    match expr:
        case Number() | Text():
            return
        case Negate():
            _visit(expr.operand, context, current, found)
        case Chain():
            _visit(expr.first, context, current, found)
            for _, operand in expr.rest:
                _visit(operand, context, current, found)
        case Call():
            _visit_call(expr, context, current, found)
        case Filter():
            _visit(expr.base, context, current, found)
            _visit_predicates(expr.predicates, _target(expr.base, context, current), current, found)
        case Path():
            _visit_path(expr, context, current, found)


def _visit_call(call: Call, context: Names, current: Names, found: _Found) -> None:
    found.functions.add(call.name)
    if call.name in ("position", "last", "indexed-repeat"):
        found.positional = True
    if call.name in _CONTEXT_READERS and not call.args:
        found.paths.add(_pattern(context))
    if call.name == "once":
        found.paths.add(_pattern(current))
    if call.name in ("instance", "pulldata") and call.args and isinstance(call.args[0], Text):
        found.instances.add(call.args[0].value)
    for place, arg in enumerate(call.args):
        inner = _quoted_path(arg) if call.name == "jr:choice-name" and place == 1 else arg
        _visit(inner, context, current, found)


_CONTEXT_READERS = frozenset({"string", "number", "string-length", "normalize-space"})


def _quoted_path(arg: Expr) -> Expr:
    if isinstance(arg, Text):
        try:
            return parse(arg.value)
        except ExpressionError:
            return arg
    return arg


def _visit_path(path: Path, context: Names, current: Names, found: _Found) -> None:
    if path.start is not None:
        _visit(path.start, context, current, found)
    names = _start(path, context, current)
    for step in path.steps:
        names = _advance(names, step)
        _visit_predicates(step.predicates, names, current, found)
    if names[:1] != FOREIGN:
        found.paths.add(_pattern(names))


def _start(path: Path, context: Names, current: Names) -> Names:
    if path.start is not None:
        return _target(path.start, context, current)
    return () if path.absolute else context


def _target(expr: Expr, context: Names, current: Names) -> Names:
    """Give the pattern an expression's nodes match; anywhere, if it is not plain enough to have one."""
    if isinstance(expr, Call):
        return {"current": current, "instance": FOREIGN}.get(expr.name, ANYWHERE)
    if isinstance(expr, Filter):
        return _target(expr.base, context, current)
    if not isinstance(expr, Path):
        return ANYWHERE
    names = _start(expr, context, current)
    for step in expr.steps:
        names = _advance(names, step)
    return names


def _visit_predicates(predicates: tuple[Expr, ...], context: Names, current: Names, found: _Found) -> None:
    for predicate in predicates:
        if isinstance(predicate, Number) or not _is_boolean(predicate):
            found.positional = True
        _visit(predicate, context, current, found)


def _is_boolean(expr: Expr) -> bool:
    """Say whether a predicate surely is not a position."""
    if isinstance(expr, Chain):
        return expr.rest[0][0] not in ("+", "-", "*", "div", "mod")
    if isinstance(expr, Call):
        return expr.name in FUNCTIONS and FUNCTIONS[expr.name].returns in "bsN"
    return isinstance(expr, Path | Text | Filter)


def _advance(names: Names, step: Step) -> Names:
    """Move a pattern along one step. What leaves the line of ancestors widens to everything below the top."""
    test = "*" if "(" in step.test or step.test.endswith("*") else step.test
    if names == FOREIGN or (names[-1:] == ANYWHERE and step.axis == "parent"):
        return names
    below = (*names, "**") if test == "*" else (*names, "**", test)
    moves: dict[str, Names] = {
        "self": names,
        "child": (*names, test),
        "parent": names[:-1],
        "attribute": (*names, "@" + test),
        "descendant": below,
        "descendant-or-self": below,
        "following-sibling": (*names[:-1], test),
        "preceding-sibling": (*names[:-1], test),
    }
    return moves.get(step.axis, (*names[:1], "**"))


def _pattern(names: Names) -> str:
    return "/" + "/".join(names)


def matches(pattern: str, path: str) -> bool:
    """Say whether a pattern may mean a path, part by part; ``**`` stands for any number of parts, none included."""
    return _matches(pattern.strip("/").split("/"), path.strip("/").split("/"))


def _matches(pattern: list[str], path: list[str]) -> bool:
    if not pattern:
        return not path
    if pattern[0] == "**":
        return any(_matches(pattern[1:], path[cut:]) for cut in range(len(path) + 1))
    return bool(path) and pattern[0] in ("*", path[0]) and _matches(pattern[1:], path[1:])


def calls(expr: Expr) -> Iterator[Call]:
    """Give every function call of an expression, outermost first."""
    stack: list[Expr] = [expr]
    while stack:
        node = stack.pop()
        if isinstance(node, Call):
            yield node
        stack.extend(reversed(list(parts_of(node))))
