"""dev.py: when the environment is made anew, and when it is left alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from devtools import environment
from devtools.environment import DEV, RUNTIME, Source, Stamp, lock_file, python_tag, ready_python, venv_python
from devtools.say import Stop


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "requirements").mkdir()
    for lock in (RUNTIME, DEV):
        lock_file(lock, tmp_path).write_text(f"{lock}==1\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def done(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record what would be created and installed; making a Python is pip's and venv's business."""
    steps: list[str] = []

    def create(where: Path) -> None:
        steps.append("create")
        venv_python(where).parent.mkdir(parents=True, exist_ok=True)
        venv_python(where).touch()
        (where / ".venv" / "lib" / "site-packages" / "pip").mkdir(parents=True, exist_ok=True)
        (where / ".venv" / "pyvenv.cfg").write_text(f"home = x\nversion = {python_tag()}.9\n", encoding="utf-8")

    monkeypatch.setattr(environment, "create", create)
    monkeypatch.setattr(environment, "install", lambda lock, _source, _root: steps.append(lock))
    return steps


def test_the_first_run_creates_and_installs_once(root: Path, done: list[str]) -> None:
    assert ready_python(RUNTIME, Source(), root) == venv_python(root)
    ready_python(RUNTIME, Source(), root)
    assert done == ["create", RUNTIME]


def test_the_dev_lock_serves_the_runtime_too(root: Path, done: list[str]) -> None:
    ready_python(DEV, Source(), root)
    ready_python(RUNTIME, Source(), root)
    assert done == ["create", DEV]


def test_the_dev_lock_is_added_to_a_runtime_environment(root: Path, done: list[str]) -> None:
    ready_python(RUNTIME, Source(), root)
    ready_python(DEV, Source(), root)
    assert done == ["create", RUNTIME, DEV]


def test_a_changed_lock_is_installed_again(root: Path, done: list[str]) -> None:
    ready_python(RUNTIME, Source(), root)
    lock_file(RUNTIME, root).write_text("runtime==2\n", encoding="utf-8")
    ready_python(RUNTIME, Source(), root)
    assert done == ["create", RUNTIME, RUNTIME]


def test_another_python_version_makes_the_environment_anew(root: Path, done: list[str]) -> None:
    ready_python(RUNTIME, Source(), root)
    Stamp("3.99", Stamp.read(root).locks).write(root)
    (root / ".venv" / "pyvenv.cfg").write_text("version_info = 3.99.1\n", encoding="utf-8")
    ready_python(RUNTIME, Source(), root)
    assert done == ["create", RUNTIME, "create", RUNTIME]


def test_a_hand_made_environment_of_this_python_is_kept(root: Path, done: list[str]) -> None:
    environment.create(root)
    ready_python(RUNTIME, Source(), root)
    assert done == ["create", RUNTIME]


@pytest.mark.parametrize("text", ["", "[]", '{"python": "3.11"}', '{"python": 1, "locks": 2}'])
def test_a_damaged_stamp_counts_as_nothing_installed(root: Path, text: str) -> None:
    (root / ".venv").mkdir()
    (root / ".venv" / "huce-lock.json").write_text(text, encoding="utf-8")
    assert Stamp.read(root) == Stamp("", {})


def test_a_failed_installation_is_not_stamped(root: Path, done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise Stop("no")

    monkeypatch.setattr(environment, "install", fail)
    with pytest.raises(Stop):
        ready_python(RUNTIME, Source(), root)
    assert done == ["create"]
    assert Stamp.read(root).locks == {}


def test_a_python_without_ensurepip_is_told_the_debian_package(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(Stop, match=r"apt-get install -y python3\.\d+-venv"):
        environment.create(root)


def test_both_windows_and_linux_find_their_python(root: Path) -> None:
    assert venv_python(root, "win32").as_posix().endswith(".venv/Scripts/python.exe")
    assert venv_python(root, "linux").as_posix().endswith(".venv/bin/python")


def pins(lock: str) -> set[str]:
    return set(re.findall(r"^[\w.-]+(?:\[\w+\])?==[^ \\]+", lock_file(lock).read_text(encoding="utf-8"), re.MULTILINE))


def test_the_dev_lock_holds_every_pin_of_the_runtime_lock() -> None:
    assert pins(RUNTIME)
    assert pins(RUNTIME) <= pins(DEV)


def test_every_locked_package_has_hashes() -> None:
    for lock in (RUNTIME, DEV):
        text = lock_file(lock).read_text(encoding="utf-8")
        assert text.count("--hash=sha256:") > len(pins(lock))
