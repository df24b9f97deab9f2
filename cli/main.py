"""Finds the command, runs it, and turns every trouble into a code, a sentence, a remedy and an exit code."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace as Words
from typing import Protocol, cast

from cli.data_folder import default_data_folder
from cli.output import ENVIRONMENT, GOOD, INTERRUPTED, Output, UnheardError
from survey.problems import Cancelled, HuceError, Problem

MODULES = {
    "": "desktop",
    "demo": "demo",
    "import": "import_workbook",
    "export": "export_workbook",
    "sync": "synchronise",
    "serve": "serve",
    "check-form": "check_form",
    "doctor": "doctor",
    "restore": "restore",
}
OURS = frozenset({"analysis", "cli", "excel", "exchange", "gui", "server", "storage", "survey", "sync", "usecases"})


class Command(Protocol):
    """A module of cli/commands."""

    def run(self, words: Words, output: Output) -> int:
        """Carry the command out; return the exit code."""


def main(argv: Sequence[str]) -> int:
    """Run one command. Returns 0 good, 1 problems in the data, 2 wrong use, 3 environment, 130 after Ctrl-C."""
    _speak_utf8()
    try:
        return _ended(argv, Output(as_json="--json" in argv))
    except (
        UnheardError
    ):  # nobody reads any more, or the disk that holds the log is full: there is no way left to say it
        _be_silent()
        return ENVIRONMENT


def _ended(argv: Sequence[str], output: Output) -> int:
    try:
        return _run(argv, output)
    except SystemExit as stop:  # argparse after --help
        return stop.code if isinstance(stop.code, int) else GOOD
    except HuceError as error:
        return output.ended_by(error.problem)
    except (KeyboardInterrupt, Cancelled):
        output.say("已停止，没有完成的操作没有写入。")
        return output.result(INTERRUPTED, {"problems": []})
    except UnheardError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug of ours: the person still gets a code and knows the data is safe
        return output.ended_by(_unforeseen(error))


def _run(argv: Sequence[str], output: Output) -> int:
    words = _bare_start(argv)
    if words is None:
        from cli.parser import build_parser

        words = build_parser().parse_args(argv, namespace=Words())
    words.data = Path(getattr(words, "data", None) or default_data_folder()).expanduser().absolute()
    name = MODULES[words.command or ""]
    return cast("Command", importlib.import_module(f"cli.commands.{name}")).run(words, output)


def _bare_start(argv: Sequence[str]) -> Words | None:
    """Read the command line of the plain desktop without argparse, which would cost a tenth of the start."""
    if not argv:
        return Words(command=None)
    if len(argv) == 2 and argv[0] == "--data" and not argv[1].startswith("-"):
        return Words(command=None, data=Path(argv[1]))
    return None


def _unforeseen(error: Exception) -> Problem:
    """Tell a library that is not installed from a bug of ours, whose traceback goes to standard error."""
    if isinstance(error, ImportError) and (error.name or "").partition(".")[0] not in OURS:
        return Problem("P005", params={"reason": str(error)})
    import traceback

    traceback.print_exception(error, file=sys.stderr)
    return Problem("P001", params={"reason": f"{type(error).__name__}: {error}"})


def _speak_utf8() -> None:
    """Write UTF-8 into pipes and files whatever the system's code page is, and never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _be_silent() -> None:
    """Let what is still to be written go nowhere, so that the interpreter's last flush does not fail again."""
    import os

    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
