"""The head of the register: period and questionnaire, the search box, and the four things one does with data."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QWidget

from gui.theme.icons import icon
from gui.views.parts.making import button, label

_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class SearchBox(QLineEdit):
    """Keeps the cursor while the list is walked with the arrow keys."""

    walked = Signal(Qt.Key)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("找户：名称、拼音首字母、信用代码、手机号")
        self.setAccessibleName("查找")
        self.setClearButtonEnabled(True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.search = SearchBox(self)
        self.period = QComboBox(self)
        self.period.setAccessibleName("报送期")
        self.form = QComboBox(self)
        self.form.setAccessibleName("问卷")
        self.form.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.form.setMinimumContentsLength(8)
        self.import_button = button("导入", self.import_wanted.emit, "", "import", "从表格导入底册或问卷  Ctrl+I")
        self.export_button = button("导出", self.export_wanted.emit, "", "export", "导出名录、问卷数据或空表  Ctrl+E")
        self.sync_button = button("同步", self.sync_wanted.emit, "", "sync", "上报并接收更新  F9")
        self.settings_button = button("设置", self.settings_wanted.emit, "", "settings", "设置与关于  F10")
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 14, 8)
        line.setSpacing(8)
        line.addWidget(label("户册", "brand"))
        line.addSpacing(6)
        line.addWidget(self.period)
        line.addWidget(self.form)
        line.addWidget(self.search, 1)
        for widget in (self.import_button, self.export_button, self.sync_button, self.settings_button):
            line.addWidget(widget)
