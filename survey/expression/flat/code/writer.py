"""Blocks of steps to lines: one function that makes the function of a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from survey.expression.flat.code.generator import KINDS, TABLES, variable
from survey.expression.flat.code.reading import GETTERS, ahead_lines, given_line, names_of, read_lines
from survey.expression.flat.code.truth import NOBODY, Truth, TruthGenerator
from survey.expression.flat.plan.factor import Case, Group, factored
from survey.expression.flat.plan.readers import Readers
from survey.expression.flat.plan.schedule import Block
from survey.expression.flat.steps import Assign, Check, Emit, Flag, Read, Require, Resolver, Slot, Step
from survey.expression.nodes import Expr
from survey.expression.syntax.parse import parse
from survey.expression.syntax.printing import to_text

HEAD = "def run(answers, previous=None, year_before=None, register=None):"


class Writer:
    """Writes one module. ``shown`` are slots whose values go with what is reported."""

    def __init__(self, resolver: Resolver, top: Block, shown: Sequence[Slot]) -> None:
        self.generator = TruthGenerator(resolver.slot)
        self._top = top
        self._shown = shown
        self._readers = Readers(top, resolver, shown)
        self._behind: dict[int, frozenset[str]] = {}
        self._inline: dict[int, str | Expr] = {}

    def module(self) -> str:
        """Give the source; ``make`` in it gives ``run`` for one batch."""
        body: list[str] = []
        self._steps(self._top.steps, "  ", body)
        values = "".join(f"{variable(slot)}, " for slot in self._shown)
        batch = [f" {name} = {code}" for code, name in self.generator.batch.items()]
        lines = [*self.generator.lines, "def make(c, today_moment, today_days, today_text):", *batch, f" {HEAD}"]
        lines += [
            "  a = answers.get",
            "  r = []",
            *body,
            f"  return (r, ({values})) if r else None",
            " return run",
            "",
        ]
        return "\n".join(lines)

    # --- blocks -----------------------------------------------------------------------------------------------------

    def _steps(self, steps: Sequence[Step | Block], indent: str, out: list[str]) -> None:
        tables = {step.slot.table for step in steps if isinstance(step, Read)} - {"answers", ""}
        out += [f"{indent}{GETTERS[table]} = {TABLES.get(table, table)}.get" for table in sorted(tables)]
        ahead = [step.slot for step in steps if isinstance(step, Read) and step.slot.likely]
        for table in sorted({slot.table for slot in ahead}):
            out += [indent + line for line in ahead_lines([slot for slot in ahead if slot.table == table])]
        place = 0
        while place < len(steps):
            step = steps[place]
            taken = 1
            if isinstance(step, Block):
                self._block(step, indent, out)
            elif isinstance(step, Read):
                taken = self._read(step, steps[place + 1 :], indent, out)
            elif isinstance(step, Check):
                checks = list(_checks_at(steps, place))
                taken = len(checks)
                self._factored(factored(checks), indent, out)
            else:
                self._step(step, indent, out)
            place += taken

    def _block(self, block: Block, indent: str, out: list[str]) -> None:
        guard = block.guard
        if guard is None:
            return
        inline = self._inline.get(guard.place)
        test = Truth(variable(guard), self._behind.get(guard.place, NOBODY)) if inline is None else self._truth(inline)
        out.append(f"{indent}if {test.code}:")
        with self.generator.knowing(test.yes):
            self._steps(block.steps, indent + " ", out)
        blank = [names_of(slot) for slot in self._readers.blanked(block)]
        if blank:
            out += [f"{indent}else:", f"{indent} {' = '.join(blank)} = None"]

    def _read(self, read: Read, following: Sequence[Step | Block], indent: str, out: list[str]) -> int:
        """Write a reading together with the tests of the same answer that come next; tell how many steps that is."""
        own = list(takewhile(lambda step: _is_of(step, read.slot), following))
        checks: list[str] = []
        require: list[str] = []
        for step in own:
            if isinstance(step, Require):
                self._require(step, "", require, is_blank=True)
            elif isinstance(step, Check):
                with self.generator.knowing(frozenset({variable(read.slot)})):
                    self._check(step, "", checks)
        if not read.slot.likely:
            out.append(indent + given_line(read.slot))
        out += [indent + line for line in read_lines(self.generator, read.slot, checks, require)]
        return 1 + len(own)

    # --- steps ------------------------------------------------------------------------------------------------------

    def _step(self, step: Step, indent: str, out: list[str]) -> None:
        match step:
            case Flag() if self._readers.opens_once(step.slot):
                self._inline[step.slot.place] = step.expr
            case Flag():
                found = self._truth(step.expr)
                self._behind[step.slot.place] = found.yes
                out.append(f"{indent}{variable(step.slot)} = {found.code}")
            case Assign():
                self._assign(step, indent, out)
            case Require():
                self._require(step, indent, out)
            case Emit():
                self._say(step.expr)
                out.append(f"{indent}r.append({self.generator.as_any(*self.generator.emit(_nodes(step.expr)))})")

    def _truth(self, expr: str | Expr) -> Truth:
        self._say(expr)
        return self.generator.truth(_nodes(expr))

    def _say(self, expr: str | Expr) -> None:
        """Name the expression for messages."""
        self.generator.text = to_text(_nodes(expr))

    def _require(self, step: Require, indent: str, out: list[str], *, is_blank: bool = False) -> None:
        tests = [] if is_blank else [f"{variable(step.slot)} is None"]
        if step.when is not None:
            tests.append(self._truth(step.when).code)
        lead = f"if {' and '.join(tests)}: " if tests else ""
        out.append(f"{indent}{lead}{self._report(step.result)}")

    def _report(self, result: object) -> str:
        told = repr(result) if isinstance(result, int | str) else self.generator.constant(result)
        return f"r.append({told})"

    def _assign(self, step: Assign, indent: str, out: list[str]) -> None:
        self._say(step.expr)
        name, kind = variable(step.slot), KINDS[step.slot.type]
        if kind == "M":
            out.append(f"{indent}{name} = {self._number(step, _nodes(step.expr))}")
            return
        code = self.generator.string(_nodes(step.expr))
        out.append(f"{indent}{name} = {code}.split() or None" if kind == "L" else f"{indent}{name} = {code} or None")
        if kind == "D":
            out.append(f"{indent}d{step.slot.place} = F_days({name})")

    def _number(self, step: Assign, expr: Expr) -> str:
        """Write a number, None for NaN; a sum of answers is None when one of them is."""
        needed: set[str] = set()
        with self.generator.needing(needed):
            code = self.generator.number(expr)
        if not self.generator.is_whole(expr) or "M_modulo" in code:
            code = f"F_known({code})"
        else:
            self.generator.whole.add(step.slot.place)
            if not needed and step.guard is None:
                self.generator.filled |= {variable(step.slot)}
        return (
            f"{code} if {' and '.join(f'{each} is not None' for each in sorted(needed))} else None" if needed else code
        )

    # --- checks -----------------------------------------------------------------------------------------------------

    def _factored(self, members: Sequence[Case | Group], indent: str, out: list[str]) -> None:
        for each in members:
            if isinstance(each, Case):
                self._case(each, indent, out)
                continue
            test = self._truth(each.condition)
            inner = indent if test.code == "True" else indent + " "
            if inner != indent:
                out.append(f"{indent}if {test.code}:")
            with self.generator.knowing(test.yes):
                self._factored(each.members, inner, out)

    def _check(self, check: Check, indent: str, out: list[str]) -> None:
        self._case(Case(check, () if check.when is None else (_nodes(check.when),)), indent, out)

    def _case(self, case: Case, indent: str, out: list[str]) -> None:
        """Write ``if`` everything that is asked before holds and the check does not."""
        tests: dict[str, None] = {}
        known = NOBODY
        present = case.check.present
        for condition in (*([] if present is None else [present]), *case.conditions):
            with self.generator.knowing(known):
                found = self.generator.filled_test(condition) if isinstance(condition, Slot) else self._truth(condition)
            known |= found.yes
            if found.code != "True":
                tests[found.code] = None
        with self.generator.knowing(known):
            tests[f"not {self._truth(case.check.expr).code}"] = None
        if "False" not in tests and "not True" not in tests:
            out.append(f"{indent}if {' and '.join(tests)}: {self._report(case.check.result)}")


def _is_of(step: Step | Block, slot: Slot) -> bool:
    """Say whether a step tests the answer just read and nothing before it."""
    if isinstance(step, Require):
        return step.slot.place == slot.place
    return isinstance(step, Check) and step.present is not None and step.present.place == slot.place


def _checks_at(steps: Sequence[Step | Block], place: int) -> Iterator[Check]:
    for step in steps[place:]:
        if not isinstance(step, Check):
            return
        yield step


def _nodes(expr: str | Expr) -> Expr:
    """Give the nodes; the schedule has parsed what was text."""
    return parse(expr) if isinstance(expr, str) else expr
