"""XP-180 … XP-199: what an expression depends on, the order of computing, and trees from XML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.expression import Cycle, ExpressionError, from_xml, order, parse, references
from survey.expression.analysis import calls, matches
from survey.problems import NOWHERE

PATHS = {
    # XP-180 absolute, relative, and inside predicates
    ". > ../b": "/d/r/a /d/r/b",
    "/d/x + sum(/d/r/a)": "/d/x /d/r/a",
    "../../y": "/d/y",
    "sum(/d/r[k = current()/../z]/v)": "/d/r/v /d/r/k /d/r/z",
    "/d/r[2]/v": "/d/r/v",
    "//v": "/**/v",
    "/d/*/v": "/d/*/v",
    "following-sibling::b": "/d/r/b",
    "ancestor::r/v": "/d/**/v",
    "(../b | ../c)[1]": "/d/r/b /d/r/c",
    "@k": "/d/r/a/@k",
    # XP-181 secondary instances: only what is read of the answers
    "instance('c')/root/item[k = /d/x and l != ../m]/n": "/d/x",
    "instance('c')/root/item[k = current()/../b]": "/d/r/b",
    "instance('c')/root/item[/d/x]": "/d/x",
    # XP-182 functions that read without saying so
    "once('x')": "/d/r/a",
    "string-length()": "/d/r/a",
    "jr:choice-name(../b, '/d/q')": "/d/r/b /d/q",
    "indexed-repeat(/d/r/v, /d/r, 1)": "/d/r/v /d/r",
    "1 + 1": "",
    # XP-189 what is not plain may be anywhere
    "randomize(/d/r)/v": "/d/r /**/v",
    "(/d/r | /d/s)[k = 1]/../w": "/d/r /d/s /**/k /**/w",
}


@pytest.mark.parametrize(("expr", "wanted"), PATHS.items())
def test_paths(expr: str, wanted: str) -> None:
    assert references(parse(expr), "/d/r/a").paths == frozenset(wanted.split())


def test_instances_and_functions() -> None:
    """XP-183."""
    found = references(parse("instance('c')/root/item[k = pulldata('p', 'x', 'y', /d/z)]"), "/d/a")
    assert found.instances == {"c", "p"}
    assert found.functions == {"instance", "pulldata"}


@pytest.mark.parametrize("expr", ["now()", "1 + random()", "a[b = today()]", "once(uuid())", "randomize(/a, 1)"])
def test_volatile(expr: str) -> None:
    """XP-184."""
    assert references(parse(expr)).volatile
    assert not references(parse("sum(/a)")).volatile


@pytest.mark.parametrize(
    "expr", ["position(..)", "/d/r[last()]/v", "/d/r[2]", "/d/r[../i + 1]", "indexed-repeat(/a/b, /a, 1)"]
)
def test_positional(expr: str) -> None:
    """XP-185."""
    assert references(parse(expr)).positional
    assert not references(parse("/d/r[k = 1]/v[w]")).positional


def test_itself() -> None:
    """XP-186."""
    assert references(parse(". + 1"), "/d/a").itself
    assert references(parse("/d/a"), "/d/a").itself
    assert not references(parse("../b"), "/d/a").itself


def test_calls_in_order() -> None:
    """XP-187."""
    assert [call.name for call in calls(parse("f(g(1), -h()) + a[i()]/b[j()] | (k())[l()]"))] == list("fghijkl")


PATTERNS = {
    ("/d/r/v", "/d/r/v"): True,
    ("/d/*/v", "/d/r/v"): True,
    ("/**/v", "/d/r/v"): True,
    ("/**", "/d"): True,
    ("/d/**/v", "/d/v"): True,
    ("/d/r", "/d/r/v"): False,
    ("/d/r/v", "/d/r"): False,
}


@pytest.mark.parametrize(("pair", "wanted"), PATTERNS.items())
def test_patterns(pair: tuple[str, str], wanted: bool) -> None:
    """XP-188."""
    assert matches(*pair) is wanted


graphs = st.dictionaries(st.integers(0, 12), st.frozensets(st.integers(0, 12), max_size=3), max_size=13)


@given(graphs)
def test_everything_comes_after_what_it_needs(needs: dict[int, frozenset[int]]) -> None:
    """XP-190: or the circle that makes it impossible is a real one."""
    found = order(needs)
    if isinstance(found, Cycle):
        assert found.path[0] == found.path[-1]
        assert all(second in needs[first] for first, second in zip(found.path, found.path[1:], strict=False))
        return
    assert sorted(found) == sorted(needs)
    places = {key: place for place, key in enumerate(found)}
    assert all(places[need] < places[key] for key in needs for need in needs[key] if need in needs)


def test_a_cycle_is_told_with_its_path() -> None:
    """XP-191."""
    found = order({"/d/a": {"/d/b"}, "/d/b": {"/d/c"}, "/d/c": {"/d/b"}})
    assert isinstance(found, Cycle)
    assert found.problem(NOWHERE).code == "X050"
    assert "/d/b → /d/c → /d/b" in found.problem(NOWHERE).sentence


def test_a_chain_of_ten_thousand_needs_no_deep_stack() -> None:
    """XP-192."""
    assert order({n: {n + 1} for n in range(10_000)}) == tuple(range(9_999, -1, -1))


def test_xml_becomes_a_tree() -> None:
    """XP-195: texts, attributes, namespaces, comments, instructions."""
    top = from_xml("<a k='1'>x<b xmlns='u'>y</b><!--c--><?p q?></a>")
    a = top.children[0]
    assert a.attribute("k") == "1"
    assert a.attribute("none") is None
    assert a.string_value == "xy"
    assert a.named("b")[0].namespace == "u"
    assert a.names() == ["b"]
    a.set_attribute("k", "2")
    a.set_attribute("l", "3")
    assert [known.text for known in a.attributes] == ["2", "3"]
    assert "InstanceNode('a'" in repr(a)


@pytest.mark.parametrize("xml", ["", "<a>", "<a></b>", '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'])
def test_broken_or_dangerous_xml_is_refused(xml: str) -> None:
    """XP-196."""
    with pytest.raises(ExpressionError) as caught:
        from_xml(xml)
    assert caught.value.problem.code == "X020"
