"""Large forms: loading 10,000 questions against pyxform alone, one answer of 500 against working everything out.

Ceilings: 5 s to load; 2 ms at the 95th percentile for one answer.
"""

from __future__ import annotations

import datetime as dt
import random
import tempfile
import time
from pathlib import Path

from openpyxl import Workbook
from pyxform.xls2xform import convert

from bench.result import Result, interleaved
from survey.form import Form
from survey.session import FillContext, FillSession
from survey.xlsform import read_form

SEED, QUESTIONS, ANSWERED = 20261123, 10_000, 500
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def measure() -> list[Result]:
    """Take both measures."""
    with tempfile.TemporaryDirectory() as folder:
        return [_loading(Path(folder)), _answering(Path(folder))]


def _workbook(path: Path, count: int) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    sheet.append(["type", "name", "label", "relevant", "calculation", "constraint"])
    for i in range(count):
        if i > 5 and i % 5 == 2:
            sheet.append(["calculate", f"q{i}", None, None, f"${{q{i - 1}}} + 2 * ${{q{i - 2}}}"])
        else:
            relevant = f"${{q{i - 3}}} > 2" if i > 5 and i % 4 == 0 else None
            sheet.append(["integer", f"q{i}", f"题{i}", relevant, None, f". >= 0 and . < ${{q{max(0, i - 9)}}} + 100"])
    summed = " + ".join(f"coalesce(${{q{i}}}, 0)" for i in range(0, min(count, 500), 7))
    sheet.append(["calculate", "total", None, None, summed])
    book.save(path)
    return path


def _loading(folder: Path) -> Result:
    path = _workbook(folder / "large.xlsx", QUESTIONS)
    ours, peer = interleaved(lambda: read_form(path), lambda: convert(str(path)), rounds=3)
    return Result("load a form of 10,000 questions", ours, peer, 2.5, "s", "pyxform alone, no form built", 5.0)


def _answering(folder: Path) -> Result:
    form = read_form(_workbook(folder / "middle.xlsx", ANSWERED)).form
    assert isinstance(form, Form)
    session = FillSession(form, FillContext(today=NOW.date(), now=NOW))
    draw = random.Random(SEED)
    paths = [question.path for question in form.questions() if question.is_asked]
    ours = [_milliseconds(session, path, draw.randint(0, 9)) for path in paths * 3]
    ours.sort()
    whole, _ = interleaved(session.recompute, lambda: None, rounds=5)
    name = "one answer in a form of 500 questions, p95"
    return Result(name, ours[len(ours) * 95 // 100], whole * 1e3, 1.0, "ms", "working the whole form out again", 2.0)


def _milliseconds(session: FillSession, path: str, value: int) -> float:
    start = time.perf_counter()
    session.answer(path, value)
    return (time.perf_counter() - start) * 1e3
