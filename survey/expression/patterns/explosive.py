"""Which regular expressions can run for ever.

A repeat explodes when its body can be split in several ways over the same text: a repeat inside a repeat whose other
parts may all be swallowed by it, or alternatives that match the same words. Three unbounded repeats over the same
signs in a row make a cubic search and are refused as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from math import prod
from typing import Any

codes: Any = import_module("re._constants")
parser: Any = import_module("re._parser")
"""The only way to see a pattern's structure; typeshed does not show them."""

Item = tuple[Any, Any]
_SAMPLE = [chr(code) for code in range(32, 127)] + ["\t", "\n", "é", "中", "，", "１", "\u3000"]
_UNBOUNDED = 25  # a repeat of that many times is as good as endless for an explosion
_ENDLESS_WAYS = 100  # that many ends an endless repeat may have is enough to tell a square from a cube
_MANY_WAYS = 1_000_000  # that many ways to cut a text take about a tenth of a second


def explodes(pattern: str) -> bool:
    """Say whether a compiled pattern's structure allows exponential or cubic search."""
    return _explodes(list(parser.parse(pattern)))


def _explodes(items: Sequence[Item]) -> bool:
    return _cubic(items) or any(_item_explodes(item) for item in items)


def _item_explodes(item: Item) -> bool:
    if _is_repeat(item) and _ambiguous(list(item[1][2])) and (_is_endless(item) or _ways(item) >= _MANY_WAYS):
        return True
    return any(_explodes(body) for body in _bodies(item))


def _bodies(item: Item) -> list[list[Item]]:
    """Give the sequences directly inside an item."""
    op, value = item
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [list(value[2])]
    if op is codes.SUBPATTERN:
        return [list(value[-1])]
    if op is codes.BRANCH:
        return [list(branch) for branch in value[1]]
    if op in (codes.ASSERT, codes.ASSERT_NOT):
        return [list(value[1])]
    if op is codes.ATOMIC_GROUP:
        return [list(value)]
    return []


def _is_repeat(item: Item) -> bool:
    return item[0] in (codes.MAX_REPEAT, codes.MIN_REPEAT)


def _is_endless(item: Item) -> bool:
    return _is_repeat(item) and int(item[1][1]) >= _UNBOUNDED


def _ways(item: Item) -> int:
    """Count roughly in how many ways a repeat can cut a text: ``([0-9]{1,3}){4}`` in 81."""
    if not _is_repeat(item):
        return prod(_ways(part) for body in _bodies(item) for part in body)
    least, most, body = item[1]
    ways = prod(map(_ways, _flat(body)))
    spread = _ENDLESS_WAYS if _is_endless(item) else int(most) - int(least) + 1
    return min(int(ways ** min(int(most), _UNBOUNDED)) * spread, _MANY_WAYS)


def _flat(items: Iterable[Item]) -> list[Item]:
    """Open plain groups, so that ``((a+))`` is seen as ``a+``."""
    found: list[Item] = []
    for item in items:
        if item[0] is codes.SUBPATTERN:
            found += _flat(item[1][-1])
        else:
            found.append(item)
    return found


def _ambiguous(body: Sequence[Item]) -> bool:
    """Say whether the repeated body can cut one text in several ways."""
    items = _flat(body)
    if all(_optional(item) for item in items):
        return True
    for place, item in enumerate(items):
        signs = _signs(item)
        if signs and (_is_endless(item) or _is_optional_run(item) or _optional(item)):
            others = items[:place] + items[place + 1 :]
            if all(_optional(other) or _signs(other) & signs for other in others):
                return True
        if item[0] is codes.BRANCH and (_says_twice(item) or (len(items) == 1 and _branches_overlap(item))):
            return True
    return False


def _is_optional_run(item: Item) -> bool:
    op, value = item
    return op in (codes.MAX_REPEAT, codes.MIN_REPEAT) and int(value[1]) > int(value[0]) and int(value[1]) > 1


