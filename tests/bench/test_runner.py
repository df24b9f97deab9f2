"""The bench runner: a ratio against a named peer, a verdict, an exit code. No wall clock is asserted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import runner
from bench.result import Result, interleaved

FAST = Result("fast", 1.0, 2.0, 0.6, "ms", "a named peer")
SLOW = Result("slow", 3.0, 2.0, 1.2, "ms", "another peer")
LATE = Result("late", 0.4, 0.4, 1.2, "s", "a floor", ceiling=0.3)


def test_a_ratio_or_a_ceiling_decides() -> None:
    assert [FAST.good, SLOW.good, LATE.good] == [True, False, False]
    assert FAST.ratio == 0.5
    assert Result("", 1, 0, 1, "s", "").ratio == float("inf")


def test_both_sides_are_called_by_turns() -> None:
    calls: list[str] = []
    interleaved(lambda: calls.append("ours"), lambda: calls.append("peer"), rounds=3)
    assert calls == ["ours", "peer"] * 3


def test_every_module_but_the_frame_is_a_measure(tmp_path: Path) -> None:
    for name in ("__init__", "runner", "result", "save", "check"):
        (tmp_path / f"{name}.py").touch()
    assert runner.names(tmp_path) == ["check", "save"]


@pytest.mark.parametrize(("rows", "code"), [([FAST], 0), ([FAST, SLOW], 1)])
def test_a_missed_target_is_exit_code_1(
    rows: list[Result], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runner, "names", lambda: ["one"])
    monkeypatch.setattr(runner, "rows_of", lambda _name: rows)
    assert runner.main(["one", "--json"]) == code
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == [row.name for row in rows]
    assert runner.main([]) == code
    assert "against" in capsys.readouterr().out


def test_an_unknown_measure_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["nothing-of-the-kind"]) == 2
    assert "nothing-of-the-kind" in capsys.readouterr().err
