"""A whole questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType

from survey.form.items import ChoiceList, ChoiceRow, Group, Item, Question, SetValue
from survey.form.rules import LegalFrame, Rule
from survey.form.text import no_strings
from survey.period import Frequency


@dataclass(frozen=True, slots=True)
class Form:
    """A whole questionnaire. ``languages[0]`` is its own language ("" when it names none).

    ``restricted_to`` names the role a person must hold to be offered it; "" is everybody. ``media`` says of the files
    that came with it, by the names its texts give them, under which name their content is kept.
    """

    id: str
    version: str
    title: str
    root: Group
    frequency: Frequency | None = None
    languages: tuple[str, ...] = ("",)
    legal: LegalFrame = field(default_factory=LegalFrame)
    restricted_to: str = ""
    rules: tuple[Rule, ...] = ()
    actions: tuple[SetValue, ...] = ()
    lists: Mapping[str, ChoiceList] = field(default_factory=lambda: MappingProxyType({}))
    media: Mapping[str, str] = field(default_factory=no_strings)

    def items(self) -> Iterator[Item]:
        """Every group, repeat and question in document order, the root left out."""
        return _walk(self.root.children)

    def questions(self) -> Iterator[Question]:
        """Every question in document order, those inside repeats included."""
        return (item for item in self.items() if isinstance(item, Question))

    def question(self, key: str) -> Question:
        """Return the question outside repeats with this key, else the first inside one. Raises KeyError."""
        for question in self.questions():
            if key in {question.key, question.path}:
                return question
        raise KeyError(key)

    def files(self) -> Iterator[tuple[str, str]]:
        """Every (kind, file name) that a label of a question, group or choice gives, in any language."""
        texts = chain((item.label_text for item in self.items()), (row.label for row in self._rows()))
        named = (pair for text in texts for pair in text.media.items())
        return iter(dict.fromkeys((kind.partition("::")[0], name) for kind, name in named))

    def _rows(self) -> Iterator[ChoiceRow]:
        return (row for each in self.lists.values() for row in each.rows)

    @property
    def prefill(self) -> Mapping[str, str]:
        """Question path -> register key, for the questions the register fills first."""
        return {question.path: question.prefill for question in self.questions() if question.prefill}


def _walk(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from _walk(item.children)
