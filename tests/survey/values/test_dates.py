"""Dates and times in every notation offices send."""

from __future__ import annotations

import datetime as dt

import pytest

from survey.problems import Level
from survey.values import parse

DAY = dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    "raw",
    [
        "2026-07-01",
        "2026-7-1",
        "2026/7/1",
        "2026，7，1",
        "2026、7、1",
        "2026.7.1日",
        "2026.7.1.",
        "2026/07/01",
        "2026.7.1",
        "2026.07.01",
        "2026年7月1日",
        "2026年07月01日",
        "2026 年 7 月 1 日",
        "2026年7月1号",
        "２０２６年７月１日",
        "２０２６－０７－０１",
        "20260701",
        20260701,
        20260701.0,
        46204,
        46204.0,
        46204.75,
        "46204",
        " 2026-07-01 ",
        "2026-07-01 00:00:00",
        "2026-07-01T08:30:00",
        "2026–7–1",
        dt.date(2026, 7, 1),
        dt.datetime(2026, 7, 1, 8, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 7, 1),  # noqa: DTZ001 - a cell has no zone
    ],
)
def test_every_notation_is_the_same_day(raw: object) -> None:
    assert parse("date", raw) == (DAY, ())


@pytest.mark.parametrize("raw", ["2026-7", "2026年7月", "2026.7", "2026/07", "2026年7月份"])
def test_a_month_alone_is_its_first_day_and_says_so(raw: str) -> None:
    parsed = parse("date", raw)
    assert parsed.value == DAY
    assert [(problem.code, problem.level) for problem in parsed.problems] == [("V012", Level.HINT)]
    assert parsed.usable


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2021-02-30", "V011"),
        ("2023年2月29日", "V011"),
        ("20261301", "V011"),
        ("26.7.1", "V013"),
        ("7月1日", "V010"),
        ("去年", "V010"),
        ("1/7/2026", "V010"),
        (12.5, "V010"),
        (True, "V010"),
        ("2026-07/01", "V010"),
        (3, "V010"),
        ("2026", "V010"),
        (float("nan"), "V010"),
        (float("inf"), "V010"),
        (10**400, "V010"),
    ],
)
def test_what_is_no_day_is_a_fault(raw: object, code: str) -> None:
    parsed = parse("date", raw)
    assert parsed.value is None
    assert [problem.code for problem in parsed.problems] == [code]
    assert not parsed.usable


def test_a_number_that_is_no_day_is_quoted_as_the_cell_shows_it() -> None:
    (problem,) = parse("date", 682.0).problems
    assert problem.params["value"] == "682"


@pytest.mark.parametrize("raw", [None, "", "无", "/", "—", "-", " "])
def test_nothing_is_blank(raw: object) -> None:
    assert parse("date", raw) == (None, ())
    assert parse("time", raw) == (None, ())
    assert parse("dateTime", raw) == (None, ())


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("8:30", dt.time(8, 30)),
        ("08:30:15", dt.time(8, 30, 15)),
        ("８：３０", dt.time(8, 30)),
        ("8点半", dt.time(8, 30)),
        ("下午3点", dt.time(15, 0)),
        ("14时5分", dt.time(14, 5)),
        (0.25, dt.time(6, 0)),
        (0.999999, dt.time(0, 0)),
        (dt.time(9, 1), dt.time(9, 1)),
        ("08:30:15.5", dt.time(8, 30, 15, 500000)),
    ],
)
def test_times_of_day(raw: object, value: dt.time) -> None:
    assert parse("time", raw) == (value, ())


@pytest.mark.parametrize("raw", ["25:00", "8:61", "早上", 7])
def test_no_time_of_day(raw: object) -> None:
    assert [problem.code for problem in parse("time", raw).problems] == ["V014"]


@pytest.mark.parametrize(
    "raw", ["2026-07-01 08:30", "2026-07-01T08:30:00", "2026年7月1日8时30分", "2026/7/1 8:30", 46204.354166666664]
)
def test_a_day_with_its_time(raw: object) -> None:
    assert parse("dateTime", raw) == (dt.datetime(2026, 7, 1, 8, 30), ())  # noqa: DTZ001 - typed without a zone


def test_a_day_without_time_is_midnight_and_a_bad_half_is_named() -> None:
    assert parse("dateTime", "2026-07-01").value == dt.datetime(2026, 7, 1)  # noqa: DTZ001
    assert parse("dateTime", "2026-07-01 25:00").problems[0].code == "V014"
    assert parse("dateTime", "2026-02-30 8:00").problems[0].code == "V011"
    assert parse("dateTime", "2026-07-01T08:30:00+08:00").value == dt.datetime(
        2026, 7, 1, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=8))
    )
