from __future__ import annotations

import pytest

from gui.workplace import Workplace
from tests.gui.safety.disk import FullDisk
from usecases.workspace import Workspace


@pytest.fixture
def disk(workplace: Workplace, workspace: Workspace) -> FullDisk:
    """What the pages write to from now on."""
    made = FullDisk(workspace)
    workplace.open(made)
    return made
