"""Location paths over ``InstanceNode`` trees (XPath 1.0 section 2).

Every function takes and gives lists in document order without doubles. Nodes that are not relevant are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from survey.expression.evaluation import Evaluation
from survey.expression.runtime.axes import AXIS_WALKS, REVERSE, node_test
from survey.expression.runtime.values import XValue, to_bool, to_text
from survey.expression.tree import ELEMENT, InstanceNode
from survey.expression.typed import Typed

Nodes = list[InstanceNode]
Test = Callable[[InstanceNode], bool]
Predicate = Callable[[Evaluation, InstanceNode, int, int], XValue]


def root(c: Evaluation) -> Nodes:
    """``/``: the document of the primary instance, wherever the context node is."""
    return [c.root]


def absolute(c: Evaluation, names: tuple[str, ...]) -> Nodes:
    """``/data/group/question``: inside a repeat instance only that instance's nodes, as in JavaRosa."""
    nodes = c.root.named(names[0])
    rest = names[1:]
    inside = _repeats_above(c.node) if rest else ()
    if inside:
        return _bound(nodes, names, inside)
    nodes = [node for node in nodes if node.relevant]
    for name in rest:
        if len(nodes) == 1:
            nodes = [child for child in nodes[0].named(name) if child.relevant]
        else:
            nodes = [child for node in nodes for child in node.named(name) if child.relevant]
    return nodes


def _repeats_above(node: InstanceNode | None) -> tuple[InstanceNode, ...]:
    found: list[InstanceNode] = []
    while node is not None:
        if node.repeat:
            found.append(node)
        node = node.parent
    return tuple(found)


def _bound(nodes: Nodes, names: tuple[str, ...], inside: tuple[InstanceNode, ...]) -> Nodes:
    """Walk down, but where a step's nodes include a repeat instance the context is in, keep only that one."""
    for place, name in enumerate(names):
        if place:
            nodes = [child for node in nodes for child in node.named(name)]
        if place < len(names) - 1:
            held = [node for node in nodes if node.repeat and any(node is known for known in inside)]
            nodes = held or nodes
        nodes = [node for node in nodes if node.relevant]
    return nodes


def children(nodes: Nodes, name: str) -> Nodes:
    """``…/name``."""
    if len(nodes) == 1:
        return [child for child in nodes[0].named(name) if child.relevant]
    return [child for node in nodes for child in node.named(name) if child.relevant]


def parents(nodes: Nodes) -> Nodes:
    """``…/..``."""
    found: Nodes = []
    for node in nodes:
        parent = node.parent
        if parent is not None and not any(parent is known for known in found[-1:]):
            found.append(parent)
    return found if len(found) < 2 else ordered(found)


def attributes(nodes: Nodes, name: str) -> Nodes:
    """``…/@name``."""
    return [known for node in nodes for known in node.attributes if known.name == name]


def step(nodes: Nodes, axis: str, test: Test, predicates: tuple[Predicate, ...], c: Evaluation) -> Nodes:
    """Any step: candidates of each node along the axis, filtered by each predicate in turn, merged in order."""
    walk = AXIS_WALKS[axis]
    found: Nodes = []
    for node in nodes:
        candidates = [other for other in walk(node) if test(other) and other.relevant]
        for predicate in predicates:
            candidates = kept(candidates, predicate, c)
        found += candidates
    if len(nodes) == 1 and axis not in REVERSE:
        return found
    return ordered(found)


def lookup(
    nodes: Nodes, row: tuple[str, str, int], wanted: XValue, predicates: tuple[Predicate, ...], c: Evaluation
) -> Nodes:
    """``instance(…)/…/name[key = wanted][…]``: by an index, because a secondary instance does not change.

    ``row`` is (name, key, how many predicates the index answers). ``predicates`` hold the whole condition, for a tree
    that may change, and for a number or a truth that finds no equal text (5 is '05' as well).
    """
    name, key, done = row
    if len(nodes) != 1 or nodes[0].top is c.root.top:
        return step(nodes, "child", node_test(name, ELEMENT), predicates, c)
    rows = nodes[0].rows(name, key)
    texts = {node.string_value for node in wanted} or {""} if isinstance(wanted, list) else {to_text(wanted)}
    places = [place for text in texts for place in rows.get(text, ())]
    if len(texts) > 1:
        places = sorted(dict(places).items())
    found = [node for _, node in places if node.relevant]
    if not found and isinstance(wanted, list) and any(isinstance(node.text, Typed) for node in wanted):
        return step(nodes, "child", node_test(name, ELEMENT), predicates, c)
    return filtered(found, predicates[done:], c)


def kept(candidates: Nodes, predicate: Predicate, c: Evaluation) -> Nodes:
    """Keep the candidates for which the predicate holds.

    A number is compared with the position; a node-set holds when it has a node, as XPath says.
    """
    size = len(candidates)
    found: Nodes = []
    for place, node in enumerate(candidates, 1):
        value = predicate(c, node, place, size)
        if isinstance(value, list):
            held = bool(value)
        else:
            held = value == place if isinstance(value, float) else to_bool(value)
        if held:
            found.append(node)
    return found


def filtered(nodes: Nodes, predicates: tuple[Predicate, ...], c: Evaluation) -> Nodes:
    """``(…)[…]``: predicates over a whole node-set in document order."""
    for predicate in predicates:
        nodes = kept(nodes, predicate, c)
    return nodes


def union(*sets: Nodes) -> Nodes:
    """``a | b``."""
    return ordered([node for nodes in sets for node in nodes])


def ordered(nodes: Iterable[InstanceNode]) -> Nodes:
    """Drop doubles and sort in document order."""
    unique = list({id(node): node for node in nodes}.values())
    if len(unique) < 2:
        return unique
    tops: dict[int, int] = {}
    keys = {id(node): (tops.setdefault(id(node.top), len(tops)), node.order()) for node in unique[:_FEW]}
    if len(unique) <= _FEW:
        return sorted(unique, key=lambda node: keys[id(node)])
    return _ordered_many(unique)


_FEW = 16
_LAST = 1_000_000


def _ordered_many(nodes: Nodes) -> Nodes:
    """Number the whole tree once; far quicker than comparing the places of many nodes."""
    places: dict[int, tuple[int, int]] = {}
    number = 0
    for top in {id(node.top): node.top for node in nodes}.values():
        for node in (top, *top.descendants()):
            number += 1
            places[id(node)] = (number, 0)
            for place, known in enumerate((*node.namespaces(), *node.attributes), 1):
                places[id(known)] = (number, place)
    return sorted(nodes, key=lambda node: places.get(id(node)) or (places[id(node.parent)][0], _LAST))
