"""The doctor on the machine: each trouble gets its line, and no trouble ends the examination."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import needs
from usecases.doctor import machine
from usecases.doctor.drives import file_system, kind_of
from usecases.doctor.report import Check, Finding, State, carry_out

BEIJING = dt.timezone(dt.timedelta(hours=8))
NOON = dt.datetime(2026, 10, 1, 12, tzinfo=BEIJING)
MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /mnt/share\\040one rw,relatime - cifs //server/share rw
41 22 8:17 / /media/stick rw,nosuid - vfat /dev/sdb1 rw
not a line of mountinfo
"""


def code(finding: Finding) -> str:
    return finding.problem.code if finding.problem else ""


def test_a_check_that_fails_is_a_bad_line_and_the_others_go_on() -> None:
    def broken() -> Finding:
        raise ZeroDivisionError("x")

    lines = carry_out((Check("甲", broken), Check("乙", lambda: Finding("乙", "好"))))
    assert [(line.subject, line.state) for line in lines] == [("甲", State.BAD), ("乙", State.OK)]
    assert "甲" in lines[0].problem.sentence if lines[0].problem else False


@pytest.mark.parametrize(
    ("now", "known", "expected"),
    [
        (NOON, None, ""),
        (NOON.replace(year=2001), None, "P105"),
        (NOON.replace(year=2099), None, "P105"),
        (NOON, NOON + dt.timedelta(days=1), "P105"),
        (NOON, NOON + dt.timedelta(minutes=5), ""),
        (NOON.astimezone(dt.UTC), None, "P106"),
    ],
)
def test_a_wrong_clock_is_doubted(now: dt.datetime, known: dt.datetime | None, expected: str) -> None:
    assert code(machine.clock(now, known)) == expected


@pytest.mark.parametrize(
    ("environ", "running", "expected"),
    [
        ({}, (), "P107"),
        ({"XMODIFIERS": "@im=fcitx"}, (), ""),
        ({}, (machine.IBUS,), ""),
        ({}, (machine.FCITX5, machine.FCITX4), ""),
        ({"QT_IM_MODULE": "fcitx"}, (machine.FCITX4,), "P108"),
    ],
)
def test_the_input_method_is_looked_for(
    environ: dict[str, str], running: tuple[str, ...], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "bus_names", lambda: running)
    assert code(machine.input_method(environ, on_linux=True)) == expected
    assert code(machine.input_method(environ, on_linux=False)) == ""


def test_a_missing_package_is_bad() -> None:
    assert code(machine.packages()) == ""
    assert code(machine.packages(("orjson", "nothing-of-the-kind"))) == "P101"


def test_the_folder_is_tried_and_left_as_it_was(tmp_path: Path) -> None:
    line = machine.folder(tmp_path / "not" / "there")
    assert line.state is not State.BAD
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    assert code(machine.folder(tmp_path)) == "P103"


@dataclass(frozen=True)
class Usage:
    free: int


@pytest.mark.parametrize(("megabytes", "state"), [(5_000, State.OK), (500, State.WARN), (50, State.BAD)])
def test_little_disk_is_told(megabytes: int, state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage(megabytes * 2**20))
    assert machine.disk(tmp_path).state is state


@pytest.mark.parametrize(
    ("folder", "name", "shared", "removable"),
    [
        ("/srv/a", "ext4", False, False),
        ("/mnt/share one/data", "cifs", True, False),
        ("/mnt/share one", "cifs", True, False),
        ("/media/stick/huce", "vfat", False, True),
        ("/mnt/share one more", "ext4", False, False),
    ],
)
def test_the_drive_under_a_folder_is_known(folder: str, name: str, shared: bool, removable: bool) -> None:
    needs.linux()
    assert file_system(MOUNTS, Path(folder)) == name
    kind = kind_of(name)
    assert (kind.shared, kind.removable) == (shared, removable)
