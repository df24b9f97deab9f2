"""What this desktop remembers of its user: font size, window, last choices. No passwords, no respondents' data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from gui.theme.sheet import NORMAL_PT

FILE = "desktop.ini"


class Preferences:
    """A small INI file in the data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._store = QSettings(str(data_dir / FILE), QSettings.Format.IniFormat)

    @property
    def points(self) -> float:
        """The base font size in points."""
        try:
            return float(str(self._store.value("font/points", NORMAL_PT)))
        except ValueError:
            return NORMAL_PT

    @points.setter
    def points(self, value: float) -> None:
        self._store.setValue("font/points", value)

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood."""
        value = self._store.value("window/geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", value)

    def text(self, key: str, default: str = "") -> str:
        """Return a remembered word, e.g. ``text("last/form")``."""
        return str(self._store.value(key, default))

    def remember(self, key: str, value: str) -> None:
        """Keep a word for the next start."""
        self._store.setValue(key, value)
