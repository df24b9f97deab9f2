"""What a form is made of: questions, groups, repeats, choice lists, actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.form.kinds import QuestionKind, Sensitivity
from survey.form.text import BLANK_TEXT, Text, no_strings
from survey.problems import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a person can choose: what is stored, what is read, and the files that go with it (by kind)."""

    value: str
    label: str
    media: Mapping[str, str] = field(default_factory=no_strings, hash=False)


@dataclass(frozen=True, slots=True)
class ChoiceSource:
    """Where a question takes its choices from: ``nodeset`` over the secondary instances, and which columns."""

    nodeset: str
    value: str = "name"
    label: str = "label"
    instance: str = ""  # the list's id when the nodeset is one list, filtered or not
    is_filtered: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One row of a choice list: its columns as text, and its label in each language."""

    columns: Mapping[str, str]
    label: Text = BLANK_TEXT


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A secondary instance: the rows of one list of the sheet ``choices`` or of one CSV file beside the form."""

    name: str
    rows: tuple[ChoiceRow, ...]
    source: str = ""  # the file's name for a list from a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What questions, groups and repeats have in common."""

    name: str
    path: str
    key: str
    label_text: Text = BLANK_TEXT
    hint_text: Text = BLANK_TEXT
    relevant: str = ""
    read_only: str = ""
    appearance: str = ""
    place: Place = NOWHERE

    @property
    def label(self) -> str:
        """The label in the form's own language, with an ellipsis where values are filled in."""
        return self.label_text.plain()

    @property
    def hint(self) -> str:
        """The hint in the form's own language."""
        return self.hint_text.plain()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Item):
    """One variable. ``data_type`` is the XForms type of the bind (string, int, decimal, date …).

    ``unit`` is shown behind the field (元, 人, ㎡). ``prefill`` names the register field that fills it first,
    ``p.x`` and ``p4.x`` an answer of the last period and of the same period last year.
    """

    kind: QuestionKind
    data_type: str = "string"
    required: str = ""
    required_message: Text = BLANK_TEXT
    constraint: str = ""
    constraint_message: Text = BLANK_TEXT
    calculation: str = ""
    default: str = ""
    preload: str = ""
    preload_params: str = ""
    guidance: Text = BLANK_TEXT
    source: ChoiceSource | None = None
    choices: tuple[Choice, ...] = ()  # every choice of the list before filtering, in the form's own language
    parameters: Mapping[str, str] = field(default_factory=no_strings)
    unit: str = ""
    purpose: str = ""
    sensitivity: Sensitivity = Sensitivity.NONE
    prefill: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether a person sees it."""
        return self.kind.is_asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Item):
    """Questions that stand together. ``is_logical`` groups have no heading of their own."""

    children: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Group):
    """A group filled as often as needed; ``count`` is an expression when the number is not the person's choice.

    ``first_instances`` are there in a new entry, ``added_instances`` in an added instance of the repeat around it.
    """

    count: str = ""
    first_instances: int = 1
    added_instances: int = 0


@dataclass(frozen=True, slots=True)
class SetValue:
    """An action: when ``event`` happens (at ``trigger`` for a value change), ``target`` gets ``value``."""

    target: str
    event: str  # odk-instance-first-load | odk-new-repeat | xforms-value-changed …
    value: str = ""  # expression; "" empties the target
    literal: str = ""
    trigger: str = ""  # path of the question whose change fires, or of the repeat that gets an instance
