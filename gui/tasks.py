"""The one way to leave the GUI thread: lanes of one thread each, and results that come back as signals.

``work`` touches the local database in the order things were asked (so journal entries keep the order of
typing); ``sync`` talks to the server; ``files`` reads what may be slow, such as a stick. A job is a function that takes
a Progress; what it returns, its trouble and its steps reach the GUI thread through one queued signal. Cancelling asks
a job to stop at its next step; one that had no step left has done its work, and that is told as ever.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from survey.problems import Cancelled, HuceError, Problem
from usecases.progress import Progress

T = TypeVar("T")
STEP_SECONDS = 0.05  # a person sees no more than 20 steps a second
_LOG = logging.getLogger("huce.tasks")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job ended: the problem to tell, and for a bug of ours the traceback for the diagnosis text."""

    problem: Problem
    trace: str = ""


def unexpected(trace: str) -> Failure:
    """A bug of ours: the name of the exception stands in the diagnosis, not in the sentence."""
    return Failure(Problem("P001", params={"reason": "内部错误。"}), trace)


@dataclass(frozen=True, slots=True)
class _Result:
    value: object


class Task(QObject):
    """One job under way. Signals arrive on the GUI thread; ``ended`` comes last, whatever happened.

    ``stopped``: it was cancelled and has stopped; then neither its result nor ``failed`` comes.
    """

    stepped = Signal(int, int, str)
    failed = Signal(object)
    stopped = Signal()
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.cancelled = False

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self.cancelled = True


class _Steps:
    def __init__(self, task: Task, post: Callable[[Callable[[], None]], None]) -> None:
        self._task, self._post, self._last = task, post, 0.0

    def step(self, done: int, total: int, text: str) -> None:
        if self._task.cancelled:
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= STEP_SECONDS or done == total:
            self._last = now
            self._post(lambda: self._task.stepped.emit(done, total, text))


class _Lane:
    """One thread that runs jobs in the order they were put in."""

    def __init__(self, name: str) -> None:
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name=name)
        self._started = False

    def put(self, job: Callable[[], None]) -> None:
        if not self._started:
            self._started = True
            self._thread.start()
        self._jobs.put(job)

    def close(self) -> None:
        if self._started:
            self._jobs.put(None)
            self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
            del job  # while waiting for the next one this thread holds on to nothing


class Tasks(QObject):
    """Starts jobs and brings their ends to the GUI thread, where this object lives."""

    unhandled = Signal(object)  # a Failure nobody else takes care of
    idle = Signal()
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {name: _Lane(name) for name in ("work", "sync", "files")}
        self._running: dict[Task, Callable[[Any], None]] = {}
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def work(
        self, job: Callable[[Progress], T], done: Callable[[T], None], failed: Callable[[Failure], None] | None = None
    ) -> Task:
        """Run a job on the database lane; without ``failed`` its trouble goes to ``unhandled``."""
        return self._start("work", job, done, failed)

    def sync(
        self, job: Callable[[Progress], T], done: Callable[[T], None], failed: Callable[[Failure], None] | None = None
    ) -> Task:
        """Run a job on the network lane."""
        return self._start("sync", job, done, failed)

    def files(
        self, job: Callable[[Progress], T], done: Callable[[T], None], failed: Callable[[Failure], None] | None = None
    ) -> Task:
        """Run a job on the lane for slow files: no answer waits in the journal while a stick is read."""
        return self._start("files", job, done, failed)

    @property
    def busy(self) -> bool:
        """Whether any job has not ended yet."""
        return bool(self._running)

    def cancel_all(self) -> None:
        """Ask every running job to stop at its next step; jobs without steps run to their end."""
        for task in self._running:
            task.cancel()

    def close(self) -> None:
        """Let the jobs that were put in finish, then end every thread."""
        for lane in self._lanes.values():
            lane.close()

    def _start(
        self,
        lane: str,
        job: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Failure], None] | None,
    ) -> Task:
        task = Task(self)
        task.failed.connect(failed or self.unhandled.emit)
        self._running[task] = done
        self._lanes[lane].put(lambda: self._perform(task, job))
        return task

    def _perform(self, task: Task, job: Callable[[Progress], object]) -> None:
        """Run on the lane's thread: turn whatever happens into one delivery.

        ``done`` stays with the GUI thread: it knows widgets, and a widget whose last reference is dropped on another
        thread is destroyed there, which ends the program.
        """
        outcome: _Result | Failure | None = None
        try:
            outcome = _Result(job(_Steps(task, self._arrived.emit)))
        except Cancelled:
            pass
        except HuceError as trouble:
            outcome = Failure(trouble.problem)
        except Exception:  # noqa: BLE001 - the thread's outermost frame: a bug of ours becomes a shown problem
            trace = traceback.format_exc()
            _LOG.error("job failed\n%s", trace)
            outcome = unexpected(trace)
        self._arrived.emit(lambda: self._end(task, outcome))

    def _end(self, task: Task, outcome: _Result | Failure | None) -> None:
        try:
            if outcome is None:
                task.stopped.emit()
            elif isinstance(outcome, Failure):
                task.failed.emit(outcome)
            else:
                self._running[task](outcome.value)
        finally:
            del self._running[task]
            task.ended.emit()
            task.deleteLater()
            if not self._running:
                self.idle.emit()

    def _deliver(self, action: Callable[[], None]) -> None:
        action()
