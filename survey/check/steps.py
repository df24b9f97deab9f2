"""A form's logic as steps over flat answers, in the order a session would work it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.check.slots import FLAGS, PRESENT, NotFlat, Slots, flat, is_trusted
from survey.expression import parse
from survey.expression.flat import Assign, Check, Clear, Require, Slot, Step
from survey.expression.nodes import Call, Chain, Expr, Negate, Number, Path, Text
from survey.expression.nodes import Step as PathStep
from survey.form import Question, RuleScope
from survey.session.logic.program import Aspect, Program, Task
from survey.session.logic.rule import RuleProgram
from survey.session.logic.spots import Spot


@dataclass(slots=True)
class Plan:
    """The steps, and what each reported number stands for: a question's E001 or E002, or a rule."""

    steps: list[Step] = field(default_factory=list)
    findings: list[tuple[str, Spot | RuleProgram]] = field(default_factory=list)


class Planner:
    """Writes the steps of one form. Raises NotFlat or NotFlatError when the form needs the tree."""

    def __init__(self, program: Program, slots: Slots) -> None:
        self._program = program
        self._slots = slots
        self._plan = Plan()
        self._relevant: dict[int, Expr] = {}
        self._used = self._needed()

    def plan(self) -> Plan:
        """Write every step: first the cascade, then required, constraints and rules."""
        for task in self._program.tasks:
            if task.spot.repeats or task.aspect in {Aspect.COUNT, Aspect.CHOICES}:
                raise NotFlat
            if task.aspect is Aspect.RELEVANT:
                self._relevance(task)
            elif task.aspect is Aspect.CALCULATE:
                self._calculation(task)
        self._plan.steps += self._checks(self._program.spots[0])
        self._plan.steps += [step for task in self._program.tasks if task.rule for step in self._rule(task.rule)]
        return self._plan

    # --- the cascade --------------------------------------------------------------------------------------------

    def _needed(self) -> frozenset[str]:
        """The places somebody else reads: only these are calculated, only these must be blank when not relevant."""
        waiting = {task.spot.item.path: task for task in self._program.tasks if task.aspect is Aspect.CALCULATE}
        needed: set[str] = set()
        ready = [task for task in self._program.tasks if task.aspect not in {Aspect.CALCULATE, Aspect.TEXTS}]
        while ready:
            for path in self._read_elsewhere(ready.pop()):
                if path not in needed:
                    needed.add(path)
                    if path in waiting:
                        ready.append(waiting.pop(path))
        return frozenset(needed)

    def _read_elsewhere(self, task: Task) -> Iterator[str]:
        own = task.spot.item.path if task.aspect in {Aspect.CONSTRAINT, Aspect.REQUIRED} else ""
        for read in task.reads:
            path = "/" + "/".join(read.path)
            if read.below:
                yield from (each.item.path for each in self._program.spots if each.item.path.startswith(path))
            elif path != own:
                yield path

    def _relevance(self, task: Task) -> None:
        spot, own = task.spot, flat(task.run.expr)
        below = [each for each in self._below(spot) if each.item.path in self._used]
        if below and any(_is_checked(each.question) for each in self._below(spot)):  # asked twice: keep the answer
            flag = self._slot(f"/{FLAGS}/{spot.index}")
            self._plan.steps.append(Assign(flag, Call("if", (own, Text("1"), Text(""))), spot.item.path))
            own = _is_set(_absolute(FLAGS, str(spot.index)))
        self._relevant[spot.index] = own
        if below:
            slots = tuple(self._slot(each.item.path) for each in below)
            self._plan.steps.append(Clear(slots, own, (), spot.item.path))

    def _below(self, spot: Spot) -> Iterator[Spot]:
        if spot.question is not None:
            yield spot
        for child in spot.children:
            yield from self._below(child)

    def _calculation(self, task: Task) -> None:
        question = task.spot.question
        if question is None or is_trusted(question) or question.path not in self._used:
            return
        slot = self._slot(question.path)
        expr = flat(task.run.expr)
        if question.data_type in {"int", "integer"}:
            expr = Call("int", (expr,))
        elif task.run.kind == "b":  # what reads it sees a boolean, and flat slots know none
            raise NotFlat
        self._plan.steps.append(Assign(slot, expr, question.path))
        at: Spot | None = task.spot
        while at is not None:
            if at.index in self._relevant:
                self._plan.steps.append(Clear((slot,), self._relevant[at.index], (), at.item.path))
            at = at.parent

    # --- what is reported ---------------------------------------------------------------------------------------

    def _checks(self, spot: Spot) -> list[Step]:
        inner: list[Step] = []
        if spot.question is not None and spot.question.is_asked:
            inner += self._of_question(spot, spot.question)
        for child in spot.children:
            inner += self._checks(child)
        relevant = self._relevant.get(spot.index)
        return [Clear((), relevant, tuple(inner), spot.item.path)] if relevant is not None and inner else inner

    def _of_question(self, spot: Spot, question: Question) -> Iterator[Step]:
        slot = self._slot(question.path)
        if question.required:
            always = question.required == "true()"
            when = None if always else flat(parse(question.required))
            yield Require(self._finding("E001", spot), slot, when, question.path)
        if question.constraint:
            test = flat(parse(question.constraint))
            yield Check(self._finding("E002", spot), test, question.path, present=slot)

    def _rule(self, rule: RuleProgram) -> Iterator[Step]:
        if rule.assertion is None or rule.rule.scope is RuleScope.BATCH:
            return
        guards: list[Expr] = [_is_set(_absolute(PRESENT, name)) for name in sorted(rule.panels)]
        guards += [self._filled(flat(path.expr)) for _, path in rule.compared]
        if rule.when is not None:
            guards.append(flat(rule.when.expr))
        guards += [self._filled(flat(path.expr)) for path in rule.exposed]
        when = _all(guards)
        yield Check(self._finding("rule", rule), flat(rule.assertion.expr), "/", when)

    def _filled(self, path: Expr) -> Expr:
        slot = self._slots.slot(_text_of(path)) if isinstance(path, Path) else None
        is_number = not isinstance(path, Path) or (slot is not None and slot.type == "number")
        if is_number:  # a blank is NaN, and no comparison of sizes holds for NaN
            return Chain(path, ((">=", Negate(Number(1e18))),))
        return Chain(path, (("!=", Text("")),))

    def _finding(self, code: str, about: Spot | RuleProgram) -> int:
        self._plan.findings.append((code, about))
        return len(self._plan.findings) - 1

    def _slot(self, path: str) -> Slot:
        slot = self._slots.slot(path)
        if slot is None:
            raise NotFlat
        return slot


def _is_checked(question: Question | None) -> bool:
    return question is not None and bool(question.required or question.constraint)


def _absolute(top: str, name: str) -> Path:
    return Path(absolute=True, steps=(PathStep("child", top), PathStep("child", name)))


def _text_of(expr: Expr) -> str:
    return "/" + "/".join(step.test for step in expr.steps) if isinstance(expr, Path) else ""


def _is_set(flag: Path) -> Expr:
    return Chain(flag, (("=", Text("1")),))


def _all(guards: list[Expr]) -> Expr | None:
    if not guards:
        return None
    return guards[0] if len(guards) == 1 else Chain(guards[0], tuple(("and", guard) for guard in guards[1:]))
