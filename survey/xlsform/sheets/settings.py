"""Our columns of the sheet ``settings``: the legal frame and how often the form is reported."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from survey.form import LegalBasis, LegalFrame
from survey.period import Frequency
from survey.problems import Level, Problem
from survey.xlsform.sheets.workbook import Sheet

_FREQUENCIES: dict[str, Frequency | None] = {
    "quarter": Frequency.QUARTER,
    "季度": Frequency.QUARTER,
    "季": Frequency.QUARTER,
    "month": Frequency.MONTH,
    "月度": Frequency.MONTH,
    "月": Frequency.MONTH,
    "year": Frequency.YEAR,
    "年度": Frequency.YEAR,
    "年": Frequency.YEAR,
    "once": None,
    "一次性": None,
    "": None,
}
_BASES: dict[str, LegalBasis | None] = {
    "": None,
    "statistical": LegalBasis.STATISTICAL,
    "统计": LegalBasis.STATISTICAL,
    "service": LegalBasis.SERVICE,
    "服务": LegalBasis.SERVICE,
    "consent": LegalBasis.CONSENT,
    "同意": LegalBasis.CONSENT,
}
_Word = TypeVar("_Word")
_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?(?: .*)?")


class Settings:
    """The first row of the sheet, read with every problem kept in ``problems``."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._row = sheet.rows[0] if sheet.rows else {}
        self.problems: list[Problem] = []
        self.frequency = self._word("frequency", _FREQUENCIES)
        self.restricted_to = self._text("restricted_to")
        self.legal = LegalFrame(
            basis=self._word("legal_basis", _BASES),
            table_number=self._text("table_number"),
            issuing_authority=self._text("issuing_authority"),
            approval_number=self._text("approval_number"),
            valid_until=self._date("valid_until"),
        )

    def _text(self, *names: str) -> str:
        return self._row.get(self._sheet.column(*names), "").strip()

    def _word(self, name: str, words: Mapping[str, _Word]) -> _Word | None:
        text = self._text(name)
        if text.lower() not in words:
            self._bad(name, text, words)
        return words.get(text.lower())

    def _date(self, name: str) -> dt.date | None:
        text = self._text(name)
        if not text:
            return None
        day = parse_day(text)
        if day is None:
            self._bad(name, text, ("2026-12-31",))
        return day

    def _bad(self, name: str, text: str, allowed: Iterable[str]) -> None:
        place = self._sheet.place(0, self._sheet.column(name))
        params = {"column": name, "value": text, "allowed": "、".join(each for each in allowed if each)}
        self.problems.append(Problem("F021", Level.ERROR, place, params))


def parse_day(text: str) -> dt.date | None:
    """Read 2026-12-31, 2026/12/31, 2026年12月31日, or a month, which means its last day."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    try:
        if found[3]:
            return dt.date(year, month, int(found[3]))
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    except ValueError:
        return None
