"""Short ways to evaluate an expression over a few lines of XML."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from survey.expression import Evaluation, ExpressionError, InstanceNode, XValue, compile_expression, from_xml

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Twelve o'clock on Monday, 2026-11-23 in Shanghai."""


def surroundings(
    xml: str = "<data/>", at: str = "", now: datetime = NOON, instances: Mapping[str, str] | None = None
) -> Evaluation:
    """Build an evaluation at the first node that ``at`` finds, in the zone of Shanghai."""
    root = from_xml(xml)
    trees = {name: from_xml(text) for name, text in (instances or {}).items()}
    evaluation = Evaluation(node=root.children[0], root=root, now=now, zone=SHANGHAI, instances=trees)
    if at:
        found = compile_expression(at)(evaluation)
        assert isinstance(found, list)
        evaluation.node = found[0]
    return evaluation


def value(expr: str, xml: str = "<data/>", at: str = "") -> XValue:
    return compile_expression(expr)(surroundings(xml, at))


def text(expr: str, xml: str = "<data/>", at: str = "", instances: Mapping[str, str] | None = None) -> str:
    return compile_expression(expr).string(surroundings(xml, at, instances=instances))


def number(expr: str, xml: str = "<data/>", at: str = "") -> float:
    return compile_expression(expr).number(surroundings(xml, at))


def truth(expr: str, xml: str = "<data/>", at: str = "") -> bool:
    return compile_expression(expr).boolean(surroundings(xml, at))


def names(expr: str, xml: str, at: str = "") -> list[str]:
    """Give the id attribute, or the name, of every node found."""
    found = value(expr, xml, at)
    assert isinstance(found, list)
    return [_name(node) for node in found]


def _name(node: InstanceNode) -> str:
    return node.attribute("id") or node.name or node.text


def refusal(expr: str) -> ExpressionError:
    """Give the error with which the expression is refused before it is ever evaluated."""
    with pytest.raises(ExpressionError) as caught:
        compile_expression(expr)
    return caught.value
