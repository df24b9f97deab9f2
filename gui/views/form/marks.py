"""How the three levels of 审核 look: word, icon and colour always together."""

from __future__ import annotations

from types import MappingProxyType

from gui.theme import colours
from survey.problems import Level, Problem

WORDS = MappingProxyType({Level.ERROR: "强制", Level.QUERY: "核实", Level.HINT: "提示"})
ROLES = MappingProxyType({Level.ERROR: "red", Level.QUERY: "amber", Level.HINT: "blue"})
COLOURS = MappingProxyType({Level.ERROR: colours.RED, Level.QUERY: colours.AMBER, Level.HINT: colours.BLUE})
_RANK = MappingProxyType({Level.ERROR: 0, Level.QUERY: 1, Level.HINT: 2})


def worst(problems: tuple[Problem, ...]) -> Level | None:
    """Return the most serious level among problems."""
    return min((problem.level for problem in problems), key=_RANK.__getitem__, default=None)
