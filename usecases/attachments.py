"""Files given as answers: a photograph of the shop front, a scan of the licence. They stay on this computer.

The answer is the file's name here. What the file was called where it came from is kept beside it in the settings,
for the screen only: the name may say something about a person, and it does not travel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from storage.attachments import Attachments
from survey.form import Form
from survey.form.media import FILMS, MEDIA, SOUNDS, Medium
from survey.problems import HuceError, Level, Problem
from survey.xlsform.beside import Beside
from usecases.progress import Progress, Silent
from usecases.workspace import Workspace

IMAGES = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif", ".tif", ".tiff", ".heic")
PROGRAMS = (".exe", ".bat", ".cmd", ".com", ".scr", ".msi", ".lnk", ".js", ".vbs", ".ps1", ".sh", ".desktop", ".jar")
ORIGINAL = "attachment:"  # prefix of the setting that keeps the original name


KINDS: Mapping[str, Medium] = MappingProxyType(
    {
        "image": Medium("图片", IMAGES, 20),
        "audio": Medium("录音", SOUNDS, 100),
        "video": Medium("视频", FILMS, 300),
        "file": Medium("文件", (), 50),
    }
)  # what each kind of question takes; programs never


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is an answer. ``path`` is None when it is not on this computer; ``size`` is in bytes."""

    name: str
    original: str
    size: int
    path: Path | None


def keep_attachment(ws: Workspace, *, source: Path, kind: str, progress: Progress | None = None) -> Attachment:
    """Copy a file for a question of a kind (image | audio | video | file); the answer is the ``name`` returned.

    Raises HuceError S016 (too large), S017 (not readable), S018 (disk full), S019 (another kind of file), S020
    (empty), S021 (folder not writable), and Cancelled; then nothing was kept and nothing has changed.
    """
    wanted, steps = KINDS[kind], progress or Silent()
    ending = source.suffix.lower()
    if ending in PROGRAMS or (wanted.endings and ending not in wanted.endings):
        raise HuceError(Problem("S019", params={"file": source.name, "kind": wanted.word}))

    def step(done: int, total: int) -> None:
        steps.step(done, total, f"正在存放“{source.name}”")

    name = Attachments(ws.data_dir).keep(source, limit=wanted.limit, step=step)
    with ws.store.transaction() as tx:
        tx.settings.put(ORIGINAL + name, source.name)
    return find_attachment(ws, name=name)


def find_attachment(ws: Workspace, *, name: str) -> Attachment:
    """Return what is known of an answer that names a file; one filled in elsewhere has no ``path`` here."""
    path = Attachments(ws.data_dir).find(name)
    with ws.store.reading() as tx:
        original = tx.settings.text(ORIGINAL + name)
    return Attachment(name, original, path.stat().st_size if path else 0, path)


def keep_media(ws: Workspace, *, form: Form, beside: Beside) -> tuple[Form, tuple[Problem, ...]]:
    """Copy the files that a questionnaire's labels and choices show or play; return the form that knows them.

    A file that is not there, is none of its kind or too large is left out: ``check_form`` tells that with its cell.
    What cannot be copied is told as a 提示: the questions can be answered all the same, with their text alone.
    """
    problems: list[Problem] = []
    kept: dict[str, str] = {}
    for kind, name in form.files():
        try:
            if source := beside.usable(kind, name):
                limit = MEDIA[kind].limit
                kept[name] = Attachments(ws.data_dir).keep(source, limit=limit, step=lambda _done, _total: None)
        except HuceError as error:
            problems.append(replace(error.problem, level=Level.HINT))
    return replace(form, media=MappingProxyType(kept)), tuple(problems)
