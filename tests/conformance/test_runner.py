"""The runner judges what it should: a small file with every kind of case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conformance.__main__ import main
from tests.conformance.cases import load, run

XML = "<d><a k='1'>4</a><b>x<!--c--></b></d>"
FORM = """<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><itext><translation lang="zh"><text id="t">
<value>好</value></text></translation></itext><instance><d><a>1</a></d></instance><instance id="s"><root><i>2</i></root>
</instance></model></h:head></h:html>"""

MIXED = ["/d[1]/b[1]/comment()[1]", "/d/a/@k", "/*[1]/*[2]/text()[1]"]
CASES: list[dict[str, object]] = [
    {"expr": "/d/a + 1", "type": "number", "expected": 5},
    {"expr": "1 div 0", "type": "number", "expected": "Infinity"},
    {"expr": "-0", "type": "number", "expected": "-0"},
    {"expr": "0 div 0", "type": "number", "expected": "NaN"},
    {"expr": "1 div 3", "type": "number", "expected": 0.33, "tolerance": 0.01},
    {"expr": "/d/a = 4", "type": "boolean", "expected": True},
    {"expr": "string(/d/b)", "type": "string", "expected": "x"},
    {"expr": "uuid(9)", "type": "string-length", "expected": 9},
    {"expr": "uuid()", "type": "string-regex", "expected": "^[0-9A-F]{8}-", "flags": "i"},
    {"expr": "date('2026-01-02')", "type": "date", "expected": "2026-01-02"},
    {"expr": "date-time('2026-01-02T03:04:05')", "type": "dateTime", "expected": "2026-01-02T03:04:05.000"},
    {"expr": "count()", "type": "error", "expected": "error"},
    {"expr": "5 ==", "type": "parses", "expected": False},
    {"expr": "//a | //b", "type": "nodeset", "expected": ["/*[1]/*[1]", "/*[1]/*[2]"]},
    {"expr": "//@k | //b/node()", "type": "nodeset-unordered", "expected": MIXED},
    {"expr": "../b", "type": "string", "expected": "x", "context": "/*[1]/*[1]"},
    {"expr": "jr:itext('t')", "type": "string", "expected": "好", "instance": "form", "language": "zh"},
    {"expr": "instance('s')/root/i + /d/a", "type": "number", "expected": 3, "instance": "form"},
    {"expr": "number('  ')", "type": "number", "expected": 0, "accept": [0, "NaN"], "tier": "B"},
]  # fmt: skip


def write(path: Path, cases: list[dict[str, object]]) -> Path:
    rows = [{"id": f"T{n}", "tier": "A", "instance": "x", "functions": [], **case} for n, case in enumerate(cases)]
    path.write_text(json.dumps({"instances": {"x": XML, "form": FORM}, "cases": rows}), encoding="utf-8")
    return path


@pytest.mark.parametrize("place", range(len(CASES)))
def test_right_results_pass_and_others_do_not(tmp_path: Path, place: int) -> None:
    case = load(write(tmp_path / "right.json", [CASES[place]]))[0]
    assert run(case).passed, run(case).got
    wrong = {**CASES[place], "expected": "something else", "accept": ["something else"]}
    assert not run(load(write(tmp_path / "wrong.json", [wrong]))[0]).passed


def test_exit_status_follows_tier_a(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(write(tmp_path / "good.json", CASES))]) == 0
    assert "tier A: 18 of 18 = 100.00 %" in capsys.readouterr().out
    assert main([str(write(tmp_path / "bad.json", [{**CASES[0], "expected": 6}]))]) == 1
    assert "T0 A number" in capsys.readouterr().out
    assert main([]) == 2
