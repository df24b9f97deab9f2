"""Fetches the pictures that a questionnaire's labels show, without keeping the screen waiting."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from gui.views.form.form_view import FormView
from gui.views.form.headings import Note
from gui.views.form.illustration import Illustration, picture
from gui.views.form.question_row import QuestionRow
from gui.workplace import Workplace


class Illustrating(QObject):
    """Looks at the form each time it has been shown."""

    def __init__(self, workplace: Workplace, form: FormView) -> None:
        super().__init__(form)
        self._workplace, self._form = workplace, form
        self._asked: set[tuple[tuple[str, str], str, int]] = set()
        form.shown.connect(self._fetch)

    def _fetch(self) -> None:
        for each in self._illustrations():
            asked = (self._form.identity, each.name, each.side)
            if each.is_unknown and asked not in self._asked:
                self._asked.add(asked)
                self._fetch_one(*asked)

    def _fetch_one(self, form: tuple[str, str], name: str, side: int) -> None:
        desk = self._workplace.desk

        def read() -> QImage | None:
            path = desk.media(form=form, name=name)
            return None if path is None else picture(path, side)

        def show(image: QImage | None) -> None:
            self._asked.discard((form, name, side))
            if form == self._form.identity:
                for each in self._illustrations():
                    each.show_picture(name, image)

        self._workplace.tasks.files(lambda _progress: read(), show)

    def _illustrations(self) -> tuple[Illustration, ...]:
        return tuple(item.illustration for item in self._form.items() if isinstance(item, QuestionRow | Note))
