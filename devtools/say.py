"""Words to the person at the terminal: one short Chinese sentence at a time, on stderr."""

from __future__ import annotations

import io
import sys

ENVIRONMENT = 3  # exit code: something outside the program is missing
WRONG_USE = 2


class Stop(Exception):  # noqa: N818 - not an error of ours: it carries what the person has to do
    """End the command with this sentence and exit code."""

    def __init__(self, sentence: str, code: int = ENVIRONMENT) -> None:
        super().__init__(sentence)
        self.code = code


def say(sentence: str) -> None:
    """Tell the person one thing; a console that cannot show a character gets a question mark, never a crash."""
    if isinstance(sys.stderr, io.TextIOWrapper) and sys.stderr.errors != "replace":
        sys.stderr.reconfigure(errors="replace")
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
