"""A form compiled for filling: every expression a task, tasks in dependency order, and who reads which place.

Cycles among relevance and calculations are refused with their path, as JavaRosa does at load.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from survey.expression import Compiled, ExpressionError, compile_all
from survey.form import Form, Question, Repeat, RuleScope
from survey.problems import Place, Problem
from survey.session.logic.indexed import astray
from survey.session.logic.reads import Place as Path
from survey.session.logic.reads import Read, ReadFinder
from survey.session.logic.rule import RuleProgram, compile_rule
from survey.session.logic.spots import Spot, spots_of
from survey.session.logic.triggered import seen_from_target
from survey.session.logic.written import all_outputs, outputs, set_values


class Aspect(IntEnum):
    """What a task decides; the order is the order of evaluation among tasks that do not depend on each other."""

    RELEVANT = 0
    CALCULATE = 1
    COUNT = 2
    CHOICES = 3
    REQUIRED = 4
    READ_ONLY = 5
    CONSTRAINT = 6
    TEXTS = 7
    RULE = 8


CASCADING = frozenset({Aspect.RELEVANT, Aspect.CALCULATE})
_STATES = frozenset({Aspect.REQUIRED, Aspect.READ_ONLY})
COLUMNS = {
    Aspect.RELEVANT: "relevant",
    Aspect.CALCULATE: "calculation",
    Aspect.COUNT: "repeat_count",
    Aspect.CHOICES: "choice_filter",
    Aspect.REQUIRED: "required",
    Aspect.READ_ONLY: "read_only",
    Aspect.CONSTRAINT: "constraint",
    Aspect.TEXTS: "label",
}


@dataclass(slots=True, eq=False)
class Task:
    """One expression at one place. ``index`` is its turn: smaller first."""

    aspect: Aspect
    spot: Spot
    run: Compiled
    reads: frozenset[Read]
    index: int = 0
    rule: RuleProgram | None = None


class Program:
    """Everything about a form that all its sessions share. What forbids filling it stands in ``problems``."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.problems: list[Problem] = []
        self.spots = spots_of(form)
        self.by_path: dict[Path, Spot] = {spot.path: spot for spot in self.spots}
        self.finder = ReadFinder(frozenset(spot.path for spot in self.spots if spot.is_repeat))
        self.tasks = [*self._compiled_tasks(), *self._rule_tasks()]
        self._order()
        self.of_spot: list[list[Task]] = [[] for _ in self.spots]
        for task in self.tasks:
            self.of_spot[task.spot.index].append(task)
        self.readers = self._readers()
        self.actions = tuple(seen_from_target(action, self.by_path) for action in form.actions)
        self.setvalues = self._checked(set_values(self.actions))
        self.texts = self._checked(all_outputs(form))
        self.lists_with_outputs = frozenset(
            name for name, each in form.lists.items() if not all(row.label.is_fixed for row in each.rows)
        )

    def _checked(self, texts: Iterable[tuple[str, Place]]) -> Mapping[str, Compiled | ExpressionError]:
        places = dict(reversed(list(texts)))  # an expression stands where it stands first
        known = compile_texts(reversed(places))
        for text, run in known.items():
            if isinstance(run, ExpressionError):
                found = replace(run.problem, place=places[text])
                self.problems += [] if found in self.problems else [found]
        return known

    def _compiled_tasks(self) -> Iterator[Task]:
        wanted = [(aspect, spot, text) for spot in self.spots for aspect, text in _expressions(spot)]
        known = compile_texts(text for _, _, text in wanted)
        for aspect, spot, text in wanted:
            run = known[text]
            trouble = run if isinstance(run, ExpressionError) else astray(run.expr, spot.path)
            if trouble is not None:
                self.problems.append(replace(trouble.problem, place=_cell(spot, aspect)))
            elif isinstance(run, Compiled):
                yield Task(aspect, spot, run, self._reads(aspect, spot, run))

    def _rule_tasks(self) -> Iterator[Task]:
        for rule in self.form.rules:
            spot = self.by_path.get(tuple(part for part in rule.context.split("/") if part), self.spots[0])
            compiled = compile_rule(rule)
            self.problems += compiled.problems
            if compiled.assertion is not None and rule.scope is not RuleScope.BATCH:
                finds = (self.finder.find(expr, spot.path) for expr in compiled.reads)
                yield Task(Aspect.RULE, spot, compiled.assertion, frozenset().union(*finds), rule=compiled)

    def _reads(self, aspect: Aspect, spot: Spot, run: Compiled) -> frozenset[Read]:
        reads = self.finder.find(run.expr, spot.path)
        if aspect in {Aspect.CONSTRAINT, Aspect.CHOICES}:  # judged again whenever the answer itself changes
            reads |= {Read(spot.path, len(spot.path))}
        if aspect is Aspect.CHOICES and spot.question is not None and spot.question.source is not None:
            source = spot.question.source
            reads |= {inner for each in reads for inner in self.finder.inside(each, source.value, source.label)}
        return reads

    def _readers(self) -> list[list[tuple[Task, int]]]:
        exact: dict[Path, list[tuple[Task, int]]] = defaultdict(list)
        below: dict[Path, list[tuple[Task, int]]] = defaultdict(list)
        for task in self.tasks:
            for read in task.reads:
                (below if read.below else exact)[read.path].append((task, read.top))
        return [self._readers_of(spot, exact, below) for spot in self.spots]

    @staticmethod
    def _readers_of(
        spot: Spot,
        exact: dict[Path, list[tuple[Task, int]]],
        below: dict[Path, list[tuple[Task, int]]],
    ) -> list[tuple[Task, int]]:
        found = list(exact.get(spot.path, ()))
        if below:
            for depth in range(1, len(spot.path) + 1):
                found += below.get(spot.path[:depth], ())
        return sorted(found, key=lambda each: each[0].index)

    def _order(self) -> None:
        """Put each task after what it needs. Required and read-only decide no value, but are links of a circle."""
        bound = [task for task in self.tasks if task.aspect in CASCADING or (task.aspect in _STATES and task.reads)]
        needs = self._needs(bound)
        ordered, loop = _sorted(bound, needs)
        while loop:
            self.problems.append(_cycle(loop))
            for task in loop:
                needs[task] = []
            ordered, loop = _sorted(bound, needs)
        cascading = [task for task in ordered if task.aspect in CASCADING]
        rest = [task for task in self.tasks if task.aspect not in CASCADING]
        self.tasks = cascading + sorted(rest, key=lambda task: (task.aspect, task.spot.index))
        for index, task in enumerate(self.tasks):
            task.index = index

    def _needs(self, tasks: list[Task]) -> dict[Task, list[Task]]:
        """Which tasks must come before which: what decides the value or the relevance of a place that is read."""
        relevance = {task.spot.path: task for task in tasks if task.aspect is Aspect.RELEVANT}
        own: dict[Path, list[Task]] = defaultdict(list)
        for task in tasks:
            if task.aspect is not Aspect.RELEVANT:
                own[task.spot.path].append(task)
        under: dict[Path, list[Task]] = defaultdict(list)
        if any(read.below for task in tasks for read in task.reads):
            for task in tasks:
                for depth in range(1, len(task.spot.path) + 1):
                    under[task.spot.path[:depth]].append(task)
        needs: dict[Task, list[Task]] = {}
        for task in tasks:
            found: dict[int, Task] = {}
            for read in task.reads:
                for need in _deciding(read, own, relevance, under):
                    found[id(need)] = need
            if task.aspect is Aspect.RELEVANT:
                for need in _above(task.spot.path[:-1], relevance):
                    found[id(need)] = need
            needs[task] = list(found.values())
        return needs


