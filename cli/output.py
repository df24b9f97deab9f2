"""What a command says: sentences for a person, or one JSON object for a program."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TextIO

from survey.problems import Level, Problem

if TYPE_CHECKING:
    from exchange.messages import Json

GOOD, DATA_PROBLEMS, WRONG_USE, ENVIRONMENT = 0, 1, 2, 3
INTERRUPTED = 130  # what a shell expects after Ctrl-C
SHOWN = 200  # problems shown to a person; a program gets all of them

LEVELS = {Level.ERROR: "error", Level.QUERY: "query", Level.HINT: "hint"}
USE_CODES = frozenset({"P002", "P003", "P004", "P007", "C001", "N010", "N011"})  # wrong words, file, password, address
DATA_FAMILIES = frozenset("VIEFXBR")


def exit_code(problem: Problem) -> int:
    """Return the exit code of a trouble that ended an action."""
    if problem.code in USE_CODES:
        return WRONG_USE
    return DATA_PROBLEMS if problem.code[:1] in DATA_FAMILIES else ENVIRONMENT


def found(problems: Sequence[Problem]) -> int:
    """Return the exit code of a check: hints alone are no fault."""
    return DATA_PROBLEMS if any(problem.level is not Level.HINT for problem in problems) else GOOD


class Output:
    """Writes for one command. With ``as_json`` people's sentences go to stderr and stdout carries the object alone."""

    def __init__(self, *, as_json: bool, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.as_json = as_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr

    def say(self, sentence: str) -> None:
        """Tell a person something that went as asked."""
        print(sentence, file=self._err if self.as_json else self._out, flush=True)

    def trouble(self, problem: Problem) -> None:
        """Tell a person a problem: code, place, sentence, remedy."""
        place = f"{problem.place}：" if str(problem.place) else ""
        print(f"[{problem.code}] {place}{problem.sentence}", file=self._err)
        print(f"    {problem.remedy}", file=self._err, flush=True)

    def troubles(self, problems: Sequence[Problem]) -> None:
        """Tell a person the first problems and how many more there are."""
        for problem in problems[:SHOWN]:
            self.trouble(problem)
        if len(problems) > SHOWN:
            print(f"……还有 {len(problems) - SHOWN} 个问题，加 --json 可以看到全部。", file=self._err)

    def result(self, code: int, facts: Mapping[str, Json]) -> int:
        """Write the object if it was asked for; return the exit code, which stands in it too."""
        if self.as_json:
            import json

            json.dump({"ok": code == GOOD, "exit": code, **facts}, self._out, ensure_ascii=False, default=str)
            self._out.write("\n")
            self._out.flush()
        return code

    def ended_by(self, problem: Problem) -> int:
        """Report the trouble that ended the action."""
        self.trouble(problem)
        return self.result(exit_code(problem), {"problems": [as_json(problem)]})


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
