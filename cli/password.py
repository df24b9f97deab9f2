"""Where a password comes from: the environment, a file, or a question. Never from the command line: others see it."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from survey.problems import HuceError, Problem

VARIABLE = "HUCE_PASSWORD"


def read_password(file: Path | None, question: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the password. Raises HuceError P003 (no such file) or P007 (none given and nobody to ask)."""
    if file is not None:
        line = first_line(file)
        if not line:
            raise HuceError(Problem("P007", params={"variable": VARIABLE}))
        return line
    if environ.get(VARIABLE):
        return environ[VARIABLE]
    if not sys.stdin.isatty():
        raise HuceError(Problem("P007", params={"variable": VARIABLE}))
    return getpass.getpass(question)


def first_line(file: Path) -> str:
    """Return the first line of a file that holds a secret. Raises HuceError P003 when it cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeError):
        raise HuceError(Problem("P003", params={"file": str(file)})) from None
    return lines[0] if lines else ""
