"""For tests of what bulk checks do by themselves."""

from __future__ import annotations

import pytest

from survey.check import closing


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no session help to close an entry."""
    monkeypatch.delattr(closing, "FillSession")
