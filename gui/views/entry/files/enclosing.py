"""Lets a file become an answer: asks for it, has it copied beside the data, shows and opens it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from gui.fields.attachment import AttachmentField, FileAct, Shown, picture_side
from gui.tasks import Failure, Task
from gui.views.entry.recorder import Recorder
from gui.views.form.form_view import FormView
from gui.views.form.illustration import picture
from gui.views.form.question_row import QuestionRow
from gui.views.parts.files import file_to_open
from gui.workplace import Workplace
from survey.values import Parsed

if TYPE_CHECKING:
    from usecases.attachments import Attachment


class Enclosing(QObject):
    """One file is copied at a time. Emits ``kept`` when an answer has changed."""

    kept = Signal()

    def __init__(self, workplace: Workplace, form: FormView) -> None:
        super().__init__(form)
        self._workplace, self._form = workplace, form
        self._recorder: Recorder | None = None
        self._task: Task | None = None
        self._path = ""
        form.file_wanted.connect(self._act)
        form.shown.connect(self._look_up)

    def follow(self, recorder: Recorder) -> None:
        """Answer in this entry from now on."""
        self._recorder = recorder
        for item in self._form.items():
            if isinstance(item, QuestionRow) and isinstance(item.field, AttachmentField):
                item.field.forget()

    def holds(self) -> bool:
        """Say whether a file is still being copied, and say so on the screen: the entry has to wait for it."""
        if self._task is None:
            return False
        self._form.go_to(self._path)
        return True

    def take(self, path: str, source: Path) -> None:
        """Have a file copied and let it be the answer to the question at ``path``."""
        recorder, field, desk = self._recorder, self._field(path), self._workplace.desk
        if recorder is None or field is None or field.node is None or self._task is not None:
            return
        kind, text = str(field.node.kind), f"正在存放“{source.name}”"
        field.show_copying(text)
        self._path = path
        self._task = self._workplace.tasks.files(
            lambda progress: desk.keep_attachment(source=source, kind=kind, progress=progress),
            lambda kept: self._kept(recorder, path, kept),
            lambda failure: self._refused(path, failure),
        )
        self._task.stepped.connect(lambda done, total, _text: self._stepped(path, text, done * 100 // max(total, 1)))
        self._task.ended.connect(self._ended)

    def _act(self, path: str, act: str) -> None:
        field = self._field(path)
        if field is None:
            return
        if act == FileAct.CHOOSE and self._task is None:
            self._choose(path, field)
        elif act == FileAct.OPEN and field.file is not None and field.file.path is not None:
            self._open(field, field.file.path)
        elif act == FileAct.STOP and self._task is not None:
            self._task.cancel()

    def _choose(self, path: str, field: AttachmentField) -> None:
        from usecases.attachments import KINDS

        wanted = KINDS[str(field.node.kind) if field.node else "file"]
        endings = " ".join(f"*{each} *{each.upper()}" for each in wanted.endings) or "*"
        kinds = f"{wanted.word} ({endings})"
        source = file_to_open(self._form.window(), f"选择{wanted.word}", kinds, self._workplace.preferences)
        if source is not None:
            self.take(path, source)

    def _open(self, field: AttachmentField, file: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            field.show_trouble("这台电脑上没有能打开它的程序，文件是好的。")

    def _look_up(self) -> None:
        for row in self._form.rows():
            if isinstance(row.field, AttachmentField) and row.field.is_unknown:
                self._look(row.path, row.field)

    def _look(self, path: str, field: AttachmentField) -> None:
        name, desk = field.node.text if field.node else "", self._workplace.desk
        side = picture_side(field.fontMetrics())

        def show(file: Shown) -> None:
            here = self._field(path)
            if here is not None:
                here.show_file(file)
                self._form.reveal(path)

        self._workplace.tasks.files(lambda _progress: shown(desk.attachment(name), side), show)

    def _field(self, path: str) -> AttachmentField | None:
        row = self._form.row(path)
        return row.field if row is not None and isinstance(row.field, AttachmentField) else None

    def _stepped(self, path: str, text: str, percent: int) -> None:
        if (field := self._field(path)) is not None:
            field.show_copying(f"{text}　{percent}%")

    def _kept(self, recorder: Recorder, path: str, kept: Attachment) -> None:
        recorder.answer(path, Parsed(kept.name))
        self._ended()
        self.kept.emit()

    def _refused(self, path: str, failure: Failure) -> None:
        self._ended()
        if (field := self._field(path)) is not None:
            field.show_trouble(f"{failure.problem.sentence}{failure.problem.remedy}")
            self._form.reveal(path)

    def _ended(self) -> None:
        if self._task is not None:
            self._task = None
            if (field := self._field(self._path)) is not None:
                field.show_copying("")


def shown(known: Attachment, side: int) -> Shown:
    """Put together what a field shows; reading a large photograph takes a moment, so not on the screen's thread."""
    title = known.original or Path(known.name).name
    return Shown(known.name, title, known.size, known.path, picture(known.path, side) if known.path else None)
