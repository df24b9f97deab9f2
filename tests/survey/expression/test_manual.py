"""XP-142: the chapter of the manual that messages point to names every function there is."""

from __future__ import annotations

import re
from pathlib import Path

from survey.expression.codegen.checks import SPECIAL
from survey.expression.functions.registry import FUNCTIONS

CHAPTER = Path(__file__).resolve().parents[3] / "docs" / "manual" / "expressions.md"


def test_the_manual_names_every_function() -> None:
    written = set(re.findall(r"`([a-z][\w:-]*)\(", CHAPTER.read_text(encoding="utf-8")))
    assert written - {"a"} == set(FUNCTIONS) | set(SPECIAL)
