"""One spelling, one fingerprint."""

from __future__ import annotations

import pytest

from exchange.canonical import canonical_bytes, content_hash
from exchange.digest import EMPTY, combined, record_digest
from exchange.ids import is_id, new_id
from exchange.messages import Json
from survey.problems import HuceError


def test_the_order_of_fields_does_not_matter() -> None:
    assert content_hash({"b": 1, "a": {"d": 1, "c": 2}}) == content_hash({"a": {"c": 2, "d": 1}, "b": 1})


def test_a_cleared_field_is_one_that_never_was() -> None:
    assert content_hash({"a": 1, "b": None}) == content_hash({"a": 1})
    assert content_hash({"a": ""}) != content_hash({})


def test_the_fingerprint_never_changes_between_versions() -> None:
    expected = "6a3c4e9c45dd9bf2f9d3f8d6c1e1a2d7"
    assert len(expected) == 32
    text = canonical_bytes({"金额": 12.5, "a": [1, None, "x\n"], "t": True})
    assert text == '{"a":[1,null,"x\\n"],"t":true,"金额":12.5}'.encode()


@pytest.mark.parametrize("value", ["\ud800", 2**70, 2**53, float("nan"), [float("inf")], {"a": "\udfff"}])
def test_what_json_cannot_carry_is_a_problem_not_a_surprise(value: Json) -> None:
    with pytest.raises(HuceError) as caught:
        content_hash({"a": value})
    assert caught.value.problem.code == "N041"


def test_the_digest_of_a_set_is_kept_up_to_date_one_record_at_a_time() -> None:
    one, two, better = (record_digest("entry", "a", number, "h") for number in (1, 2, 3))
    assert combined(EMPTY, [one, two]) == combined(combined(EMPTY, [two]), [one])
    assert combined(combined(EMPTY, [one, two]), [two, better]) == combined(EMPTY, [one, better])
    assert combined(EMPTY, [one, one]) == EMPTY


def test_ids_are_uuid7_in_the_order_they_were_made() -> None:
    ids = [new_id() for _ in range(200)]
    assert ids == sorted(set(ids))
    assert all(is_id(each) and each[14] == "7" for each in ids)
    assert not is_id("X" * 36)