def _says_twice(item: Item) -> bool:
    """Say whether two alternatives match the very same text, or both match nothing: ``(x|x)`` is x and ``(|)``."""
    branches = [_flat(branch) for branch in item[1][1]]
    pairs = ((first, second) for i, first in enumerate(branches) for second in branches[i + 1 :])
    return any(
        (_are_fixed(first, second) and _may_agree(first, second)) or all(map(_optional, (*first, *second)))
        for first, second in pairs
    )


def _are_fixed(first: Sequence[Item], second: Sequence[Item]) -> bool:
    return len(first) == len(second) and all(part[0] in _SINGLE for part in (*first, *second))


def _branches_overlap(item: Item) -> bool:
    branches = [_flat(branch) for branch in item[1][1]]
    if any(_ambiguous(branch) for branch in branches if branch and any(_is_endless(part) for part in branch)):
        return True
    return any(_may_agree(first, second) for i, first in enumerate(branches) for second in branches[i + 1 :])


def _may_agree(first: Sequence[Item], second: Sequence[Item]) -> bool:
    """Say whether one alternative, perhaps repeated, can match what another matches."""
    if _are_fixed(first, second):
        return all(_signs(a) & _signs(b) for a, b in zip(first, second, strict=True))
    shorter, longer = sorted((first, second), key=len)
    signs = frozenset[str]().union(*(_signs(part) for part in shorter))
    return all(_optional(part) or _signs(part) & signs for part in longer)


def _optional(item: Item) -> bool:
    op, value = item
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return int(value[0]) == 0 or all(_optional(part) for part in value[2])
    if op is codes.BRANCH:
        return any(all(_optional(part) for part in branch) for branch in value[1])
    return op in (codes.AT, codes.ASSERT, codes.ASSERT_NOT)


def _cubic(items: Sequence[Item]) -> bool:
    """Look for three endless repeats that can swallow each other with nothing firm between them."""
    run: frozenset[str] = frozenset()
    count = 0
    for item in _flat(items):
        if _is_endless(item):
            signs = _signs(item)
            count = count + 1 if run & signs else 1
            run = run & signs or signs
            if count >= 3:
                return True
        elif not (_optional(item) or _signs(item) & run):
            count, run = 0, frozenset()
    return False


_SINGLE = (codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY)


@cache
def _all_signs() -> frozenset[str]:
    return frozenset(_SAMPLE)


def _signs(item: Item) -> frozenset[str]:
    """Give the sample signs an item can contain."""
    op, value = item
    if op is codes.LITERAL:
        return frozenset((chr(value),))
    if op is codes.NOT_LITERAL:
        return _all_signs() - {chr(value)}
    if op is codes.ANY:
        return _all_signs() - {"\n"}
    if op is codes.IN:
        return _set_signs(value)
    bodies = _bodies(item)
    return frozenset().union(*(_signs(part) for body in bodies for part in body))


def _set_signs(members: Sequence[Item]) -> frozenset[str]:
    found: set[str] = set()
    negated = False
    for op, value in members:
        if op is codes.NEGATE:
            negated = True
        elif op is codes.LITERAL:
            found.add(chr(value))
        elif op is codes.RANGE:
            found.update(sign for sign in _SAMPLE if value[0] <= ord(sign) <= value[1])
            found.add(chr(value[0]))
        elif op is codes.CATEGORY:
            found.update(sign for sign in _SAMPLE if _in_category(sign, str(value)))
    return _all_signs() - found if negated else frozenset(found)


def _in_category(sign: str, category: str) -> bool:
    negated = "NOT_" in category
    if "DIGIT" in category:
        held = sign in "0123456789"
    elif "SPACE" in category:
        held = sign in " \t\n\r\f\v"
    else:
        held = sign.isascii() and (sign.isalnum() or sign == "_")
    return held != negated
