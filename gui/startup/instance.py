"""One desktop per data folder: the second start brings the first window to the front and leaves.

A QLockFile says who is first. The second leaves a small file beside it; the first watches the folder for it.
Files work alike on Windows, Kylin and UOS and need no network permission.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject

LOCK, KNOCK = "desktop.lock", "desktop.raise"


class SingleInstance(QObject):
    """Holds the lock of a data folder for as long as it lives."""

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        with suppress(OSError):  # then the folder cannot be opened, either, and the window tells why
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = data_dir
        self._lock = QLockFile(str(data_dir / LOCK))
        self._lock.setStaleLockTime(0)  # only a dead owner makes it stale, never a long session

    def acquire(self) -> bool:
        """Say whether this process is the first; a dead owner's lock is taken over.

        Where no lock can be written (full disk, read-only folder) nobody else can be said to be first: then the window
        opens and tells the trouble, instead of nothing happening at all.
        """
        if self._lock.tryLock(50) or (self._lock.removeStaleLockFile() and self._lock.tryLock(50)):
            return True
        return self._lock.error() is not QLockFile.LockError.LockFailedError

    def knock(self) -> None:
        """Ask the first process to show its window."""
        (self._folder / KNOCK).touch()

    def on_knock(self, show: Callable[[], None]) -> None:
        """Call ``show`` whenever another start asks for the window."""
        self._show = show
        self._watcher = QFileSystemWatcher([str(self._folder)], self)
        self._watcher.directoryChanged.connect(self._look)

    def release(self) -> None:
        """Give the folder free."""
        self._lock.unlock()

    def _look(self) -> None:
        knock = self._folder / KNOCK
        if knock.exists():
            knock.unlink(missing_ok=True)
            self._show()
