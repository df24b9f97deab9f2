"""Runs the measures, prints a table of ratios, and ends with 1 when a target is missed."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol, cast

from bench.result import Result

FRAME = frozenset({"__init__", "__main__", "runner", "result"})
FOLDER = Path(__file__).resolve().parent


class Measure(Protocol):
    """A module of this folder."""

    def measure(self) -> Result | Iterable[Result]:
        """Take the measure; several rows are allowed."""


def names(folder: Path = FOLDER) -> list[str]:
    """Every module that measures something."""
    return sorted(file.stem for file in folder.glob("*.py") if file.stem not in FRAME)


def rows_of(name: str) -> list[Result]:
    taken = cast("Measure", importlib.import_module(f"bench.{name}")).measure()
    return [taken] if isinstance(taken, Result) else list(taken)


def main(argv: Sequence[str]) -> int:
    """Measure what is named. Returns 0 when every target is met, 1 when one is missed, 2 for an unknown name."""
    known, wanted = names(), [word for word in argv if word != "--json"]
    unknown = [word for word in wanted if word not in known]
    if unknown:
        print(f"没有这个测量：{'、'.join(unknown)}。可以是：{'、'.join(known)}", file=sys.stderr)
        return 2
    results = []
    for name in wanted or known:
        print(f"正在测量 {name}……", file=sys.stderr, flush=True)
        results += rows_of(name)
    print(as_json(results) if "--json" in argv else table(results))
    return 0 if all(result.good for result in results) else 1


def as_json(results: Sequence[Result]) -> str:
    """Return the rows for a program."""
    return json.dumps([row(result) for result in results], ensure_ascii=False)


def row(result: Result) -> dict[str, object]:
    return {
        "name": result.name,
        "ours": result.ours,
        "peer": result.peer,
        "ratio": result.ratio,
        "target": result.target,
        "ceiling": result.ceiling,
        "unit": result.unit,
        "good": result.good,
        "note": result.note,
    }


def table(results: Sequence[Result]) -> str:
    """Return the rows for a person."""
    head = ("measure", "ours", "peer", "ratio", "target", "", "against")
    body = [
        (
            result.name,
            f"{result.ours:.4g} {result.unit}",
            f"{result.peer:.4g} {result.unit}",
            f"{result.ratio:.3f}",
            f"{result.target:.3f}" + (f", {result.ceiling:g} {result.unit}" if result.ceiling is not None else ""),
            "ok" if result.good else "MISSED",
            result.note,
        )
        for result in results
    ]
    widths = [max(len(line[column]) for line in [head, *body]) for column in range(len(head))]
    lines = ("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in [head, *body])
    return "\n".join(line.rstrip() for line in lines)
