"""``demo``: fills the data folder with realistic households and two past rounds."""

from __future__ import annotations

from argparse import Namespace

from cli.output import GOOD, Output, TerminalProgress


def run(words: Namespace, output: Output) -> int:
    """Fill the folder; what is there already is not touched by a second run's numbers."""
    from usecases.demo import fill_demo
    from usecases.workspace import open_workspace

    workspace = open_workspace(words.data)
    try:
        fill_demo(workspace, households=words.households, seed=words.seed, progress=TerminalProgress())
    finally:
        workspace.close()
    output.say(f"演示数据已经写好：{words.households} 户，在 {words.data}。")
    return output.result(GOOD, {"data": str(words.data), "households": words.households})
