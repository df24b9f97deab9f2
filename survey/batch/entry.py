"""One entry of a batch, as a supervisor sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from survey.form import Answers


def _nothing() -> Answers:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEntry:
    """One entry as a supervisor sees it. ``previous`` are the answers of the period before, None without any.

    ``author`` is who filled it in, ``village`` the 12-digit code of the place; ``started`` and ``finished`` bound the
    filling, so both carry an offset. ``day`` is the day it was finished where the person sat.
    """

    id: str
    household: str
    answers: Answers
    author: str = ""
    village: str = ""
    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    previous: Answers | None = None
    register: Answers = field(default_factory=_nothing)

    @property
    def facts(self) -> Mapping[str, str]:
        """What rules call ``${e.…}``, as text; what is not known is left out."""
        facts = {"id": self.id, "household": self.household, "author": self.author, "village": self.village}
        last = self.finished or self.started
        if last is not None:
            facts["day"] = last.date().isoformat()
        if self.started is not None and self.finished is not None:
            facts["seconds"] = f"{(self.finished - self.started).total_seconds():.0f}"
        return {name: text for name, text in facts.items() if text}
