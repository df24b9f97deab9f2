"""Positional paths of the cases file: ``/*[1]/*[2]``, ``/@id``, ``/text()[1]`` … from a document node."""

from __future__ import annotations

import re

from survey.expression.tree import COMMENT, ELEMENT, INSTRUCTION, TEXT, InstanceNode

_STEP = re.compile(r"/(?:(?P<axis>@|attribute::|namespace::))?(?P<test>[^/\[\]]+)(?:\[(?P<place>\d+)\])?")
_KINDS = {"text()": TEXT, "comment()": COMMENT, "processing-instruction()": INSTRUCTION}


def at(top: InstanceNode, path: str) -> InstanceNode:
    """Return the node at a positional path. Raises LookupError if there is none."""
    node = top
    for found in _STEP.finditer(path):
        family = _family(node, found["axis"] or "", found["test"])
        node = family[int(found["place"] or 1) - 1]
    return node


def _family(node: InstanceNode, axis: str, test: str) -> list[InstanceNode]:
    if axis == "namespace::":
        return [known for known in node.namespaces() if test in ("*", known.name)]
    if axis:
        return [known for known in node.attributes if test in ("*", "node()", known.name)]
    if test.startswith("processing-instruction"):
        test = "processing-instruction()"
    children = node.children
    if node.text and not children and node.kind == ELEMENT:
        children = [node.text_node()]
    if test == "node()":
        return children
    if test in _KINDS:
        return [child for child in children if child.kind == _KINDS[test]]
    return [child for child in children if child.kind == ELEMENT and test in ("*", child.name)]
