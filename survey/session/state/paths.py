"""Concrete paths like ``/data/worker[2]/name`` to nodes."""

from __future__ import annotations

import re

from survey.session.state.tree import FormNode

_STEP = re.compile(r"([^\[\]]+)(?:\[(\d+)\])?")


def at_path(root: FormNode, path: str) -> FormNode:
    """Find the node at a path; the path of a repeat without a number is its header. Raises KeyError."""
    node = root
    parts = [part for part in path.split("/") if part]
    if not parts or parts[0] != node.name:
        raise KeyError(path)
    for part in parts[1:]:
        node = _child(node, part, path)
    return node


def header_at(root: FormNode, path: str) -> FormNode:
    """Find the header of a repeat by its path without a number. Raises KeyError."""
    above, _, name = path.rstrip("/").rpartition("/")
    header = at_path(root, above).headers.get(name)
    if header is None:
        raise KeyError(path)
    return header


def _child(node: FormNode, part: str, path: str) -> FormNode:
    found = _STEP.fullmatch(part)
    if found is None:
        raise KeyError(path)
    same = node.instances(found[1])
    if found[2]:
        if not 1 <= int(found[2]) <= len(same):
            raise KeyError(path)
        return same[int(found[2]) - 1]
    if found[1] in node.headers:
        return node.headers[found[1]]
    if len(same) != 1:
        raise KeyError(path)
    return same[0]
