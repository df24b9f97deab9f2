"""XP-150 … XP-169: dates and times. The zone is Shanghai, the clock stands at 2026-11-23T12:00."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from survey.expression import compile_expression
from tests.survey.expression.support import number, surroundings, text, truth

XML = "<d><day>2026-11-20</day><born>1990-05-06</born><at>2026-11-23T09:30:00.000+08:00</at><blank/></d>"

TEXTS = {
    # XP-150 the clock
    "today()": "2026-11-23",
    "now()": "2026-11-23T12:00:00.000+08:00",
    # XP-151 making dates; whole days are local days in every zone (JavaRosa)
    "date('2026-9-3')": "2026-09-03",
    "date(0)": "1970-01-01",
    "date(6.5)": "1970-01-07",
    "date(-1)": "1969-12-31",
    "date(today() + 10)": "2026-12-03",
    "date('2018-01-01' + 1)": "2018-01-02",
    "date('')": "",
    "date(/d/none)": "",
    "date(date('1989-11-09'))": "1989-11-09",
    "date('nonsense')": "Invalid Date",
    "date-time('2026-01-31T10:20:30')": "2026-01-31T10:20:30.000+08:00",
    "date-time('1970-01-01T21:50:49Z')": "1970-01-02T05:50:49.000+08:00",
    "date-time(1.5)": "1970-01-02T20:00:00.000+08:00",
    "date-time(decimal-date-time(today() - 60))": "2026-09-24",
    # XP-152 formatting
    "format-date('2001-12-31', '%b %e, %Y')": "Dec 31, 2001",
    "format-date('2001-02-03', '%y/%n/%e %m-%d %a')": "01/2/3 02-03 Sat",
    "format-date-time('2018-01-02T10:20:30.123', '%H:%M:%S.%3 %h %%')": "10:20:30.123 10 %",
    "format-date-time('2026-11-23T23:30:00Z', '%Y-%m-%d %W')": "2026-11-24 48",
    "format-date(0, '%Y-%m-%d')": "1970-01-01",
    "format-date('', '%Y')": "",
    "format-date('not a date', '%Y')": "",
    "format-date(/d/at, '%Y年%n月%e日')": "2026年11月23日",
    # XP-153 what calculations store
    "today() + 1": "20781",
    "date('2001-12-26') + 5": "11687",
    "int((today() - /d/born) div 365.25)": "36",
}


@pytest.mark.parametrize(("expr", "wanted"), TEXTS.items())
def test_texts(expr: str, wanted: str) -> None:
    assert text(expr, XML) == wanted


NUMBERS = {
    # XP-155 a day is a whole number, an instant has its fraction in UTC
    "number(date('1970-01-02'))": 1,
    "number(date('1941-12-07'))": -10252,
    "date('2008-09-08') - date('1983-10-06')": 9104,
    "decimal-date-time('1970-01-02')": 2 / 3,
    "decimal-date-time('2018-04-24T15:30:00.000+06:00')": 17645.395833333332,
    "decimal-date-time('-1000')": math.nan,
    "decimal-date-time(2.5)": 2.5,
    "decimal-time('06:00:00.000+08:00')": 0.25,
    "decimal-time('2026-11-23T18:00:00')": 0.75,
    "decimal-time(/d/at)": 9.5 / 24,
    "decimal-time('24:00:00.000')": math.nan,
    "decimal-time('x')": math.nan,
    # XP-156 between a day and an instant the local clock counts
    "now() - today()": 0.5,
    "today() - now()": -0.5,
    "now() - /d/at": 2.5 / 24,
}


@pytest.mark.parametrize(("expr", "wanted"), NUMBERS.items())
def test_numbers(expr: str, wanted: float) -> None:
    found = number(expr, XML)
    assert (math.isnan(found) and math.isnan(wanted)) or found == pytest.approx(wanted, abs=1e-9)


TRUTHS = {
    # XP-157 comparisons
    "/d/day <= today()": True,
    "/d/day > today()": False,
    "/d/day = '2026-11-20'": True,
    "/d/day < '2026-11-21'": True,
    "/d/blank <= today()": False,
    "/d/blank > today()": False,
    "today() = '2026-11-23'": True,
    "today() != 'x'": True,
    "date('2026-11-23') <= now()": True,
    "now() > date('2026-11-23')": False,
    "today() = now()": True,
    "/d/at <= now()": True,
    "/d/at > '2026-11-23T01:30:00.000Z'": False,
    "/d/at = date-time('2026-11-23T01:30:00Z')": True,
    "date('2100-01-02') > 1": True,
    "date(1) = date('1970-01-02T00:00:00.000Z')": True,
    "boolean(today())": True,
    "boolean(date('x'))": False,
    "true() != today()": False,
    # XP-158 the local day decides, whatever the zone of the text
    "date('2026-11-22T18:00:00.000Z') >= today()": True,
}


@pytest.mark.parametrize(("expr", "wanted"), TRUTHS.items())
def test_truths(expr: str, wanted: bool) -> None:
    assert truth(expr, XML) is wanted


def test_midnight_belongs_to_the_new_day() -> None:
    """XP-159: at 00:30 in Shanghai it is still yesterday in Greenwich, and today here."""
    evaluation = surroundings(XML, now=datetime(2026, 11, 22, 16, 30, tzinfo=UTC))
    assert compile_expression("today()").string(evaluation) == "2026-11-23"
    assert compile_expression("number(today())")(evaluation) == 20780
    assert compile_expression("today() <= now() and now() >= today()")(evaluation) is True


def test_names_follow_the_language() -> None:
    """XP-160."""
    evaluation = surroundings(XML)
    evaluation.languages = ("中文 (zh)",)
    assert compile_expression("format-date(today(), '%b%e日 %a')").string(evaluation) == "11月23日 周一"
