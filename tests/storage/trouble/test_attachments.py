"""A-1: a file is kept whole under the name of its content, or not at all; whatever happens, nothing else changes."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage import attachments
from storage.attachments import MEGABYTE, Attachments
from survey.problems import Cancelled, HuceError
from tests import needs
from tests.tree import ROOT

LIMIT = 3 * MEGABYTE
PICTURE = bytes(range(256)) * 6000  # 1.5 MB: two chunks


@pytest.fixture
def kept(tmp_path: Path) -> Attachments:
    return Attachments(tmp_path / "data")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "门头 照片.JPG"
    path.write_bytes(PICTURE)
    return path


def quiet(_done: int, _total: int) -> None:
    pass


def everything(kept: Attachments) -> list[str]:
    return sorted(path.name for path in kept.folder.rglob("*") if path.is_file())


def refused(kept: Attachments, source: Path, step: attachments.Step = quiet) -> str:
    with pytest.raises(HuceError) as error:
        kept.keep(source, limit=LIMIT, step=step)
    assert "原来的内容没有变" in error.value.problem.remedy
    return error.value.problem.code


def test_a_file_is_kept_under_the_name_of_its_content(kept: Attachments, source: Path) -> None:
    steps: list[tuple[int, int]] = []
    name = kept.keep(source, limit=LIMIT, step=lambda done, total: steps.append((done, total)))
    assert name == hashlib.sha256(PICTURE).hexdigest()[:32] + ".jpg"
    place = kept.find(name)
    assert place == kept.folder / name[:2] / name
    assert place is not None
    assert place.read_bytes() == PICTURE
    assert steps == [(MEGABYTE, len(PICTURE)), (len(PICTURE), len(PICTURE))]
    assert source.read_bytes() == PICTURE, "the person's own file is only read"


def test_the_same_content_is_kept_once_and_a_torn_copy_is_mended(kept: Attachments, source: Path) -> None:
    name = kept.keep(source, limit=LIMIT, step=quiet)
    assert kept.keep(source, limit=LIMIT, step=quiet) == name
    assert everything(kept) == [name]
    place = kept.find(name)
    assert place is not None
    place.write_bytes(PICTURE[:100])
    kept.keep(source, limit=LIMIT, step=quiet)
    assert place.read_bytes() == PICTURE


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "A" * 32, "0" * 31, f"{'0' * 32}.jpg/x", f"{'0' * 32}"])
def test_a_name_that_is_none_of_ours_finds_nothing(kept: Attachments, name: str) -> None:
    assert kept.find(name) is None


@pytest.mark.parametrize(
    ("ending", "kept_as"), [(".tar.gz", ".gz"), ("", ""), (".照片", ""), (".jpeg_original", ""), (".MP4", ".mp4")]
)
def test_the_ending_is_kept_where_it_is_one(kept: Attachments, tmp_path: Path, ending: str, kept_as: str) -> None:
    path = tmp_path / f"x{ending}"
    path.write_bytes(b"x")
    assert kept.keep(path, limit=LIMIT, step=quiet)[32:] == kept_as


def test_what_cannot_be_taken(kept: Attachments, tmp_path: Path) -> None:
    large, empty, gone = tmp_path / "large", tmp_path / "empty", tmp_path / "gone"
    large.write_bytes(bytes(LIMIT + 1))
    empty.touch()
    assert [refused(kept, path) for path in (large, empty, gone, tmp_path)] == ["S016", "S020", "S017", "S017"]
    assert refused(kept, Path("a\0b")) == "S017"
    assert everything(kept) == []


def test_the_stick_is_pulled_out_in_the_middle(
    kept: Attachments, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stick(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError(errno.EIO, "Input/output error")
            return super().read(size)

    monkeypatch.setattr(attachments, "open_source", lambda path: Stick(path.read_bytes()))
    assert refused(kept, source) == "S017"
    assert everything(kept) == []


def test_a_file_that_shrinks_or_grows_while_it_is_copied_is_not_taken(kept: Attachments, source: Path) -> None:
    def cut(_done: int, _total: int) -> None:
        os.truncate(source, MEGABYTE)

    assert refused(kept, source, cut) == "S017"

    def grow(_done: int, _total: int) -> None:
        with source.open("ab") as file:
            file.write(b"x") if file.tell() < LIMIT else None

    assert refused(kept, source, grow) == "S017"
    assert everything(kept) == []


@pytest.mark.parametrize(
    ("call", "trouble"),
    [
        ("fsync", (errno.ENOSPC, "S018")),
        ("fsync", (errno.EDQUOT, "S018")),
        ("fsync", (errno.EIO, "S021")),
        ("open", (errno.EROFS, "S021")),
        ("replace", (errno.EACCES, "S021")),
        ("mkdir", (errno.ENOSPC, "S018")),
    ],
)
def test_the_disk_refuses(
    kept: Attachments, source: Path, monkeypatch: pytest.MonkeyPatch, call: str, trouble: tuple[int, str]
) -> None:
    number, code = trouble

    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        stream = source.open("rb")
        broken.setattr(attachments, "open_source", lambda _path: stream)
        broken.setattr(os if call == "fsync" else Path, call, fail)
        assert refused(kept, source) == code
        stream.close()
    assert everything(kept) == []
    assert kept.find(kept.keep(source, limit=LIMIT, step=quiet)), "the next try works"


FULL = """
import resource, sys
from pathlib import Path
from storage.attachments import Attachments
from survey.problems import HuceError
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_200_000, 1_200_000))
try:
    Attachments(Path(sys.argv[1])).keep(Path(sys.argv[2]), limit=1 << 30, step=lambda done, total: None)
except HuceError as error:
    print(error.problem.code)
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from storage.attachments import Attachments
Attachments(Path(sys.argv[1])).keep(
    Path(sys.argv[2]), limit=1 << 30, step=lambda done, total: os.kill(os.getpid(), signal.SIGKILL)
)
"""


def child(text: str, kept: Attachments, source: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", text, str(kept.folder.parent), str(source)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_a_disk_that_is_full_for_real(kept: Attachments, source: Path) -> None:
    needs.linux()
    assert child(FULL, kept, source).stdout.split() == ["S018"]
    assert everything(kept) == []


def test_a_kill_in_the_middle_leaves_no_half_file_under_a_name(kept: Attachments, source: Path) -> None:
    needs.linux()
    assert child(KILLED, kept, source).returncode != 0
    (left,) = everything(kept)
    assert left.endswith(".part")
    assert kept.find(hashlib.sha256(PICTURE).hexdigest()[:32] + ".jpg") is None
    abandoned = kept.folder / "incoming" / left
    hours_ago = time.time() - 7200
    os.utime(abandoned, (hours_ago, hours_ago))
    name = kept.keep(source, limit=LIMIT, step=quiet)
    assert everything(kept) == [name], "what a killed program left is cleared away later"


def test_a_person_stops_the_copying(kept: Attachments, source: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        kept.keep(source, limit=LIMIT, step=stop)
    assert everything(kept) == []
