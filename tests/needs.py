"""What a test needs from the machine. The only place that may skip a test, and never where HUCE_CI is set."""

from __future__ import annotations

import os
import shutil
import sys
from typing import NoReturn

import pytest


def unavailable(reason: str) -> NoReturn:
    """Skip on a developer's machine; fail in CI, where everything is installed."""
    if os.environ.get("HUCE_CI"):
        pytest.fail(f"CI must have it: {reason}", pytrace=False)
    pytest.skip(reason)


def program(*names: str) -> str:
    """Return the path of the first of these programs that is installed; else the test cannot run here."""
    for name in names:
        if found := shutil.which(name):
            return found
    unavailable(f"needs {' or '.join(names)}")


def linux() -> None:
    """Leave out what only a Linux kernel offers."""
    if sys.platform != "linux":
        pytest.skip("needs Linux")
