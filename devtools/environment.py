"""The private Python of this checkout: ``.venv``, made from a committed lock file and from nothing else."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from devtools.say import Stop, say
from devtools.system import check_platform, install_command

ROOT = Path(__file__).resolve().parent.parent
RUNTIME, DEV = "runtime", "dev"  # the dev lock holds everything of the runtime lock, with the same versions


@dataclass(frozen=True, slots=True)
class Source:
    """Where packages come from besides pip's own settings: a folder of wheels, and whether only that folder."""

    wheels: Path | None = None
    offline: bool = False


def lock_file(lock: str, root: Path = ROOT) -> Path:
    return root / "requirements" / f"{lock}.txt"


def venv_python(root: Path = ROOT, platform: str = sys.platform) -> Path:
    return root / ".venv" / ("Scripts/python.exe" if platform == "win32" else "bin/python")


def ready_python(lock: str, source: Source, root: Path = ROOT) -> Path:
    """Return the Python of ``.venv`` after making sure that the lock is installed in it. Raises Stop."""
    stamp = Stamp.read(root)
    if stamp.holds(lock, root):
        return venv_python(root)
    if made_with(root) != python_tag() or not venv_python(root).exists():
        create(root)
    install(lock, source, root)
    Stamp.of(lock, root).write(root)
    return venv_python(root)


def python_tag() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def made_with(root: Path) -> str:
    """Return the version ("3.11") of the Python an environment with pip was made with, or an empty text."""
    settings = root / ".venv" / "pyvenv.cfg"
    if not settings.is_file() or not any((root / ".venv").rglob("site-packages/pip")):
        return ""
    match = re.search(r"^version\w* *= *(\d+\.\d+)", settings.read_text(encoding="utf-8"), re.MULTILINE)
    return match[1] if match else ""


def digest(lock: str, root: Path) -> str:
    text = lock_file(lock, root).read_text(encoding="utf-8")  # text mode: the same hash with either line ending
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Stamp:
    """What ``.venv`` was made from: the Python version and the hashes of the installed locks."""

    python: str
    locks: dict[str, str]

    @classmethod
    def read(cls, root: Path) -> Stamp:
        """Read the stamp; a missing or damaged one counts as nothing installed."""
        try:
            row = json.loads((root / ".venv" / "huce-lock.json").read_text(encoding="utf-8"))
            return cls(str(row["python"]), {str(name): str(value) for name, value in row["locks"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls("", {})

    @classmethod
    def of(cls, lock: str, root: Path) -> Stamp:
        """Describe a fresh installation of the lock."""
        names = (RUNTIME, DEV) if lock == DEV else (RUNTIME,)
        return cls(python_tag(), {name: digest(name, root) for name in names})

    def holds(self, lock: str, root: Path) -> bool:
        """Tell whether the lock, as it is now, is what is installed for this Python."""
        installed = self.python == python_tag() and self.locks.get(lock) == digest(lock, root)
        return installed and venv_python(root).exists()

    def write(self, root: Path) -> None:
        """Keep it in the environment itself, so that deleting ``.venv`` forgets it."""
        text = json.dumps({"python": self.python, "locks": self.locks})
        (root / ".venv" / "huce-lock.json").write_text(text, encoding="utf-8")


def create(root: Path) -> None:
    """Make an empty ``.venv``. Raises Stop with the remedy when this Python cannot."""
    check_platform()
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        packages = [f"python{python_tag()}-venv"]
        raise Stop(f"这个 Python 不带 venv/ensurepip，无法建立运行环境。请运行：\n  {install_command(packages)}")
    say(f"正在建立运行环境 .venv（Python {python_tag()}）……")
    result = subprocess.run([sys.executable, "-m", "venv", "--clear", str(root / ".venv")], check=False)
    if result.returncode != 0:
        raise Stop("建立 .venv 没有成功，原因见上。请检查这个文件夹能否写入、磁盘是否已满。")


def install(lock: str, source: Source, root: Path) -> None:
    """Install exactly the lock, hashes checked. Raises Stop."""
    say(f"正在安装 requirements/{lock}.txt 中的软件包（首次要下载一百多 MB，约需几分钟）……")
    if not any(run_pip(lock, options, root) for options in attempts(source)):
        raise Stop(
            "安装没有成功，原因见上。请检查网络和 pip 的源设置（pip config list）；\n"
            "没有网络时，请在有网络、系统和 Python 版本都相同的机器上准备安装包文件夹：\n"
            f"  python -m pip download -r requirements/{lock}.txt -d wheels\n"
            "拷贝过来后运行：\n  python dev.py --find-links wheels run"
        )


def attempts(source: Source) -> list[list[str]]:
    """Return pip's source options, in the order to try: the given folder alone, then pip's own index as well."""
    if source.wheels is None:
        return [["--no-index"]] if source.offline else [[]]
    if not source.wheels.is_dir():
        raise Stop(f"找不到安装包文件夹：{source.wheels}", 2)
    folder = ["--find-links", str(source.wheels.resolve())]
    alone = [*folder, "--no-index"]
    return [alone] if source.offline else [alone, folder]


def run_pip(lock: str, options: list[str], root: Path) -> bool:
    arguments = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    command = [str(venv_python(root)), "-m", "pip", *arguments, *options, "-r", str(lock_file(lock, root))]
    environ = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(command, check=False, env=environ).returncode == 0
