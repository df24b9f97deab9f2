"""The commands of ``dev.py``. Each returns the exit code of what it ran."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from devtools import system
from devtools.environment import DEV, ROOT, RUNTIME, Source, ready_python
from devtools.say import WRONG_USE, Stop, say

MAIN = str(ROOT / "main.py")
HEADLESS = frozenset({"demo", "import", "export", "sync", "serve", "check-form", "doctor", "-h", "--help"})
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
CHECKS: tuple[tuple[str, ...], ...] = (
    ("-m", "ruff", "check", "."),
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "mypy", "."),
    ("-c", "from importlinter.cli import lint_imports_command as lint_imports; lint_imports(['--no-logo'])"),
    ("-m", "pytest", "-q", "tests/test_tree.py"),
)


def run(source: Source, rest: Sequence[str]) -> int:
    """Open the desktop; with a sub-command in ``rest`` no screen is asked for."""
    if not any(word in HEADLESS for word in rest):
        system.check_display()
        system.warn_without_chinese_font()
    return hand_over([str(ready_python(RUNTIME, source)), MAIN, *rest])


def serve(source: Source, rest: Sequence[str]) -> int:
    """Start the central server."""
    return hand_over([str(ready_python(RUNTIME, source)), MAIN, "serve", *rest])


def demo(source: Source, rest: Sequence[str]) -> int:
    """Play the whole main job without a screen."""
    system.check_libraries(system.OFFSCREEN)
    system.warn_without_chinese_font()
    return call([str(ready_python(RUNTIME, source)), "-m", "tests.journeys.main_job", *rest], OFFSCREEN)


def test(source: Source, rest: Sequence[str]) -> int:
    """Run the tests offscreen on two cores; ``--long`` adds the soak and fuzz runs at full size."""
    system.check_libraries(system.OFFSCREEN)
    return call([str(ready_python(DEV, source)), "-m", "pytest", *pytest_options(rest)], OFFSCREEN)


def pytest_options(rest: Sequence[str]) -> list[str]:
    """Put our defaults before the person's own options, which therefore win."""
    options = [word for word in rest if word != "--long"]
    marks = [] if "--long" in rest else ["-m", "not long"]
    return ["-n", "2", "--dist", "loadfile", *marks, *options]


def check(source: Source, rest: Sequence[str]) -> int:
    """Run every check even when one fails, and sum up."""
    if rest:
        raise Stop("check 没有参数。", WRONG_USE)
    python = ready_python(DEV, source)
    failed = []
    for step in CHECKS:
        name = " ".join(step[1:]) if step[0] == "-m" else "lint-imports"
        say(f"── {name}")
        if call([str(python), *step], OFFSCREEN) != 0:
            failed.append(name)
    say(f"检查没有通过：{'、'.join(failed)}" if failed else "检查全部通过。")
    return 1 if failed else 0


def fmt(source: Source, rest: Sequence[str]) -> int:
    """Sort imports, apply safe fixes and format the given paths (everything by default)."""
    python = str(ready_python(DEV, source))
    paths = list(rest) or ["."]
    fixed = call([python, "-m", "ruff", "check", "--fix", *paths])
    return call([python, "-m", "ruff", "format", *paths]) or fixed


def bench(source: Source, rest: Sequence[str]) -> int:
    """Measure ratios against a named peer or floor in the same run."""
    system.check_libraries(system.OFFSCREEN)
    return call([str(ready_python(DEV, source)), "-m", "bench", *rest], OFFSCREEN)


def conformance(source: Source, rest: Sequence[str]) -> int:
    """Run a file of expression cases and list what fails."""
    if len(rest) != 1:
        raise Stop("用法：python dev.py conformance 案例文件.json", WRONG_USE)
    return call([str(ready_python(DEV, source)), "-m", "tests.conformance", str(Path(rest[0]).resolve())])


def hand_over(command: list[str]) -> int:
    """Become the command, in the person's own folder: signals and exit code are then its own.

    Windows has no such thing; there the command is a child.
    """
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606 - a fixed program, and no shell is wanted
    return call(command, cwd=None)


def call(command: list[str], extra: dict[str, str] | None = None, cwd: Path | None = ROOT) -> int:
    """Run a child in the project folder and return its exit code; Ctrl-C is the child's to handle."""
    with subprocess.Popen(command, cwd=cwd, env={**os.environ, **(extra or {})}) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue
