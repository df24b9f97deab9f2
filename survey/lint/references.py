"""What nobody reads and what leads nowhere: unused calculations, paths without a question, unknown register keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.expression import references
from survey.form import QuestionKind, RuleScope
from survey.household import REGISTER_FIELDS
from survey.problems import Level, Place, Problem
from survey.session.context import PERIODS_AGO
from survey.session.logic.program import COLUMNS, Aspect, Program, program_of
from survey.session.logic.reads import Place as Names
from survey.xlsform.explain import near
from survey.xlsform.read import Draft, cell_of

_REFERENCE = re.compile(r"\$\{\s*(p4?|r|e|g)\.([^}\s]+)\s*\}")
_OF_ENTRY = frozenset({"author", "day", "village", "seconds", "household", "id"})
_OF_GROUP = frozenset({"count"})


def reference_problems(draft: Draft) -> Iterator[Problem]:
    """Give F084 (a calculation nobody reads), F085 (a path to no question), F086 (an unknown key of the register…)."""
    program = program_of(draft.form)
    yield from _unused(draft, program)
    yield from _nowhere(draft, program)
    yield from _keys(draft)


def _unused(draft: Draft, program: Program) -> Iterator[Problem]:
    read = {each.path for task in program.tasks for each in task.reads if each.path != task.spot.path}
    below = {each.path for task in program.tasks for each in task.reads if each.below}
    stamped = {task.spot.path for task in program.tasks if references(task.run.expr).volatile}  # a moment, an id
    stamped |= {tuple(action.target.split("/")[1:]) for action in draft.form.actions}
    stamped |= {spot.path for spot in program.spots if "meta" in spot.path[1:2]}
    said = " ".join((*program.setvalues, *program.texts, *(rule.assertion + rule.when for rule in draft.form.rules)))
    for spot in program.spots:
        question = spot.question
        if question is None or question.kind is not QuestionKind.CALCULATE or spot.path in stamped:
            continue
        is_read = spot.path in read or any(spot.path[: len(path)] == path for path in below)
        if not is_read and question.path not in said and f"/{question.name}" not in said:
            yield Problem("F084", Level.HINT, draft.rows.place(question.path), {"name": question.name})


def _nowhere(draft: Draft, program: Program) -> Iterator[Problem]:
    for task in program.tasks:
        if task.aspect in {Aspect.RULE, Aspect.CHOICES}:  # choices out of a repeat read what they may not have
            continue
        for read in task.reads:
            if _leads_nowhere(read.path, program) and not read.below:
                place = cell_of(draft, Place(path=task.spot.item.path, label=COLUMNS.get(task.aspect, "")))
                names = [spot.path[-1] for spot in program.spots[1:]]
                params = {"path": "/".join(read.path[1:]), "hint": near(read.path[-1], names)}
                yield Problem("F085", Level.QUERY, place, params)


def _leads_nowhere(path: Names, program: Program) -> bool:
    inside = path[:1] == program.spots[0].path
    return inside and path not in program.by_path and not any("*" in name or "(" in name for name in path)


def _keys(draft: Draft) -> Iterator[Problem]:
    own = frozenset(name for item in draft.form.items() for name in (item.key, item.name, item.path.split("/", 2)[2]))
    register = frozenset(column.key for column in REGISTER_FIELDS)
    known = {"r": register, "p": own | {PERIODS_AGO}, "p4": own, "e": _OF_ENTRY, "g": _OF_GROUP}
    sheet = draft.book.sheet("checks")
    batch = {rule.id for rule in draft.form.rules if rule.scope is RuleScope.BATCH}
    for index, row in enumerate(sheet.rows):
        is_batch = row.get(sheet.column("id")) in batch
        for header, text in row.items():
            for found in _REFERENCE.finditer(text):
                source, key = found[1], found[2]
                if key not in known[source] and (is_batch or source not in {"e", "g"}):
                    params = {"reference": found[0], "hint": near(key, known[source])}
                    yield Problem("F086", Level.QUERY, sheet.place(index, header), params)
