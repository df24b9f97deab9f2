"""Taking a value from its table: the test of its type, which also tells whether there is an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from survey.expression.flat.code.generator import TABLES, FlatGenerator, day_of, set_of, variable
from survey.expression.flat.steps import Fit, Slot

GETTERS = {"answers": "a", "previous": "p", "year-before": "y", "register": "g"}
SMALL = 24
"""Choices that are written into the code; longer lists get a name."""


def names_of(slot: Slot) -> str:
    """Give the variables a slot fills, as the left side of an assignment of None."""
    name = variable(slot)
    return f"{name} = {day_of(name)}" if slot.type == "date" else name


def ahead_lines(slots: Sequence[Slot]) -> list[str]:
    """Write the reading of values that are hardly ever missing, in one go."""
    at_once = [f"{variable(slot)} = {TABLES.get(slot.table, slot.table)}[{slot.key!r}]" for slot in slots]
    return ["try:", *_indented(at_once), "except KeyError:", *_indented([given_line(slot) for slot in slots])]


def given_line(slot: Slot) -> str:
    """Write the reading of one value; None where it is missing."""
    return f"{variable(slot)} = {GETTERS[slot.table]}({slot.key!r})"


def read_lines(generator: FlatGenerator, slot: Slot, checks: Sequence[str], require: Sequence[str]) -> list[str]:
    """Write the tests of a value just read; ``checks`` are lines for a filled answer, ``require`` for a blank one.

    What happens most often comes last and jumps over nothing: an answer of the right type, or a missing one where none
    is required.
    """
    name = variable(slot)
    fits, blank = fits_of(generator, slot, name), f"{names_of(slot)} = F_blank({name})"
    filled = [*([f"{day_of(name)} = F_DAYS[{name}]"] if slot.type == "date" else []), *checks]
    if not filled:
        tests = [fits.misses] if require else [f"{name} is not None", fits.misses]
        asked = reversed(tests) if slot.likely else tests  # first what decides most often
        return [f"if {' and '.join(asked)}:", *_indented([blank, *require])]
    lines = [f"if {fits.misses}:", *_indented([blank, *require]), *_otherwise(filled)]
    if require or slot.likely:
        return lines
    absent = [f"else: {day_of(name)} = None"] if slot.type == "date" else []
    return [f"if {name} is not None:", *_indented(lines), *absent]


def _otherwise(lines: Sequence[str]) -> list[str]:
    """Write what follows if the condition above does not hold."""
    return [f"el{lines[0]}"] if len(lines) == 1 and lines[0].startswith("if ") else ["else:", *_indented(lines)]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f" {line}" for line in lines]


class Fitness(NamedTuple):
    """The question whether a value is an answer of the slot's type, and the opposite; a wrong one is just no answer."""

    fits: str
    misses: str


def fits_of(generator: FlatGenerator, slot: Slot, name: str) -> Fitness:
    """Write what a value must be."""
    if slot.type == "integer":
        return Fitness(f"{name}.__class__ is int", f"{name}.__class__ is not int")
    fits = _fits(generator, slot, name)
    return Fitness(fits, f"not {name}" if fits == name else f"not ({fits})")


def _fits(generator: FlatGenerator, slot: Slot, name: str) -> str:
    fit = slot.fit
    match slot.type:
        case "number":
            return f"{name}.__class__ is int or {name}.__class__ is float"
        case "multi":
            return f"{name}.__class__ is list and {name} and {_all_fit(generator, fit, name)}"
        case _ if isinstance(fit, frozenset):
            is_small = 0 < len(fit) <= SMALL
            return f"{name} in {set_of(fit) if is_small else generator.constant(fit)}"
        case "date":
            return name  # what is no date is not found among the days
    test = "" if fit is None else f" and {generator.constant(fit)}({name})"
    return f"{name}.__class__ is str and {name}{test}"


def _all_fit(generator: FlatGenerator, fit: Fit, name: str) -> str:
    """Write the test of a list's members; most lists have one."""
    if not isinstance(fit, frozenset):
        return f"{'F_texts' if fit is None else generator.constant(fit)}({name})"
    one, many = generator.constant(fit), generator.constant(fit.issuperset)
    return f"({name}[0] in {one} if len({name}) == 1 else {many}({name}))"
