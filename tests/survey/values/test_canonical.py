"""Laws: canonical text and stored JSON lead back to the same value; parsing what was written is harmless."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.values import Value, canonical, from_canonical, from_json, parse, to_json

_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Z", "Cc"]), min_size=1, max_size=8)
_ZONES = st.one_of(st.none(), st.integers(-14, 14).map(lambda hours: dt.timezone(dt.timedelta(hours=hours))))
_NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
VALUES: dict[str, st.SearchStrategy[Value]] = {
    "text": st.text(min_size=1),
    "integer": st.integers(),
    "decimal": _NUMBERS,
    "date": st.dates(),
    "time": st.times(timezones=_ZONES),
    "dateTime": st.datetimes(timezones=_ZONES),
    "select_one": _WORDS,
    "select_multiple": st.lists(_WORDS, min_size=1, max_size=5).map(tuple),
    "rank": st.lists(_WORDS, min_size=1, max_size=5).map(tuple),
    "geopoint": st.tuples(st.floats(-90, 90), st.floats(-180, 180)).map(lambda at: f"{at[0]!r} {at[1]!r} 0.0 0.0"),
    "acknowledge": st.just("OK"),
}
PAIRS = st.sampled_from(sorted(VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind]))


@given(PAIRS)
def test_canonical_text_leads_back(pair: tuple[str, Value]) -> None:
    kind, value = pair
    assert from_canonical(kind, canonical(kind, value)) == value


@given(PAIRS)
def test_stored_json_leads_back(pair: tuple[str, Value]) -> None:
    kind, value = pair
    assert from_json(kind, json.loads(json.dumps(to_json(value)))) == value


@given(st.sampled_from(["integer", "decimal", "date", "time", "dateTime"]), st.data())
def test_canonical_text_is_among_what_a_clerk_may_type(kind: str, data: st.DataObject) -> None:
    small = {"integer": st.integers(-(10**14), 10**14), "decimal": st.floats(-1e14, 1e14)}
    value = data.draw(small.get(kind, VALUES[kind]))
    zone = isinstance(value, dt.time | dt.datetime) and value.tzinfo is not None
    whole_hour = not isinstance(value, dt.date) or value.year >= 1000
    if not zone and whole_hour:
        assert parse(kind, canonical(kind, value)) == (value, ())


@given(st.sampled_from(sorted(VALUES)), st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.booleans()))
def test_parsing_never_raises_and_a_fault_has_no_value(kind: str, raw: object) -> None:
    parsed = parse(kind, raw)
    assert parsed.usable or parsed.value is None
    for problem in parsed.problems:
        assert problem.sentence
        assert problem.remedy


def test_texts_have_no_exponent_and_no_negative_zero() -> None:
    assert canonical("decimal", 1e21) == "1" + "0" * 21
    assert canonical("decimal", 1e-7) == "0.0000001"
    assert canonical("decimal", -0.0) == "0"
    assert canonical("decimal", 3.0) == "3"
    assert canonical("text", None) == ""


def test_what_does_not_fit_the_kind_is_refused() -> None:
    for kind, text in (("integer", "x"), ("date", "2026-02-30"), ("decimal", "--")):
        with pytest.raises(ValueError, match=r"."):
            from_canonical(kind, text)
    for kind, stored in (("integer", 1.5), ("text", True), ("date", {"a": 1})):
        with pytest.raises(ValueError, match=r"."):
            from_json(kind, stored)
    assert from_json("integer", 3.0) == 3
    assert from_json("text", "") is None
    assert from_json("select_multiple", []) is None
    assert from_canonical("date", "") is None
