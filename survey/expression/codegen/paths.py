"""Location paths: plain ones become direct walks over names, the rest go through the general step."""

from __future__ import annotations

from survey.expression.codegen.checks import check_prefix
from survey.expression.codegen.keys import Key, is_plain_child, key_of
from survey.expression.codegen.shape import Shape
from survey.expression.nodes import Call, Expr, Path, Step
from survey.expression.runtime.axes import node_test
from survey.expression.tree import ATTRIBUTE, ELEMENT, NAMESPACE


class PathsMixin(Shape):
    def path(self, path: Path) -> str:
        if path.start is not None:
            return self._steps(self.nodes(path.start, "/", -1), path.steps, fixed=_is_instance(path.start))
        if not path.absolute:
            return self._steps("[n]", path.steps)
        plain = 0
        while plain < len(path.steps) and is_plain_child(path.steps[plain]):
            plain += 1
        if not plain:
            return self._steps("P_root(c)", path.steps)
        names = tuple(step.test for step in path.steps[:plain])
        return self._steps(f"P_absolute(c, {names!r})", path.steps[plain:])

    def _steps(self, code: str, steps: tuple[Step, ...], *, fixed: bool = False) -> str:
        for step in steps:
            found = key_of(step) if fixed else None
            code = self._lookup(code, step, found) if found else self._step(code, step)
        return code

    def _lookup(self, code: str, step: Step, found: Key) -> str:
        """Find the rows of a secondary instance by index instead of trying each."""
        value = self.any(found.value)
        row = (step.test, found.name, int(found.whole))
        return f"P_lookup({code}, {row!r}, {value}, {self.predicates(step.predicates)}, c)"

    def _step(self, code: str, step: Step) -> str:
        if step.axis != "namespace":
            check_prefix(step.test, self.text, step.at)
        if is_plain_child(step):
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
        outer, self.inside_predicate = self.inside_predicate, True
        names = [self.scoped(predicate)[0] for predicate in predicates]
        self.inside_predicate = outer
        return f"({', '.join(names)},)" if names else "()"


def _is_instance(start: Expr) -> bool:
    return isinstance(start, Call) and start.name == "instance"


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
