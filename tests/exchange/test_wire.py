"""Messages survive the wire; whatever else arrives is refused with one code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange import wire
from exchange.ids import new_id
from exchange.messages import (
    Account,
    Batch,
    Change,
    FormNotice,
    Json,
    Kind,
    Outcome,
    Page,
    PushReply,
    Receipt,
    Record,
    ServerInfo,
    Summary,
)
from exchange.wire_problems import decode_problem, encode_problem
from survey.problems import HuceError, Level, Place, Problem
from tests.exchange.making import SHOP, change

text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
scalars: st.SearchStrategy[Json] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    text,
)
json = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=5
)
contents = st.dictionaries(text, json, max_size=4)
ids = st.uuids().map(str)
digests = st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}")
wholes = st.integers(0, 2**53 - 1)
kinds = st.sampled_from(Kind)
problems = st.builds(
    Problem,
    code=st.sampled_from(["N001", "C030"]),
    level=st.sampled_from(Level),
    place=st.builds(Place, path=text, label=text),
    params=st.dictionaries(st.sampled_from(["server", "fields"]), text, max_size=2),
    text=text,
    rule=text,
)
changes = st.builds(
    Change, kinds, ids, ids, wholes, contents, digests, text, text, text, text, text, st.just("") | digests
)
records = st.builds(Record, kinds, ids, wholes, ids, contents, digests, text, text, text, text, text)
receipts = st.builds(
    Receipt, kinds, ids, ids, st.sampled_from(Outcome), wholes, digests,
    st.lists(text, max_size=2).map(tuple), st.lists(problems, max_size=2).map(tuple), contents,
)  # fmt: skip

ROUND_TRIPS: list[tuple[st.SearchStrategy[object], Callable[[bytes], object]]] = [
    (st.builds(Batch, ids, text, st.lists(changes, max_size=3).map(tuple), text), wire.decode_batch),
    (st.builds(PushReply, ids, st.lists(receipts, max_size=3).map(tuple)), wire.decode_reply),
    (st.builds(Page, st.lists(records, max_size=3).map(tuple), text, st.booleans()), wire.decode_page),
    (st.builds(Account, text, text, text, st.lists(text, max_size=3).map(tuple)), wire.decode_account),
    (st.builds(ServerInfo, text, text, wholes, wholes, text), wire.decode_info),
    (st.builds(Summary, text, wholes, digests), wire.decode_summary),
    (st.lists(st.builds(FormNotice, text, text, text, digests), max_size=3).map(tuple), wire.decode_forms),
]


@given(st.data(), st.sampled_from(ROUND_TRIPS))
def test_every_message_comes_back_as_it_was(
    data: st.DataObject, pair: tuple[st.SearchStrategy[wire.Message], Callable[[bytes], object]]
) -> None:
    strategy, decode = pair
    message = data.draw(strategy)
    body = wire.encode(message)
    assert decode(body) == message
    assert wire.encode(message) == body


@given(st.binary(max_size=60) | json.map(orjson.dumps), st.sampled_from([decode for _, decode in ROUND_TRIPS]))
def test_anything_else_is_one_problem(body: bytes, decode: Callable[[bytes], object]) -> None:
    with suppress(HuceError):
        decode(body)


def broken(**over: object) -> bytes:
    good: Mapping[str, object] = orjson.loads(wire.encode(Batch(new_id(), "pc1", (change({}, SHOP),))))
    row = {**orjson.loads(orjson.dumps(good["changes"]))[0], **over}
    return orjson.dumps({**good, "changes": [row]})


@pytest.mark.parametrize(
    "over",
    [
        {"id": "1"},
        {"id": None},
        {"kind": "person"},
        {"base": -1},
        {"base": True},
        {"base": 1.5},
        {"hash": "x" * 64},
        {"fields": []},
        {"fields": {"a": 2**60}},
        {"fields": {"a": "\x00"}},
        {"fields": {"a": "x" * 100_001}},
        {"fields": {"a": [[[[[[[[[1]]]]]]]]]}},
        {"fields": {str(n): 1 for n in range(5001)}},
        {"source": "x" * 41},
        {"author": ["x"]},
    ],
)
def test_a_change_out_of_bounds_is_refused(over: dict[str, object]) -> None:
    with pytest.raises(HuceError) as caught:
        wire.decode_batch(broken(**over))
    assert caught.value.problem.code == "N040"
    assert "batch.changes[0]" in caught.value.problem.params["field"]


def test_keys_of_a_newer_program_are_ignored() -> None:
    assert wire.decode_batch(broken(colour="blue")).changes[0].fields == SHOP


def test_a_field_added_later_leaves_old_bytes_as_they_were() -> None:
    assert b"previous" not in wire.encode(Batch(new_id(), "pc1", ()))
    assert b"content" not in wire.encode(PushReply(new_id(), ()))


def test_a_problem_of_a_newer_server_is_shown_in_its_own_words() -> None:
    body = encode_problem(Problem("N001", params={"server": "a"})).replace(b"N001", b"C999")
    problem = decode_problem(body)
    assert (problem.code, problem.params["code"]) == ("N042", "C999")
    assert problem.sentence == Problem("N001", params={"server": "a"}).sentence


@given(problem=problems, long=st.integers(0, 9000), name=st.sampled_from(["text", "rule", "label", "value"]))
def test_a_problem_that_quotes_a_long_answer_can_still_be_read(problem: Problem, long: int, name: str) -> None:
    """A receipt that cannot be read is asked for again for ever."""
    quoted = "\x00" + "答" * long
    if name == "label":
        problem = replace(problem, place=Place(label=quoted))
    elif name == "value":
        problem = replace(problem, params={str(number): quoted for number in range(long // 150)})
    elif name == "rule":
        problem = replace(problem, rule=quoted)
    else:
        problem = replace(problem, text=quoted)
    told = decode_problem(encode_problem(problem))
    assert (told.code, told.level) == (problem.code, problem.level)
    assert told.sentence.startswith(problem.sentence.replace("\x00", "")[:4999])
