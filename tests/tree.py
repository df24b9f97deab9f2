"""Reads the project's own files, for the tests that watch over them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNWATCHED = frozenset({".venv", "build", "dist", "out", ".git"})


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: its path from the root with forward slashes, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def is_product(self) -> bool:
        return not self.path.startswith(("tests/", "bench/"))


@cache
def files() -> tuple[str, ...]:
    """Every file of the project: what git knows or would add; in an unpacked archive, everything there."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
        names = [name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    except (OSError, subprocess.CalledProcessError):
        names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]
    return tuple(sorted(name for name in names if not UNWATCHED & set(Path(name).parts)))


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file, parsed."""
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in files() if name.endswith(".py")}
    return tuple(Module(name, text, ast.parse(text, name)) for name, text in texts.items())


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Give the line and the top-level package of every absolute import, wherever it stands in the file."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, (node.module or "").partition(".")[0]


def literals(module: Module) -> Iterator[tuple[int, str]]:
    """Give the line and the text of every string constant."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
