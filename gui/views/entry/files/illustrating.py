"""Fetches the files that a questionnaire's texts name, without keeping the screen waiting, and opens them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu

from gui.fields.choices import StripField
from gui.fields.files import WORDS, Ask, Found, Offer, Shows
from gui.fields.searched.lookup import LookupField
from gui.views.dialogs.picture import LARGEST, PictureDialog
from gui.views.form.form_view import FormView
from gui.views.form.illustration import picture
from gui.views.form.question_row import QuestionRow
from gui.views.parts.making import escaped
from gui.views.parts.toast import Toast
from gui.workplace import Workplace
from survey.form.media import MEDIA

if TYPE_CHECKING:
    from usecases.changes import Changes

Job: TypeAlias = Callable[[object], Found]
NAMED = 18  # characters of a text in the menu
NOT_HERE = "这个文件没有随问卷装进来，或打不开。题目照常能填。"
NO_PROGRAM = "这台电脑上没有能播放它的程序，文件是好的。题目照常能填。"


class Illustrating(QObject):
    """Looks at the form each time it has been shown. ``toast`` says why something was not opened."""

    def __init__(self, workplace: Workplace, form: FormView, toast: Toast) -> None:
        super().__init__(form)
        self._workplace, self._form, self._toast = workplace, form, toast
        self._asked: set[tuple[tuple[str, str], Ask]] = set()
        form.shown.connect(self._fetch)
        form.files_wanted.connect(self.offer)
        workplace.data_changed.connect(self._note)

    def offer_here(self) -> None:
        """Offer the files of the question with the cursor, and of what is to be read just above it."""
        row = self._form.row(self._form.current)
        if row is not None:
            before = self._form.stack[: self._form.stack.index(row)]
            above = [*takewhile(lambda item: not isinstance(item, QuestionRow), reversed(before))]
            read = [each.exhibit for each in reversed(above) if each.exhibit is not None]
            self.offer((*chain.from_iterable(each.offers() for each in read), *row.offers()))

    def offer(self, offers: tuple[Offer, ...]) -> None:
        """Open a file; of several let the person choose one by key or mouse."""
        if len(offers) == 1:
            self._open(offers[0])
        elif offers:
            menu = QMenu(self._form)
            menu.aboutToHide.connect(menu.deleteLater)
            for each in offers:
                about = each.about if len(each.about) <= NAMED else f"{each.about[: NAMED - 1]}…"
                action = menu.addAction(escaped(f"{WORDS[each.kind]}：{about}"))
                action.triggered.connect(lambda _checked=False, each=each: self._open(each))
            menu.setActiveAction(menu.actions()[0])
            menu.popup(self._beside_the_cursor())
        else:
            self._toast.say("这一题没有图片、录音或视频。")

    def _note(self, changes: Changes) -> None:
        self._form.is_stale = self._form.is_stale or changes.forms

    def _beside_the_cursor(self) -> QPoint:
        row = self._form.row(self._form.current)
        return row.field.mapToGlobal(QPoint(0, 0)) if row else self._form.mapToGlobal(self._form.rect().center())

    def _open(self, offer: Offer) -> None:
        ask = Ask(offer.kind, offer.name, LARGEST)
        self._workplace.tasks.files(self._job(self._form.identity, ask), lambda found: self._show(offer, found))

    def _show(self, offer: Offer, found: Found) -> None:
        if found.path is None or (offer.kind == "image" and found.image is None):
            self._toast.say(NOT_HERE)
        elif found.image is not None:
            dialog = PictureDialog(found.image, offer.about, self._form.window())
            dialog.finished.connect(self._back)
            dialog.open()
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(found.path))):
            self._toast.say(NO_PROGRAM)

    def _back(self) -> None:
        """Return to the field as it was left."""
        self._form.window().activateWindow()
        if (row := self._form.row(self._form.current)) is not None:
            row.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fetch(self) -> None:
        identity = self._form.identity
        for widget in self._widgets():
            for ask in widget.asks():
                if (identity, ask) not in self._asked:
                    self._asked.add((identity, ask))
                    self._fetch_one(identity, ask)

    def _fetch_one(self, form: tuple[str, str], ask: Ask) -> None:
        def show(found: Found) -> None:
            self._asked.discard((form, ask))
            if form == self._form.identity:
                for widget in self._widgets():
                    if ask in widget.asks():
                        widget.show_found(ask, found)

        self._workplace.tasks.files(self._job(form, ask), show)

    def _job(self, form: tuple[str, str], ask: Ask) -> Job:
        desk = self._workplace.desk
        return lambda _progress: found_at(desk.media(form=form, name=ask.name), ask)

    def _widgets(self) -> Iterator[Shows]:
        for item in self._form.items():
            if item.exhibit is not None:
                yield item.exhibit
            if isinstance(item, QuestionRow) and isinstance(item.field, StripField | LookupField):
                yield item.field


def found_at(path: Path | None, ask: Ask) -> Found:
    """Look at a file. One whose ending is not of its kind is never handed to another program."""
    if path is None or path.suffix.lower() not in MEDIA[ask.kind].endings:
        return Found()
    return Found(path, picture(path, ask.side) if ask.kind == "image" else None)
