"""What a command says: sentences for a person, or one JSON object for a program."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from cli.grouping import alike, places
from survey.problems import Level, Problem

if TYPE_CHECKING:
    from exchange.messages import Json

GOOD, DATA_PROBLEMS, WRONG_USE, ENVIRONMENT = 0, 1, 2, 3
INTERRUPTED = 130  # what a shell expects after Ctrl-C
SHOWN = 200  # remarks shown to a person; a program gets all problems

LEVELS = {Level.ERROR: "error", Level.QUERY: "query", Level.HINT: "hint"}
# Wrong words, file, password, address, questionnaire, name, backup.
USE_CODES = frozenset(
    {"P002", "P003", "P004", "P007", "C001", "C046", "C047", "C048", "N010", "N011"}
    | {"S011", "S015", "S022", "S026", "S027"}
)
DATA_FAMILIES = frozenset("VIEFXBR")
UNWRITABLE = "B040"  # the place of a workbook's family, but the disk or another program is the trouble


def exit_code(problem: Problem) -> int:
    """Return the exit code of a trouble that ended an action."""
    if problem.code in USE_CODES:
        return WRONG_USE
    data = problem.code[:1] in DATA_FAMILIES and problem.code != UNWRITABLE
    return DATA_PROBLEMS if data else ENVIRONMENT


def found(problems: Sequence[Problem]) -> int:
    """Return the exit code of a check: hints alone are no fault."""
    return DATA_PROBLEMS if any(problem.level is not Level.HINT for problem in problems) else GOOD


class UnheardError(Exception):
    """What was to be said could not be written: the pipe is closed or the disk is full."""


@contextmanager
def heard() -> Iterator[None]:
    """Tell trouble with the writing from trouble with the work."""
    try:
        yield
    except OSError as error:
        raise UnheardError from error


class Output:
    """Writes for one command. With ``as_json`` people's sentences go to stderr and stdout carries the object alone."""

    def __init__(self, *, as_json: bool, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.as_json = as_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr

    def say(self, sentence: str) -> None:
        """Tell a person something that went as asked."""
        self._write(self._err if self.as_json else self._out, sentence)

    def trouble(self, *same: Problem) -> None:
        """Tell a person a problem, or several that read the same: code, places, sentence, remedy."""
        problem, where = same[0], places(same)
        self._write(
            self._err, f"[{problem.code}] {where}{'：' if where else ''}{problem.sentence}\n    {problem.remedy}"
        )

    def troubles(self, problems: Sequence[Problem]) -> None:
        """Tell a person the first problems, those that read the same together, and how many more there are."""
        groups = alike(problems)
        for group in groups[:SHOWN]:
            self.trouble(*group)
        if left := sum(map(len, groups[SHOWN:])):
            self._write(self._err, f"……还有 {left} 个问题，加 --json 可以看到全部。")

    def result(self, code: int, facts: Mapping[str, Json]) -> int:
        """Write the object if it was asked for; return the exit code, which stands in it too."""
        if self.as_json:
            import json

            answer = {"ok": code == GOOD, "exit": code, **facts}
            self._write(self._out, json.dumps(answer, ensure_ascii=False, default=str))
        return code

    def ended_by(self, problem: Problem) -> int:
        """Report the trouble that ended the action."""
        self.trouble(problem)
        return self.result(exit_code(problem), {"problems": [as_json(problem)]})

    @staticmethod
    def _write(stream: TextIO, text: str) -> None:
        with heard():
            print(text, file=stream, flush=True)


def as_json(problem: Problem) -> dict[str, Json]:
    """Return one problem as a program reads it."""
    place = problem.place
    return {
        "code": problem.code,
        "level": LEVELS[problem.level],
        "rule": problem.rule,
        "place": str(place),
        "file": place.file,
        "sheet": place.sheet,
        "cell": place.cell,
        "path": place.path,
        "label": place.label,
        "value": problem.params.get("value", ""),
        "message": problem.sentence,
        "remedy": problem.remedy,
    }


class Terminal(Protocol):
    """What progress is written to."""

    def isatty(self) -> bool:
        """Tell a terminal from a file."""

    def write(self, text: str, /) -> int:
        """Write a piece."""

    def flush(self) -> None:
        """Show it now."""


class TerminalProgress:
    """Shows long work on one line of a terminal, and nothing in a log file."""

    def __init__(self, err: Terminal | None = None) -> None:
        self._err: Terminal = err or sys.stderr
        self._live = self._err.isatty()
        self._last = 0.0

    def step(self, done: int, total: int, text: str) -> None:
        """Show the state at most ten times a second."""
        now = time.monotonic()
        if not self._live or (now - self._last < 0.1 and done != total):
            return
        self._last = now
        amount = f"{done}/{total}" if total else str(done)
        self._err.write(f"\r\x1b[K{text} {amount}" if done != total or not total else "\r\x1b[K")
        self._err.flush()
