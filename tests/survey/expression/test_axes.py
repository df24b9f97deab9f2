"""XP-040 … XP-059: location paths, with lxml as the oracle."""

from __future__ import annotations

from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from survey.expression import Evaluation, InstanceNode, compile_expression, from_xml
from survey.expression.tree import ATTRIBUTE, DOCUMENT, ELEMENT, TEXT
from tests.survey.expression.support import NOON, names, number, text

Place: TypeAlias = "tuple[object, ...]"

TREE = """<a id="r"><b id="b1" k="1">t<c id="c1"/><c id="c2">u<d id="d1"/></c></b><!--x--><b id="b2"><?p q?>
<c id="c3">v</c></b>w</a>"""

PATHS = {
    # XP-040 every axis
    "child::c": ["c1", "c2"],
    "descendant::*": ["c1", "c2", "d1"],
    "parent::*": ["r"],
    "ancestor::*": ["r"],
    "ancestor-or-self::*": ["r", "b1"],
    "following-sibling::*": ["b2"],
    "preceding-sibling::*": [],
    "following::*": ["b2", "c3"],
    "preceding::*": [],
    "attribute::k": ["k"],
    "self::b": ["b1"],
    "self::c": [],
    "descendant-or-self::*": ["b1", "c1", "c2", "d1"],
    "namespace::xml": ["xml"],
    # XP-041 positions count along the axis, backwards on reverse axes
    "//d/ancestor::*[1]": ["c2"],
    "//d/preceding::*[1]": ["c1"],
    "//c[1]": ["c1", "c3"],
    "(//c)[1]": ["c1"],
    "//c[last()]": ["c2", "c3"],
    "//c[position() > 1]": ["c2"],
    # XP-042 predicates
    "//c[d]": ["c2"],
    "//b[@k]": ["b1"],
    "//*[text()]": ["r", "b1", "c2", "b2", "c3"],
    "//c[. = 'v']": ["c3"],
    "//c[../@k = 1][2]": ["c2"],
    "//*[self::c or self::d]": ["c1", "c2", "d1", "c3"],
    # XP-043 unions are in document order without doubles
    "//d | //c | //d": ["c1", "c2", "d1", "c3"],
    "//c/.. | //b": ["b1", "b2"],
}


@pytest.mark.parametrize(("path", "found"), PATHS.items())
def test_paths(path: str, found: list[str]) -> None:
    assert names(path, TREE, "/a/b") == found


ORACLE_AXES = (
    "child", "descendant", "parent", "ancestor", "following-sibling", "preceding-sibling", "following", "preceding",
    "self", "descendant-or-self", "ancestor-or-self", "attribute",
)  # fmt: skip
ORACLE_TESTS = ("*", "node()", "text()", "comment()", "processing-instruction()", "x", "y")
PREDICATES = (
    "",
    "[1]",
    "[last()]",
    "[position() mod 2 = 1]",
    "[@k]",
    "[x]",
    "[. = 't']",
    "[not(y)]",
    "[2][1]",
    "[x and x = '']",
    "[y and y != 'q']",
    "[x or y]",
)

