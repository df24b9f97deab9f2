"""A form's logic as steps over flat answers: what a session would work out, and what it would report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from survey.check.slots import ALWAYS, THERE, NotFlat, Slots, flat
from survey.expression import parse
from survey.expression.flat import Assign, Check, Flag, Read, Require, Slot, Step, rooted
from survey.expression.nodes import Call, Chain, Expr, Negate, Number, Path, Text
from survey.expression.nodes import Step as PathStep
from survey.form import Question, Rule
from survey.session.logic.program import Aspect, Program, Task
from survey.session.logic.rule import RuleProgram
from survey.session.logic.spots import Spot

_NEEDS_THE_TREE = frozenset({Aspect.COUNT, Aspect.CHOICES})


@dataclass(slots=True)
class Plan:
    """The steps, and what each reported number stands for: a question's E001 or E002, or a rule."""

    steps: list[Step] = field(default_factory=list)
    findings: list[tuple[str, Spot | RuleProgram]] = field(default_factory=list)


class Planner:
    """Writes the steps of one form. Raises NotFlat or NotFlatError when the form needs the tree."""

    def __init__(
        self, program: Program, slots: Slots, in_force: Callable[[Rule], bool], shown: Iterable[str] = ()
    ) -> None:
        if any(task.spot.repeats or task.aspect in _NEEDS_THE_TREE for task in program.tasks):
            raise NotFlat
        self._program = program
        self._slots = slots
        self._rules = [task.rule for task in program.tasks if task.rule is not None and in_force(task.rule.rule)]
        self._plan = Plan()
        self._tasks = {(task.aspect, task.spot.index): task for task in program.tasks}
        self._flags: dict[tuple[Expr, Slot | None], Slot] = {}
        self._used = self._needed(shown)

    def plan(self) -> Plan:
        """Write every step: the places in document order, then the rules."""
        self._plan.steps += self._at(self._program.spots[0], None)
        self._plan.steps += [step for rule in self._rules for step in self._rule(rule)]
        return self._plan

    def _needed(self, shown: Iterable[str]) -> frozenset[str]:
        """The places somebody reads, or a sentence shows: only these are calculated."""
        waiting = {task.spot.item.path: task for task in self._program.tasks if task.aspect is Aspect.CALCULATE}
        ready = [task for task in self._program.tasks if task.aspect not in {Aspect.CALCULATE, Aspect.TEXTS}]
        demanded = [task.spot.item.path for task in ready if task.aspect in {Aspect.REQUIRED, Aspect.CONSTRAINT}]
        needed: set[str] = set()
        found: list[str] = [*shown, *demanded]
        while found or ready:
            found += () if found else self._read_by(ready.pop())
            while found:
                path = found.pop()
                if path not in needed:
                    needed.add(path)
                    if path in waiting:
                        ready.append(waiting.pop(path))
        return frozenset(needed)

    def _read_by(self, task: Task) -> Iterator[str]:
        for read in task.reads:
            path = "/" + "/".join(read.path)
            if read.below:
                yield from (each.item.path for each in self._program.spots if each.item.path.startswith(path))
            else:
                yield path

    # --- places ---------------------------------------------------------------------------------------------------

    def _at(self, spot: Spot, guard: Slot | None) -> list[Step]:
        """Give the steps of a place and all below it, with the flag they hang on."""
        relevant = self._tasks.get((Aspect.RELEVANT, spot.index))
        if relevant is None:
            return self._inside(spot, guard)
        key = (rooted(flat(relevant.run.expr), spot.item.path), guard)
        flag = self._flags.get(key) or self._slots.flag()
        inner = self._inside(spot, flag)
        if not inner or key in self._flags:
            return inner
        self._flags[key] = flag
        return [Flag(flag, key[0], spot.item.path, guard), *inner]

    def _inside(self, spot: Spot, guard: Slot | None) -> list[Step]:
        found = [] if spot.question is None else list(self._of_question(spot, spot.question, guard))
        for child in spot.children:
            found += self._at(child, guard)
        return found

    def _of_question(self, spot: Spot, question: Question, guard: Slot | None) -> Iterator[Step]:
        task = self._tasks.get((Aspect.CALCULATE, spot.index))
        if task is not None:
            if question.path in self._used:
                yield self._calculation(question, task, guard)
        elif question.path in self._used or (question.is_asked and self._can_misfit(question)):
            yield Read(self._slot(question.path), guard)
        if question.is_asked:
            yield from self._demands(spot, question, guard)

    def _can_misfit(self, question: Question) -> bool:
        """Whether an answer can be wrong by itself: no text is where any text will do."""
        slot = self._slot(question.path)
        return slot.type != "text" or slot.fit is not None or bool(question.required or question.constraint)

    def _calculation(self, question: Question, task: Task, guard: Slot | None) -> Step:
        expr = flat(task.run.expr, question.path)
        if question.data_type in {"int", "integer"}:
            expr = Call("int", (expr,))
        elif task.run.kind == "b":  # what reads it sees a boolean, and flat slots know none
            raise NotFlat
        slot = self._slot(question.path)
        if slot.fit is not None:  # whether what was worked out is an answer at all is not asked here
            raise NotFlat
        return Assign(slot, expr, question.path, guard)

    def _demands(self, spot: Spot, question: Question, guard: Slot | None) -> Iterator[Step]:
        slot = self._slot(question.path)
        if question.required:
            when = None if question.required == ALWAYS else flat(parse(question.required))
            yield Require(self._finding("E001", spot), slot, when, question.path, guard)
        if question.constraint:
            test = flat(parse(question.constraint))
            yield Check(self._finding("E002", spot), test, question.path, None, slot, guard)

    # --- rules ------------------------------------------------------------------------------------------------------

    def _rule(self, rule: RuleProgram) -> Iterator[Step]:
        if rule.assertion is None:
            return
        panels = [_absolute(THERE, name) for name in sorted(rule.panels)]
        asked: list[Expr] = [*panels[1:], *(self._filled(flat(path.expr)) for _, path in rule.compared)]
        if rule.when is not None:
            asked.append(flat(rule.when.expr))
        asked += [self._filled(flat(path.expr)) for path in rule.exposed]
        guard = self._slots.slot(_text_of(panels[0])) if panels else None
        yield Check(self._finding("rule", rule), flat(rule.assertion.expr), "/", _all(asked), None, guard)

    def _filled(self, expr: Expr) -> Expr:
        """Ask whether there is a value: a blank number is NaN, and no comparison of sizes holds for NaN."""
        return Chain(expr, (("!=", Text("")),) if isinstance(expr, Path) else ((">=", Negate(Number(1e18))),))

    def _finding(self, code: str, about: Spot | RuleProgram) -> int:
        self._plan.findings.append((code, about))
        return len(self._plan.findings) - 1

    def _slot(self, path: str) -> Slot:
        slot = self._slots.slot(path)
        if slot is None:
            raise NotFlat
        return slot


def _absolute(top: str, name: str) -> Path:
    return Path(absolute=True, steps=(PathStep("child", top), PathStep("child", name)))


def _text_of(path: Path) -> str:
    return "/" + "/".join(step.test for step in path.steps)


def _all(conditions: list[Expr]) -> Expr | None:
    if not conditions:
        return None
    return (
        conditions[0] if len(conditions) == 1 else Chain(conditions[0], tuple(("and", each) for each in conditions[1:]))
    )
