"""Period codes 报送期: ``2026Q3`` (a quarter), ``2026M07`` (a month), ``2026`` (a year)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

_CODE = re.compile(r"(?P<year>\d{4})(?:(?P<kind>[QM])(?P<number>\d{1,2}))?")
_QUARTERS = "一二三四"


class Frequency(StrEnum):
    """How often a questionnaire is reported; the value is the letter in the period code."""

    QUARTER = "Q"
    MONTH = "M"
    YEAR = "Y"

    @property
    def per_year(self) -> int:
        return {Frequency.QUARTER: 4, Frequency.MONTH: 12, Frequency.YEAR: 1}[self]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One reporting period; ``number`` counts from 1 within the year (1 for a year). Ordered within a frequency."""

    frequency: Frequency
    year: int
    number: int = 1

    @classmethod
    def parse(cls, code: str) -> Period:
        """Read a period code. Raises ValueError when it is none."""
        match = _CODE.fullmatch(code.strip().upper())
        if match is None:
            raise ValueError(code)
        frequency = Frequency(match["kind"] or "Y")
        number = int(match["number"] or 1)
        if not 1 <= number <= frequency.per_year:
            raise ValueError(code)
        return cls(frequency, int(match["year"]), number)

    @classmethod
    def containing(cls, day: dt.date, frequency: Frequency) -> Period:
        """Return the period of the given frequency in which the day lies."""
        number = (day.month - 1) * frequency.per_year // 12 + 1
        return cls(frequency, day.year, number)

    @property
    def code(self) -> str:
        """The code, e.g. ``2026Q3``, ``2026M07``, ``2026``."""
        tail = {
            Frequency.QUARTER: f"Q{self.number}",
            Frequency.MONTH: f"M{self.number:02d}",
            Frequency.YEAR: "",
        }
        return f"{self.year}{tail[self.frequency]}"

    @property
    def label(self) -> str:
        """What a person reads, e.g. ``2026年三季度``, ``2026年7月``, ``2026年度``."""
        if self.frequency is Frequency.QUARTER:
            return f"{self.year}年{_QUARTERS[self.number - 1]}季度"
        return f"{self.year}年{self.number}月" if self.frequency is Frequency.MONTH else f"{self.year}年度"

    @property
    def previous(self) -> Period:
        """The period just before this one (环比)."""
        return self.shifted(-1)

    @property
    def year_before(self) -> Period:
        """The same period of the previous year (同比)."""
        return Period(self.frequency, self.year - 1, self.number)

    @property
    def first_day(self) -> dt.date:
        """The first calendar day."""
        return dt.date(self.year, (self.number - 1) * 12 // self.frequency.per_year + 1, 1)

    @property
    def last_day(self) -> dt.date:
        """The last calendar day."""
        return self.shifted(1).first_day - dt.timedelta(days=1)

    def since(self, earlier: Period) -> int:
        """Return how many periods of this frequency lie between: 1 when the other is the one just before."""
        years, numbers = self.year - earlier.year, self.number - earlier.number
        return years * self.frequency.per_year + numbers

    def shifted(self, steps: int) -> Period:
        """Return the period ``steps`` later (earlier when negative)."""
        index = self.year * self.frequency.per_year + self.number - 1 + steps
        return Period(self.frequency, index // self.frequency.per_year, index % self.frequency.per_year + 1)
