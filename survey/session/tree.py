"""The answers of one session as a tree: B's ``InstanceNode`` plus the state a form engine keeps per place."""

from __future__ import annotations

from collections.abc import Iterator

from survey.expression.tree import InstanceNode
from survey.form import Choice, Form, Group, Item, Question, QuestionKind, Repeat
from survey.session.reads import Place


class Spot:
    """One place of the form, compiled once: its item, its parent, and where it stands in document order."""

    __slots__ = ("children", "index", "item", "parent", "path", "repeats")

    def __init__(self, item: Item, parent: Spot | None, index: int) -> None:
        self.item = item
        self.parent = parent
        self.index = index
        self.path: Place = tuple(part for part in item.path.split("/") if part)
        self.children: list[Spot] = []
        self.repeats: tuple[Spot, ...] = () if parent is None else parent.repeats
        if isinstance(item, Repeat):
            self.repeats = (*self.repeats, self)

    @property
    def is_repeat(self) -> bool:
        return isinstance(self.item, Repeat)

    @property
    def is_group(self) -> bool:
        return isinstance(self.item, Group)

    @property
    def question(self) -> Question | None:
        return self.item if isinstance(self.item, Question) else None

    @property
    def value_kind(self) -> str:
        """The kind name that ``survey.values`` types an answer by."""
        question = self.question
        if question is None:
            return "text"
        kind = question.kind
        if kind in _TYPED_BY_BIND:
            return question.data_type
        return kind.value


_TYPED_BY_BIND = frozenset(
    {QuestionKind.CALCULATE, QuestionKind.HIDDEN, QuestionKind.RANGE, QuestionKind.TEXT, QuestionKind.NOTE},
)


def spots_of(form: Form) -> list[Spot]:
    """Every place of the form in document order, the root first."""
    found: list[Spot] = []
    _collect(form.root, None, found)
    return found


def _collect(item: Item, parent: Spot | None, found: list[Spot]) -> Spot:
    spot = Spot(item, parent, len(found))
    found.append(spot)
    if isinstance(item, Group):
        spot.children = [_collect(child, spot, found) for child in item.children]
    return spot


class FormNode(InstanceNode):
    """One concrete place. ``relevant`` is the effective relevance, ``own`` what its own condition says.

    A repeat has, beside its instances, one header per concrete parent: it stands outside ``children`` so that
    paths never meet it, and carries the repeat's own relevance and count.
    """

    __slots__ = ("broken", "choices", "gone", "headers", "locked", "own", "required", "spot")

    def __init__(self, spot: Spot) -> None:
        super().__init__(spot.item.name)
        self.spot = spot
        self.own = True
        self.required = False
        self.locked = False
        self.gone = False
        self.choices: tuple[Choice, ...] | None = None
        self.broken = False
        self.headers: dict[str, FormNode] = {}

    def form_children(self) -> list[FormNode]:
        """The children, every one of which is a place of the form."""
        return self.children  # type: ignore[return-value]  # only FormNodes are ever appended

    def form_parent(self) -> FormNode | None:
        """The place above, None above the root."""
        return self.parent if isinstance(self.parent, FormNode) else None

    def instances(self, name: str) -> list[FormNode]:
        """The children of one name."""
        return self.named(name)  # type: ignore[return-value]  # only FormNodes are ever appended

    def above(self, depth: int) -> FormNode:
        """The ancestor whose generic path has ``depth`` steps; the root for less than one."""
        node = self
        while len(node.spot.path) > max(depth, 1):
            parent = node.form_parent()
            if parent is None:
                break
            node = parent
        return node

    def walk(self) -> Iterator[FormNode]:
        """This node and everything below it, headers included, in document order."""
        yield self
        for header in self.headers.values():
            yield header
        for child in self.form_children():
            yield from child.walk()

    @property
    def position(self) -> int:
        """The place among instances of the same repeat, from 1."""
        parent = self.form_parent()
        if parent is None:
            return 1
        return next(i for i, each in enumerate(parent.instances(self.name), 1) if each is self)


def sprout(parent: FormNode, spot: Spot) -> FormNode:
    """Add one blank node for a place, without what is below it; for a repeat that is its header."""
    node = FormNode(spot)
    if spot.is_repeat:
        node.parent = parent
        parent.headers[spot.item.name] = node
    else:
        parent.append(node)
    node.relevant = parent.relevant
    return node


def fill(node: FormNode) -> Iterator[FormNode]:
    """Give a node its blank children with their static defaults. Gives the node itself and each new one."""
    yield node
    for child in node.spot.children:
        grown = sprout(node, child)
        question = child.question
        if question is not None:
            grown.text = question.default
        if child.is_repeat:
            yield grown
        else:
            yield from fill(grown)


def bare_instance(header: FormNode) -> FormNode:
    """Append one more instance of a repeat after its last one, with nothing inside."""
    parent = header.form_parent()
    if parent is None:
        raise ValueError(header)
    node = FormNode(header.spot)
    node.repeat = True
    node.own = header.own
    node.relevant = header.relevant
    parent.insert(_slot(parent, header.spot), node)
    return node


def new_instance(header: FormNode) -> tuple[FormNode, list[FormNode]]:
    """Append one more instance with its static defaults; return it and every node it brings."""
    node = bare_instance(header)
    return node, list(fill(node))


def _slot(parent: FormNode, spot: Spot) -> int:
    for place in range(len(parent.children), 0, -1):
        if parent.form_children()[place - 1].spot.index <= spot.index:
            return place
    return 0


def path_of(node: FormNode) -> str:
    """The concrete path, e.g. ``/data/worker[2]/name``; a header's has no number."""
    parts: list[str] = []
    at: FormNode | None = node
    while at is not None:
        parts.append(f"{at.name}[{at.position}]" if at.repeat else at.name)
        at = at.form_parent()
    return "/" + "/".join(reversed(parts))


def is_header(node: FormNode) -> bool:
    """Whether the node is the header of a repeat."""
    return node.spot.is_repeat and not node.repeat
