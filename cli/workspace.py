"""The data folder, open for the length of one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from survey.problems import HuceError

if TYPE_CHECKING:
    from usecases.workspace import Workspace


@contextmanager
def opened(data_dir: Path, *, by: str = "") -> Iterator[Workspace]:
    """Open the folder and close it whatever happens; ``by`` signs this command's writing. Raises HuceError S015."""
    from usecases.backups import back_up_daily
    from usecases.persons.signature import readable_name
    from usecases.workspace import open_workspace

    workspace = open_workspace(data_dir, user=readable_name(by) if by else "")
    try:
        with suppress(HuceError):  # a backup that cannot be made is the doctor's business, the command's is another
            back_up_daily(workspace)
        yield workspace
    finally:
        workspace.close()
