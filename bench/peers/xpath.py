"""The steps of a form run by lxml: one XML document per entry, one compiled XPath per expression.

ODK functions that libxml2 lacks are Python functions, registered once. A blank answer is an empty element, and a bare
path as a condition is asked for its text, so that both sides answer the same question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from survey.expression import parse, to_text
from survey.expression.flat import Assign, Check, Flag, Read, Require, Resolver, Slot, Step, in_order
from survey.expression.flat.code.slices import slice_of
from survey.expression.nodes import Call, Chain, Expr, Negate, Number, Path
from survey.expression.nodes import Step as PathStep
from survey.expression.runtime.values import number_to_text

Table = Mapping[str, object] | None
TODAY = "2026-11-23"


def _text(value: object) -> str:
    if isinstance(value, list):
        first = value[0] if value else ""
        return (first.text or "") if etree.iselement(first) else str(first)
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_to_text(value) if isinstance(value, float) else str(value)


def _number(value: object) -> float:
    text = _text(value)
    try:
        return float(text)
    except ValueError:
        found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
        return float((dt.date(*map(int, found.groups())) - dt.date(1970, 1, 1)).days) if found else float("nan")


def _true(value: object) -> bool:
    return _text(value) not in ("", "0", "false") if isinstance(value, list) else bool(value)


def _days(_: object, value: object) -> float:
    return _number(value)


FUNCTIONS: dict[str, Callable[..., object]] = {
    "if": lambda _, test, then, other: then if _true(test) else other,
    "coalesce": lambda _, first, other: first if _text(first) not in ("", "NaN") else other,
    "selected": lambda _, chosen, value: f" {_text(value)} " in f" {_text(chosen)} ",
    "count-selected": lambda _, chosen: float(len(_text(chosen).split())),
    "regex": lambda _, text, pattern: re.fullmatch(_text(pattern), _text(text)) is not None,
    "int": lambda _, value: float(int(_number(value))) if _number(value) == _number(value) else float("nan"),
    "round": lambda _, value, places=0.0: round(_number(value), int(places)),
    "today": lambda _: TODAY,
    "date": _days,
    "date-time": _days,
    "decimal-date-time": _days,
    "max": lambda _, *values: max(map(_number, values)),
    "min": lambda _, *values: min(map(_number, values)),
    "abs": lambda _, value: abs(_number(value)),
    "pow": lambda _, base, exponent: _number(base) ** _number(exponent),
    "substr": lambda _, text, start, end=1e9: _text(text)[int(start) : int(end)],
    "once": lambda _, value: value,
}


def _name(name: str) -> str:
    """Make an XML name of a key that is a number."""
    return f"_{name}" if name[:1].isdigit() else name


def _inside(expr: Expr) -> Expr:
    """Move absolute paths below the one root element of the document: ``/data/x`` → ``/all/data/x``."""
    if isinstance(expr, Path):
        steps = tuple(PathStep(step.axis, _name(step.test)) for step in expr.steps)
        return Path(expr.absolute, (PathStep("child", "all"), *steps)) if expr.absolute else expr
    if isinstance(expr, Chain):
        return Chain(_inside(expr.first), tuple((sign, _inside(operand)) for sign, operand in expr.rest))
    part = slice_of(expr)
    if part is not None:  # libxml2 has XPath's substring(), and is not to be slowed down by a function of Python's
        return Call("substring", (_inside(part.text), Number(part.start + 1), Number(part.signs)))
    if isinstance(expr, Call):
        return Call(expr.name, tuple(map(_inside, expr.args)))
    return Negate(_inside(expr.operand)) if isinstance(expr, Negate) else expr


def _dated(expr: Expr, resolver: Resolver) -> Expr:
    """Put ``date()`` around what is compared by size with a date: libxml2 does not know days."""
    if isinstance(expr, Chain):
        parts = [expr.first, *(operand for _, operand in expr.rest)]
        sized = expr.rest[0][0] in ("<", "<=", ">", ">=") and any(_is_date(part, resolver) for part in parts)
        first, *others = (Call("date", (part,)) if sized else _dated(part, resolver) for part in parts)
        return Chain(first, tuple((sign, part) for (sign, _), part in zip(expr.rest, others, strict=True)))
    if isinstance(expr, Call):
        return Call(expr.name, tuple(_dated(arg, resolver) for arg in expr.args))
    return Negate(_dated(expr.operand, resolver)) if isinstance(expr, Negate) else expr


def _is_date(expr: Expr, resolver: Resolver) -> bool:
    if isinstance(expr, Call):
        return expr.name in ("today", "date")
    slot = resolver.slot(next(paths_of(expr), ""))
    return slot is not None and slot.type == "date"


def paths_of(expr: Expr) -> Iterator[str]:
    """Give the absolute paths of an expression."""
    if isinstance(expr, Path) and expr.absolute:
        yield "/" + "/".join(step.test for step in expr.steps)
    elif isinstance(expr, Chain):
        for operand in (expr.first, *(operand for _, operand in expr.rest)):
            yield from paths_of(operand)
    elif isinstance(expr, Call):
        for arg in expr.args:
            yield from paths_of(arg)
    elif isinstance(expr, Negate):
        yield from paths_of(expr.operand)


@dataclass(slots=True)
class Entry:
    """The document of one entry while it is checked, and the guards worked out so far, by place."""

    nodes: dict[str, etree._Element]
    places: dict[int, str]
    flags: dict[int, bool]
    found: list[object]

    def text(self, slot: Slot) -> str:
        return self.nodes[self.places[slot.place]].text or ""

    def write(self, slot: Slot, text: str | None) -> None:
        self.nodes[self.places[slot.place]].text = text

    def opens(self, guard: Slot | None) -> bool:
        return guard is None or self.flags[guard.place]


Action = Callable[[Entry], None]


class Peer:
    """Compiles the steps; ``run`` builds the document of an entry and goes through them."""

    def __init__(self, steps: Sequence[Step], resolver: Resolver) -> None:
        space = etree.FunctionNamespace(None)
        for name, function in FUNCTIONS.items():
            space[name] = function
        self.count = 0
        self._resolver = resolver
        self._slots: dict[str, Slot] = {}
        self._actions = [self._action(step) for step in in_order(steps, resolver)]
        self._places = {slot.place: path for path, slot in self._slots.items()}
        guards = {step.guard.place: step.guard for step in in_order(steps, resolver) if step.guard is not None}
        self._given = [slot for slot in guards.values() if slot.table]

    def run(
        self, answers: Table, previous: Table = None, year_before: Table = None, register: Table = None
    ) -> list[object]:
        tables = {"answers": answers, "previous": previous, "year-before": year_before, "register": register}
        nodes = {"": etree.Element("all")}
        for path, slot in self._slots.items():
            value = (tables.get(slot.table) or {}).get(slot.key)
            node = self._node(nodes, path)
            if value is not None:
                node.text = " ".join(value) if isinstance(value, list) else _text(value)
        entry = Entry(nodes, self._places, {slot.place: bool(tables[slot.table]) for slot in self._given}, [])
        for action in self._actions:
            action(entry)
        return entry.found

    def _node(self, nodes: dict[str, etree._Element], path: str) -> etree._Element:
        if path not in nodes:
            above, _, name = path.rpartition("/")
            nodes[path] = etree.SubElement(self._node(nodes, above), _name(name))
        return nodes[path]

    def _note(self, path: str, slot: Slot | None) -> None:
        if slot is not None and slot.type != "flag":
            self._slots[path] = slot

    def _compiled(self, expr: str | Expr, context: str) -> Callable[[Entry], object]:
        nodes = parse(expr) if isinstance(expr, str) else expr
        for path in paths_of(nodes):
            self._note(path, self._resolver.slot(path))
        self.count += 1
        xpath = etree.XPath(to_text(_inside(_dated(nodes, self._resolver))))
        return lambda entry: xpath(entry.nodes.get(context, entry.nodes[""]))

    def _action(self, step: Step) -> Action:
        if isinstance(step, Check):
            return self._check(step)
        if isinstance(step, Require):
            return self._require(step)
        if isinstance(step, Read):
            return self._read(step)
        assert isinstance(step, Assign | Flag)
        return self._flag(step) if isinstance(step, Flag) else self._assign(step)

    def _check(self, step: Check) -> Action:
        test = self._compiled(step.expr, step.context)
        when = self._compiled(step.when, step.context) if step.when is not None else None
        self._note(step.context, step.present)

        def act(entry: Entry) -> None:
            if not entry.opens(step.guard) or (step.present is not None and not entry.text(step.present)):
                return
            if (when is None or _true(when(entry))) and not _true(test(entry)):
                entry.found.append(step.result)

        return act

    def _require(self, step: Require) -> Action:
        when = self._compiled(step.when, step.context) if step.when is not None else None
        self._note(step.context, step.slot)

        def act(entry: Entry) -> None:
            if entry.opens(step.guard) and not entry.text(step.slot) and (when is None or _true(when(entry))):
                entry.found.append(step.result)

        return act

    def _read(self, step: Read) -> Action:
        def act(entry: Entry) -> None:
            if not entry.opens(step.guard) and step.slot.place in entry.places:
                entry.write(step.slot, None)

        return act

    def _flag(self, step: Flag) -> Action:
        test = self._compiled(step.expr, step.context)

        def act(entry: Entry) -> None:
            entry.flags[step.slot.place] = entry.opens(step.guard) and _true(test(entry))

        return act

    def _assign(self, step: Assign) -> Action:
        value = self._compiled(step.expr, step.context)
        self._note(step.context, step.slot)

        def act(entry: Entry) -> None:
            text = _text(value(entry)) if entry.opens(step.guard) else ""
            entry.write(step.slot, "" if text == "NaN" else text)

        return act
