"""What a session knows besides the answers: the moment, the person, the household, earlier periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from survey.form import Answers
from survey.period import Period

PERIODS_AGO = "periods_ago"
"""Among the answers of ``previous``: how many periods before this one they were given, 1 when just before."""


def _nothing() -> Answers:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class FillContext:
    """The surroundings of one filling. ``now`` must be aware; ``today`` is its date where the person sits.

    ``register`` holds the household's values by register key, ``previous`` the answers of the last accepted
    period of the same frequency and ``PERIODS_AGO``, ``year_before`` those of the same period last year,
    ``last_saved`` those of the entry this person saved last with the same form (``${last-saved#x}``).
    None means there is none.
    ``properties`` answer ``property('…')``; the one called instanceID is the entry's, else each session makes its own.
    """

    today: dt.date
    now: dt.datetime
    period: Period | None = None
    user: str = ""
    device: str = ""
    register: Answers = field(default_factory=_nothing)
    previous: Answers | None = None
    year_before: Answers | None = None
    last_saved: Answers | None = None
    random_seed: int = 0
    language: str = ""
    reviewing: bool = False  # an entry is only looked at: a form past its date still opens
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
