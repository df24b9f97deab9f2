"""What a synchronisation did, step by step, in words a clerk can read out over the telephone."""

from __future__ import annotations

from dataclasses import dataclass, field

from exchange.messages import Receipt
from survey.problems import Problem
from sync.needs import Key, Taken


@dataclass(frozen=True, slots=True)
class Step:
    """One named step and what came of it, in Chinese; ``count`` is how many things it moved."""

    name: str
    text: str
    good: bool = True
    count: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a synchronisation did; ``finished`` is False when it stopped before its end."""

    steps: tuple[Step, ...]
    pushed: int
    pulled: int
    receipts: tuple[Receipt, ...]
    problems: tuple[Problem, ...]
    changed: frozenset[Key]
    finished: bool


@dataclass(slots=True)
class Diary:
    """The report while it is being written."""

    steps: list[Step] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    changed: set[Key] = field(default_factory=set)
    pulled: int = 0
    _told: set[tuple[object, ...]] = field(default_factory=set)

    def note(self, taken: Taken) -> None:
        """Add what a desktop did. A clash met here and then confirmed by the server's receipt is told once."""
        self.changed |= taken.changed
        for problem in taken.problems:
            if (said := _said(problem)) not in self._told:
                self._told.add(said)
                self.problems.append(problem)

    def close(self, *, finished: bool) -> Report:
        """Return the report."""
        return Report(
            steps=tuple(self.steps),
            pushed=len(self.receipts),
            pulled=self.pulled,
            receipts=tuple(self.receipts),
            problems=tuple(self.problems),
            changed=frozenset(self.changed),
            finished=finished,
        )


def _said(problem: Problem) -> tuple[object, ...]:
    """Return what makes two problems equal, to be found among thousands: a problem itself cannot be."""
    told = frozenset(problem.params.items())
    return problem.code, problem.level, problem.place, told, problem.text, problem.rule
