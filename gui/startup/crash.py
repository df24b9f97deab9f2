"""Nothing fails silently: exceptions of every thread and Qt's warnings are logged, and bugs are shown in Chinese."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from gui.tasks import Failure

LOG_FILE, LOG_BYTES = "huce.log", 1_000_000
_LOG = logging.getLogger("huce.desktop")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def keep_log(data_dir: Path) -> None:
    """Write warnings and errors to a log file in the data folder; two files of 1 MB at most."""
    from logging.handlers import RotatingFileHandler

    handler = RotatingFileHandler(data_dir / LOG_FILE, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("huce").addHandler(handler)


def catch_everything(show: Callable[[Failure], None]) -> None:
    """Install the hooks. ``show`` is called for bugs, on whichever thread they happened."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        from gui.views.dialogs.trouble import from_exception

        text = "".join(traceback.format_exception(kind, error, trace))
        _LOG.error("%s", text)
        if issubclass(kind, Exception):
            show(from_exception(error, text))

    def in_thread(hook: threading.ExceptHookArgs) -> None:
        if hook.exc_value is not None:
            caught(hook.exc_type, hook.exc_value, hook.exc_traceback)

    sys.excepthook = caught
    threading.excepthook = in_thread
    qInstallMessageHandler(_from_qt)


def _from_qt(level: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    _LOG.log(_LEVELS.get(level, logging.WARNING), "Qt: %s", text)
