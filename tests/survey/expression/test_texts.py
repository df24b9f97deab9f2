"""XP-100 … XP-109 and XP-126 … XP-130: functions that give texts, shuffles and signed contents."""

from __future__ import annotations

import pytest

from survey.expression import compile_expression
from tests.survey.expression.support import number, surroundings, text

XML = (
    "<data><n>4</n><neg>-2.5</neg><t>张三 李四</t><blank/><multi>a b c</multi><zero>0</zero>"
    "<g><v>1</v><v/><v>3</v></g><point>30.67 104.06 500 5</point></data>"
)

TEXTS = {
    # XP-100 string()
    "string(1)": "1",
    "string(-0)": "0",
    "string(1.50)": "1.5",
    "string(0.1 + 0.2)": "0.30000000000000004",
    "string(123456789012)": "123456789012",
    "string(0.00000015)": "0.00000015",
    "string(1 div 0)": "Infinity",
    "string(-1 div 0)": "-Infinity",
    "string(number(''))": "NaN",
    "string(true())": "true",
    "string(/data/t)": "张三 李四",
    "string(/data/none)": "",
    "string(/data/g)": "13",
    # XP-101 cutting and joining
    "concat('a', 1, true(), /data/g/v)": "a1true13",
    "join('、', 'a', /data/g/v)": "a、1、、3",
    "join(' ## ')": "",
    "substr('hello', 1, 4)": "ell",
    "substr('hello', -2)": "lo",
    "substr('hello', 0, -1)": "hell",
    "substr('hello', 9)": "",
    "substring('12345', 2, 3)": "234",
    "substring('12345', 1.5, 2.6)": "234",
    "substring('12345', 0, 3)": "12",
    "substring('12345', 0 div 0, 3)": "",
    "substring('12345', -42, 1 div 0)": "12345",
    "substring('12345', -1 div 0, 1 div 0)": "",
    "substring-before('1999/04/01', '/')": "1999",
    "substring-before('abc', 'x')": "",
    "substring-after('1999/04/01', '/')": "04/01",
    "substring-after('abc', '')": "abc",
    "translate('bar', 'abc', 'AB')": "BAr",
    "translate('--aaa--', 'abc-', 'ABC')": "AAA",
    "normalize-space('  a \n b  ')": "a b",
    "upper-case('aß')": "ASS",
    "lower-case('ÄB')": "äb",
    # XP-102 choices
    "selected-at(/data/multi, 1)": "b",
    "selected-at(/data/multi, 9)": "",
    "selected-at(/data/multi, -1)": "",
    # XP-103 lazy ones
    "if(/data/n > 3, 'many', 'few')": "many",
    "if(/data/blank, 'yes', 'no')": "no",
    "if(false(), date('1983-09-31'), 'ok')": "ok",
    "coalesce(/data/blank, /data/n)": "4",
    "coalesce(/data/n, date('1983-09-31'))": "4",
    "coalesce(/data/none, '')": "",
    # XP-104 digests: RFC 1321 and FIPS 180 test words
    "digest('abc', 'MD5', 'hex')": "900150983cd24fb0d6963f7d28e17f72",
    "digest('abc', 'SHA-1', 'hex')": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "digest('abc', 'SHA-256')": "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
    "string-length(digest('中', 'SHA-384', 'hex'))": "96",
    "string-length(digest('', 'SHA-512', 'hex'))": "128",
    "base64-decode('5byg5LiJ')": "张三",
    "base64-decode('*')": "",
    # XP-105 what the device knows
    "property('deviceid')": "D1",
    "property('none')": "",
    "version()": "7",
    "jr:itext('/data/n:label')": "[/data/n:label]",
    "jr:choice-name('a', '/data/multi')": "a",
    "jr:choice-name('a', /data/multi)": "a",
}


@pytest.mark.parametrize(("expr", "wanted"), TEXTS.items())
def test_texts(expr: str, wanted: str) -> None:
    evaluation = surroundings(XML)
    evaluation.properties, evaluation.version = {"deviceid": "D1"}, "7"
    assert compile_expression(expr).string(evaluation) == wanted


def test_once_keeps_what_is_there() -> None:
    """XP-126."""
    assert text("once('new')", "<d><x>old</x></d>", "/d/x") == "old"
    assert text("once('new')", "<d><x/></d>", "/d/x") == "new"


def test_random_functions() -> None:
    """XP-127."""
    assert 0 <= number("random()") < 1
    assert len(text("uuid()")) == 36
    assert len(text("uuid(7)")) == 7
    assert text("uuid(-1)") == ""


SHUFFLED = {
    # XP-128 the orders JavaRosa and ODK Web Forms give
    "randomize(/d/i, 42)": "AFCBDE",
    "randomize(/d/i, '42')": "AFCBDE",
    "randomize(/d/i, -42)": "EDAFBC",
    "randomize(/d/i, 1.1)": "BFEACD",
    "randomize(/d/i, 0)": "CBEAFD",
    "randomize(/d/i, '')": "CBEAFD",
    "randomize(/d/i, 1 div 0)": "BFEACD",
}


@pytest.mark.parametrize(("expr", "order"), SHUFFLED.items())
def test_seeded_shuffles(expr: str, order: str) -> None:
    xml = "<d><i>A</i><i>B</i><i>C</i><i>D</i><i>E</i><i>F</i></d>"
    assert text(f"concat({expr})", xml) == order
    assert sorted(text("concat(randomize(/d/i))", xml)) == list("ABCDEF")


OF_EIGHT = {
    # XP-132 a text is hashed, and the hash goes through a double: the orders of JavaRosa's own suite
    "randomize(/d/i, 1234)": "GFEDAHBC",
    "randomize(/d/i, '1234')": "GFEDAHBC",
    "randomize(/d/i, 'foo')": "EADBHGCF",
    "randomize(/d/i, '-6.8137120026589315 39.29392995851879')": "HBDFAGCE",
}


@pytest.mark.parametrize(("expr", "order"), OF_EIGHT.items())
def test_shuffles_by_a_text(expr: str, order: str) -> None:
    assert text(f"concat({expr})", f"<d>{''.join(f'<i>{letter}</i>' for letter in 'ABCDEFGH')}</d>") == order


def test_a_text_seed_counts() -> None:
    """XP-129: different words, different orders (JavaRosa hashes them)."""
    xml = "<d>" + "<i>x</i>" * 3 + "".join(f"<i>{n}</i>" for n in range(9)) + "</d>"
    assert text("concat(randomize(/d/i, 'Hello'))", xml) != text("concat(randomize(/d/i, 'World'))", xml)


def test_signed_contents() -> None:
    """XP-130: RFC 8032, test 2 of Ed25519."""
    key = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw="
    signed = "kqAJqfDUyrhyDoILX2QlQKKydWtwN7GPs5N2Ijb/n6tW2UqmOx4VmW5Y8w89Dxhjhz6uq0cyusVOABApBluwDHI="
    broken = "A" + signed[1:]
    assert text(f"extract-signed('{broken}', '{key}')") == ""
    assert text("extract-signed('short', 'short')") == ""
    assert text("extract-signed('*', '*')") == ""