trees = st.recursive(
    st.sampled_from(("t", "<!--c-->", "<?p q?>", "<x/>", "<y k='1'>t</y>")),
    lambda inner: st.builds(
        "<{0}{1}>{2}</{0}>".format,
        st.sampled_from("xy"),
        st.sampled_from(("", " k='1'", " k='2' m='t'")),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=12,
)
steps = st.builds(
    "{}::{}{}".format, st.sampled_from(ORACLE_AXES), st.sampled_from(ORACLE_TESTS), st.sampled_from(PREDICATES)
)
paths = st.lists(steps, min_size=1, max_size=3).map("/".join)


@given(trees, paths, st.integers(0, 30))
def test_any_path_finds_what_lxml_finds(inside: str, path: str, start: int) -> None:
    """XP-044."""
    xml = f"<root>{inside}</root>"
    theirs = etree.fromstring(xml)
    elements = [node for node in theirs.iter() if isinstance(node.tag, str)]
    context = elements[start % len(elements)]
    ours = from_xml(xml)
    nodes = [node for node in ours.descendants() if node.kind == ELEMENT]
    evaluation = Evaluation(nodes[start % len(elements)], ours, NOON)
    found = compile_expression(path)(evaluation)
    assert isinstance(found, list)
    expected = context.xpath(path)
    assert isinstance(expected, list)
    if "ancestor" in path or "parent" in path or "preceding" in path:
        found = [node for node in found if node.kind != DOCUMENT]  # lxml has no document node to give
    assert [_our_place(node) for node in found] == [_their_place(node) for node in expected]


def _our_place(node: InstanceNode) -> Place:
    if node.parent is None or node.parent.kind == DOCUMENT:
        return ()
    above = _our_place(node.parent)
    if node.kind == ATTRIBUTE:
        return (*above, "@" + node.name)
    family = node.parent.children or [node]
    others = [known for known in family if known.kind != TEXT]
    place = next(i for i, known in enumerate(family) if known is node)
    if node.kind == TEXT:
        return (*above, "text", sum(1 for known in family[:place] if known.kind != TEXT))
    return (*above, next(i for i, known in enumerate(others) if known is node))


def _their_place(node: object) -> Place:
    if isinstance(node, etree._ElementUnicodeResult):
        return _their_text_place(node)
    assert isinstance(node, etree._Element)
    parent = node.getparent()
    return () if parent is None else (*_their_place(parent), list(parent).index(node))


def _their_text_place(node: etree._ElementUnicodeResult) -> Place:
    holder = node.getparent()
    assert holder is not None
    if node.is_attribute:
        return (*_their_place(holder), "@" + str(node.attrname))
    if node.is_text:
        return (*_their_place(holder), "text", 0)
    parent = holder.getparent()
    assert parent is not None
    return (*_their_place(parent), "text", list(parent).index(holder) + 1)


def test_names_with_prefixes_and_namespaces() -> None:
    """XP-045: a prefix means the name as written, or the ODK namespace it usually stands for."""
    xml = '<data xmlns:o="http://openrosa.org/xforms"><o:meta><o:id>7</o:id></o:meta><x:y xmlns:x="u">8</x:y></data>'
    assert text("/data/orx:meta/orx:id", xml) == "7"
    assert text("/data/x:y", xml) == "8"
    assert text("/data/orx:*/*", xml) == "7"
    assert text("name(/data/*[1]/*)", xml) == "o:id"
    assert text("local-name(/data/*[1]/*)", xml) == "id"
    assert text("namespace-uri(/data/*[1])", xml) == "http://openrosa.org/xforms"


def test_the_root_is_the_primary_instance_everywhere() -> None:
    """XP-046: inside a predicate on a secondary instance ``/data`` still means the answers."""
    found = text("instance('c')/root/item[k = /data/v]/l", "<data><v>2</v></data>", instances={"c": CHOICES})
    assert found == "two"


CHOICES = "<root><item><k>1</k><l>one</l></item><item><k>2</k><l>two</l></item><item><k>2</k><l>deux</l></item></root>"
CHOSEN = {
    "instance('c')/root/item[k = '2']/l": "two",
    "instance('c')/root/item['2' = k][2]/l": "deux",
    "instance('c')/root/item[k = /data/v and l != 'two']/l": "deux",
    "instance('c')/root/item[k = /data/v][l = 'deux']/l": "deux",
    "instance('c')/root/item[k = current()/../v]/l": "two",
    "count(instance('c')/root/item[k = /data/blank])": "0",
    "count(instance('c')/root/item[k = /data/*])": "2",
    "count(instance('c')/root/item[k != '2'])": "1",
    "instance('c')/root/item[number(k) = 1 + 1]/l": "two",
    "pulldata('c', 'l', 'k', '1')": "one",
    "pulldata('c', 'l', 'k', '9')": "",
    "pulldata('c', 'none', 'k', '1')": "",
}


@pytest.mark.parametrize(("expr", "wanted"), CHOSEN.items())
def test_rows_of_a_secondary_instance(expr: str, wanted: str) -> None:
    """XP-047: found by index or by trial, the rows are the same."""
    assert text(expr, "<data><v>2</v><blank/></data>", "/data/v", {"c": CHOICES}) == wanted


def test_irrelevant_nodes_are_passed_over() -> None:
    """XP-048: relevance is the engine's; a node that is not relevant is not in any node-set, its value is blank."""
    root = from_xml("<data><a>1</a><a>2</a><b>3</b></data>")
    root.children[0].children[1].relevant = root.children[0].children[2].relevant = False
    evaluation = Evaluation(root.children[0], root, NOON)
    assert compile_expression("count(/data/a)")(evaluation) == 1
    assert compile_expression("sum(//a)")(evaluation) == 1
    assert compile_expression("/data/b = ''")(evaluation) is True
    assert compile_expression("/data/b != 'x'")(evaluation) is True


def test_an_absolute_path_stays_inside_its_repeat_instance() -> None:
    """XP-049: the deviation of ODK from XForms; outside the repeat all instances are meant."""
    root = from_xml("<data><r><x>1</x><y/></r><r><x>2</x><y/></r></data>")
    for instance in root.children[0].named("r"):
        instance.repeat = True
    second = root.children[0].named("r")[1].named("y")[0]
    inside, outside = Evaluation(second, root, NOON), Evaluation(root.children[0], root, NOON)
    compiled = compile_expression("sum(/data/r/x)")
    assert compiled(inside) == 2
    assert compiled(outside) == 3
    assert compile_expression("count(/data/r)")(inside) == 2
    assert compile_expression("position(..)")(inside) == 2
    assert compile_expression("indexed-repeat(/data/r/x, /data/r, 1)").number(inside) == 1


INDEXED = {
    "indexed-repeat(/d/r/s/v, /d/r, 2, /d/r/s, 1)": "21",
    "indexed-repeat(/d/r/s/v, /d/r, 1, /d/r/s, 2)": "12",
    "indexed-repeat(r/s/v, r, 2, r/s, '2')": "22",
    "indexed-repeat(/d/r/s/v, /d/r, 9, /d/r/s, 1)": "",
    "indexed-repeat(/d/r/s/v, /d/r, 0, /d/r/s, -1)": "11",
    "indexed-repeat(/d/r/s/v, /d/r, /d/none, /d/r/s, 1)": "11",
    "indexed-repeat(/d/r/s/v, /d/r, 2, /d/r/s, 'x')": "21",
    "indexed-repeat(/d/r/s/v, /d/r, 1 div 0, /d/r/s, 1)": "",
}


@pytest.mark.parametrize(("expr", "wanted"), INDEXED.items())
def test_indexed_repeat(expr: str, wanted: str) -> None:
    """XP-050."""
    xml = "<d><r><s><v>11</v></s><s><v>12</v></s></r><r><s><v>21</v></s><s><v>22</v></s></r></d>"
    assert text(expr, xml) == wanted


def test_trees_can_change() -> None:
    """XP-051: adding and removing instances is seen at once."""
    root = from_xml("<data><r>1</r></data>")
    data = root.children[0]
    evaluation = Evaluation(data, root, NOON)
    compiled = compile_expression("sum(/data/r)")
    added = data.append(InstanceNode("r", "5"))
    assert compiled(evaluation) == 6
    data.remove(added)
    assert compiled(evaluation) == 1
    with pytest.raises(ValueError, match="r"):
        data.remove(added)


def test_position_of_a_node_among_its_namesakes() -> None:
    """XP-052."""
    assert number("position(/a/b[2])", TREE) == 2
    assert number("position(/a/none)", TREE) == 0
