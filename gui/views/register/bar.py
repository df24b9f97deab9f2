"""The head of the register: period and questionnaire, the search box, and the four things one does with data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QWidget

from gui.views.parts.making import button, escaped, label

NARROW_EMS, LEAST_EMS = 70, 30
NAME_EMS = 6  # room for a name in the head; a longer one is shortened
_OURS = (Qt.Key.Key_D, Qt.Key.Key_E)  # with Ctrl; in a line of text Linux means delete and end of line by them
_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)

Pairs: TypeAlias = Iterable[tuple[str, str]]  # code and name


class SearchBox(QLineEdit):
    """Keeps the cursor while the list is walked with the arrow keys."""

    walked = Signal(Qt.Key)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("找户：名称、拼音首字母、信用代码、手机号")
        self.setAccessibleName("查找")
        self.setClearButtonEnabled(True)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _OURS:
                event.ignore()  # the page's shortcut, not the line's
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _WALKING:
                self.walked.emit(key)
                return True
            if (
                key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            ):
                self.entered.emit()
                return True
        return super().eventFilter(watched, event)


class RegisterBar(QFrame):
    """One line; the search box takes what the rest leaves."""

    import_wanted = Signal()
    export_wanted = Signal()
    sync_wanted = Signal()
    settings_wanted = Signal()
    person_wanted = Signal()
    choice_changed = Signal()  # another questionnaire or period

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.is_choosing = False  # another was chosen, and its list is not here yet: the two boxes may not go together
        self.search = SearchBox(self)
        self.period = QComboBox(self)
        self.period.setAccessibleName("报送期")
        self.form = QComboBox(self)
        self.form.setAccessibleName("问卷")
        for box in (self.period, self.form):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.hide()  # until there is something to choose
            box.currentIndexChanged.connect(lambda _index: self._choose())
        self.import_button = button("导入", self.import_wanted.emit, "", "import", "从表格导入底册或问卷  Ctrl+I")
        self.export_button = button("导出", self.export_wanted.emit, "", "export", "导出名录、问卷数据或空表  Ctrl+E")
        self.sync_button = button("同步", self.sync_wanted.emit, "", "sync", "上报并接收更新  F9")
        self.settings_button = button("设置", self.settings_wanted.emit, "", "settings", "设置与关于  F10")
        self.person_button = button("", self.person_wanted.emit, "flat", "person")
        self.person_button.hide()
        self.brand = label("户册", "brand")
        self._choices = (self.period, self.form)
        self._actions = (self.import_button, self.export_button, self.sync_button, self.settings_button)
        self._narrow: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 8, 14, 8)
        self._grid.setSpacing(8)
        self._arrange(narrow=True)

    def show_choice(self, forms: Pairs, form: str, rounds: Pairs, round_: str) -> None:
        """Let one of these questionnaires and periods be chosen, without telling anybody that the choice changed."""
        self.is_choosing = False
        for box, pairs, chosen in ((self.form, forms, form), (self.period, rounds, round_)):
            box.blockSignals(True)
            box.clear()
            for code, name in pairs:
                box.addItem(name, code)
            box.setCurrentIndex(max(0, box.findData(chosen)))
            box.blockSignals(False)
            box.show()

    def _choose(self) -> None:
        self.is_choosing = True
        self.choice_changed.emit()

    def show_person(self, name: str) -> None:
        """Show who works here, "" while nobody has said so."""
        room = self.fontMetrics().horizontalAdvance("中") * NAME_EMS
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        self.person_button.setText(escaped(shown) or "填写姓名")
        self.person_button.setToolTip(f"填报人：{name}　换人时点这里  F6" if name else "记录上署谁的姓名  F6")
        self.person_button.setAccessibleName(f"填报人 {name}" if name else "填写姓名")
        self.person_button.show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange(narrow=event.size().width() < self.fontMetrics().horizontalAdvance("中") * NARROW_EMS)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Let the window be narrower than one line: then there will be two."""
        return QSize(self.fontMetrics().horizontalAdvance("中") * LEAST_EMS, super().minimumSizeHint().height())

    def _arrange(self, *, narrow: bool) -> None:
        """Stand in one line, or with search and actions in a line of their own where letters are large."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        everything: tuple[QWidget, ...] = (self.brand, *self._choices, self.search, *self._actions, self.person_button)
        for widget in everything:
            self._grid.removeWidget(widget)
        for column, widget in enumerate(everything[1:3] if narrow else everything[:3]):
            self._grid.addWidget(widget, 0, column, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0))
        for column, action in enumerate(self._actions, 4):
            self._grid.addWidget(action, int(narrow), column)
        if narrow:
            self._grid.addWidget(self.search, 1, 0, 1, 4)
            self._grid.addWidget(self.person_button, 0, 4, 1, 4, Qt.AlignmentFlag.AlignRight)
        else:
            self._grid.addWidget(self.search, 0, 3)
            self._grid.addWidget(self.person_button, 0, 8)
        self._grid.setColumnStretch(3, 1)
        self.brand.setVisible(not narrow)
