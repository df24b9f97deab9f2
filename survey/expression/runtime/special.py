"""What generated code needs beyond operators and functions: null tests, indexed-repeat, runtime type checks."""

from __future__ import annotations

from survey.expression.evaluation import Evaluation
from survey.expression.problems import refuse
from survey.expression.runtime.values import NodeSet, XValue, first_text, to_number
from survey.expression.tree import InstanceNode

Route = tuple[bool, int, tuple[str, ...]]
"""A plain path: absolute or not, how many parents up, then the names down."""

BLANK: NodeSet = [InstanceNode("")]
"""What a path without a node compares as."""


def held(value: XValue) -> XValue:
    """Give what compares for a value whose kind only the data decide: a node-set without a node is a blank."""
    return BLANK if value == [] else value


def present(value: XValue) -> bool:
    """Say whether ``coalesce`` takes the value: neither an empty text nor NaN (JavaRosa's null)."""
    if isinstance(value, list):
        return first_text(value) != ""
    if isinstance(value, float):
        return value == value  # noqa: PLR0124 - NaN
    return value != ""


def nodes(value: XValue, name: str) -> NodeSet:
    """Check at run time what could not be known before: the value is a node-set. Raises ExpressionError X011."""
    if isinstance(value, list):
        return value
    raise refuse("X011", name=name)


def indexed(c: Evaluation, n: InstanceNode, target: Route, *groups: tuple[Route, XValue]) -> NodeSet:
    """``indexed-repeat``: walk to the target by names; each group's place in its family is the given index.

    As in JavaRosa an index below 1, and one that is blank or no number, counts as 1, and repeats that are not named
    stay at the context's own instance.
    """
    chain = _lineage(n, c.root)
    names = _resolve(target, chain)
    places = {len(_resolve(route, chain)): _index(to_number(value, c)) for route, value in groups}
    found: NodeSet = [c.root]
    together = True
    for depth, name in enumerate(names, 1):
        family = [child for node in found for child in node.named(name)]
        if depth in places:
            found = family[places[depth] - 1 : places[depth]]
        elif together and depth < len(chain) and chain[depth].repeat and chain[depth].name == name:
            found = [chain[depth]]
        else:
            found = family
        together = together and depth < len(chain) and chain[depth] in found and depth not in places
        found = [node for node in found if node.relevant]
    return found


def _index(value: float) -> int:
    """Give the place that an index means: the first one while it is blank or no number."""
    return max(1, int(min(value, 1e9))) if value > 1 else 1


def _lineage(n: InstanceNode, root: InstanceNode) -> list[InstanceNode]:
    """Give the nodes from the root document down to the context node."""
    chain = [n]
    while chain[-1] is not root and chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    chain.reverse()
    if chain[0] is not root:
        chain.insert(0, root)
    return chain


def _resolve(route: Route, chain: list[InstanceNode]) -> tuple[str, ...]:
    absolute, up, names = route
    if absolute:
        return names
    base = [node.name for node in chain[1 : len(chain) - up]]
    return (*base, *names)
