"""Takes each step of a filling: in the session at once, and on the disk in the order of typing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from gui.tasks import Failure
from gui.views.entry.filling import Filling
from gui.workplace import Workplace
from survey.problems import HuceError, Problem
from survey.values import Parsed

if TYPE_CHECKING:
    from gui.desk import Desk
    from usecases.entries import SavedEntry


class Recorder:
    """While a save reads the session on its own thread, new steps wait until ``release``.

    A step that could not be written is tried again before the next one: the disk was full for a moment, another
    program held the file. ``after`` is what the person asked for while a save was under way.
    """

    def __init__(self, workplace: Workplace, filling: Filling) -> None:
        self.filling = filling
        self.after: Callable[[], object] | None = None
        self._workplace = workplace
        self._held = False
        self._waiting: list[Callable[[], object]] = []
        self._unwritten: deque[Callable[[Desk], None]] = deque()  # taken from on the lane of the database only

    def save(self, *, complete: bool, done: Callable[[SavedEntry], None], failed: Callable[[Failure], None]) -> None:
        """Save the entry with everything in the session; steps wait until ``release``."""
        entry, unwritten = self.filling.entry, self._unwritten
        desk = self._workplace.desk

        def save(_progress: object) -> SavedEntry:
            saved = desk.save_entry(entry=entry, complete=complete)
            unwritten.clear()
            return saved

        def saved(outcome: SavedEntry) -> None:
            self.filling.changed = entry.resumed = False
            done(outcome)

        self._held = True
        self._workplace.tasks.work(save, saved, failed)

    def release(self) -> Callable[[], object] | None:
        """Take the steps that waited; return what was asked for meanwhile."""
        self._held = False
        waiting, self._waiting = self._waiting, []
        for step in waiting:
            step()
        after, self.after = self.after, None
        return after

    @property
    def is_held(self) -> bool:
        """Whether a save is under way."""
        return self._held

    @property
    def is_behind(self) -> bool:
        """Whether a step is not on the disk."""
        return bool(self._unwritten)

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
        self._unwritten.append(write)
        self.catch_up()

    def catch_up(self) -> None:
        """Write what is not on the disk yet, in the order of typing."""
        desk, unwritten = self._workplace.desk, self._unwritten

        def write(_progress: object) -> None:
            while unwritten:
                step = unwritten.popleft()
                try:
                    step(desk)
                except HuceError:
                    unwritten.appendleft(step)
                    raise

        self._workplace.tasks.work(write, lambda _done: None)


def instance_of(path: str) -> str:
    """Return the innermost repeat instance a question stands in (``/data/worker[2]``), "" outside of repeats."""
    return path[: path.rindex("]") + 1] if "]" in path else ""
