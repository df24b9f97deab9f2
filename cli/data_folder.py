"""Where a person's data lies when nothing else is said: the operating system's own place for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def default_data_folder(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform, home: Path | None = None
) -> Path:
    """Return the folder of this user: LOCALAPPDATA on Windows, the XDG data folder elsewhere."""
    home = home or Path.home()
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Huce"
    return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "huce"
