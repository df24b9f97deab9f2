"""How the three levels of 审核 look: word, icon and colour always together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from gui.theme import colours
from survey.problems import Level, Problem

WORDS = MappingProxyType({Level.ERROR: "强制", Level.QUERY: "核实", Level.HINT: "提示"})
ROLES = MappingProxyType({Level.ERROR: "red", Level.QUERY: "amber", Level.HINT: "blue"})
COLOURS = MappingProxyType({Level.ERROR: colours.RED, Level.QUERY: colours.AMBER, Level.HINT: colours.BLUE})
VAGUE = "这一题的内容不符合要求。"  # for a form author's message that says nothing
_ENDS = "。！？!?…：:"
_CLOSING = "。！？!?，、；：”）》」.…"
_TWICE = re.compile(r"([。！？!?.])\s*[。.]+$|[，、；;,]\s*。$")
_NAMED, _LONGEST = 3, 14  # so many questions are named, in so many characters each
_JOINER = "\u2060"
_RANK = MappingProxyType({Level.ERROR: 0, Level.QUERY: 1, Level.HINT: 2})


def worst(problems: tuple[Problem, ...]) -> Level | None:
    """Return the most serious level among problems."""
    return min((problem.level for problem in problems), key=_RANK.__getitem__, default=None)


def named(labels: Sequence[str]) -> str:
    """Name questions in a sentence: the first few in quotes, then how many there are in all."""
    first = dict.fromkeys(each if len(each) <= _LONGEST else f"{each[: _LONGEST - 1]}…" for each in labels)
    quoted = "".join(f"“{each}”" for each in list(first)[:_NAMED])
    return f"{quoted}等 {len(labels)} 项" if len(labels) > _NAMED else quoted


def told(problem: Problem) -> str:
    """Return what is wrong, ended once, whatever a form's author or a value in the message ended with."""
    return _ended_once(problem.sentence) or VAGUE


def told_with_remedy(problem: Problem) -> str:
    """Return what is wrong and what to do about it; an author's own message stands alone."""
    wrong, remedy = told(problem), "" if problem.text else _ended_once(problem.remedy)
    return f"{wrong}。{remedy}" if remedy and wrong[-1] not in _ENDS else f"{wrong}{remedy}"


def unbroken(text: str) -> str:
    """Keep the last two characters on one line: a full stop alone on a line looks like dirt."""
    return f"{text[:-1]}{_JOINER}{text[-1:]}" if text[-1:] in _CLOSING and len(text) > 1 else text


def _ended_once(text: str) -> str:
    """Take the second end off a text; "" when there is nothing in it but marks."""
    text = text.strip()
    if not any(letter.isalnum() for letter in text):
        return ""
    while (once := _TWICE.sub(lambda found: found[1] or "。", text)) != text:
        text = once
    return text
