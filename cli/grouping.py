"""One remark made in many places is said once, with its places; a clerk's mistake in a column fills no screens."""

from __future__ import annotations

from collections.abc import Sequence

from survey.problems import Place, Problem

NAMED = 3  # places named of one remark


def alike(problems: Sequence[Problem]) -> tuple[tuple[Problem, ...], ...]:
    """Put problems together that read the same, in the order in which each is first met."""
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        same = (problem.code, problem.level, problem.place.sheet, problem.sentence, problem.remedy)
        groups.setdefault(same, []).append(problem)
    return tuple(tuple(group) for group in groups.values())


def places(problems: Sequence[Problem]) -> str:
    """Return 底册!F23、F29、F42 等 95 处 for problems of one sheet; "" where there is no place."""
    named = [_short(problem.place, first=not number) for number, problem in enumerate(problems[:NAMED])]
    text = "、".join(name for name in dict.fromkeys(named) if name)
    return f"{text} 等 {len(problems)} 处" if text and len(problems) > NAMED else text


def _short(place: Place, *, first: bool) -> str:
    return str(place) if first or not place.cell else place.cell
