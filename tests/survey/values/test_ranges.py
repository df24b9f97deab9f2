"""V-9: a range offers its start, then one number every step as far as its end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.values import Parsed, Span, parse, span_of

PARAMETERS = {"start": "0", "end": "10", "step": "0.5"}


def span(**changed: str) -> Span:
    found = span_of(PARAMETERS | changed)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "0 到 10，每隔 0.5"),
        ({"step": "1"}, "0 到 10"),
        ({"start": "-5", "end": "5", "step": "5"}, "-5 到 5，每隔 5"),
        ({"start": "10", "end": "0", "step": "-2"}, "10 到 0，每隔 2"),
        ({"end": "1000", "step": "100.0"}, "0 到 1000，每隔 100"),
    ],
)
def test_a_range_in_words(changed: dict[str, str], told: str) -> None:
    assert str(span(**changed)) == told


@pytest.mark.parametrize("parameters", [{}, {"start": "1"}, {"start": "a", "end": "2"}, {**PARAMETERS, "step": "0"}])
def test_what_says_no_range(parameters: dict[str, str]) -> None:
    assert span_of(parameters) is None


@pytest.mark.parametrize(
    ("typed", "value", "codes"),
    [
        ("0", 0, []),
        ("10", 10, []),
        ("2.5", 2.5, []),
        ("0.1", None, ["V009"]),
        ("10.5", None, ["V008"]),
        ("-1", None, ["V008"]),
        ("", None, []),
        ("x", None, ["V001"]),
    ],
)
def test_what_is_typed_is_one_of_the_steps(typed: str, value: float | None, codes: list[str]) -> None:
    found = span().read(parse("range", typed, blank_words=False), typed)
    assert (found.value, [problem.code for problem in found.problems]) == (value, codes)


def test_a_refusal_says_what_is_offered() -> None:
    (outside,) = span().read(Parsed(99), "99").problems
    assert outside.sentence == "“99”不在范围里，这一题填 0 到 10，每隔 0.5。"


@given(
    start=st.integers(-50, 50),
    steps=st.integers(1, 40),
    step=st.sampled_from(["0.1", "0.25", "0.5", "1", "3"]),
    walk=st.lists(st.sampled_from([1, -1]), max_size=60),
)
def test_walking_step_by_step_never_leaves_what_is_offered(start: int, steps: int, step: str, walk: list[int]) -> None:
    end = str(start + steps * float(step)) if "." in step else str(start + steps * int(step))
    offered = span_of({"start": str(start), "end": end, "step": step})
    assert offered is not None
    at = offered.moved(None, 1)
    assert at == start
    for way in walk:
        at = offered.moved(at, way)
        assert offered.read(Parsed(at), at) == Parsed(at)
