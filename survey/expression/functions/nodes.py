"""Node-set functions."""

from __future__ import annotations

from survey.expression.evaluation import Evaluation
from survey.expression.functions.registry import function
from survey.expression.problems import refuse
from survey.expression.runtime.paths import ordered
from survey.expression.runtime.values import NodeSet, XValue, to_text
from survey.expression.tree import DOCUMENT, ELEMENT, InstanceNode


@function("position", "N?", "n", "p")
def position(p: int, *args: NodeSet) -> float:
    """With a node: its place among its siblings of the same name, 0 if there is no node (ODK)."""
    if not args:
        return float(p)
    if not args[0]:
        return 0.0
    node = args[0][0]
    if node.parent is None:
        return 1.0
    family = (known for known in node.parent.children if known.name == node.name and known.kind == node.kind)
    return float(next((i for i, known in enumerate(family, 1) if known is node), 1))


@function("last", "", "n", "z")
def last(z: int) -> float:
    return float(z)


@function("count", "N", "n")
def count(nodes: NodeSet) -> float:
    return float(len(nodes))


@function("count-non-empty", "N", "n")
def count_non_empty(nodes: NodeSet) -> float:
    return float(sum(1 for node in nodes if node.string_value != ""))


@function("name", "N?", "s", "n")
def name(n: InstanceNode, *args: NodeSet) -> str:
    node = _chosen(n, args)
    return node.name if node else ""


@function("local-name", "N?", "s", "n")
def local_name(n: InstanceNode, *args: NodeSet) -> str:
    node = _chosen(n, args)
    return node.local if node else ""


@function("namespace-uri", "N?", "s", "n")
def namespace_uri(n: InstanceNode, *args: NodeSet) -> str:
    node = _chosen(n, args)
    return node.namespace if node else ""


def _chosen(n: InstanceNode, args: tuple[NodeSet, ...]) -> InstanceNode | None:
    if not args:
        return n
    return args[0][0] if args[0] else None


@function("id", "a", "N", "c")
def by_id(c: Evaluation, value: XValue) -> NodeSet:
    """Find elements by an attribute ``id`` or ``xml:id`` (no DTD says which attributes are ids)."""
    texts = [node.string_value for node in value] if isinstance(value, list) else [to_text(value)]
    wanted = {word for text in texts for word in text.split()}
    found = [node for node in c.root.descendants() if _identity(node) in wanted]
    return ordered(found)


def _identity(node: InstanceNode) -> str | None:
    return node.attribute("id") or node.attribute("xml:id")


@function("current", "", "N", "c")
def current(c: Evaluation) -> NodeSet:
    return [c.node]


@function("instance", "s", "N", "c")
def instance(c: Evaluation, name: str) -> NodeSet:
    """Give the document of a secondary instance, so that ``/root/item`` follows.

    Raises ExpressionError X030 if there is none of that id.
    """
    found = c.instances.get(name)
    if found is None:
        raise refuse("X030", name=name)
    return [found]


@function("pulldata", "s s s s", "s", "c")
def pulldata(c: Evaluation, table: str, wanted: str, key: str, value: str) -> str:
    """Shortcut for ``instance(table)/root/item[key = value]/wanted``; else the engine's own tables."""
    known = c.instances.get(table)
    if known is None:
        return c.pulldata(table, wanted, key, value)
    tops = [node for node in known.children if node.kind == ELEMENT] if known.kind == DOCUMENT else [known]
    for top in tops:
        for name in top.names():
            for _, row in top.rows(name, key).get(value, ()):
                if row.named(key):  # a column that is not there finds nothing, not even for a blank
                    return next((cell.string_value for cell in row.named(wanted)), "")
    return ""


@function("property", "s", "s", "c")
def device_property(c: Evaluation, name: str) -> str:
    return c.properties.get(name, "")


@function("version", "", "s", "c")
def version(c: Evaluation) -> str:
    return c.version


@function("depend", "a+", "a")
def depend(value: XValue, *_: XValue) -> XValue:
    return value
