"""Settings of the process that Qt reads once, before QApplication is made."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

import PySide6


def prepare(environ: MutableMapping[str, str] = os.environ, platform: str = sys.platform) -> None:
    """Let Chinese input methods reach the window.

    The Qt that pip installs carries no fcitx plugin. fcitx5 also answers as the ibus portal, which Qt's own ibus
    plugin uses when told to, even without an ibus daemon. Where our installer brought an fcitx plugin, or ibus is
    in use already, nothing is touched.
    """
    if platform != "linux" or _fcitx_plugin_is_there():
        return
    module, modifiers = environ.get("QT_IM_MODULE", ""), environ.get("XMODIFIERS", "")
    if module.startswith("fcitx") or "fcitx" in modifiers:
        environ["QT_IM_MODULE"] = "ibus"
        environ["IBUS_USE_PORTAL"] = "1"


def _fcitx_plugin_is_there() -> bool:
    plugins = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforminputcontexts"
    return any(plugins.glob("*fcitx*"))
