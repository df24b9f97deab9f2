"""The answers of one session as a tree: B's ``InstanceNode`` plus the state a form engine keeps per place."""

from __future__ import annotations

from collections.abc import Iterator

from survey.expression.tree import InstanceNode
from survey.form import Choice, Repeat
from survey.session.logic.spots import Spot
from survey.session.state.storing import typed_text


class FormNode(InstanceNode):
    """One concrete place. ``relevant`` is the effective relevance, ``own`` what its own condition says.

    A repeat has, beside its instances, one header per concrete parent: it stands outside ``children`` so that
    paths never meet it, and carries the repeat's own relevance and how many instances its count wants.
    """

    __slots__ = (
        "broken",
        "choices",
        "gone",
        "headers",
        "locked",
        "own",
        "required",
        "spot",
        "unsaved",
        "wanted",
        "written",
    )

    def __init__(self, spot: Spot) -> None:
        super().__init__(spot.item.name)
        self.spot = spot
        self.own = True
        self.required = False
        self.locked = False
        self.gone = False
        self.choices: tuple[Choice, ...] | None = None
        self.broken = False
        self.wanted = 0
        self.unsaved = False  # whether a saved entry has been opened that says nothing about this question
        self.written = False  # of a counted repeat: whether its first instance is as the form writes it, or will be
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

    def together(self) -> list[FormNode]:
        """All instances of the repeat this one (or this header) belongs to."""
        parent = self.form_parent()
        return [] if parent is None else parent.instances(self.name)

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
        yield from self.headers.values()
        for child in self.form_children():
            yield from child.walk()

    def cut(self) -> None:
        """Cut it off from the places above and below."""
        self.parent = None
        self.children.clear()
        self.headers.clear()

    @property
    def position(self) -> int:
        """The place among instances of the same repeat, from 1."""
        return next((i for i, each in enumerate(self.together(), 1) if each is self), 1)


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
            grown.text = typed_text(question.default, question)
        if isinstance(child.item, Repeat):
            yield grown
            for _ in range(0 if child.item.count else child.item.added_instances):
                yield from fill(bare_instance(grown))
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


def new_instance(header: FormNode) -> list[FormNode]:
    """Append one more instance with its static defaults; return every node it brings, itself first."""
    return list(fill(bare_instance(header)))


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


def place_of(node: FormNode) -> int:
    """Give the place of a repeat instance among the others; a header stands for the instance that would come next."""
    return len(node.together()) + 1 if is_header(node) else node.position


def is_header(node: FormNode) -> bool:
    """Whether the node is the header of a repeat."""
    return node.spot.is_repeat and not node.repeat
