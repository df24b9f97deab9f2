"""Location paths: plain ones become direct walks over names, the rest go through the general step."""

from __future__ import annotations

from survey.expression.codegen.checks import check_prefix
from survey.expression.codegen.shape import Shape
from survey.expression.nodes import Call, Chain, Expr, Path, Step, Text
from survey.expression.runtime.axes import node_test
from survey.expression.tree import ATTRIBUTE, ELEMENT, NAMESPACE


class PathsMixin(Shape):
    def path(self, path: Path) -> str:
        if path.start is not None:
            return self._steps(self.nodes(path.start, "/", -1), path.steps, fixed=_is_instance(path.start))
        if not path.absolute:
            return self._steps("[n]", path.steps)
        plain = 0
        while plain < len(path.steps) and _is_plain_child(path.steps[plain]):
            plain += 1
        if not plain:
            return self._steps("P_root(c)", path.steps)
        names = tuple(step.test for step in path.steps[:plain])
        return self._steps(f"P_absolute(c, {names!r})", path.steps[plain:])

    def _steps(self, code: str, steps: tuple[Step, ...], *, fixed: bool = False) -> str:
        for step in steps:
            condition = _key_condition(step) if fixed else None
            code = self._lookup(code, step, *condition) if condition else self._step(code, step)
        return code

    def _lookup(self, code: str, step: Step, key: str, wanted: Expr) -> str:
        """Find the rows of a secondary instance by index instead of trying each."""
        value = self.compared(wanted)[0]
        return f"P_lookup({code}, {(step.test, key)!r}, {value}, {self.predicates(step.predicates)}, c)"

    def _step(self, code: str, step: Step) -> str:
        check_prefix(step.test, self.text, step.at)
        if _is_plain_child(step):
            return f"P_children({code}, {step.test!r})"
        if not step.predicates and step.test == "node()":
            if step.axis == "self":
                return code
            if step.axis == "parent":
                return f"P_parents({code})"
        principal = {"attribute": ATTRIBUTE, "namespace": NAMESPACE}.get(step.axis, ELEMENT)
        test = self.constant(node_test(step.test, principal))
        return f"P_step({code}, {step.axis!r}, {test}, {self.predicates(step.predicates)}, c)"

    def predicates(self, predicates: tuple[Expr, ...]) -> str:
        names = [self.scoped(predicate)[0] for predicate in predicates]
        return f"({', '.join(names)},)" if names else "()"


def _is_instance(start: Expr) -> bool:
    return isinstance(start, Call) and start.name == "instance"


def _key_condition(step: Step) -> tuple[str, Expr] | None:
    """Recognise ``name[key = value]`` where the value does not depend on the row."""
    first = step.predicates[0] if step.predicates else None
    if not _is_plain_child(Step(step.axis, step.test)) or not isinstance(first, Chain):
        return None
    if len(first.rest) != 1 or first.rest[0][0] != "=":
        return None
    left, right = first.first, first.rest[0][1]
    if _is_key(left) and _is_fixed(right):
        return _key(left), right
    return (_key(right), left) if _is_key(right) and _is_fixed(left) else None


def _is_key(expr: Expr) -> bool:
    return (
        isinstance(expr, Path)
        and not expr.absolute
        and expr.start is None
        and len(expr.steps) == 1
        and _is_plain_child(expr.steps[0])
    )


def _key(expr: Expr) -> str:
    return expr.steps[0].test if isinstance(expr, Path) else ""


def _is_fixed(expr: Expr) -> bool:
    """Say whether a value is a text, or an answer found from the root or from the question itself."""
    if isinstance(expr, Text):
        return True
    if not isinstance(expr, Path) or any(step.predicates for step in expr.steps):
        return False
    return (expr.absolute and bool(expr.steps)) or (isinstance(expr.start, Call) and expr.start.name == "current")


def _is_plain_child(step: Step) -> bool:
    """Say whether a step is a bare name without prefix or predicate."""
    plain_name = step.test != "*" and ":" not in step.test and "(" not in step.test
    return step.axis == "child" and not step.predicates and plain_name


def route(path: Path) -> tuple[bool, int, tuple[str, ...]] | None:
    """Reduce a plain path to (absolute, parents up, names down); None if it has predicates or other axes."""
    up = 0
    names: list[str] = []
    for step in path.steps:
        if step.predicates or step.axis not in ("child", "parent", "self") or step.test in ("*", "text()"):
            return None
        if step.axis == "child":
            names.append(step.test)
        elif step.axis == "parent" and names:
            names.pop()
        elif step.axis == "parent":
            up += 1
    return path.absolute, up, tuple(names)
