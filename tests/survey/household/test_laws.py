"""Laws of the register's checks: any stored content is judged without an exception, quickly looked at or not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.household import REGISTER_FIELDS, check, check_household, complete_household
from tests.survey.household.test_check import COUNTY, GOOD, TODAY

_KEYS = st.sampled_from([column.key for column in REGISTER_FIELDS] + ["of_a_later_version"])
_ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20)),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)
_LIKELY = st.sampled_from(
    ["", "1", "3", "9", "511722001", "2026-11-24", "2020-02-29", "6210", "5430", "南坝镇", 0, 1, 51, None]
)
_PLAIN = {key: value for key, value in GOOD.items() if key not in {"area_sqm", "org_form", "premises_type"}}


@given(st.dictionaries(_KEYS, _ANY, max_size=8), st.sampled_from(["", COUNTY, "510521", "999999"]))
def test_anything_stored_can_be_judged(fields: dict[str, object], county: str) -> None:
    done = complete_household(fields, county=county)
    for problem in check_household(done, today=TODAY, county=county):
        assert problem.sentence


@given(st.dictionaries(_KEYS, st.one_of(_LIKELY, _ANY), max_size=2))
def test_the_quick_look_agrees_with_the_rules(changes: dict[str, object]) -> None:
    fields = {**_PLAIN, **changes}
    quick = check_household(fields, today=TODAY, county=COUNTY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "_is_in_order", lambda *_: False)
        assert check_household(fields, today=TODAY, county=COUNTY) == quick


def test_a_household_in_order_is_seen_at_a_glance() -> None:
    assert check._is_in_order(_PLAIN, TODAY.isoformat(), COUNTY)
    assert not check._is_in_order(_PLAIN, dt.date(2018, 7, 30).isoformat(), COUNTY)
