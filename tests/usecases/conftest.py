"""A data folder with the questionnaires that come with the program, at a fixed moment."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from usecases.register import save_household
from usecases.workspace import Workspace, open_workspace

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose questionnaires are read already; each test works on a copy."""
    folder = tmp_path_factory.mktemp("installed")
    open_workspace(folder, clock=lambda: NOW).close()
    return folder


@pytest.fixture
def ws(tmp_path: Path, installed: Path) -> Iterator[Workspace]:
    shutil.copytree(installed, tmp_path / "data")
    workspace = open_workspace(tmp_path / "data", clock=lambda: NOW, user="wang")
    yield workspace
    workspace.close()


@pytest.fixture
def household(ws: Workspace) -> str:
    fields = {
        "shop_name": "宣汉县好又多超市",
        "owner_name": "张三丰",
        "uscc": "92511722MA8U9QWP7C",
        "mobile": "13890901234",
        "town_name": "东乡街道",
        "operating_status": "1",
    }
    return save_household(ws, household_id=None, fields=fields).household_id
