"""Regenerates the lock files from pyproject.toml: one universal file for every platform, with hashes."""

from __future__ import annotations

import subprocess
from pathlib import Path

from devtools.environment import DEV, ROOT, RUNTIME, lock_file
from devtools.say import Stop, say

OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
)


def lock_all() -> int:
    """Write requirements/*.txt. Raises Stop when uv is missing."""
    for lock, extra in ((RUNTIME, ()), (DEV, ("--group", "dev"))):
        say(f"正在生成 requirements/{lock}.txt……")
        compile_lock(lock_file(lock), extra)
    return 0


def compile_lock(out: Path, extra: tuple[str, ...]) -> None:
    command = ["uv", "pip", "compile", "--quiet", *OPTIONS, *extra, "pyproject.toml", "-o", str(out)]
    try:
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    except FileNotFoundError:
        raise Stop("生成锁文件需要 uv。请运行：\n  python -m pip install uv") from None
    except subprocess.CalledProcessError as error:
        raise Stop("uv 没有成功，原因见上。", error.returncode) from None
