"""报送期: codes, labels, neighbours."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.period import Frequency, Period

PERIODS = st.builds(
    lambda frequency, year, number: Period(frequency, year, number % frequency.per_year + 1),
    st.sampled_from(Frequency),
    st.integers(1980, 2100),
    st.integers(0, 11),
)


@pytest.mark.parametrize(
    ("code", "label", "first", "last"),
    [
        ("2026Q3", "2026年三季度", dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
        ("2026Q4", "2026年四季度", dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
        ("2026M02", "2026年2月", dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
        ("2026", "2026年度", dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    ],
)
def test_periods(code: str, label: str, first: dt.date, last: dt.date) -> None:
    period = Period.parse(code)
    assert (period.code, period.label, period.first_day, period.last_day) == (code, label, first, last)


@pytest.mark.parametrize("code", ["", "2026Q5", "2026Q0", "2026M13", "26Q1", "2026Q", "2026W1", "2026-07"])
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Period.parse(code)


def test_lower_case_and_short_months_are_understood() -> None:
    assert Period.parse(" 2026q3 ").code == "2026Q3"
    assert Period.parse("2026M7").code == "2026M07"


def test_neighbours_cross_the_year() -> None:
    assert Period.parse("2026Q1").previous.code == "2025Q4"
    assert Period.parse("2026M12").shifted(1).code == "2027M01"
    assert Period.parse("2026Q3").year_before.code == "2025Q3"
    assert Period.parse("2025Q4") < Period.parse("2026Q1")


@given(PERIODS)
def test_codes_lead_back_and_every_day_lies_in_its_period(period: Period) -> None:
    assert Period.parse(period.code) == period
    for day in (period.first_day, period.last_day):
        assert Period.containing(day, period.frequency) == period
    assert period.shifted(1).previous == period
    assert period.last_day + dt.timedelta(days=1) == period.shifted(1).first_day


@pytest.mark.parametrize(
    ("later", "earlier", "count"),
    [
        ("2026Q3", "2026Q2", 1),
        ("2026Q1", "2025Q4", 1),
        ("2026Q2", "2025Q3", 3),
        ("2026M01", "2025M11", 2),
        ("2026", "2024", 2),
    ],
)
def test_how_long_ago_a_period_was(later: str, earlier: str, count: int) -> None:
    assert Period.parse(later).since(Period.parse(earlier)) == count
    assert Period.parse(earlier).shifted(count) == Period.parse(later)
