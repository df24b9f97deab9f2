"""``demo``: fills the data folder with realistic households and two past rounds."""

from __future__ import annotations

from types import SimpleNamespace as Words

from cli.output import GOOD, Output, TerminalProgress
from cli.workspace import opened


def run(words: Words, output: Output) -> int:
    """Fill the folder."""
    from usecases.demo import fill_demo

    with opened(words.data) as workspace:
        made = fill_demo(workspace, households=words.households, seed=words.seed, progress=TerminalProgress())
    output.say(f"演示数据已经写好：{made.households} 户，{made.entries} 份问卷，在 {words.data}。")
    return output.result(GOOD, {"data": str(words.data), "households": made.households, "entries": made.entries})
