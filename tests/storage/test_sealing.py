"""What is kept can be sent: a record that no message takes would hold up everything behind it in the outbox."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.fields import Reader
from exchange.messages import Json
from storage.records.content import seal
from survey.problems import HuceError

scalars: st.SearchStrategy[Json] = st.one_of(
    st.booleans(),
    st.integers(-(2**55), 2**55),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.sampled_from('a中\x00{["\\u0'), max_size=8),
    st.integers(99_999, 100_001).map(lambda length: "中" * length),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=2)
)
deep: Json = 1
for _ in range(9):
    deep = {"a": deep}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a\x00b", "N043"),
        ("中" * 100_001, "N043"),
        ([[[[[[[[1]]]]]]]], "N043"),
        (deep, "N043"),
        (2**53, "N041"),
    ],
)
def test_what_no_message_takes_is_not_kept(value: Json, code: str) -> None:
    with pytest.raises(HuceError) as caught:
        seal({"shop_name": "面馆", "answers.q1": value})
    assert caught.value.problem.code == code
    assert caught.value.problem.params.get("field", "q1") == "q1"


def test_the_longest_text_and_a_backslash_before_u0000_are_kept() -> None:
    assert seal({"remark": "中" * 100_000, "address": "\\u0000"})


def test_more_fields_than_a_message_takes() -> None:
    with pytest.raises(HuceError):
        seal({f"f{number}": 1 for number in range(5001)})


@given(st.dictionaries(st.text("ab", max_size=2), values, max_size=3))
def test_whatever_is_kept_can_be_read_by_the_other_side(fields: dict[str, Json]) -> None:
    try:
        content = seal(fields).content
    except HuceError:
        return
    assert Reader({"fields": orjson.loads(content)}, "change").fields("fields") == orjson.loads(content)
