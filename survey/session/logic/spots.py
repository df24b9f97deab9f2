"""The places of a form, numbered in document order: what tasks and nodes hang on."""

from __future__ import annotations

from functools import cached_property

from survey.form import Form, Group, Item, Question, QuestionKind, Repeat
from survey.session.logic.reads import Place


class Spot:
    """One place of the form, compiled once: its item, its parent, and where it stands in document order."""

    __slots__ = ("__dict__", "children", "index", "item", "parent", "path", "repeats")

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

    @cached_property
    def offered(self) -> frozenset[str]:
        """Every value of the question's list, before filtering; empty without a list."""
        return frozenset(choice.value for choice in self.question.choices) if self.question is not None else frozenset()

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
