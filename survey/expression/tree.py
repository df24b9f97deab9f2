"""The tree an expression looks at: a light, mutable stand-in for an XML document.

One class serves the answers of an entry, secondary instances (choice lists, CSV files) and whole documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from xml.parsers import expat

from survey.expression.problems import refuse

NO_SPACES: Mapping[str, str] = MappingProxyType({})
XHTML = "http://www.w3.org/1999/xhtml"
Rows = dict[str, list[tuple[int, "InstanceNode"]]]
DOCUMENT, ELEMENT, ATTRIBUTE, TEXT, COMMENT, INSTRUCTION, NAMESPACE = range(7)


class InstanceNode:
    """One node. ``name`` is as written, prefix included; ``local`` is without it.

    An element either has ``children`` or a ``text``; in documents with mixed content the text is a child node of
    kind TEXT. ``spaces`` are the namespaces in scope, by prefix.
    ``relevant`` and ``repeat`` are set by the form engine: paths pass over nodes that are not relevant,
    and an absolute path used inside a repeat instance stays inside that instance, as in JavaRosa.
    """

    __slots__ = (
        "_index",
        "_made",
        "_rows",
        "attributes",
        "children",
        "kind",
        "local",
        "name",
        "namespace",
        "parent",
        "relevant",
        "repeat",
        "spaces",
        "text",
    )

    def __init__(self, name: str, text: str = "", kind: int = ELEMENT, namespace: str = "") -> None:
        self.name = name
        self.local = name.rpartition(":")[2]
        self.namespace = namespace
        self.kind = kind
        self.text = text
        self.parent: InstanceNode | None = None
        self.children: list[InstanceNode] = []
        self.attributes: list[InstanceNode] = []
        self.relevant = True
        self.repeat = False
        self.spaces: Mapping[str, str] = NO_SPACES
        self._index: dict[str, list[InstanceNode]] | None = None
        self._rows: dict[tuple[str, str], Rows] | None = None
        self._made: dict[str, InstanceNode] | None = None

    def __repr__(self) -> str:
        return f"InstanceNode({self.name!r}, {self.text!r}, {len(self.children)} children)"

    # --- building ---------------------------------------------------------------------------------------------

    def append(self, child: InstanceNode) -> InstanceNode:
        """Add a child at the end and return it."""
        return self.insert(len(self.children), child)

    def insert(self, place: int, child: InstanceNode) -> InstanceNode:
        """Add a child before the one at ``place`` and return it."""
        child.parent = self
        self.children.insert(place, child)
        self._index = self._rows = None
        return child

    def remove(self, child: InstanceNode) -> None:
        """Take a child out. Raises ValueError if it is not one."""
        for place, known in enumerate(self.children):
            if known is child:
                del self.children[place]
                child.parent = None
                self._index = self._rows = None
                return
        raise ValueError(child.name)

    def set_attribute(self, name: str, value: str, namespace: str = "") -> None:
        """Set or replace an attribute."""
        for known in self.attributes:
            if known.name == name:
                known.text = value
                return
        node = InstanceNode(name, value, ATTRIBUTE, namespace)
        node.parent = self
        self.attributes.append(node)

    def text_node(self) -> InstanceNode:
        """Give the text of a leaf as a node of its own, the same one while the text stays the same."""
        made = self._made = self._made or {}
        known = made.get("#text")
        if known is None or known.text != self.text:
            known = made["#text"] = InstanceNode("", self.text, TEXT)
            known.parent = self
        return known

    def namespaces(self) -> list[InstanceNode]:
        """Give the namespace nodes of an element, by prefix."""
        made = self._made = self._made or {}
        for prefix, uri in self.spaces.items():
            if uri and "xmlns:" + prefix not in made:
                node = made["xmlns:" + prefix] = InstanceNode(prefix, uri, NAMESPACE)
                node.parent = self
        return [made["xmlns:" + prefix] for prefix in sorted(self.spaces) if self.spaces[prefix]]

    @property
    def plain(self) -> bool:
        """Say whether a name without prefix can mean this node: not if it is an XHTML element."""
        return self.namespace != XHTML or ":" in self.name

    # --- reading ----------------------------------------------------------------------------------------------

    def named(self, name: str) -> list[InstanceNode]:
        """Return the element children of that name, in order, relevant or not. Do not change the list."""
        index = self._index
        if index is None:
            index = self._index = {}
            for child in self.children:
                if child.kind == ELEMENT and child.plain:
                    index.setdefault(child.name, []).append(child)
        return index.get(name, _NONE)

    def names(self) -> list[str]:
        """Give the names of the element children, each once."""
        self.named("")
        return list(self._index or ())

    def rows(self, name: str, key: str) -> Rows:
        """Index the children of that name by the text of their child ``key``.

        Built once: only for trees whose texts do not change, such as choice lists and CSV files.
        """
        known = self._rows = self._rows if self._rows is not None else {}
        found = known.get((name, key))
        if found is None:
            found = known[name, key] = {}
            for place, child in enumerate(self.named(name)):
                for text in {cell.string_value for cell in child.named(key)} or {""}:
                    found.setdefault(text, []).append((place, child))
        return found

    def attribute(self, name: str) -> str | None:
        """Return an attribute's value, or None."""
        return next((known.text for known in self.attributes if known.name == name), None)

    @property
    def string_value(self) -> str:
        """The text of the node and of everything below it (XPath 1.0 section 5)."""
        if not self.children:
            return self.text
        return "".join(_texts(self))

    def descendants(self) -> Iterator[InstanceNode]:
        """Give every node below this one in document order, without attributes."""
        stack = list(reversed(self.children))
        while stack:
            node = stack.pop()
            yield node
            if node.children:
                stack.extend(reversed(node.children))

    def order(self) -> tuple[tuple[int, int], ...]:
        """Return a key that sorts nodes of one tree in document order."""
        places: list[tuple[int, int]] = []
        node = self
        while node.parent is not None:
            places.append(_place(node, node.parent))
            node = node.parent
        places.reverse()
        return tuple(places)

    @property
    def top(self) -> InstanceNode:
        """The uppermost node: the document, if there is one."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node


_NONE: list[InstanceNode] = []
XML_SPACE = "http://www.w3.org/XML/1998/namespace"


def _place(node: InstanceNode, parent: InstanceNode) -> tuple[int, int]:
    if node.kind == NAMESPACE:
        return (-1, sorted(parent.spaces).index(node.name))
    if node.kind == TEXT and not parent.children:
        return (1, 0)
    if node.kind == ATTRIBUTE:
        return (0, next(i for i, known in enumerate(parent.attributes) if known is node))
    return (1, next(i for i, known in enumerate(parent.children) if known is node))


def _texts(top: InstanceNode) -> Iterator[str]:
    if top.text:
        yield top.text
    for node in top.descendants():
        if node.kind in (ELEMENT, TEXT):
            yield node.text


def document(root: InstanceNode) -> InstanceNode:
    """Put a document node above a root element, so that ``/root`` has somewhere to start, and return it."""
    top = InstanceNode("", kind=DOCUMENT)
    top.append(root)
    return top


def from_xml(text: str) -> InstanceNode:
    """Read XML into a document node. Raises ExpressionError X020. Entity declarations are refused."""
    return _Reader().read(text)


class _Reader:
    def __init__(self) -> None:
        self._node = InstanceNode("", kind=DOCUMENT)
        self._pending: list[str] = []
        self._spaces: list[dict[str, str]] = [{"xml": XML_SPACE, "": ""}]

    def read(self, text: str) -> InstanceNode:
        parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._pending.append
        parser.CommentHandler = lambda data: self._leaf("", data, COMMENT)
        parser.ProcessingInstructionHandler = lambda target, data: self._leaf(target, data, INSTRUCTION)
        parser.EntityDeclHandler = self._refuse_entity
        try:
            parser.Parse(text, True)
        except expat.ExpatError as fault:
            raise refuse("X020", reason=str(fault)) from fault
        return self._node

    @staticmethod
    def _refuse_entity(*_: object) -> None:
        raise refuse("X020", reason="ENTITY")

    def _start(self, name: str, pairs: list[str]) -> None:
        self._flush()
        spaces = self._spaces[-1]
        given = dict(zip(pairs[::2], pairs[1::2], strict=True))
        declared = {key.partition(":")[2]: uri for key, uri in given.items() if key.partition(":")[0] == "xmlns"}
        if declared:
            spaces = {**spaces, **declared}
        self._spaces.append(spaces)
        node = InstanceNode(name, namespace=spaces.get(name.rpartition(":")[0], ""))
        node.spaces = spaces
        for key, value in given.items():
            prefix = key.rpartition(":")[0]
            if key != "xmlns" and prefix != "xmlns":
                node.set_attribute(key, value, spaces.get(prefix, "") if prefix else "")
        self._node = self._node.append(node)

    def _end(self, _: str) -> None:
        self._flush()
        self._spaces.pop()
        node, parent = self._node, self._node.parent
        if len(node.children) == 1 and node.children[0].kind == TEXT:
            node.text = node.children.pop().text
            node._index = None  # noqa: SLF001 - the reader and the node share one module
        if parent is not None:
            self._node = parent

    def _flush(self) -> None:
        if self._pending and self._node.kind != DOCUMENT:
            self._node.append(InstanceNode("", "".join(self._pending), TEXT))
        self._pending.clear()

    def _leaf(self, name: str, data: str, kind: int) -> None:
        self._flush()
        self._node.append(InstanceNode(name, data, kind))
