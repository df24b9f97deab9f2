"""B1: damaged workbooks: a reason or a plan, never a crash, a hang or half an import."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from survey.problems import HuceError, Problem
from tests.excel.books import SHEET, book
from usecases.imports import ImportKind, accept_import, preview_import
from usecases.progress import Silent
from usecases.register import search_households
from usecases.workspace import Workspace

HUNG = "B007"  # the reader was ended because it took too long
ROW = ("92511722MA8U9QWP7C", "好又多超市", "张三", "13890901234", 3, "东乡街道", "2018-07-31")
TITLES = ("统一社会信用代码", "名称", "经营者姓名", "联系电话", "从业人数", "乡镇", "成立日期")
_TAG = re.compile(rb"<[^>]*>")
_VALUE = re.compile(rb'="[^"]*"')
ODD = (
    b"",
    b"-1",
    b"99999999999999999999",
    b"XFD1048576",
    b"A0",
    b"\xff\xfe",
    b"&#0;",
    b"&x;",
    b"inlineStr",
    b"s",
    b"e",
)

Mutation = Callable[[bytes, random.Random], bytes]


def flip(data: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.randrange(1, 20)):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def cut(data: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(data))
    return data[:start] + (b"" if draw.random() < 0.5 else data[start + draw.randrange(1, 200) :])


def double(data: bytes, draw: random.Random) -> bytes:
    start, end = sorted(draw.randrange(len(data)) for _ in range(2))
    return data[:end] + data[start:end] * draw.randrange(1, 4) + data[end:]


def drop_tags(data: bytes, draw: random.Random) -> bytes:
    return _TAG.sub(lambda tag: b"" if draw.random() < 0.02 else tag[0], data)


def odd_values(data: bytes, draw: random.Random) -> bytes:
    return _VALUE.sub(lambda value: b'="' + draw.choice(ODD) + b'"' if draw.random() < 0.05 else value[0], data)


def recoded(data: bytes, draw: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(draw.choice(("utf-16", "gb18030", "utf-7")), "replace")


IN_PART: tuple[Mutation, ...] = (flip, cut, double, drop_tags, odd_values, recoded)


def mutated(source: Path, out: Path, draw: random.Random) -> None:
    """Damage the file as a whole, or some of its parts."""
    if draw.random() < 0.3:
        out.write_bytes(draw.choice((flip, cut, double))(source.read_bytes(), draw))
        return
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if draw.random() < (0.8 if name == SHEET else 0.15):
                data = draw.choice(IN_PART)(data, draw)
            if draw.random() > 0.03:
                new.writestr(name, data)


def imported(ws: Workspace, file: Path) -> tuple[int, Problem | None]:
    """Import what can be: how many households are new, or why nothing was."""
    try:
        plan = preview_import(ws, file=file, kind=ImportKind.REGISTER, progress=Silent())
        return accept_import(ws, plan=plan, progress=Silent()).new, None
    except HuceError as reason:
        return 0, reason.problem


def survives(ws: Workspace, source: Path, folder: Path, seed: int) -> None:
    bad = folder / "坏.xlsx"
    mutated(source, bad, random.Random(seed))
    before = search_households(ws).total
    new, refusal = imported(ws, bad)
    if refusal is not None:
        assert refusal.code.startswith("B"), (seed, refusal)
        assert refusal.code != HUNG, seed
        assert refusal.remedy, seed
    assert search_households(ws).total == before + new, seed


@pytest.fixture
def source(tmp_path: Path) -> Path:
    rows = [[*ROW[:1], f"{ROW[1]}{n}", *ROW[2:]] for n in range(20)]
    return book(tmp_path / "a.xlsx", [["名录"], TITLES, *rows, ["合计"]], merges=["A1:G1"])


def test_b1_150_damaged_workbooks(ws: Workspace, source: Path, tmp_path: Path) -> None:
    for seed in range(150):
        survives(ws, source, tmp_path, seed)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_b1_10000_damaged_workbooks(ws: Workspace, source: Path, tmp_path: Path) -> None:
    for seed in range(1_000, 11_000):
        survives(ws, source, tmp_path, seed)
