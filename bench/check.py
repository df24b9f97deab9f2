"""Whole-form check of flat answers against the same expressions as compiled lxml XPath.

``python -m bench.check``: entries per second on one core, the ratio, and both failure lists compared.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from survey.expression import Evaluation, document
from survey.expression.flat import Check, FlatValue, Program, Slot, Step
from survey.expression.tree import InstanceNode

GOAL_RATE, GOAL_RATIO = 100_000, 40
SEED = 20261123


@dataclass(frozen=True, slots=True)
class Form:
    """A synthetic quarterly form: names and types of the questions, and (question, expression) pairs."""

    slots: dict[str, Slot]
    checks: tuple[tuple[str, str], ...]

    def slot(self, path: str) -> Slot | None:
        return self.slots.get(path.removeprefix("/data/"))


def synthetic_form() -> Form:
    """Build 100 questions (60 numbers, 25 choices, 15 multiple choices) and 95 checks over them."""
    slots: dict[str, Slot] = {}
    for place in range(100):
        if place < 60:
            slots[f"n{place}"] = Slot(place, "number")
        else:
            slots[f"{'c' if place < 85 else 'm'}{place}"] = Slot(place, "choice" if place < 85 else "multi")
    checks = [(f"n{i}", f". >= 0 and . <= {10 ** (3 + i % 5)}") for i in range(40)]
    checks += [(f"n{i}", f". <= /data/n{i + 1} + /data/n{i + 2} * 2 or /data/c{60 + i % 25} != 'a'") for i in range(20)]
    checks += [(f"c{60 + i}", f". = 'a' or . = 'b' or /data/n{i} > 10") for i in range(20)]
    checks += [(f"n{40 + i}", f"(. - /data/n{i}) div 3 < 900 or not(/data/n{i + 5} > 5)") for i in range(15)]
    return Form(slots, tuple(checks))


def entries(form: Form, count: int) -> list[tuple[FlatValue, ...]]:
    """Draw answers; a fifth is blank."""
    draw = random.Random(SEED)
    types = [slot.type for slot in sorted(form.slots.values(), key=lambda slot: slot.place)]
    return [tuple(_value(draw, kind) for kind in types) for _ in range(count)]


def _value(draw: random.Random, kind: str) -> FlatValue:
    if draw.random() < 0.2:
        return None
    if kind == "number":
        return float(draw.choice((0, 3, 12, 250, 4800, 99000, -1)))
    return draw.choice("abcd") if kind == "choice" else draw.sample("abcd", 2)


def flat_run(form: Form) -> Callable[[Sequence[FlatValue]], list[object]]:
    """Compile the form as one function that reports the numbers of failed checks."""
    steps: list[Step] = [
        Check(number, expr, f"/data/{name}", present=form.slots[name])
        for number, (name, expr) in enumerate(form.checks)
    ]
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    root = document(InstanceNode("data"))
    return Program(steps, form, len(form.slots)).bind(Evaluation(root, root, now))


def lxml_run(form: Form) -> Callable[[Sequence[FlatValue]], list[object]]:
    """Do the same with an XML document per entry and one compiled XPath per check."""
    names = [name for name, _ in sorted(form.slots.items(), key=lambda item: item[1].place)]
    compiled = [(name, etree.XPath(f"boolean({expr})")) for name, expr in form.checks]

    def run(answers: Sequence[FlatValue]) -> list[object]:
        data = etree.Element("data")
        nodes = {}
        for name, value in zip(names, answers, strict=True):
            node = nodes[name] = etree.SubElement(data, name)
            node.text = _text(value)
        return [i for i, (name, xpath) in enumerate(compiled) if nodes[name].text and not xpath(nodes[name])]

    return run


def _text(value: FlatValue) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    return f"{value:.15g}" if isinstance(value, float) else value


def rate(run: Callable[[Sequence[FlatValue]], list[object]], rows: Sequence[Sequence[FlatValue]]) -> float:
    """Give the entries checked per second of CPU time, the best of three."""
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        for row in rows:
            run(row)
        best = max(best, len(rows) / (time.process_time() - start))
    return best


def main() -> int:
    """Measure, compare and print; 0 if both goals are met and the two agree."""
    form = synthetic_form()
    ours, theirs = flat_run(form), lxml_run(form)
    rows = entries(form, 20_000)
    same = all(ours(row) == theirs(row) for row in rows[:500])
    fast, slow = rate(ours, rows), rate(theirs, rows[:1000])
    print(f"{len(form.slots)} questions, {len(form.checks)} checks; failures equal to lxml's: {same}")
    print(f"ours {fast:,.0f} entries/s, lxml {slow:,.0f} entries/s, ratio {fast / slow:.0f}")
    return 0 if same and fast >= GOAL_RATE and fast / slow >= GOAL_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
