"""A data folder to look around in: invented households with two quarters behind them, none of it real."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exchange.ids import entry_id
from storage.records.content import Stamp, Write
from storage.records.plan import chunks
from storage.store import Tx
from survey.period import Period
from survey.problems import HuceError, Problem
from usecases.changes import ALL, Changes
from usecases.demo.businesses import Business, businesses
from usecases.demo.returns import Answers, Panel, quarter
from usecases.filling import Asked, entry_fields
from usecases.forms import list_forms
from usecases.progress import Progress, Silent
from usecases.rounds import round_of, row_of
from usecases.workspace import Workspace

FORM = "quarterly"
DRAFTS = 0.03  # of the entries are left unfinished or faulty


@dataclass(frozen=True, slots=True)
class Demo:
    """What was put in."""

    households: int
    entries: int
    changes: Changes


def fill_demo(
    ws: Workspace,
    *,
    households: int = 3000,
    rounds: Sequence[str] = ("2026Q1", "2026Q2"),
    seed: int = 511722,
    progress: Progress | None = None,
) -> Demo:
    """Fill an empty data folder with invented households of 宣汉县 and their answers, in one transaction.

    The same seed gives the same content. Most entries are complete; a few are drafts or hold faults on purpose.
    Raises HuceError S014 when there are households already, S011 when the quarterly questionnaire is missing.
    """
    version = next((form.version for form in list_forms(ws) if form.id == FORM), None)
    if version is None:
        raise HuceError(Problem("S011", params={"form": FORM}))
    filling = _Filling(ws, businesses(households, seed), tuple(map(Period.parse, rounds)), version, seed)
    with ws.store.transaction() as tx:
        if tx.households.towns():
            raise HuceError(Problem("S014"))
        filling.fill(tx, progress or Silent())
    return Demo(households, filling.entries, Changes(ALL, ALL, forms=True))


class _Filling:
    """One run: the register first, then quarter after quarter."""

    def __init__(
        self, ws: Workspace, made: list[Business], periods: tuple[Period, ...], version: str, seed: int
    ) -> None:
        self._ws, self._made, self._periods, self._version = ws, made, periods, version
        self._chance = random.Random(seed + 1)  # noqa: S311 - no secret is made
        self._done, self._total = 0, len(made) * (1 + len(periods))
        self.entries = 0

    def fill(self, tx: Tx, progress: Progress) -> None:
        tx.rounds.keep([row_of(round_of(FORM, period)) for period in self._periods])
        ids: list[str] = []
        stamp = self._stamp(self._periods[0].first_day if self._periods else self._ws.today)
        for part in chunks([Write("", business.fields) for business in self._made]):
            ids += tx.households.write(part, stamp).new
            self._step(progress, len(part), "正在写入名录")
        panels = [Panel.start(business) for business in self._made]
        for number, period in enumerate(self._periods):
            follows = number > 0 and self._periods[number - 1] == period.previous
            answers = [quarter(panel, period, previous=follows) for panel in panels]
            self._write(tx, progress, period, zip(ids, answers, strict=True))

    def _write(self, tx: Tx, progress: Progress, period: Period, rows: Iterable[tuple[str, Answers]]) -> None:
        stamp = self._stamp(period.last_day + dt.timedelta(days=20))
        for part in chunks(rows):
            drafts = [self._chance.random() < DRAFTS for _ in part]
            whole = [self._complete(row, period) for row, draft in zip(part, drafts, strict=True) if not draft]
            tx.entries.write(whole, stamp)
            torn = [self._draft(row, period) for row, draft in zip(part, drafts, strict=True) if draft]
            tx.entries.write(torn, stamp, held=True)
            self.entries += len(part)
            self._step(progress, len(part), f"正在写入{period.label}问卷")

    def _complete(self, row: tuple[str, Answers], period: Period) -> Write:
        return self._as_write(row[0], row[1], period, "complete")

    def _draft(self, row: tuple[str, Answers], period: Period) -> Write:
        """Leave an entry unfinished, or put in one of the faults that people make."""
        answers = dict(row[1])
        kind = self._chance.choice(("unfinished", "total", "people"))
        if kind == "total" and "cost_total_q" in answers:
            answers["cost_total_q"] = int(str(answers["cost_total_q"])) + 1000
        elif kind == "people" and "emp_total" in answers:
            answers["emp_total"] = int(str(answers["emp_total"])) + 2
        else:
            answers = {key: answers[key] for key in list(answers)[: len(answers) // 2]}
        return self._as_write(row[0], answers, period, "draft")

    def _as_write(self, household_id: str, answers: Answers, period: Period, status: str) -> Write:
        asked = Asked(household_id, FORM, period.code)
        made = entry_id(household_id, FORM, period.code)
        return Write(made, entry_fields(asked, self._version, status, answers, ()), errors=int(status == "draft"))

    def _stamp(self, day: dt.date) -> Stamp:
        made_at = dt.datetime.combine(day, dt.time(10), self._ws.clock().tzinfo)
        return Stamp(self._ws.user, self._ws.device_id, "demo", made_at.isoformat(), "演示数据")

    def _step(self, progress: Progress, number: int, text: str) -> None:
        self._done += number
        progress.step(self._done, self._total, text)
