"""The places of a form, numbered in document order: what tasks and nodes hang on."""

from __future__ import annotations

from survey.form import Form, Group, Item, Question, QuestionKind, Repeat
from survey.session.logic.reads import Place


class Spot:
    """One place of the form, compiled once: its item, its parent, and where it stands in document order.

    ``question`` is the item if it is one, ``value_kind`` the name of the kind ``survey.values`` types its answer by,
    ``offered`` every value of its list before filtering.
    """

    __slots__ = (
        "children",
        "index",
        "is_group",
        "is_repeat",
        "item",
        "offered",
        "parent",
        "path",
        "question",
        "repeats",
        "value_kind",
    )

    def __init__(self, item: Item, parent: Spot | None, index: int) -> None:
        self.item = item
        self.parent = parent
        self.index = index
        self.path: Place = tuple(part for part in item.path.split("/") if part)
        self.children: list[Spot] = []
        self.is_repeat = isinstance(item, Repeat)
        self.is_group = isinstance(item, Group)
        self.question = item if isinstance(item, Question) else None
        self.value_kind = "text" if self.question is None else _value_kind(self.question)
        self.offered = (
            frozenset(choice.value for choice in self.question.choices) if self.question else frozenset[str]()
        )
        self.repeats: tuple[Spot, ...] = () if parent is None else parent.repeats
        if self.is_repeat:
            self.repeats = (*self.repeats, self)


_TYPED_BY_BIND = frozenset(
    {QuestionKind.CALCULATE, QuestionKind.HIDDEN, QuestionKind.RANGE, QuestionKind.TEXT, QuestionKind.NOTE},
)


def _value_kind(question: Question) -> str:
    return question.data_type if question.kind in _TYPED_BY_BIND else question.kind.value


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
