"""XP-060 … XP-069: plain XPath 1.0, with lxml as the oracle."""

from __future__ import annotations

import math

from hypothesis import given
from lxml import etree

from tests.survey.expression.strategies import plain_flags, plain_numbers, plain_texts
from tests.survey.expression.support import number, text, truth

XML = "<data><n1>4</n1><n2>-1.5</n2><t1>ab</t1><t2/><r><i>1</i><i>2</i></r></data>"
THEIRS = etree.fromstring(XML)


@given(plain_numbers)
def test_numbers(expr: str) -> None:
    """XP-060."""
    ours, theirs = number(expr, XML), float(str(THEIRS.xpath(f"number({expr})")))
    assert ours == theirs or math.isclose(ours, theirs, rel_tol=1e-12) or (math.isnan(ours) and math.isnan(theirs))


@given(plain_texts)
def test_texts(expr: str) -> None:
    """XP-061."""
    assert text(expr, XML) == THEIRS.xpath(f"string({expr})")


@given(plain_flags)
def test_flags(expr: str) -> None:
    """XP-062. Where lxml sees a difference below 1e-12, JavaRosa sees none: the generator makes no such numbers."""
    assert truth(expr, XML) == THEIRS.xpath(f"boolean({expr})")
