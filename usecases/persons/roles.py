"""Which roles the person at this data folder holds: what decides whether a restricted questionnaire is offered.

Roles stand in the file ``roles.txt`` of the data folder, one a line, ``#`` for remarks; without it nobody holds any.
The file decides what is offered here. What other people may read is decided by the server.
"""

from __future__ import annotations

from pathlib import Path

ROLES = "roles.txt"


def roles_in(data_dir: Path) -> frozenset[str]:
    """Return the roles of a data folder; a file that cannot be read gives none."""
    try:
        lines = (data_dir / ROLES).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeError):
        return frozenset()
    return frozenset(role for line in lines if (role := line.partition("#")[0].strip()))
