"""A questionnaire as data: what an XLSForm workbook says, ready to be filled, printed, checked and stored.

Expressions stand as XPath text with ``${name}`` already resolved; ``survey.session`` compiles them. Field names
follow the words of the XLSForm standard so a form author recognises them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from survey.period import Frequency, Period
from survey.problems import NOWHERE, Level, Place

Scalar = str | int | float | bool | None
Json = Scalar | list["Json"] | dict[str, "Json"]
Answers = Mapping[str, Json]


def _none() -> Mapping[str, str]:
    return MappingProxyType({})


class QuestionKind(StrEnum):
    """The question types of XLSForm; the value is what an author writes in the column ``type``."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    NOTE = "note"
    CALCULATE = "calculate"
    ACKNOWLEDGE = "acknowledge"
    HIDDEN = "hidden"
    BARCODE = "barcode"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    START = "start"
    END = "end"
    TODAY = "today"
    DEVICEID = "deviceid"
    USERNAME = "username"
    PHONENUMBER = "phonenumber"
    EMAIL = "email"
    METADATA = "metadata"
    AUDIT = "audit"
    START_GEOPOINT = "start-geopoint"
    BACKGROUND_AUDIO = "background-audio"

    @property
    def is_choice(self) -> bool:
        """Whether the answer is taken from a list of choices."""
        return self in {QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK}

    @property
    def is_list(self) -> bool:
        """Whether the typed value is a list of choice values."""
        return self in {QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK}

    @property
    def is_attachment(self) -> bool:
        """Whether the answer names a file kept beside the entry."""
        return self in {QuestionKind.IMAGE, QuestionKind.AUDIO, QuestionKind.VIDEO, QuestionKind.FILE}

    @property
    def is_asked(self) -> bool:
        """Whether a person sees it: calculations, hidden values and metadata are filled by the engine."""
        return self not in _SILENT


_SILENT = frozenset(
    {
        QuestionKind.CALCULATE,
        QuestionKind.HIDDEN,
        QuestionKind.START,
        QuestionKind.END,
        QuestionKind.TODAY,
        QuestionKind.DEVICEID,
        QuestionKind.USERNAME,
        QuestionKind.PHONENUMBER,
        QuestionKind.EMAIL,
        QuestionKind.METADATA,
        QuestionKind.AUDIT,
        QuestionKind.START_GEOPOINT,
        QuestionKind.BACKGROUND_AUDIO,
    },
)


class NodeKind(StrEnum):
    """What stands at a place of a form besides questions."""

    GROUP = "group"
    REPEAT = "repeat"  # the repeat itself: where instances are added
    INSTANCE = "instance"  # one filling of a repeat


class LegalBasis(StrEnum):
    """Which law a form stands on (统计法 §11, 个体工商户条例 §10, 个人信息保护法 §13)."""

    STATISTICAL = "statistical"
    SERVICE = "service"
    CONSENT = "consent"


class Sensitivity(StrEnum):
    """Personal data classes of 个人信息保护法 §4 and §28; the value is what the column ``sensitivity`` holds."""

    NONE = ""
    PERSONAL = "P"
    SENSITIVE = "S"


@dataclass(frozen=True, slots=True)
class Output:
    """A place in a text that is filled with the value of an expression."""

    expression: str


Part = str | Output


@dataclass(frozen=True, slots=True)
class Text:
    """A text in each language of the form; ``""`` is the language of a form that names none."""

    by_language: Mapping[str, tuple[Part, ...]] = field(default_factory=lambda: MappingProxyType({}))
    media: Mapping[str, str] = field(default_factory=_none)  # image | audio | video | big-image -> file name

    def parts(self, language: str = "") -> tuple[Part, ...]:
        """Return the parts in a language, else in the form's first one."""
        if language in self.by_language:
            return self.by_language[language]
        return next(iter(self.by_language.values()), ())

    def plain(self, language: str = "") -> str:
        """Return the text with an ellipsis where a value would stand."""
        return "".join(part if isinstance(part, str) else "…" for part in self.parts(language)).strip()

    @property
    def is_fixed(self) -> bool:
        """Whether no value has to be filled in."""
        return all(isinstance(part, str) for parts in self.by_language.values() for part in parts)

    def __bool__(self) -> bool:
        return any(self.by_language.values())


BLANK_TEXT = Text()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a person can choose: what is stored and what is read."""

    value: str
    label: str


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

    ``unit`` is shown behind the field (元, 人, ㎡). ``prefill`` names the register field that fills it first.
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
    parameters: Mapping[str, str] = field(default_factory=_none)
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
    """A group filled as often as needed; ``count`` is an expression when the number is not the person's choice."""

    count: str = ""
    first_instances: int = 1


@dataclass(frozen=True, slots=True)
class SetValue:
    """An action: when ``event`` happens (at ``trigger`` for a value change), ``target`` gets ``value``."""

    target: str
    event: str  # odk-instance-first-load | odk-new-repeat | xforms-value-changed …
    value: str = ""  # expression; "" empties the target
    literal: str = ""
    trigger: str = ""  # path of the question whose change fires, or of the repeat that gets an instance


class RuleScope(StrEnum):
    """How wide a rule of the sheet ``checks`` looks."""

    QUESTION = "question"
    ENTRY = "entry"
    PANEL = "panel"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the sheet ``checks``: while ``when`` holds, ``assertion`` must be true.

    ``context`` is the repeat in whose instances it is evaluated, "" for the whole entry. ``variables`` are the
    keys an explanation is bound to.
    """

    id: str
    level: Level
    scope: RuleScope
    assertion: str
    when: str = ""
    message: Text = BLANK_TEXT
    variables: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    context: str = ""
    valid_from: Period | None = None
    valid_to: Period | None = None
    place: Place = NOWHERE

    def holds_in(self, period: Period | None) -> bool:
        """Whether the rule is in force in a period; without a period every rule is."""
        if period is None:
            return True
        day = period.first_day
        starts = self.valid_from is None or self.valid_from.first_day <= day
        return starts and (self.valid_to is None or day <= self.valid_to.last_day)


@dataclass(frozen=True, slots=True)
class LegalFrame:
    """The heading that 统计法 §17 demands: without it, or past its date, a respondent may refuse the form."""

    basis: LegalBasis | None = None
    table_number: str = ""
    issuing_authority: str = ""
    approval_number: str = ""
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A whole questionnaire. ``languages[0]`` is its own language ("" when it names none)."""

    id: str
    version: str
    title: str
    root: Group
    frequency: Frequency | None = None
    languages: tuple[str, ...] = ("",)
    legal: LegalFrame = LegalFrame()
    rules: tuple[Rule, ...] = ()
    actions: tuple[SetValue, ...] = ()
    lists: Mapping[str, ChoiceList] = field(default_factory=lambda: MappingProxyType({}))

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

    @property
    def prefill(self) -> Mapping[str, str]:
        """Question path -> register key, for the questions the register fills first."""
        return {question.path: question.prefill for question in self.questions() if question.prefill}


def _walk(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from _walk(item.children)
