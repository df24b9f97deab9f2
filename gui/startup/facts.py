"""``python -m gui.startup.facts``: what Qt says of this machine, as JSON.

A process of its own, because Qt ends the whole process when its platform plugin cannot start.
"""

from __future__ import annotations

import json

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication


def main() -> None:
    """Start Qt and print version, platform plugin and the fonts with simplified Chinese."""
    QGuiApplication([])
    fonts = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    print(json.dumps({"qt": qVersion(), "platform": QGuiApplication.platformName(), "fonts": fonts}))  # noqa: T201


if __name__ == "__main__":
    main()
