"""XP-170 … XP-179: regular expressions."""

from __future__ import annotations

import time

import pytest

from survey.expression import ExpressionError
from survey.expression.functions.regexes import compiled
from tests.survey.expression.support import truth

EXPLOSIVE = (
    "(a+)+", "(a*)*b", r"(\d+,?)+", "([a-z]+[a-z0-9]*)*", "(.*)*", ".*.*.*x", "(x+x+)+y", "(a{1,30}){1,30}",
    "^(([a-z])+.)+[A-Z]([a-z])+$", r"(\s*\w+\s*)*", "((a+)b?)*", "(.+)+@(.+)+", "(a?){50}a{50}", "([0-9]+)*$",
    r"(\d{1,3}.?)*", "^(.*,){12}P", r"(\d{1,3}){1,20}x", "(x|x)*y", "((a{1,10}){1,10}){1,10}b", "((a|a)b)*c",
    r"(\d|\d\d)*x", r"(\w{1,9}\s?){1,20}", "(a+){3}b", "(a|aa)+$", r"(\w|\d\d)*x", "(?:(?:a+))+", r"(\d+|\w+)*!",
)  # fmt: skip
HARMLESS = (
    "[0-9]{11}", r"1[3-9]\d{9}", r"(\d+,)*\d+", r"[\u4e00-\u9fa5]{2,20}", "^[A-Z0-9]{18}$", r"\d+(\.\d{1,2})?",
    "(a+b)+", r"(\w+\s)*\w+", r"[^@\s]+@[^@\s]+\.[a-z]+", r".*\d.*", r"(19|20)\d{2}-(0[1-9]|1[0-2])", "(ab|cd)*",
    r"\p{IsHan}+", r"(25[0-5]|2[0-4]\d|[01]?\d?\d)(\.(25[0-5]|2[0-4]\d|[01]?\d?\d)){3}", r"^\S+( \S+)*$",
    r"(?<y>\d{4})-\k<y>", r"\Qa.b\E+", "[A-Za-z]+([ '-][A-Za-z]+)*", r"(\d{3}-){1,40}", "a++b", "(?=.*a).+",
    r"(\d{1,3}){1,4}", r"(\w{1,5}\s?){1,3}", "(.*,){2}", "(甲|乙|丙){1,20}", r"(\d{1,2}:){0,2}\d{1,2}", "((ab)?c){1,9}",
    r"([\u4e00-\u9fa5]{2,4}、?){1,3}", r"(1[0-2]|0?[1-9])(月|-)", "(a|b|)c",
)  # fmt: skip


@pytest.mark.parametrize("pattern", EXPLOSIVE)
def test_what_can_run_for_ever_is_refused(pattern: str) -> None:
    """XP-170."""
    with pytest.raises(ExpressionError) as caught:
        compiled(pattern)
    assert caught.value.problem.code == "X041"


@pytest.mark.parametrize("pattern", HARMLESS)
def test_what_people_write_is_accepted_and_quick(pattern: str) -> None:
    """XP-171: each accepted pattern gives up on awkward texts at once."""
    start = time.process_time()
    for text in ("a" * 3000, "1" * 3000, "1,a " * 800 + "!"):
        compiled(pattern).fullmatch(text)
    assert time.process_time() - start < 5


MATCHES = {
    # XP-172 the whole text must match
    "regex('12345', '[0-9]+')": True,
    "regex('12345a', '[0-9]+')": False,
    "regex('', '[0-9]*')": True,
    # XP-173 Java's classes are ASCII, its properties are Unicode
    r"regex('１２', '\d+')": False,
    r"regex('张三', '\p{IsHan}{2}')": True,
    r"regex('张三', '[\p{L}]+')": True,
    r"regex('a1', '\p{Alpha}\p{Digit}')": True,
    r"regex('!', '\p{Punct}')": True,
    r"regex('a', '\P{L}')": False,
    r"regex('É', '\p{Lu}')": True,
    # XP-174 Java's other spellings
    r"regex('a.b', '\Qa.b\E')": True,
    r"regex('axb', '\Qa.b\E')": False,
    "regex('2020-2020', '(?<y>[0-9]{4})-\\k<y>')": True,
    r"regex('ab', 'ab\z')": True,
}


@pytest.mark.parametrize(("expr", "wanted"), MATCHES.items())
def test_matches(expr: str, wanted: bool) -> None:
    assert truth(expr) is wanted


@pytest.mark.parametrize("pattern", ["[", "(", "a{2,1}", "*", "[a-z&&[^b]]", r"\p{Klingon}", r"[\P{L}]", "[a[b]]"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    """XP-175."""
    with pytest.raises(ExpressionError) as caught:
        compiled(pattern)
    assert caught.value.problem.code == "X040"