def _deciding(
    read: Read, own: dict[Path, list[Task]], relevance: dict[Path, Task], under: dict[Path, list[Task]]
) -> Iterator[Task]:
    yield from own.get(read.path, ())
    yield from _above(read.path, relevance)
    if read.below:
        yield from under.get(read.path, ())


def _above(path: Path, relevance: dict[Path, Task]) -> Iterator[Task]:
    for depth in range(1, len(path) + 1):
        task = relevance.get(path[:depth])
        if task is not None:
            yield task


def _expressions(spot: Spot) -> Iterator[tuple[Aspect, str]]:
    item = spot.item
    yield from _filled(
        (Aspect.RELEVANT, item.relevant),
        (Aspect.READ_ONLY, item.read_only),
        (Aspect.COUNT, item.count if isinstance(item, Repeat) else ""),
    )
    for text in dict.fromkeys([*outputs(item.label_text), *outputs(item.hint_text)]):
        yield Aspect.TEXTS, text
    if isinstance(item, Question):
        yield from _filled(
            (Aspect.CALCULATE, item.calculation),
            (Aspect.REQUIRED, item.required),
            (Aspect.CONSTRAINT, item.constraint),
            (Aspect.CHOICES, item.source.nodeset if item.source is not None and item.source.is_filtered else ""),
        )


