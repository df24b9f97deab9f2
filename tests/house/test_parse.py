"""dev.py: which command, which arguments go on, where packages come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from dev import wrong_python
from devtools.commands import pytest_options
from devtools.environment import Source, attempts
from devtools.main import main, parse
from devtools.say import Stop


@pytest.mark.parametrize(
    ("argv", "command", "rest", "source"),
    [
        (["run"], "run", (), Source()),
        (["run", "--data", "d"], "run", ("--data", "d"), Source()),
        (["--find-links", "w", "test", "-k", "x"], "test", ("-k", "x"), Source(Path("w"))),
        (["test", "--find-links=w", "--offline"], "test", (), Source(Path("w"), offline=True)),
        (["test", "--", "--offline"], "test", ("--offline",), Source()),
    ],
)
def test_our_options_may_stand_anywhere(argv: list[str], command: str, rest: tuple[str, ...], source: Source) -> None:
    request = parse(argv, "")
    assert (request.command, request.rest, request.source) == (command, rest, source)


def test_the_wheels_folder_may_come_from_the_environment() -> None:
    assert parse(["run"], "wheels").source == Source(Path("wheels"))
    assert parse(["run", "--find-links", "other"], "wheels").source == Source(Path("other"))


@pytest.mark.parametrize("argv", [["fly"], ["--offline"], ["run", "--find-links"]])
def test_wrong_use_is_exit_code_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    assert capsys.readouterr().err


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert main([]) == 2
    assert "用法" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("version", "bits", "good"),
    [((3, 10), 64, False), ((3, 11), 64, True), ((3, 13), 64, True), ((3, 14), 64, False), ((3, 12), 32, False)],
)
def test_only_the_supported_pythons_go_on(version: tuple[int, int], bits: int, good: bool) -> None:
    assert (wrong_python(version, bits) == "") is good


def test_tests_run_on_two_cores_without_the_long_ones() -> None:
    assert pytest_options(["-k", "x"]) == ["-n", "2", "--dist", "loadfile", "-m", "not long", "-k", "x"]
    assert "-m" not in pytest_options(["--long"])
    assert "--long" not in pytest_options(["--long"])


def test_a_wheels_folder_is_tried_alone_first(tmp_path: Path) -> None:
    folder = ["--find-links", str(tmp_path)]
    assert attempts(Source()) == [[]]
    assert attempts(Source(tmp_path)) == [[*folder, "--no-index"], folder]
    assert attempts(Source(tmp_path, offline=True)) == [[*folder, "--no-index"]]


def test_a_missing_wheels_folder_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(Stop) as caught:
        attempts(Source(tmp_path / "none"))
    assert caught.value.code == 2
