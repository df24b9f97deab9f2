"""A whole-form check of flat answers against the same expressions as compiled lxml XPath, by turns in one run.

Two forms: a synthetic one whose findings must equal lxml's, and the shipped quarterly questionnaire with invented
answers; and then ``Checker.check`` as others call it. Each reads its entries from dicts and tests the types of what it
reads. Target: at least 40 times as fast as lxml, and at most 10 µs of CPU time an entry.

Others call it twice: over entries at hand, which stay in the processor's cache, and over thousands from main memory.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import process_time

from bench.peers.xpath import Peer
from bench.result import Result, interleaved
from survey.check import Checker
from survey.check.slots import Slots
from survey.check.steps import Planner
from survey.expression import Evaluation, document
from survey.expression.flat import Check, Program, Resolver, Slot, Step, Table
from survey.expression.tree import InstanceNode
from survey.form import Answers, Form
from survey.period import Period
from survey.session import FillContext
from survey.session.logic.program import program_of
from survey.xlsform import read_form
from usecases.demo.businesses import businesses
from usecases.demo.returns import Panel, quarter

TARGET, CEILING = 1 / 40, 10.0
SEED, ENTRIES, PEER_ENTRIES, AT_HAND = 20261123, 4000, 100, 100
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEFORE, PERIOD = Period.parse("2026Q2"), Period.parse("2026Q3")
QUARTERLY = Path(__file__).resolve().parent.parent / "forms" / "quarterly.xlsx"
Row = tuple[Mapping[str, object], Mapping[str, object] | None]
Run = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: the steps of a form, and entries: each its answers and those of the period before."""

    name: str
    steps: Sequence[Step]
    resolver: Resolver
    rows: Sequence[Row]

    def ours(self) -> Run:
        root = document(InstanceNode("data"))
        return Program(self.steps, self.resolver).bind(Evaluation(root, root, NOW))


@dataclass(frozen=True, slots=True)
class SyntheticSlots:
    """60 numbers n0…, 25 choices c60…, 15 multiple choices m85…."""

    slots: dict[str, Slot]

    def slot(self, path: str) -> Slot | None:
        return self.slots.get(path.removeprefix("/data/"))

    def there(self, table: Table) -> Slot | None:  # noqa: ARG002 - there is but one table
        return None


def synthetic() -> Subject:
    """Build 100 questions and 95 checks over them."""
    slots = {f"n{place}": Slot(place, "number", "answers", f"n{place}") for place in range(60)}
    slots |= {f"c{place}": Slot(place, "choice", "answers", f"c{place}") for place in range(60, 85)}
    slots |= {f"m{place}": Slot(place, "multi", "answers", f"m{place}") for place in range(85, 100)}
    checks = [(f"n{i}", f". >= 0 and . <= {10 ** (3 + i % 5)}") for i in range(40)]
    checks += [(f"n{i}", f". <= /data/n{i + 1} + /data/n{i + 2} * 2 or /data/c{60 + i % 25} != 'a'") for i in range(20)]
    checks += [(f"c{60 + i}", f". = 'a' or . = 'b' or /data/n{i} > 10") for i in range(20)]
    checks += [(f"n{40 + i}", f"(. - /data/n{i}) div 3 < 900 or not(/data/n{i + 5} > 5)") for i in range(15)]
    steps = [Check(n, expr, f"/data/{name}", present=slots[name]) for n, (name, expr) in enumerate(checks)]
    draw = random.Random(SEED)
    rows: list[Row] = [({slot.key: _value(draw, slot.type) for slot in slots.values()}, None) for _ in range(ENTRIES)]
    return Subject("whole-form check, synthetic form", steps, SyntheticSlots(slots), rows)


def _value(draw: random.Random, kind: str) -> float | str | list[str] | None:
    if draw.random() < 0.2:
        return None
    if kind == "number":
        return float(draw.choice((0, 3, 12, 250, 4800, 99000, -1)))
    return draw.choice("abcd") if kind == "choice" else draw.sample("abcd", 2)


def quarterly() -> Subject:
    """Take the shipped questionnaire, and two quarters of invented businesses as previous and current answers."""
    form = read_form(QUARTERLY).form
    assert isinstance(form, Form)
    program = program_of(form)
    slots = Slots(program)
    steps = Planner(program, slots, lambda rule: rule.holds_in(PERIOD)).plan().steps
    rows = [(answers, context.previous) for answers, context in _entries(ENTRIES)]
    return Subject("whole-form check, quarterly form", steps, slots, rows)


def _entries(count: int) -> Iterator[tuple[Answers, FillContext]]:
    for business in businesses(count, SEED):
        panel = Panel.start(business)
        previous = quarter(panel, BEFORE, previous=False)
        answers = quarter(panel, PERIOD, previous=True)
        yield (
            answers,
            FillContext(period=PERIOD, today=NOW.date(), now=NOW, register=business.fields, previous=previous),
        )


def measure() -> list[Result]:
    """Take the measures. Raises AssertionError when the findings on the synthetic form differ from lxml's."""
    return [_result(synthetic(), must_agree=True), _result(quarterly(), must_agree=False), *_public()]


def _public() -> Iterator[Result]:
    """Measure what a bulk check calls: judging types, checking, wording."""
    form, subject = read_form(QUARTERLY).form, quarterly()
    assert isinstance(form, Form)
    checker, peer, few = Checker(form), Peer(subject.steps, subject.resolver), subject.rows[:PEER_ENTRIES]
    entries = list(_entries(ENTRIES))
    at_hand = entries[:AT_HAND] * (ENTRIES // AT_HAND)
    for name, checked in (("at hand", at_hand), ("from memory", entries)):
        mine, theirs = interleaved(partial(_checked, checker, checked), lambda: _all(peer.run, few), clock=process_time)
        note = f"lxml, {peer.count} XPaths compiled; ours is Checker.check, {len({*map(id, checked)})} entries in turn"
        ours, lxml = mine / len(checked) * 1e6, theirs / len(few) * 1e6
        yield Result(f"whole-form check, as called, {name}", ours, lxml, TARGET, "µs/entry", note, CEILING)


def _checked(checker: Checker, entries: Sequence[tuple[Answers, FillContext]]) -> None:
    for answers, context in entries:
        checker.check(answers, context)


def _result(subject: Subject, *, must_agree: bool) -> Result:
    ours, peer = subject.ours(), Peer(subject.steps, subject.resolver)
    few = subject.rows[:PEER_ENTRIES]
    agreed = sum(_found(ours(*row)) == sorted(peer.run(*row), key=str) for row in few)
    assert agreed == len(few) or not must_agree, f"only {agreed} of {len(few)} entries agree with lxml"
    mine, theirs = interleaved(lambda: _all(ours, subject.rows), lambda: _all(peer.run, few), clock=process_time)
    note = f"lxml, {peer.count} XPaths compiled, {agreed} of {len(few)} entries with equal findings"
    return Result(
        subject.name, mine / len(subject.rows) * 1e6, theirs / len(few) * 1e6, TARGET, "µs/entry", note, CEILING
    )


def _found(found: object) -> list[object]:
    """Give what a run reported, in an order to compare by."""
    return sorted(found[0], key=str) if isinstance(found, tuple) else []


def _all(run: Run, rows: Sequence[Row]) -> None:
    for row in rows:
        run(*row)
