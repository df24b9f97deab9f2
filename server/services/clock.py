"""Times as the server stores them: UTC, fixed width, so that text order is time order."""

from __future__ import annotations

import datetime as dt


def stamp(moment: dt.datetime) -> str:
    """Return a moment as ISO 8601 text in UTC with milliseconds."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")
