"""Looking at a database without changing it: the settings that are really in force on a fresh connection."""

from __future__ import annotations

from pathlib import Path

from storage.database.engine import make_engine
from storage.database.errors import translated

# What the promise "a save that was shown as done survives a power cut" rests on, as SQLite reads it back.
IN_FORCE = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "trusted_schema": "0"}


def weakened_settings(path: Path) -> dict[str, str]:
    """Return the settings that do not read back as wanted, with what was read; nothing when all is well."""
    engine = make_engine(path)
    try:
        with translated(path), engine.connect() as connection:
            read = {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in IN_FORCE}
    finally:
        engine.dispose()
    return {name: value for name, value in read.items() if value != IN_FORCE[name]}
