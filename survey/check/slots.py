"""Where each answer stands when an entry is checked flat: one place per question, panel value and relevance flag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from survey.expression.flat import Slot, SlotType
from survey.expression.nodes import Call, Chain, Expr, Filter, Negate, Path, Step, Text
from survey.form import Question, QuestionKind
from survey.session.logic.program import Aspect, Program, Task
from survey.session.logic.rule import PANEL
from survey.values import ValueKind, kind_of

FLAGS = "__relevant"
PRESENT = "__present"
TABLES = ("answers", "previous", "year-before", "register", PRESENT, FLAGS)
_TYPES: dict[ValueKind, SlotType] = {
    ValueKind.INTEGER: "number",
    ValueKind.DECIMAL: "number",
    ValueKind.DATE: "date",
    ValueKind.SELECT_ONE: "choice",
    ValueKind.SELECT_MULTIPLE: "multi",
}


class NotFlat(Exception):  # noqa: N818 - not an error: the form needs the tree
    """The form has repeats or asks for more than flat answers can tell."""


class Slots:
    """Gives every path its slot on first use. Panel values are read as ``/previous/x`` and so on."""

    def __init__(self, program: Program) -> None:
        self._questions = {
            spot.item.path: spot for spot in program.spots if spot.question is not None and not spot.repeats
        }
        self._numeric = {
            task.spot.item.path for task in program.tasks if task.run.kind == "n" and _is_calculation(task)
        }
        self._loose = {task.spot.item.path for task in program.tasks if task.run.kind in "aN" and _is_calculation(task)}
        self._by_key = {spot.item.key: spot for spot in self._questions.values()}
        self._known: dict[str, Slot] = {}
        self._is_open = True
        self.sources: list[tuple[str, str]] = []

    def freeze(self) -> None:
        """Make no more slots, and put them in the order of their tables so that a row is read off table by table."""
        self._is_open = False
        order = sorted(range(len(self.sources)), key=lambda place: (TABLES.index(self.sources[place][0]), place))
        moved = {old: new for new, old in enumerate(order)}
        self._known = {path: Slot(moved[slot.place], slot.type) for path, slot in self._known.items()}
        self.sources = [self.sources[place] for place in order]

    def keys(self, table: str) -> tuple[str, ...]:
        """The keys of one table in the order of their slots."""
        return tuple(key for each, key in self.sources if each == table)

    def slot(self, path: str) -> Slot | None:
        """Return the slot of a path (the protocol of ``survey.expression.flat``)."""
        if path not in self._known:
            if not self._is_open:
                return None
            made = self._make(path)
            if made is None:
                return None
            self._known[path] = Slot(len(self.sources), made[0])
            self.sources.append(made[1])
        return self._known[path]

    def _make(self, path: str) -> tuple[SlotType, tuple[str, str]] | None:
        top, _, rest = path[1:].partition("/")
        if top in {FLAGS, PRESENT}:
            return "choice", (top, rest)
        if top in PANEL:
            spot = self._by_key.get(rest)
            kind: SlotType = "text" if spot is None or top == "register" else self._type(spot.item.path)
            return kind, (top, rest)
        spot = self._questions.get(path)
        if spot is None or spot.question is None or spot.question.preload == "uid":  # an instanceID is never saved
            return None
        return self._type(path), ("answers", self._questions[path].item.key)

    def _type(self, path: str) -> SlotType:
        spot = self._questions[path]
        question = spot.question
        if path in self._numeric or question is None:
            return "number"
        return _TYPES.get(kind_of(spot.value_kind), "any" if path in self._loose else "text")

    def questions(self) -> Iterator[Question]:
        """Every question that has a slot."""
        return (spot.question for spot in self._questions.values() if spot.question is not None)


def _is_calculation(task: Task) -> bool:
    return task.aspect is Aspect.CALCULATE


def flat(expr: Expr) -> Expr:
    """Rewrite looks at a panel as absolute paths: ``instance('previous')/root/x`` → ``/previous/x``."""
    if isinstance(expr, Path):
        return _flat_path(expr)
    if isinstance(expr, Chain):
        return Chain(flat(expr.first), tuple((operator, flat(operand)) for operator, operand in expr.rest))
    if isinstance(expr, Negate):
        return Negate(flat(expr.operand))
    if isinstance(expr, Call):
        return replace(expr, args=tuple(flat(each) for each in expr.args))
    if isinstance(expr, Filter):
        raise NotFlat
    return expr


def _flat_path(path: Path) -> Path:
    start = path.start
    if not (isinstance(start, Call) and start.name == "instance"):
        return path
    name = start.args[0] if start.args else None
    steps = path.steps
    plain = all(step.axis == "child" and not step.predicates for step in steps)
    if not isinstance(name, Text) or name.value not in PANEL or len(steps) != 2 or not plain:
        raise NotFlat
    return Path(absolute=True, steps=(Step("child", name.value), steps[1]))


def path_text(expr: Expr) -> str:
    """Give the absolute path of a plain one, "" for anything else."""
    if isinstance(expr, Path) and expr.absolute and all(step.axis == "child" for step in expr.steps):
        return "/" + "/".join(step.test for step in expr.steps)
    return ""


def is_trusted(question: Question) -> bool:
    """Whether the stored value of a calculation stands: ``once`` keeps what it first gave, as a session does."""
    return "once(" in question.calculation or question.kind in {QuestionKind.START, QuestionKind.END}
