"""A-2: attachments stand in two folders: linked or copied, whole or not at all, and only what is what its name says."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.attachments import Attachments, Carried, bring_over, lacking
from survey.problems import HuceError
from tests import needs

NAMES = ("门头.jpg", "执照.png", "录音.mp3", "说明")


class Killed(BaseException):
    """What kill -9 does, as far as Python can say it."""


def no_links(*_arguments: object) -> None:
    raise OSError(errno.EPERM, "no links here")


@pytest.fixture
def here(tmp_path: Path) -> Attachments:
    made = Attachments(tmp_path / "data")
    for number, name in enumerate(NAMES):
        source = tmp_path / name
        source.write_bytes(bytes([number]) * 1000)
        made.keep(source, limit=10_000, step=lambda _done, _total: None)
    return made


@pytest.fixture
def spare(tmp_path: Path) -> Attachments:
    return Attachments(tmp_path / "data" / "backups")


def contents(folder: Attachments) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.folder.rglob("*") if file.is_file()}


def place(folder: Attachments, name: str) -> Path:
    found = folder.find(name)
    assert found is not None
    return found


def overwritten(path: Path, content: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(content)


@pytest.mark.parametrize("linking", [True, False])
def test_all_are_brought_once(
    here: Attachments, spare: Attachments, monkeypatch: pytest.MonkeyPatch, linking: bool
) -> None:
    needs.linux()
    if not linking:
        monkeypatch.setattr(os, "link", no_links)
    assert bring_over(here, spare) == Carried(len(NAMES), ())
    assert contents(spare) == contents(here)
    assert {place(spare, name).samefile(place(here, name)) for name in here.sizes()} == {linking}
    assert bring_over(here, spare) == Carried(0, ())


def test_what_has_its_name_is_read_only(here: Attachments) -> None:
    assert {stat.S_IMODE(place(here, name).stat().st_mode) & 0o222 for name in here.sizes()} == {0}


@pytest.mark.parametrize(("trouble", "code"), [(errno.ENOSPC, "S024"), (errno.EROFS, "S025")])
def test_trouble_leaves_what_was_brought_and_the_rest_follows(
    here: Attachments, spare: Attachments, monkeypatch: pytest.MonkeyPatch, trouble: int, code: str
) -> None:
    monkeypatch.setattr(os, "link", no_links)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", after(2, OSError(trouble, "trouble")))
        with pytest.raises(HuceError) as error:
            bring_over(here, spare)
    assert error.value.problem.code == code
    left = lacking(here, spare)
    assert 0 < len(left) < len(NAMES)
    assert f"还有 {len(left)} 个附件" in error.value.problem.sentence
    assert all(contents(here)[name] == content for name, content in contents(spare).items())
    assert bring_over(here, spare) == Carried(len(left), ())


def test_copies_never_take_the_room_in_which_people_save(
    here: Attachments, spare: Attachments, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(here.folder)
    with monkeypatch.context() as tight:
        tight.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=200 << 20))
        tight.setattr(os, "link", no_links)
        with pytest.raises(HuceError) as error:
            bring_over(here, spare)
        assert error.value.problem.code == "S024"
        assert spare.sizes() == {}
        tight.undo()
        tight.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=200 << 20))
        assert bring_over(here, spare) == Carried(len(NAMES), ()), "links take none"


def after(times: int, error: BaseException) -> Callable[[int], None]:
    real, calls = os.fsync, [0]

    def fsync(handle: int) -> None:
        calls[0] += 1
        if calls[0] > times:
            raise error
        real(handle)

    return fsync


@pytest.mark.parametrize("times", range(9))
def test_a_power_cut_leaves_no_half_file_under_a_name(
    here: Attachments, spare: Attachments, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    monkeypatch.setattr(os, "link", no_links)
    with monkeypatch.context() as cut:
        cut.setattr(os, "fsync", after(times, Killed()))
        with pytest.raises(Killed):
            bring_over(here, spare)
    whole = contents(here)
    assert all(whole[name] == place(spare, name).read_bytes() for name in spare.sizes())
    bring_over(here, spare)
    assert contents(spare) == whole


def test_a_file_that_another_program_changed_is_named_and_its_spare_stays(
    here: Attachments, spare: Attachments, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", no_links)
    bring_over(here, spare)
    whole, name = contents(here), min(here.sizes())
    overwritten(place(here, name), b"changed")
    assert bring_over(here, spare) == Carried(0, (name,))
    assert contents(spare) == whole
    assert bring_over(spare, here) == Carried(1, ())
    assert contents(here) == whole, "and the way back heals it"


def test_a_damaged_spare_is_not_put_back(
    here: Attachments, spare: Attachments, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", no_links)
    bring_over(here, spare)
    bad, good = sorted(here.sizes())[:2]
    overwritten(place(spare, bad), b"rotten")
    for name in (bad, good):
        place(here, name).unlink()
    assert bring_over(spare, here) == Carried(1, (bad,))
    assert here.find(bad) is None
    assert here.find(good) is not None


def test_files_of_other_names_are_left_alone(here: Attachments, spare: Attachments) -> None:
    folder = here.folder / "ab"
    folder.mkdir(exist_ok=True)
    (folder / "我的照片.jpg").write_bytes(b"mine")
    bring_over(here, spare)
    assert "我的照片.jpg" not in contents(spare)
    assert bring_over(Attachments(here.folder / "nowhere"), spare) == Carried(0, ())
