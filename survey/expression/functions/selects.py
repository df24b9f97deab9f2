"""Functions over space-separated choices."""

from __future__ import annotations

from survey.expression.evaluation import Evaluation
from survey.expression.functions.registry import function
from survey.expression.runtime.values import NodeSet, XValue, to_text


@function("selected is-selected", "s s", "b")
def selected(chosen: str, value: str) -> bool:
    """Say whether the value is one of the chosen; an empty value is chosen when nothing is."""
    return f" {value.strip()} " in f" {chosen} "


@function("count-selected", "s", "n")
def count_selected(chosen: str) -> float:
    return float(len(chosen.split()))


@function("selected-at", "s n", "s")
def selected_at(chosen: str, place: float) -> str:
    words = chosen.split()
    index = int(place) if abs(place) < 1e9 else 0 if place != place else -1  # noqa: PLR0124 - NaN is 0 in Java
    return words[index] if 0 <= index < len(words) else ""


@function("jr:choice-name", "a a", "s", "c")
def choice_name(c: Evaluation, value: XValue, question: XValue) -> str:
    """Give the label of a choice. JavaRosa quotes the path (``'/data/q'``); a bare path is also accepted.

    The code generator resolves the quoted path to nodes before this is called.
    """
    nodes: NodeSet = question if isinstance(question, list) else []
    return c.choice_label(nodes[0] if nodes else None, to_text(value))


@function("jr:itext", "s", "s", "c")
def itext(c: Evaluation, name: str) -> str:
    return c.itext(name)
