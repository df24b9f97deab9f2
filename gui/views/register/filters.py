"""The second line of the register: status, township, how far the round is, and a new household."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui.models.households import STATUS_WORDS
from gui.views.parts.making import button, escaped, label, row

EVERY = "*"
ROOMY_EMS, LEAST_EMS = 60, 30


class Filters(QWidget):
    """Emits ``changed`` when the list is to show something else."""

    changed = Signal()
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self, exclusive=True)
        self.chips: dict[str, QPushButton] = {}
        line = row(margins=(14, 8, 14, 8))
        for status in (EVERY, *STATUS_WORDS):
            chip = button("", self.changed.emit, "chip")
            chip.setCheckable(True)
            self._group.addButton(chip)
            self.chips[status] = chip
            line.addWidget(chip)
        self.chips[EVERY].setChecked(True)
        self.town = QComboBox(self)
        self.town.setAccessibleName("乡镇")
        self.town.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.town.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.done = label("", "quiet")
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setProperty("role", "good")
        self.bar.setAccessibleName("本期完成进度")
        self.bar.setMinimumWidth(60)
        self.new_button = button("新增户", self.new_wanted.emit, "", "add", "登记一户新的个体工商户  Ctrl+N")
        progress = QVBoxLayout()
        progress.setSpacing(3)
        progress.addWidget(self.done)
        progress.addWidget(self.bar)
        line.addWidget(self.town)
        line.addStretch(1)
        line.addLayout(progress)
        line.addSpacing(8)
        line.addWidget(self.new_button)
        self.setLayout(line)
        self.show_counts({})
        self.show_towns(())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        roomy = event.size().width() >= self.fontMetrics().horizontalAdvance("中") * ROOMY_EMS
        self.done.setVisible(roomy)
        self.bar.setVisible(roomy)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.fontMetrics().horizontalAdvance("中") * LEAST_EMS, super().minimumSizeHint().height())

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many households stand in each status of the round ("" = not begun)."""
        whole = sum(counts.values())
        for status, chip in self.chips.items():
            word = "全部" if status == EVERY else STATUS_WORDS[status]
            number = whole if status == EVERY else counts.get(status, 0)
            chip.setText(f"{word} {number:,}")
        done = counts.get("complete", 0) + counts.get("submitted", 0)
        self.done.setText(f"本期 {done:,}/{whole:,} 已完成")
        self.bar.setRange(0, max(whole, 1))
        self.bar.setValue(done)

    def show_towns(self, towns: Iterable[tuple[str, str]]) -> None:
        """Offer these townships (code, name); the choice stays if it is still there."""
        chosen = self.town.currentData()
        self.town.blockSignals(True)
        self.town.clear()
        self.town.addItem("全部乡镇", "")
        for code, name in towns:
            self.town.addItem(escaped(name), code)
        self.town.setCurrentIndex(max(0, self.town.findData(chosen)))
        self.town.blockSignals(False)

    @property
    def status(self) -> str | None:
        """The status to show; None for every one."""
        status = next((status for status, chip in self.chips.items() if chip.isChecked()), EVERY)
        return None if status == EVERY else status

    @property
    def town_code(self) -> str:
        """The township to show, "" for all."""
        return str(self.town.currentData() or "")

    def clear(self) -> None:
        """Show every status and township again."""
        self.town.setCurrentIndex(0)
        self.chips[EVERY].setChecked(True)
