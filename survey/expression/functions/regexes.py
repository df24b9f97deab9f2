"""``regex()``: Java patterns matched against the whole text, with patterns that can explode refused beforehand."""

from __future__ import annotations

import re
from functools import lru_cache

from survey.expression.functions.registry import function
from survey.expression.patterns.explosive import explodes
from survey.expression.patterns.java import translate
from survey.expression.problems import refuse


@function("regex", "s s", "b")
def regex(text: str, pattern: str) -> bool:
    """Match the whole text, as JavaRosa. Raises ExpressionError X040 or X041 for a pattern that cannot be used."""
    return compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=2048)
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a Java pattern. Raises ExpressionError X040 (not a pattern) or X041 (may run for ever)."""
    try:
        found = re.compile(translate(pattern))
    except (re.error, OverflowError, RecursionError) as fault:
        raise refuse("X040", pattern=pattern, reason=str(fault)) from fault
    if explodes(found.pattern):
        raise refuse("X041", pattern=pattern)
    return found
