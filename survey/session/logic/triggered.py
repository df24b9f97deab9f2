"""What a triggered calculation reads, told from where it is evaluated.

In a repeat pyxform writes ``${x}`` of such a calculation as a path from the question that triggers, while the value is
worked out at the question that is set (XForms 1.1 section 10.2, JavaRosa). Where the two stand at different depths, the
path leads nowhere and the phone sets a blank; the author meant ``x``.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace

from survey.form import SetValue
from survey.session.logic.reads import Place

_NAME = r"[^\W\d][\w.-]*"
_PARTS = re.compile(rf"'[^']*'|\"[^\"]*\"|[\[\]]|(?<![\w/.)\]])(current\(\)/)?((?:\.\./)+)({_NAME}(?:/{_NAME})*)")


def seen_from_target(action: SetValue, known: Container[Place]) -> SetValue:
    """Turn the paths that only the trigger could follow into paths from the target; ``known`` are the form's places."""
    if not action.trigger or "../" not in action.value:
        return action
    target, source = _place(action.target), _place(action.trigger)
    depth = 0

    def turned(found: re.Match[str]) -> str:
        nonlocal depth
        text, current, ups, names = found[0], found[1] or "", found[2], found[3]
        depth += {"[": 1, "]": -1}.get(text, 0)
        if not ups or (depth and not current):  # inside a predicate a plain path starts at the node that is filtered
            return text
        up, below = len(ups) // 3, tuple(names.split("/"))
        meant = (*source[:-up], *below)
        if (*target[:-up], *below) in known or meant not in known:
            return text
        return current + _path(target, meant)

    return replace(action, value=_PARTS.sub(turned, action.value))


def _path(start: Place, end: Place) -> str:
    shared = 0
    while shared < min(len(start) - 1, len(end) - 1) and start[shared] == end[shared]:
        shared += 1
    return "/".join((*[".."] * (len(start) - shared), *end[shared:]))


def _place(path: str) -> Place:
    return tuple(part for part in path.split("/") if part)
