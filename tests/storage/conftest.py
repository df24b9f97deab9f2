"""A real database in a temporary folder, with initials from a table of four characters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import Store


def initials(name: str) -> list[str]:
    return [name.translate(str.maketrans("好又多超", "hydc"))]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "huce.sqlite3", initials=initials)
    yield opened
    opened.close()
