"""Takes each step of a filling: in the session at once, and on the disk in the order of typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gui.views.entry.filling import Filling
from gui.workplace import Workplace
from survey.problems import Problem
from survey.values import Parsed

if TYPE_CHECKING:
    from gui.desk import Desk


class Recorder:
    """While a save reads the session on its own thread, ``hold`` keeps new steps waiting until ``release``."""

    def __init__(self, workplace: Workplace, filling: Filling) -> None:
        self.filling = filling
        self._workplace = workplace
        self._held = False
        self._waiting: list[Callable[[], object]] = []

    def hold(self) -> None:
        """Let steps wait."""
        self._held = True

    def release(self) -> bool:
        """Take the steps that waited; say whether there were any."""
        self._held = False
        waiting, self._waiting = self._waiting, []
        for step in waiting:
            step()
        return bool(waiting)

    @property
    def is_held(self) -> bool:
        """Whether a save is under way."""
        return self._held

    def answer(self, path: str, parsed: Parsed) -> None:
        """Take over an answer."""
        if self._held:
            self._waiting.append(lambda: self.answer(path, parsed))
            return
        value, entry = self.filling.answer(path, parsed), self.filling.entry
        self._journal(lambda desk: desk.journal_answer(entry=entry, path=path, value=value))

    def explain(self, problem: Problem, reason: str, text: str) -> None:
        """Take over a 核实说明."""
        if self._held:
            self._waiting.append(lambda: self.explain(problem, reason, text))
            return
        entry, rule, path = self.filling.entry, problem.rule, instance_of(problem.place.path)
        self.filling.explain(rule, reason, text, path)
        self._journal(
            lambda desk: desk.journal_explanation(entry=entry, rule=rule, reason=reason, text=text, path=path)
        )

    def add_repeat(self, path: str) -> str:
        """Add an instance to a repeat and return its path; "" while a save is under way."""
        if self._held:
            return ""
        new, entry = self.filling.add_repeat(path), self.filling.entry
        self._journal(lambda desk: desk.journal_repeat(entry=entry, path=path, added=True))
        return new

    def remove_repeat(self, path: str) -> None:
        """Remove an instance of a repeat."""
        if self._held:
            self._waiting.append(lambda: self.remove_repeat(path))
            return
        entry = self.filling.entry
        self.filling.remove_repeat(path)
        self._journal(lambda desk: desk.journal_repeat(entry=entry, path=path, added=False))

    def _journal(self, write: Callable[[Desk], None]) -> None:
        desk = self._workplace.desk
        self._workplace.tasks.work(lambda _progress: write(desk), lambda _done: None)


def instance_of(path: str) -> str:
    """Return the innermost repeat instance a question stands in (``/data/worker[2]``), "" outside of repeats."""
    return path[: path.rindex("]") + 1] if "]" in path else ""
