"""For every test: no screen is needed, and nothing outside the temporary folder is touched."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
