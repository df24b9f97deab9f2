"""``python -m tests.conformance FILE [--all]``: percentages per tier, failures by function; exit 0 if tier A ≥ 98 %."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tests.conformance.cases import Outcome, load, run

GOAL = 98.0


def main(arguments: list[str]) -> int:
    """Run and print; return the exit status."""
    if not arguments:
        print(__doc__)  # noqa: T201 - a command line tool
        return 2
    outcomes = [run(case) for case in load(Path(arguments[0]))]
    for line in report(outcomes, everything="--all" in arguments):
        print(line)  # noqa: T201
    return 0 if share([o for o in outcomes if o.case.tier == "A"]) >= GOAL else 1


def share(outcomes: list[Outcome]) -> float:
    """Give the percentage that passed."""
    return 100.0 * sum(o.passed for o in outcomes) / len(outcomes) if outcomes else 100.0


def report(outcomes: list[Outcome], *, everything: bool) -> list[str]:
    """Write the lines of the report."""
    failed = [o for o in outcomes if not o.passed]
    lines = [_line(o) for o in failed if everything or o.case.tier == "A"]
    counts = Counter(name for o in failed for name in o.case.functions or ("(operators, paths)",))
    lines += ["", "failures by function:"]
    lines += [f"  {name:24} {count}" for name, count in counts.most_common()]
    lines.append("")
    for tier in ("A", "B"):
        of_tier = [o for o in outcomes if o.case.tier == tier]
        lines.append(f"tier {tier}: {sum(o.passed for o in of_tier)} of {len(of_tier)} = {share(of_tier):.2f} %")
    zoned = [o for o in outcomes if o.case.tier == "A" and o.case.zoned]
    fixed = [o for o in outcomes if o.case.tier == "A" and not o.case.zoned]
    lines.append(f"tier A without the time-zone dependent cases: {share(fixed):.2f} % of {len(fixed)}")
    lines.append(f"time-zone dependent cases, in the zone of the case: {share(zoned):.2f} % of {len(zoned)}")
    return lines


def _line(outcome: Outcome) -> str:
    case = outcome.case
    mark = " (zone)" if case.zoned else ""
    return f"{case.id} {case.tier}{mark} {case.kind:8} {case.expr[:90]!r}: want {case.expected!r}, got {outcome.got!r}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
