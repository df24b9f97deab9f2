"""The lines of the report, and how they come about whatever fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from survey.problems import HuceError, Level, Problem


class State(StrEnum):
    """How a line turned out."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, what was found, and the problem if there is one."""

    subject: str
    detail: str
    problem: Problem | None = None

    @property
    def state(self) -> State:
        """A hint warns; anything stronger is bad."""
        if self.problem is None:
            return State.OK
        return State.WARN if self.problem.level is Level.HINT else State.BAD


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at."""

    subject: str
    look: Callable[[], Finding]


def warn(subject: str, detail: str, code: str, **params: str) -> Finding:
    """Make a line that the person should know of, although work can go on."""
    return Finding(subject, detail, Problem(code, Level.HINT, params=params))


def bad(subject: str, detail: str, code: str, **params: str) -> Finding:
    """Make a line that has to be mended."""
    return Finding(subject, detail, Problem(code, params=params))


def carry_out(checks: Iterable[Check]) -> tuple[Finding, ...]:
    """Look at everything; a check that fails itself becomes a bad line, and the others go on."""
    return tuple(_carry_out(check) for check in checks)


def _carry_out(check: Check) -> Finding:
    try:
        return check.look()
    except HuceError as error:
        return Finding(check.subject, error.problem.sentence, error.problem)
    except Exception as error:  # noqa: BLE001 - the doctor must reach the last line on the sickest machine
        reason = f"{type(error).__name__}: {error}"
        return bad(check.subject, reason, "P110", item=check.subject, reason=reason)
