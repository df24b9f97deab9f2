"""The thirteen axes, each a walk from one node in axis order (XPath 1.0 section 2.2), and the node tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from survey.expression.tree import ATTRIBUTE, COMMENT, ELEMENT, INSTRUCTION, NAMESPACE, TEXT, InstanceNode

Walk = Callable[[InstanceNode], Iterable[InstanceNode]]

PREFIXES: dict[str, str] = {
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "odk": "http://www.opendatakit.org/xforms",
    "entities": "http://www.opendatakit.org/xforms/entities",
    "h": "http://www.w3.org/1999/xhtml",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "ev": "http://www.w3.org/2001/xml-events",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
REVERSE = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})


def _children(node: InstanceNode) -> list[InstanceNode]:
    if node.text and not node.children and node.kind == ELEMENT:
        return [node.text_node()]
    return node.children


def _below(node: InstanceNode) -> Iterator[InstanceNode]:
    stack = list(reversed(_children(node)))
    while stack:
        found = stack.pop()
        yield found
        if found.kind == ELEMENT:
            stack.extend(reversed(_children(found)))


def _below_or_self(node: InstanceNode) -> Iterator[InstanceNode]:
    yield node
    yield from _below(node)


def _above(node: InstanceNode) -> Iterator[InstanceNode]:
    up = node.parent
    while up is not None:
        yield up
        up = up.parent


def _above_or_self(node: InstanceNode) -> Iterator[InstanceNode]:
    yield node
    yield from _above(node)


def _siblings(node: InstanceNode) -> tuple[list[InstanceNode], list[InstanceNode]]:
    if node.parent is None or node.kind in (ATTRIBUTE, NAMESPACE):
        return [], []
    family = node.parent.children
    place = next((i for i, known in enumerate(family) if known is node), None)
    return ([], []) if place is None else (family[:place], family[place + 1 :])


def _following_siblings(node: InstanceNode) -> list[InstanceNode]:
    return _siblings(node)[1]


def _preceding_siblings(node: InstanceNode) -> list[InstanceNode]:
    return _siblings(node)[0][::-1]


def _following(node: InstanceNode) -> Iterator[InstanceNode]:
    if node.kind in (ATTRIBUTE, NAMESPACE) and node.parent is not None:
        yield from _below(node.parent)
        node = node.parent
    for up in _above_or_self(node):
        for sibling in _following_siblings(up):
            yield from _below_or_self(sibling)


def _preceding(node: InstanceNode) -> Iterator[InstanceNode]:
    if node.kind in (ATTRIBUTE, NAMESPACE) and node.parent is not None:
        node = node.parent
    for up in _above_or_self(node):
        for sibling in _preceding_siblings(up):
            yield from reversed(list(_below_or_self(sibling)))


def _parent(node: InstanceNode) -> list[InstanceNode]:
    return [] if node.parent is None else [node.parent]


AXIS_WALKS: dict[str, Walk] = {
    "self": lambda node: [node],
    "child": _children,
    "parent": _parent,
    "attribute": lambda node: node.attributes,
    "descendant": _below,
    "descendant-or-self": _below_or_self,
    "ancestor": _above,
    "ancestor-or-self": _above_or_self,
    "following-sibling": _following_siblings,
    "preceding-sibling": _preceding_siblings,
    "following": _following,
    "preceding": _preceding,
    "namespace": lambda node: node.namespaces() if node.kind == ELEMENT else [],
}


@cache
def node_test(test: str, principal: int) -> Callable[[InstanceNode], bool]:
    """Build the test of a step; ``principal`` is the kind a name means on the axis."""
    if test == "node()":
        return lambda _: True
    if test == "text()":
        return lambda node: node.kind == TEXT
    if test == "comment()":
        return lambda node: node.kind == COMMENT
    if test.startswith("processing-instruction("):
        target = test[23:-1]
        return lambda node: node.kind == INSTRUCTION and target in ("", node.name)
    if test == "*":
        return lambda node: node.kind == principal
    return _name_test(test, principal)


def _name_test(test: str, principal: int) -> Callable[[InstanceNode], bool]:
    prefix, _, local = test.rpartition(":")
    space = PREFIXES.get(prefix, "")
    if local == "*":
        return lambda node: node.kind == principal and _in_space(node, prefix, space)
    if not prefix:
        return lambda node: node.name == test and node.kind == principal and node.plain
    return lambda node: (
        node.kind == principal and node.local == local and (node.name == test or _in_space(node, prefix, space))
    )


def _in_space(node: InstanceNode, prefix: str, space: str) -> bool:
    return node.name.startswith(prefix + ":") or (space != "" and node.namespace == space)
