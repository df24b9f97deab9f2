"""Laws of the register's checks: any stored content is judged without an exception, quickly looked at or not."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from survey.household import REGISTER_FIELDS, check_household, complete_columns, complete_household, doubtful_rows
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


_CELL = st.one_of(_LIKELY, st.text(max_size=20), st.integers(), st.booleans(), st.floats(allow_nan=False))
_ROWS = st.lists(
    st.dictionaries(st.sampled_from([column.key for column in REGISTER_FIELDS]), _CELL, max_size=2),
    min_size=1,
    max_size=4,
)


def _columns(rows: list[dict[str, object]]) -> dict[str, list[object]]:
    return {key: [row.get(key) for row in rows] for row in rows for key in row}


@given(_ROWS, st.sampled_from(["", COUNTY, "510521"]))
def test_columns_are_completed_as_each_household_is(changes: list[dict[str, object]], county: str) -> None:
    rows = [{**_PLAIN, **change} for change in changes]
    done = complete_columns(_columns(rows), county=county)
    for place, row in enumerate(rows):
        known = {key: value for key, value in row.items() if value is not None}
        found = {key: column[place] for key, column in done.items() if column[place] is not None}
        assert found == complete_household(known, county=county)


@given(_ROWS, st.sampled_from(["", COUNTY]))
def test_a_row_that_is_not_doubtful_breaks_no_rule(changes: list[dict[str, object]], county: str) -> None:
    rows = [{**_PLAIN, **change} for change in changes]
    doubtful = doubtful_rows(_columns(rows), today=TODAY, county=county)
    for place, row in enumerate(rows):
        wrong = [problem for problem in check_household(row, today=TODAY, county=county) if problem.code != "R004"]
        assert place in doubtful or not wrong


def test_a_household_in_order_is_not_doubtful() -> None:
    rows: list[dict[str, object]] = [_PLAIN, {**_PLAIN, "mobile": None, "remark": "已核"}, {**_PLAIN, "emp_total": 99}]
    assert doubtful_rows(_columns(rows), today=TODAY, county=COUNTY) == {2}
    assert doubtful_rows(_columns(rows), today=dt.date(2018, 7, 30), county=COUNTY) == {0, 1, 2}
