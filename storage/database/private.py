"""Files for their owner alone: the database holds what people told in confidence, and the token of the server."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_OTHERS = 0o077
_BESIDE = ("", "-wal", "-shm")  # SQLite gives new ones the mode of the database, but old ones may lie there


def keep_private(database: Path) -> None:
    """Let nobody but the owner read or write a database file, which is made empty when it is missing.

    Where that cannot be done (somebody else's file, a read-only folder) nothing happens: opening it tells. On Windows
    the folder of the user's own data does it.
    """
    with suppress(OSError):
        os.close(os.open(database, os.O_CREAT | os.O_RDWR, 0o600))
    for name in _BESIDE:
        with suppress(OSError):
            file = database.with_name(database.name + name)
            mode = file.stat().st_mode
            if mode & _OTHERS and file.is_file():
                file.chmod(mode & ~_OTHERS)
