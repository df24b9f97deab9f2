"""No command: the desktop opens."""

from __future__ import annotations

from types import SimpleNamespace as Words

from cli.output import Output


def run(words: Words, _output: Output) -> int:
    """Hand over to the screen; only here is Qt imported."""
    from gui.application import run as open_desktop

    return open_desktop(words.data)
