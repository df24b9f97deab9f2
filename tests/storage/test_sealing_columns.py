"""Records given in columns get the very seal each would get alone, or are left to be sealed alone."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from exchange.fields import MAX_TEXT
from exchange.messages import Json
from storage.records.content import seal
from storage.records.sealing import records_of, sealed_columns

TEXTS = st.one_of(
    st.text(max_size=9), st.sampled_from(['","', '\\","', '",', '"', "\\", "\x00", "\ud800", "行", "null", "{["])
)
VALUES = st.one_of(
    TEXTS, st.integers(-(2**54), 2**54), st.none(), st.booleans(), st.floats(), st.lists(TEXTS, max_size=2)
)
KEYS = st.text(max_size=4)


@st.composite
def columns(draw: st.DrawFn) -> dict[str, list[Json]]:
    """Draw columns of one height; most are of one kind of value, as a register's are."""
    height = draw(st.integers(0, 5))
    kinds = st.sampled_from([TEXTS, st.integers(-3, 3), st.one_of(TEXTS, st.none()), st.none(), VALUES])
    return {
        key: draw(st.lists(draw(kinds), min_size=height, max_size=height)) for key in draw(st.sets(KEYS, max_size=5))
    }


@given(table=columns())
@example(table={"a": ["x" * MAX_TEXT], "b": ["\x00"]})
@example(table={"a": [1, None], "b": ["卖面", None]})
@example(table={"a": ['老王",', ",李记"], "b": ['",', None]})
@example(table={"a": []})
@example(table={"%b": ["100%", "{,"], "%": [None, "%%b"]})
def test_a_row_is_sealed_as_alone_or_left(table: dict[str, list[Json]]) -> None:
    seals = sealed_columns(table)
    records = list(records_of(table))
    assert len(seals.contents) == len(seals.hashes) == len(records)
    for row, fields in enumerate(records):
        assert row in seals.left or (seals.contents[row].decode(), seals.hashes[row]) == seal(fields)


def test_what_a_register_holds_is_not_left() -> None:
    table: dict[str, list[Json]] = {"n": ["一", "二", None], "c": [1, None, None], "q": ['"', "\\", "\n"]}
    sealed = [seal(fields) for fields in records_of(table)]
    assert sealed_columns(table) == ([content.encode() for content, _ in sealed], [hash_ for _, hash_ in sealed], [])
