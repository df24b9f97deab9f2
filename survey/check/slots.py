"""Where each value of an entry stands when it is checked flat: one slot per question, panel value and flag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import cast

from survey.check.fits import fit_of
from survey.expression.flat import Slot, SlotType, Table
from survey.expression.nodes import Call, Chain, Expr, Filter, Negate, Path, Step, Text
from survey.session.context import PERIODS_AGO
from survey.session.logic.program import Aspect, Program, Task
from survey.session.logic.rule import PANEL
from survey.session.logic.spots import Spot
from survey.values import ValueKind, kind_of

ALWAYS = "true()"
"""How the column ``required`` says yes."""
THERE = "__there"
"""``/__there/previous`` says whether there is an earlier entry."""
STORED = "__stored"
"""``/__stored/data/x`` is what the entry holds for a calculation before it is worked out: ``once`` keeps it."""
_TYPES: Mapping[ValueKind, SlotType] = MappingProxyType(
    {
        ValueKind.INTEGER: "integer",
        ValueKind.DECIMAL: "number",
        ValueKind.DATE: "date",
        ValueKind.SELECT_ONE: "choice",
        ValueKind.SELECT_MULTIPLE: "multi",
    }
)


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
        self._by_last_name = {key.rpartition("/")[2] for key in self._by_key if "/" in key}
        self._known: dict[str, Slot] = {}
        self._count = 0

    def slot(self, path: str) -> Slot | None:
        """Return the slot of a path (the protocol of ``survey.expression.flat``)."""
        if path not in self._known:
            made = self._make(path)
            if made is None:
                return None
            self._known[path] = made
        return self._known[path]

    def there(self, table: Table) -> Slot | None:
        """Return the flag that says a panel is there (the same protocol)."""
        return self.slot(f"/{THERE}/{table}") if table in PANEL else None

    def flag(self) -> Slot:
        """Make a flag for the relevance of a section."""
        return Slot(self._place(), "flag")

    def _place(self) -> int:
        self._count += 1
        return self._count - 1

    def _make(self, path: str) -> Slot | None:
        top, _, rest = path[1:].partition("/")
        if top == THERE:
            return Slot(self._place(), "flag", cast("Table", rest))
        if top in PANEL:
            return self._panel(cast("Table", top), rest)
        if top == STORED:
            return Slot(self._place(), self._type(f"/{rest}"), "answers", self._questions[f"/{rest}"].item.key)
        spot = self._questions.get(path)
        if spot is None or spot.question is None or spot.question.preload == "uid":  # an instanceID is never saved
            return None
        fit = fit_of(spot) if spot.question.is_asked else None
        return Slot(self._place(), self._type(path), "answers", spot.item.key, fit, spot.question.required == ALWAYS)

    def _panel(self, table: Table, key: str) -> Slot:
        """Make the slot of an earlier value, a date as its text. Raises NotFlat for a name that several keys end in."""
        if key in self._by_last_name:
            raise NotFlat
        if key == PERIODS_AGO and table == "previous":
            return Slot(self._place(), "integer", table, key, None, likely=True)
        spot = self._by_key.get(key)
        if spot is None or spot.question is None or table == "register":
            return Slot(self._place(), "text", table, key)
        likely = spot.question.required == ALWAYS and not spot.item.relevant
        kind = self._type(spot.item.path)
        return Slot(self._place(), "text" if kind == "date" else kind, table, key, None, likely)

    def _type(self, path: str) -> SlotType:
        spot = self._questions[path]
        if path in self._numeric:
            return "integer" if _is_whole(spot) else "number"
        return _TYPES.get(kind_of(spot.value_kind), "any" if path in self._loose else "text")


def _is_whole(spot: Spot) -> bool:
    return spot.question is not None and spot.question.data_type in {"int", "integer"}


def _is_calculation(task: Task) -> bool:
    return task.aspect is Aspect.CALCULATE


def flat(expr: Expr, own: str = "") -> Expr:
    """Rewrite looks at a panel as absolute paths: ``instance('previous')/root/x`` → ``/previous/x``.

    In the calculation of the place ``own``, ``once(x)`` becomes ``if(/__stored/own != '', /__stored/own, x)``.
    """
    if isinstance(expr, Path):
        return _flat_path(expr)
    if isinstance(expr, Chain):
        rest = tuple((operator, flat(operand, own)) for operator, operand in expr.rest)
        return Chain(flat(expr.first, own), rest)
    if isinstance(expr, Negate):
        return Negate(flat(expr.operand, own))
    if isinstance(expr, Call):
        args = tuple(flat(each, own) for each in expr.args)
        return _once(own, args[0]) if own and expr.name == "once" else replace(expr, args=args)
    if isinstance(expr, Filter):
        raise NotFlat
    return expr


def _once(own: str, wanted: Expr) -> Expr:
    stored = Path(absolute=True, steps=tuple(Step("child", name) for name in (STORED, *own.strip("/").split("/"))))
    return Call("if", (Chain(stored, (("!=", Text("")),)), stored, wanted))


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
