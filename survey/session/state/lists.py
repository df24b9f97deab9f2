"""Choice lists as trees that expressions can look at, and back from chosen nodes to choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from survey.expression import InstanceNode, XValue
from survey.expression.tree import Rows
from survey.form import Answers, Choice, ChoiceList, ChoiceRow, Form, Json, Question, Text
from survey.form.text import no_strings
from survey.values import canonical

Render = Callable[[Text], str]
Media = Callable[[Text], Mapping[str, str]]


class Row(InstanceNode):
    """One row of a choice list; it remembers the row for its label in every language."""

    __slots__ = ("row",)

    def __init__(self, row: ChoiceRow) -> None:
        super().__init__("item")
        self.row = row
        for name, value in row.columns.items():
            self.append(InstanceNode(name, value))


def tree_of(choices: ChoiceList) -> InstanceNode:
    """Make ``/root/item/column`` of a list."""
    root = InstanceNode("root")
    for row in choices.rows:
        root.append(Row(row))
    return Held(root)


def tree_of_answers(answers: Answers, root: str = "root") -> InstanceNode:
    """Make ``/root/key`` of answers, repeats as repeated elements; keys with a path keep their last name as well."""
    top = InstanceNode(root)
    _hang(top, answers)
    return Held(top)


def _hang(parent: InstanceNode, answers: Answers) -> None:
    for key, value in answers.items():
        if isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
            for each in value:
                if isinstance(each, Mapping):
                    _hang(parent.append(InstanceNode(key)), each)
        else:
            parent.append(InstanceNode(key.rsplit("/", 1)[-1], _plain(value)))


def _plain(value: Json) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if value is None or isinstance(value, bool | dict):
        return "OK" if value is True else ""
    return canonical("decimal", value) if isinstance(value, int | float) else value


class Held(InstanceNode):
    """The element ``instance`` of an XForm: ``instance('x')/root`` steps from it; ``pulldata`` asks it for rows."""

    def __init__(self, root: InstanceNode) -> None:
        super().__init__("instance")
        self.append(root)

    def names(self) -> list[str]:
        return self.children[0].names()

    def rows(self, name: str, key: str) -> Rows:
        return self.children[0].rows(name, key)


_TREES: dict[int, tuple[ChoiceList, InstanceNode]] = {}


class Instances(Mapping[str, InstanceNode]):
    """The secondary instances of a session; a list becomes a tree when an expression first asks for it."""

    def __init__(self, form: Form, own: Mapping[str, Callable[[], InstanceNode]]) -> None:
        self._lists = form.lists
        self._own = own
        self._known: dict[str, InstanceNode] = {}

    def __getitem__(self, name: str) -> InstanceNode:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._own[name]() if name in self._own else _shared(self._lists[name])
        return known

    def __iter__(self) -> Iterator[str]:
        yield from {**self._lists, **self._own}

    def __len__(self) -> int:
        return len({**self._lists, **self._own})


def _shared(choices: ChoiceList) -> InstanceNode:
    known = _TREES.get(id(choices))
    if known is not None and known[0] is choices:
        return known[1]
    if len(_TREES) >= 64:
        del _TREES[next(iter(_TREES))]
    tree = tree_of(choices)
    _TREES[id(choices)] = (choices, tree)
    return tree


def listed(question: Question, value: XValue, render: Render, media: Media) -> tuple[Choice, ...]:
    """Turn the nodes a nodeset gave into choices: rows of a list (with their files), or instances of a repeat."""
    source = question.source
    if source is None or not isinstance(value, list):
        return ()
    found: list[Choice] = []
    for node in value:
        code = _below(node, source.value)
        if code:
            files = media(node.row.label) if isinstance(node, Row) else no_strings()
            found.append(Choice(code, _label(node, source.label, render) or code, files))
    return tuple(found)


def _label(node: InstanceNode, column: str, render: Render) -> str:
    if isinstance(node, Row) and column == "label" and node.row.label:
        return render(node.row.label)
    return _below(node, column)


def _below(node: InstanceNode, path: str) -> str:
    at = node
    for name in path.removeprefix("./").split("/"):
        inside = at.named(name)
        if not inside:
            return ""
        at = inside[0]
    return at.text if at.relevant else ""
