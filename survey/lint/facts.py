"""What the conditions of an ``and`` say together about each place, and whether any answer can satisfy them all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from types import MappingProxyType
from typing import NamedTuple

from survey.expression.nodes import PARENT, SELF, Call, Chain, Expr, Negate, Number, Path, Text
from survey.form import Question, QuestionKind

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_MEASURES = {"string-length": "的字数", "count-selected": "所选的项数"}
_APART = ({"<", ">"}, {"<", ">="}, {"<", "="}, {">", "<="}, {">", "="}, {"=", "!="})
"""Two comparisons with one and the same thing that never hold together."""
_EQUALITY = frozenset({"=", "!="})
_NUMERIC = frozenset({QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.RANGE})
_NO_QUESTIONS: Mapping[str, Question] = MappingProxyType({})


def terms(expr: Expr) -> Iterator[Expr]:
    """Split an expression at its ``and``."""
    if isinstance(expr, Chain) and expr.rest[0][0] == "and":
        for operand in (expr.first, *(each for _, each in expr.rest)):
            yield from terms(operand)
    else:
        yield expr


class Subject(NamedTuple):
    """What something is said of: an answer, or its length or number of choices (``measure`` names the function)."""

    path: str
    measure: str = ""

    @property
    def shown(self) -> str:
        """As an author reads it."""
        return self.path.rsplit("/", 1)[-1] + _MEASURES.get(self.measure, "")


@dataclass(slots=True)
class _About:
    """What is said of one subject: its bounds, each with whether it is itself excluded, and its values."""

    question: Question | None = None
    low: tuple[float, bool] = (-inf, False)
    high: tuple[float, bool] = (inf, False)
    equal: list[str] = field(default_factory=list)
    unequal: set[str] = field(default_factory=set)
    chosen: set[str] = field(default_factory=set)
    unchosen: set[str] = field(default_factory=set)
    beside: dict[Subject, set[str]] = field(default_factory=dict)
    days: bool = False  # the bounds are days

    @property
    def is_answered(self) -> bool:
        """Whether a blank answer cannot be meant."""
        given = self.equal or self.chosen or "" in self.unequal or self.is_bound
        return "" not in self.equal and bool(given or any(signs - _EQUALITY for signs in self.beside.values()))

    @property
    def is_bound(self) -> bool:
        """Whether anything is said of how large it is."""
        return (self.low[0], self.high[0]) != (-inf, inf)

    def clash(self) -> str:
        """Say what contradicts, "" if nothing does."""
        if len({_same(value) for value in self.equal}) > 1:
            return f"同时等于 {'、'.join(dict.fromkeys(shown(value) for value in self.equal))}"
        either = next((value for value in self.equal if value in self.unequal), None)
        if either is not None:
            return f"既等于又不等于 {shown(either)}"
        (low, above), (high, under) = self.low, self.high
        if low > high or (low == high and (above or under)):
            return f"下限 {self._bound(low)} 与上限 {self._bound(high)} 之间没有{'日期' if self.days else '数'}"
        outside = next((value for value in self.equal if self._outside(value)), None)
        if outside is not None:
            return f"等于 {shown(outside)} 又要在另外的范围里"
        return self._of_choices() or self._of_others()

    def _bound(self, value: float) -> str:
        return dt.date.fromordinal(int(value)).isoformat() if self.days and value >= 1 else f"{value:g}"

    def _of_choices(self) -> str:
        both = self.chosen & self.unchosen
        if both:
            return f"既选了又没选 {min(both)}"
        question = self.question
        if question is None:
            return ""
        if question.kind in _NUMERIC and (text := next((v for v in self.equal if v and number_of(v) is None), "")):
            return f"是数，不会等于 {text}"
        offered = {choice.value for choice in question.choices}
        known = {"", *map(_same, offered)}  # the code 01 equals the number 1
        gone = [value for value in self.equal if _same(value) not in known]
        if question.kind is QuestionKind.SELECT_ONE and offered and gone:
            return f"没有选项“{min(gone)}”"
        if question.kind is QuestionKind.SELECT_ONE and self.is_answered and offered and offered <= self.unequal:
            return "的选项全都排除了"
        return ""

    def _of_others(self) -> str:
        for other, signs in self.beside.items():
            apart = next((pair for pair in _APART if pair <= signs), None)
            if apart is not None:
                return f"与 {other.shown} 相比既 {' 又 '.join(sorted(apart))}"
        return ""

    def _outside(self, value: str) -> bool:
        if not self.is_bound:
            return False
        number = _ordinal(value) if self.days else number_of(value)
        if number is None:
            return not (self.days and value)
        (low, above), (high, under) = self.low, self.high
        return number < low or number > high or (number == low and above) or (number == high and under)


class Facts:
    """Collects conditions that must all hold. ``single`` tells whether a path leads to one place."""

    def __init__(
        self, questions: Mapping[str, Question] = _NO_QUESTIONS, single: Callable[[str], bool] = lambda _path: False
    ) -> None:
        self._questions = questions
        self._single = single
        self._about: dict[Subject, _About] = {}

    def add(self, expr: Expr, here: str) -> None:
        """Add every term of an expression that stands at a place."""
        for term in terms(expr):
            self._add(term, here)

    def limit(self, path: str, low: float, high: float) -> None:
        """Add the ends of a range."""
        self._bounded(self._of(Subject(path)), ">=", low)
        self._bounded(self._of(Subject(path)), "<=", high)

    def given(self, path: str) -> None:
        """Add that there is an answer."""
        self._of(Subject(path)).unequal.add("")

    @property
    def answered(self) -> tuple[str, ...]:
        """Every path that must hold an answer for the conditions to be met."""
        return tuple(
            subject.path
            for subject, about in self._about.items()
            if (about.low > (0, False) if subject.measure else about.is_answered)
        )

    def clash(self) -> tuple[str, str]:
        """Give the first path of which contradictory things are said, and which; two blanks if there is none."""
        found = ((subject, about.clash()) for subject, about in self._about.items())
        return next(((subject.path, f"{subject.shown} {clash}") for subject, clash in found if clash), ("", ""))

    def _add(self, term: Expr, here: str) -> None:
        if isinstance(term, Call) and term.name == "not" and len(term.args) == 1:
            self._add_denied(term.args[0], here)
        elif isinstance(term, Call) and term.name == "selected" and len(term.args) == 2:
            self._add_chosen(term, here, is_chosen=True)
        elif isinstance(term, Chain) and len(term.rest) == 1 and term.rest[0][0] in _FLIPPED:
            operator, right = term.rest[0]
            self._compare(term.first, operator, right, here)
            self._compare(right, _FLIPPED[operator], term.first, here)

    def _add_denied(self, term: Expr, here: str) -> None:
        if isinstance(term, Call) and term.name == "selected" and len(term.args) == 2:
            self._add_chosen(term, here, is_chosen=False)
        elif isinstance(term, Chain) and len(term.rest) == 1 and term.rest[0][0] in {"=", "!="}:
            operator, right = term.rest[0]
            self._add(Chain(term.first, (("!=" if operator == "=" else "=", right),)), here)

    def _add_chosen(self, call: Call, here: str, *, is_chosen: bool) -> None:
        path, value = resolved(call.args[0], here), _value(call.args[1])
        question = self._questions.get(path)
        if not path or not value:
            return
        about = self._of(Subject(path))
        if question is None or question.kind is not QuestionKind.SELECT_ONE:
            (about.chosen if is_chosen else about.unchosen).add(value)
        elif is_chosen:
            about.equal.append(value)
        else:
            about.unequal.add(value)

    def _compare(self, left: Expr, operator: str, right: Expr, here: str) -> None:
        subject, value, other = _subject(left, here), _value(right), _subject(right, here)
        if subject is None:
            return
        if value is not None:
            self._note(subject, operator, value, is_day=isinstance(right, Call))
        elif other is not None and self._single(subject.path) and self._single(other.path):
            self._of(subject).beside.setdefault(other, set()).add(operator)

    def _note(self, subject: Subject, operator: str, value: str, *, is_day: bool) -> None:
        about = self._of(subject)
        number = _ordinal(value) if is_day else number_of(value)
        if operator == "=" and not is_day:
            about.equal.append(value)
        elif operator == "!=":
            about.unequal.add(value)
        elif number is not None and (about.days == is_day or not about.is_bound):
            about.days = is_day
            self._bounded(about, operator, number)

    def _bounded(self, about: _About, operator: str, number: float) -> None:
        if operator in {">", ">=", "="}:
            about.low = max(about.low, (number, operator == ">"))
        if operator in {"<", "<=", "="}:
            about.high = min(about.high, (number, operator == "<"), key=lambda each: (each[0], not each[1]))

    def _of(self, subject: Subject) -> _About:
        found = self._about.get(subject)
        if found is None:
            found = self._about[subject] = _About(None if subject.measure else self._questions.get(subject.path))
            if subject.measure:
                found.low = (0, False)
                question = self._questions.get(subject.path)
                if subject.measure == "count-selected" and question is not None and question.choices:
                    found.high = (len({choice.value for choice in question.choices}), False)
        return found


def _subject(expr: Expr, here: str) -> Subject | None:
    if isinstance(expr, Call) and expr.name in _MEASURES and len(expr.args) == 1:
        path = resolved(expr.args[0], here)
        return Subject(path, expr.name) if path else None
    path = resolved(expr, here)
    return Subject(path) if path else None


def resolved(expr: Expr, here: str) -> str:
    """Give the generic path that an expression names from a place, "" when it is no plain path."""
    if not isinstance(expr, Path) or expr.start is not None:
        return ""
    names = [] if expr.absolute else here.split("/")[1:]
    for step in expr.steps:
        if step.predicates or (step.axis != "child" and step not in {SELF, PARENT}):
            return ""
        if step == PARENT:
            names = names[:-1]
        elif step != SELF:
            names.append(step.test)
    return "/" + "/".join(names)


def _value(expr: Expr) -> str | None:
    if isinstance(expr, Text):
        return expr.value
    if isinstance(expr, Number):
        return f"{expr.value:.15g}"
    if isinstance(expr, Negate) and isinstance(expr.operand, Number):
        return f"{-expr.operand.value:.15g}"
    if isinstance(expr, Call) and expr.name == "date" and len(expr.args) == 1 and isinstance(expr.args[0], Text):
        return expr.args[0].value if _ordinal(expr.args[0].value) is not None else None
    return None


def _ordinal(text: str) -> float | None:
    """Number a day as Python does, None when the text is no day."""
    try:
        return float(dt.date.fromisoformat(text).toordinal()) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def number_of(value: str) -> float | None:
    """Read a value as a number, None when it is none."""
    return float(value) if _NUMBER.fullmatch(value) else None


def _same(value: str) -> str | float:
    number = number_of(value)
    return value if number is None else number


def shown(value: str) -> str:
    """A value as it is told to the author: a blank one is said to be blank."""
    return value or "空"
