"""XP-110 … XP-149: the function library, as small tables of expression and result."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from survey.expression import ExpressionError
from survey.expression.codegen.checks import SPECIAL
from survey.expression.functions.registry import FUNCTIONS
from tests.survey.expression.support import number, refusal, truth, value

XML = (
    "<data><n>4</n><neg>-2.5</neg><t>张三 李四</t><blank/><multi>a b c</multi><zero>0</zero>"
    "<g><v>1</v><v/><v>3</v></g><point>30.67 104.06 500 5</point></data>"
)


NAN, INF = math.nan, math.inf
NUMBERS = {
    # XP-110 number(): JavaRosa reads neither exponents nor Infinity, and a comma as a point
    "number('12')": 12,
    "number(' -12345.6789 ')": -12345.6789,
    "number('.5')": 0.5,
    "number('4,6')": 4.6,
    "number('')": NAN,
    "number('  ')": NAN,
    "number('1.1e6')": NAN,
    "number('Infinity')": NAN,
    "number('- 17')": NAN,
    "number('+17')": NAN,
    "number('34.56.7')": NAN,
    "number('1_000')": NAN,
    "number('１２')": NAN,
    "number(true())": 1,
    "number(/data/g/v)": 1,
    "number('2008-09-05')": 14127,
    # XP-111 int, floor, ceiling, round as JavaRosa: half up, a negative half towards zero
    "int(2.9)": 2,
    "int(-2.9)": -2,
    "int('a')": NAN,
    "floor(-1.55)": -2,
    "ceiling(-1.55)": -1,
    "round(2.5)": 3,
    "round(-2.5)": -2,
    "round(-1.5)": -1,
    "round(14.29123456789, 4)": 14.2912,
    "round(12345.15, 1)": 12345.2,
    "round(-12345.15, 1)": -12345.1,
    "round(12345.12345, -2)": 12300,
    "round(12350.12345, -2)": 12400,
    "round(1, 31)": NAN,
    "round(1 div 0)": INF,
    # XP-112 sums and extremes
    "sum(/data/g/v)": 4,
    "sum(/data/t | /data/n)": NAN,
    "min(/data/g/v)": 1,
    "max(/data/blank, 2)": 2,
    "count(/data/g/v)": 3,
    "count-non-empty(/data/g/v)": 2,
    "max(1, /data/n, -3)": 4,
    "min(/data/neg, 1)": -2.5,
    "max('')": NAN,
    "max(/data/none)": NAN,
    # XP-113 arithmetic by IEEE 754
    "1 div 0": INF,
    "-1 div 0": -INF,
    "0 div 0": NAN,
    "5 mod -2": 1,
    "-5 mod 2": -1,
    "1.5 mod 0.5": 0,
    "5 mod 0": NAN,
    "/data/none + 1": NAN,
    "/data/blank * 2": NAN,
    # XP-114 functions of analysis
    "pow(2, 10)": 1024,
    "pow(0, -1)": INF,
    "pow(-8, 1 div 3)": NAN,
    "pow(10, 400)": INF,
    "log(0)": -INF,
    "log(-1)": NAN,
    "log10(1000)": 3,
    "exp(0)": 1,
    "exp(1000)": INF,
    "exp10(-2)": 0.01,
    "sqrt(-1)": NAN,
    "abs(-3)": 3,
    "sin(pi() div 2)": 1,
    "acos(2)": NAN,
    "atan2(1, 1)": math.pi / 4,
    # XP-115 counting
    "count-selected(/data/multi)": 3,
    "count-selected('')": 0,
    "string-length('张三')": 2,
    "string-length(/data/blank)": 0,
    "position(/data/g/v[3])": 3,
    # XP-116 geography, in m² and m
    "distance('0 0; 0 90')": 10018696.05,
    "distance('7.9377 -11.5845 0 0;7.9324 -11.5902 0 0')": 861.99,
    "area('0 0;0 1')": 0,
    "area('a')": NAN,
    "distance('')": NAN,
    "distance('91 0; 0 0')": NAN,
}


@pytest.mark.parametrize(("expr", "wanted"), NUMBERS.items())
def test_numbers(expr: str, wanted: float) -> None:
    found = number(expr, XML)
    assert (math.isnan(found) and math.isnan(wanted)) or found == pytest.approx(wanted, rel=1e-12)


TRUTHS = {
    # XP-120 booleans: a blank answer is false, "false" is not
    "boolean('false')": True,
    "boolean(/data/n)": True,
    "boolean(/data/zero)": True,
    "boolean(/data/blank)": False,
    "boolean(/data/none)": False,
    "not(/data/blank)": True,
    "boolean(0.0001)": True,
    "boolean(0 div 0)": False,
    "boolean-from-string('true')": True,
    "boolean-from-string('1')": True,
    "boolean-from-string('yes')": False,
    # XP-121 comparisons
    "6.1 - 7.8 = -1.7": True,
    "/data/n = '4'": True,
    "/data/n = 4.0": True,
    "/data/g/v = 3": True,
    "/data/g/v != 3": True,
    "/data/blank = ''": True,
    "/data/none = ''": True,
    "/data/none != 'x'": True,
    "/data/none > 0": False,
    "/data/blank < 1": False,
    "'b' > 'a'": False,
    "true() = 'x'": True,
    "true() > 0": True,
    # XP-122 texts
    "contains(/data/t, '李')": True,
    "starts-with('abc', '')": True,
    "ends-with('abc', 'bc')": True,
    "lang('zh')": False,
    # XP-123 choices
    "selected(/data/multi, 'b')": True,
    "selected(/data/multi, ' b ')": True,
    "selected(/data/multi, 'ab')": False,
    "selected(/data/blank, '')": True,
    "checklist(1, 2, true(), false(), 'x')": True,
    "checklist(-1, 1, true(), true())": False,
    "checklist(2, 2, /data/g/v)": True,
    "weighted-checklist(3, 5, true(), 2, 'x', 1.5)": True,
    "weighted-checklist(-1, 2, true(), 2.5)": False,
    # XP-124 geofence: a closed shape
    "geofence('0.5 0.5', '0 0;0 1;1 1;1 0;0 0')": True,
    "geofence('2 0.5', '0 0;0 1;1 1;1 0;0 0')": False,
    "geofence('0.5 0.5', '0 0;0 1;1 1;1 0')": False,
    "geofence('', '0 0;0 1;1 1;1 0;0 0')": False,
    "intersects('0 0;1 1;0 1;1 0')": True,
    "intersects('0 0;0 1;1 1;1 0;0 0')": False,
    "intersects('')": False,
}


@pytest.mark.parametrize(("expr", "wanted"), TRUTHS.items())
def test_truths(expr: str, wanted: bool) -> None:
    assert truth(expr, XML) is wanted


def test_lang_looks_upwards() -> None:
    """XP-125."""
    xml = '<a xml:lang="zh-CN"><b><c xml:lang="en"/></b></a>'
    assert truth("lang('zh')", xml, "/a/b")
    assert truth("lang('ZH-cn')", xml, "/a/b")
    assert not truth("lang('zh')", xml, "/a/b/c")


@pytest.mark.parametrize(
    ("expr", "code"),
    {
        "instance('none')/root/item": "X030",
        "date('1983-09-31')": "X031",
        "date(1 div 0)": "X031",
        "date-time(-1 div 0)": "X031",
        "date(1000000000)": "X031",
        "weighted-checklist(1, 2, true())": "X032",
        "weighted-checklist(1, 2, /data/g/v, /data/t)": "X032",
        "format-date(today(), concat('%', 'Q'))": "X033",
        "digest('a', concat('x', ''))": "X034",
        "regex('a', concat('[', ''))": "X040",
        "regex('a', concat('(a+)', '+'))": "X041",
        "count(if(true(), 1, /data))": "X011",
    }.items(),
)
def test_trouble_only_the_data_can_show(expr: str, code: str) -> None:
    """XP-131: such an evaluation gives a problem with a sentence, never a silent blank."""
    with pytest.raises(ExpressionError) as caught:
        value(expr, XML)
    assert caught.value.problem.code == code
    assert caught.value.problem.sentence


ODK = (
    "abs acos area asin atan atan2 base64-decode boolean boolean-from-string ceiling checklist coalesce concat "
    "contains cos count count-non-empty count-selected current date date-time decimal-date-time decimal-time "
    "digest distance ends-with exp exp10 extract-signed false floor format-date format-date-time geofence id "
    "if indexed-repeat instance int intersects join jr:choice-name jr:itext lang last local-name log log10 max "
    "min name namespace-uri normalize-space not now number once pi position pow property pulldata random "
    "randomize regex round selected selected-at sin sqrt starts-with string string-length substr substring "
    "substring-after substring-before sum tan today translate true uuid version weighted-checklist"
)


@pytest.mark.parametrize("name", ODK.split())
def test_the_whole_library_is_there(name: str) -> None:
    """XP-140: XPath 1.0 section 4 and the ODK XForms specification, 'XPath Functions'."""
    assert name in FUNCTIONS or name in SPECIAL


@pytest.mark.parametrize("name", [name for name, entry in FUNCTIONS.items() if entry.most is not None])
def test_too_many_arguments_are_refused(name: str) -> None:
    """XP-141."""
    most = FUNCTIONS[name].most or 0
    assert refusal(f"{name}({', '.join(['/a'] * (most + 1))})").problem.code == "X012"


CHAPTER = Path(__file__).resolve().parents[3] / "docs" / "manual" / "expressions.md"


def test_the_manual_names_every_function() -> None:
    """XP-142: the chapter that messages point to."""
    written = set(re.findall(r"`([a-z][\w:-]*)\(", CHAPTER.read_text(encoding="utf-8")))
    assert written - {"a"} == set(FUNCTIONS) | set(SPECIAL)
