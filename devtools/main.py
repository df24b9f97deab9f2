"""``python dev.py COMMAND``: finds the command, makes its Python ready, hands the remaining arguments on."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devtools import commands
from devtools.environment import Source
from devtools.locks import lock_all
from devtools.say import WRONG_USE, Stop, say

USAGE = """用法：python dev.py 命令 [参数]

  run          打开户册桌面程序（其余参数交给 main.py）
  serve        启动中心服务器（参数见 python main.py serve --help）
  demo         不用屏幕，把主要工作从头演示一遍，留下截图
  test         运行全部测试（--long 加上长时间测试；其余参数交给 pytest）
  check        检查代码：ruff、mypy、import-linter、目录规则
  fmt          整理代码格式
  bench        性能对比（可写名称，--json 供程序读取）
  conformance  用一份案例文件检验表达式引擎
  lock         由 pyproject.toml 重新生成 requirements/*.txt

选项：--find-links 文件夹   先用文件夹里的安装包（也可设环境变量 HUCE_WHEELS）
      --offline             不访问网络
"""


@dataclass(frozen=True, slots=True)
class Request:
    """What the person asked for: the command, the arguments to hand on, where packages come from."""

    command: str
    rest: tuple[str, ...]
    source: Source


COMMANDS: dict[str, Callable[[Source, tuple[str, ...]], int]] = {
    "run": commands.run,
    "serve": commands.serve,
    "demo": commands.demo,
    "test": commands.test,
    "check": commands.check,
    "fmt": commands.fmt,
    "bench": commands.bench,
    "conformance": commands.conformance,
    "lock": lambda _source, _rest: lock_all(),
}


def main(argv: list[str]) -> int:
    """Carry out one command; return its exit code (2 wrong use, 3 something is missing on this machine)."""
    if not argv or argv[0] in ("-h", "--help", "help"):
        say(USAGE)
        return 0 if argv else WRONG_USE
    try:
        request = parse(argv, os.environ.get("HUCE_WHEELS", ""))
        return COMMANDS[request.command](request.source, request.rest)
    except Stop as stop:
        say(str(stop))
        return stop.code
    except KeyboardInterrupt:
        say("已停止。")
        return 130


def parse(argv: list[str], wheels: str) -> Request:
    """Take our own options out, wherever they stand before ``--``; the rest belongs to the command. Raises Stop."""
    words, rest, offline = list(argv), list[str](), False
    while words:
        word = words.pop(0)
        if word == "--":
            rest += words
            break
        if word == "--find-links" or word.startswith("--find-links="):
            wheels = _value(word, words)
        elif word == "--offline":
            offline = True
        else:
            rest.append(word)
    if not rest or rest[0] not in COMMANDS:
        raise Stop(f"没有这个命令：{rest[0] if rest else '（空）'}\n\n{USAGE}", WRONG_USE)
    return Request(rest[0], tuple(rest[1:]), Source(Path(wheels) if wheels else None, offline))


def _value(word: str, words: list[str]) -> str:
    value = word.partition("=")[2] or (words.pop(0) if words else "")
    if not value:
        raise Stop("--find-links 后面要写安装包所在的文件夹。", WRONG_USE)
    return value
