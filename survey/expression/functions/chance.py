"""Random functions. ``randomize`` with a seed gives the same order on every engine (Park-Miller, Fisher-Yates)."""

from __future__ import annotations

import hashlib
import math
import string
import uuid as uuids
from collections.abc import Callable

from survey.expression.evaluation import Evaluation
from survey.expression.functions.registry import function
from survey.expression.runtime.values import NodeSet, Scalar, XValue, scalar, to_number

_MODULUS = 2_147_483_647
_LETTERS = string.ascii_letters + string.digits


@function("random", "", "n", "c", volatile=True)
def random(c: Evaluation) -> float:
    return c.random.random()


@function("uuid", "n?", "s", "c", volatile=True)
def uuid(c: Evaluation, *length: float) -> str:
    """Give a version 4 UUID, or a random word of the wanted length (at most 10,000 signs)."""
    if not length:
        return str(uuids.UUID(int=c.random.getrandbits(128), version=4))
    count = int(min(length[0], 10_000)) if length[0] > 0 else 0
    return "".join(c.random.choices(_LETTERS, k=count))


@function("randomize", "N a?", "N", "c", volatile=True)
def randomize(c: Evaluation, nodes: NodeSet, *seed: XValue) -> NodeSet:
    """Shuffle with the inside-out Fisher-Yates algorithm; a seed makes the order reproducible."""
    draw = park_miller(_seed(scalar(seed[0]), c)) if seed else c.random.random
    mixed: NodeSet = []
    for place, node in enumerate(nodes):
        other = math.floor(draw() * (place + 1))
        if other == place:
            mixed.append(node)
        else:
            mixed.append(mixed[other])
            mixed[other] = node
    return mixed


def _seed(value: Scalar, c: Evaluation) -> int:
    """Make a seed as JavaRosa: a number's whole part, 0 for a blank, else 64 bits of the text's SHA-256 as a double."""
    number = to_number(value, c)
    if math.isnan(number):
        number = _hashed(value) if isinstance(value, str) and value else 0.0
    return _long(number)


def _hashed(text: str) -> float:
    return float(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True))


def _long(number: float) -> int:
    """Cut a number to 64 bits as Java does."""
    if math.isinf(number):
        return 2**63 - 1 if number > 0 else -(2**63)
    return max(min(int(number), 2**63 - 1), -(2**63))


def park_miller(seed: int) -> Callable[[], float]:
    """Give the minimal standard generator: next = seed × 16807 mod (2^31 - 1)."""
    state = abs(seed) % _MODULUS * (1 if seed > 0 else -1)
    if state <= 0:
        state += _MODULUS - 1

    def draw() -> float:
        nonlocal state
        state = state * 16807 % _MODULUS
        return (state - 1) / (_MODULUS - 1)

    return draw
