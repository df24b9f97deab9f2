"""Laws of the three-way merge."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exchange.canonical import content_hash, known
from exchange.merge import applied, changed, merge, same
from exchange.messages import Json

values: st.SearchStrategy[Json] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.0, -0.0, 1.0, 2.5]),
    st.sampled_from(["", "a", "b"]),
)
contents = st.dictionaries(st.sampled_from("pqrstu"), st.one_of(values, st.lists(values, max_size=2)), max_size=5)


def equal(one: dict[str, Json], other: dict[str, Json]) -> bool:
    return not changed(one, other)


@given(contents, contents)
def test_a_change_laid_over_its_base_gives_the_new_content(base: dict[str, Json], now: dict[str, Json]) -> None:
    assert equal(applied(base, changed(base, now)), now)
    assert content_hash(applied(base, changed(base, now))) == content_hash(now)


@given(contents, contents)
def test_who_changed_nothing_gets_the_others_content(base: dict[str, Json], theirs: dict[str, Json]) -> None:
    for merged in (merge(base, base, theirs), merge(base, theirs, base)):
        assert merged.clashes == ()
        assert equal(merged.fields, theirs)


@given(contents, contents)
def test_the_same_change_twice_is_no_clash(base: dict[str, Json], both: dict[str, Json]) -> None:
    merged = merge(base, both, both)
    assert merged.clashes == ()
    assert equal(merged.fields, both)


@given(contents, contents, contents)
def test_clashes_are_symmetric_and_sides_agree_elsewhere(
    base: dict[str, Json], ours: dict[str, Json], theirs: dict[str, Json]
) -> None:
    here, there = merge(base, ours, theirs), merge(base, theirs, ours)
    assert [(c.field, c.ours, c.theirs) for c in here.clashes] == [(c.field, c.theirs, c.ours) for c in there.clashes]
    disputed = {clash.field for clash in here.clashes}
    assert set(changed(here.fields, there.fields)) == disputed
    assert all(same(here.fields.get(name), known(ours).get(name)) for name in disputed)


@given(contents, contents, contents)
def test_disjoint_changes_commute_and_all_come_in(
    base: dict[str, Json], first: dict[str, Json], second: dict[str, Json]
) -> None:
    mine = {name: value for name, value in changed(base, first).items() if name in "pqr"}
    other = {name: value for name, value in changed(base, second).items() if name in "stu"}
    merged = merge(base, applied(base, mine), applied(base, other))
    assert merged.clashes == ()
    assert equal(merged.fields, applied(applied(base, mine), other))
    assert equal(merged.fields, applied(applied(base, other), mine))


@given(contents, contents, contents)
def test_a_clash_is_exactly_a_field_both_changed_differently(
    base: dict[str, Json], ours: dict[str, Json], theirs: dict[str, Json]
) -> None:
    fields = {clash.field for clash in merge(base, ours, theirs).clashes}
    assert fields == set(changed(base, ours)) & set(changed(base, theirs)) & set(changed(ours, theirs))


def test_numbers_of_different_kinds_are_different_values() -> None:
    assert not same(1, 1.0)
    assert not same(1, True)
    assert not same([1], [True])
    assert not same(0.0, -0.0)
    assert same({"b": 1, "a": [2]}, {"a": [2], "b": 1})
