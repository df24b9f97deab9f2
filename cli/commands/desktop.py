"""No command: the desktop opens."""

from __future__ import annotations

from argparse import Namespace

from cli.output import Output


def run(words: Namespace, _output: Output) -> int:
    """Hand over to the screen; only here is Qt imported."""
    from gui.application import run as open_desktop

    return open_desktop(words.data)
