"""体检 doctor: looks at the machine and at the data, line by line, and names the remedy for whatever is wrong.

Changes nothing but a probe file that it takes away again. What only a screen knows (fonts, the platform plugin)
is handed in as further checks by whoever has one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from usecases.doctor.report import Check, Finding, State, bad, carry_out, warn

__all__ = ["Check", "Finding", "State", "bad", "examine", "warn"]


def examine(*, data_dir: Path, further: Iterable[Check] = ()) -> tuple[Finding, ...]:
    """Examine this machine and one data folder; every check gives one finding, and none stops the others."""
    from usecases.doctor.data import data_checks, last_saved
    from usecases.doctor.machine import machine_checks
    from usecases.doctor.network import network_checks
    from usecases.workspace import DATABASE

    database = data_dir / DATABASE
    return carry_out(
        (
            *machine_checks(data_dir, lambda: last_saved(database)),
            *further,
            *data_checks(database),
            *network_checks(database),
        )
    )