def _filled(*pairs: tuple[Aspect, str]) -> Iterator[tuple[Aspect, str]]:
    return (pair for pair in pairs if pair[1])


def _sorted(tasks: list[Task], needs: Mapping[Task, list[Task]]) -> tuple[list[Task], list[Task]]:
    """Order tasks so that each comes after what it needs, document order otherwise; and a cycle if there is one."""
    waiting = {task: len(needs[task]) for task in tasks}
    followers: dict[Task, list[Task]] = defaultdict(list)
    for task in tasks:
        for need in needs[task]:
            followers[need].append(task)
    ready = [task for task in tasks if not waiting[task]]
    ordered: list[Task] = []
    for task in ready:
        ordered.append(task)
        for follower in followers[task]:
            waiting[follower] -= 1
            if not waiting[follower]:
                ready.append(follower)
    done = set(map(id, ordered))
    left = [task for task in tasks if id(task) not in done]
    return ordered + left, _loop(left, needs, done) if left else []


def _loop(left: list[Task], needs: Mapping[Task, list[Task]], done: set[int]) -> list[Task]:
    """Walk backwards from any unfinished task until one comes again: that stretch is the cycle."""
    trail: list[Task] = []
    seen: dict[int, int] = {}
    task = left[0]
    while id(task) not in seen:
        seen[id(task)] = len(trail)
        trail.append(task)
        task = next(need for need in needs[task] if id(need) not in done)
    return list(reversed(trail[seen[id(task)] :]))


def _cycle(tasks: list[Task]) -> Problem:
    first = tasks[0]
    names = [task.spot.item.name for task in tasks]
    inside = sorted(read.path[-1] for read in first.reads if read.path[:-1][: len(first.spot.path)] == first.spot.path)
    if len(tasks) == 1 and inside:  # a group that looks at one of its own questions
        names.append(inside[0])
    names.append(first.spot.item.name)
    params = {"path": " → ".join(names), "column": COLUMNS[first.aspect]}
    return Problem("F040", place=_cell(first.spot, first.aspect), params=params)


def _cell(spot: Spot, aspect: Aspect) -> Place:
    place = spot.item.place
    return Place(path=spot.item.path, label=COLUMNS.get(aspect, ""), sheet=place.sheet, cell=place.cell)


_RECENT: dict[int, tuple[Form, Program]] = {}


def compile_texts(texts: Iterable[str]) -> Mapping[str, Compiled | ExpressionError]:
    """Compile each different text once; a refused one keeps its error."""
    unique = list(dict.fromkeys(texts))
    return dict(zip(unique, compile_all(unique), strict=True))


def program_of(form: Form) -> Program:
    """Return the compiled form, from a small memory of the forms used last."""
    known = _RECENT.get(id(form))
    if known is not None and known[0] is form:
        return known[1]
    program = Program(form)
    if len(_RECENT) >= 16:
        del _RECENT[next(iter(_RECENT))]
    _RECENT[id(form)] = (form, program)
    return program
