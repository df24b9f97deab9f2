"""XP-001 … XP-029: reading and printing expressions."""

from __future__ import annotations

import pytest
from hypothesis import given

from survey.expression import ExpressionError, parse, to_text
from survey.expression.nodes import Expr
from tests.survey.expression.strategies import expressions
from tests.survey.expression.support import refusal

SPELLINGS = {
    # XP-001 precedence and association
    "1 or 2 and 3 = 4 < 5 + 6 * -7": "1 or 2 and 3 = 4 < 5 + 6 * -7",
    "((1 or 2) and 3)": "(1 or 2) and 3",
    "1 - 2 - 3": "1 - 2 - 3",
    "1 - (2 - 3)": "1 - (2 - 3)",
    "-(1 + 2)": "-(1 + 2)",
    "--5": "--5",
    "(-a) | b": "(-a) | b",
    # XP-002 operators may touch their operands
    "1mod2": "1 mod 2",
    "5or2": "5 or 2",
    "6*(3+4)and(5or2)": "6 * (3 + 4) and (5 or 2)",
    "'1'div'1'": "'1' div '1'",
    "5 divseparate": "5 div separate",
    # XP-003 what is an operator depends on what stands before
    "*****": "* * * * *",
    "div div div": "div div div",
    "and and and": "and and and",
    "/a/or/mod": "/a/or/mod",
    "a-b": "a-b",
    "a - b": "a - b",
    # XP-004 abbreviations
    "child::a/attribute::b": "a/@b",
    "self::node()": ".",
    "parent::node()/x": "../x",
    "/descendant-or-self::node()/x": "//x",
    "a//b": "a//b",
    ".//..": ".//..",
    "/": "/",
    # XP-005 predicates, filters, calls
    "a[1][@x='y']/b": "a[1][@x = 'y']/b",
    "(//a)[2]/b": "(//a)[2]/b",
    "instance('c')/root/item[k=current()/../v]": "instance('c')/root/item[k = current()/../v]",
    "jr:choice-name(.,'/data/q')": "jr:choice-name(., '/data/q')",
    "processing-instruction('x')": "processing-instruction('x')",
    # XP-006 numbers and texts
    ".5": "0.5",
    "12.": "12",
    "00000333.3330000": "333.333",
    '"it\'s"': '"it\'s"',
    "'say \"x\"'": "'say \"x\"'",
    "名称 = '张三'": "名称 = '张三'",
    "_rea--ll:y.funk..y_N4M3": "_rea--ll:y.funk..y_N4M3",
}


@pytest.mark.parametrize(("written", "printed"), SPELLINGS.items())
def test_spelling(written: str, printed: str) -> None:
    assert to_text(parse(written)) == printed
    assert parse(printed) == parse(written)


@given(expressions)
def test_printing_and_parsing_is_the_identity(expr: Expr) -> None:
    """XP-010."""
    assert parse(to_text(expr)) == expr


REFUSED = {
    "": ("X003", 0),
    "  \t\n ": ("X003", 0),
    "'open": ("X002", 0),
    'a = "open': ("X002", 4),
    "(": ("X004", 1),
    "1 +": ("X004", 3),
    "a[": ("X004", 2),
    "f(1,": ("X004", 4),
    ")": ("X001", 0),
    "()": ("X001", 1),
    "5abc": ("X001", 1),
    "1 And 1": ("X001", 2),
    "5 == 5": ("X001", 3),
    "5 <> 5": ("X001", 3),
    "a:b:c": ("X001", 3),
    "a#b": ("X001", 1),
    "..[4]": ("X001", 2),
    "child::.": ("X001", 7),
    "::*": ("X001", 0),
    "//": ("X004", 2),
    "rel/path/": ("X004", 9),
    "node(5)": ("X001", 5),
    "8|-9": ("X001", 2),
    "[2+3]": ("X001", 0),
    "sideways::a": ("X005", 0),
    "1 + $total": ("X006", 4),
}


@pytest.mark.parametrize(("written", "verdict"), REFUSED.items())
def test_refused_with_the_place(written: str, verdict: tuple[str, int]) -> None:
    """XP-011: a fault is named with its position, a sentence and a remedy."""
    with pytest.raises(ExpressionError) as caught:
        parse(written)
    assert (caught.value.problem.code, caught.value.position) == verdict
    assert caught.value.problem.sentence
    assert caught.value.problem.remedy


UNSUPPORTED = {
    "foo(1)": "X010",
    "1 + selectd(., 'a')": "X010",
    "contains('a')": "X012",
    "true(1)": "X012",
    "round(1, 2, 3)": "X012",
    "if(1, 2)": "X012",
    "coalesce(1)": "X012",
    "indexed-repeat(/a/b, /a)": "X012",
    "count(1)": "X011",
    "sum('a')": "X011",
    "name(1)": "X011",
    "position(1)": "X011",
    "1 | a": "X011",
    "'a'[1]": "X011",
    "indexed-repeat(//b, /a, 1)": "X013",
    "jr:choice-name(1, '1 + 1')": "X013",
    "nobody:*": "X014",
    "format-date(., '%Q')": "X033",
    "digest('a', 'SHA-3')": "X034",
    "digest('a', 'MD5', 'base32')": "X034",
    "regex(., '[')": "X040",
    "regex(., '(a+)+')": "X041",
}


@pytest.mark.parametrize(("written", "code"), UNSUPPORTED.items())
def test_what_is_not_supported_is_refused_when_compiled(written: str, code: str) -> None:
    """XP-012: unknown names, arity, kinds and literals are found when the form is loaded, never at entry."""
    assert refusal(written).problem.code == code


def test_a_misspelt_function_is_shown_what_was_meant() -> None:
    """XP-013."""
    assert "selected()" in refusal("selectd(., 'a')").problem.sentence


def test_what_can_never_be_reached_is_not_judged() -> None:
    """XP-014: as in every ODK engine, what stands behind a constant that decides is not looked at."""
    parse("false() and substring()")
    assert refusal("true() and substring()").problem.code == "X012"
