"""Geography on a sphere of 6,378,100 m, as JavaRosa and ODK Web Forms compute it. Results in m and m²."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from survey.expression.functions.registry import function
from survey.expression.runtime.moments import NAN
from survey.expression.runtime.values import XValue, to_text

RADIUS = 6_378_100.0
Point = tuple[float, float]


def _point(text: str) -> Point | None:
    words = text.split()
    if not 2 <= len(words) <= 4:
        return None
    try:
        latitude, longitude = float(words[0]), float(words[1])
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _points(values: Iterable[XValue]) -> list[Point] | None:
    """Read every point of texts and node-sets; None if one of them is not a point."""
    texts: list[str] = []
    for value in values:
        texts += [node.string_value for node in value] if isinstance(value, list) else [to_text(value)]
    found = [_point(part) for text in texts for part in _parts(text)]
    known = [point for point in found if point is not None]
    return known if len(known) == len(found) else None


def _parts(text: str) -> list[str]:
    parts = text.strip().split(";")
    return parts[:-1] if len(parts) > 1 and not parts[-1].strip() else parts


@function("area enclosed-area", "a", "n")
def area(shape: XValue) -> float:
    """Area of the closed polygon; 0 for fewer than three points, NaN for what is no point."""
    points = _points([shape])
    if points is None or len(points) < 2:
        return NAN
    total = sum(_strip(first, second) for first, second in pairwise([*points, points[0]]))
    return _cents(abs(total * RADIUS * RADIUS / 2))


def _strip(first: Point, second: Point) -> float:
    bands = 2 + math.sin(math.radians(first[0])) + math.sin(math.radians(second[0]))
    return math.radians(second[1] - first[1]) * bands


@function("distance", "a+", "n")
def distance(*shapes: XValue) -> float:
    """Length of the line through all points in order; NaN for fewer than two points or what is no point."""
    points = _points(shapes)
    if points is None or len(points) < 2:
        return NAN
    return _cents(sum(_span(first, second) for first, second in pairwise(points)))


def _span(first: Point, second: Point) -> float:
    phi, other = math.radians(first[0]), math.radians(second[0])
    cosine = math.sin(phi) * math.sin(other) + math.cos(phi) * math.cos(other) * math.cos(
        math.radians(first[1] - second[1])
    )
    return math.acos(max(-1.0, min(1.0, cosine))) * RADIUS


def _cents(value: float) -> float:
    return math.floor(value * 100 + 0.5) / 100


@function("geofence", "a a", "b")
def geofence(place: XValue, fence: XValue) -> bool:
    """Say whether a point lies inside a closed shape; False when one of them is missing."""
    inside, shape = _points([place]), _points([fence])
    if not inside or not shape or len(shape) < 3 or shape[0] != shape[-1]:
        return False
    return _contains(inside[0], shape)


def _contains(point: Point, shape: Sequence[Point]) -> bool:
    """Count the edges a ray to the east crosses."""
    y, x = point
    inside = False
    for (y1, x1), (y2, x2) in pairwise(shape):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@function("intersects", "a", "b")
def intersects(shape: XValue) -> bool:
    """Say whether a line or polygon crosses itself; neighbours that share an end do not count."""
    points = _points([shape])
    if points is None:
        return False
    edges = list(pairwise(points))
    last = len(edges) - 1
    closed = points[0] == points[-1] if points else False
    for i, first in enumerate(edges):
        for j in range(i + 2, len(edges)):
            if not (closed and i == 0 and j == last) and _cross(first, edges[j]):
                return True
    return False


def _cross(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    a, b = first
    p, q = second
    turns = (_turn(a, b, p), _turn(a, b, q), _turn(p, q, a), _turn(p, q, b))
    if turns[0] != turns[1] and turns[2] != turns[3]:
        return True
    ends = ((a, b, p), (a, b, q), (p, q, a), (p, q, b))
    return any(turn == 0 and _between(*end) for turn, end in zip(turns, ends, strict=True))


def _turn(a: Point, b: Point, p: Point) -> int:
    cross = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
    return (cross > 0) - (cross < 0)


def _between(a: Point, b: Point, p: Point) -> bool:
    return all(min(u, v) <= w <= max(u, v) for u, v, w in zip(a, b, p, strict=True))
