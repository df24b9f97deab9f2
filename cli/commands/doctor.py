"""``doctor``: examines the machine and the data; 1 when the data is in trouble, 3 when the machine is."""

from __future__ import annotations

from types import SimpleNamespace as Words
from typing import TYPE_CHECKING

from cli.output import DATA_PROBLEMS, ENVIRONMENT, GOOD, Output, as_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.messages import Json
    from usecases.doctor import Finding

MARKS = {"ok": "好　", "warn": "注意", "bad": "不好"}
DATA_CODES = frozenset({"P112", "S005", "S010"})


def run(words: Words, output: Output) -> int:
    """Look at everything and print a line for each."""
    from cli.screen import screen_checks
    from usecases.doctor import examine

    findings = examine(data_dir=words.data, further=screen_checks())
    for finding in findings:
        output.say(f"{MARKS[finding.state.value]}  {finding.subject}：{finding.detail}")
        if finding.problem is not None:
            output.say(f"      [{finding.problem.code}] {finding.problem.sentence}\n      {finding.problem.remedy}")
    return output.result(code_of(findings), {"findings": [facts(finding) for finding in findings]})


def code_of(findings: Sequence[Finding]) -> int:
    """Return the exit code: damaged data weighs more than a machine that lacks something."""
    codes = {finding.problem.code for finding in findings if finding.problem and finding.state.value == "bad"}
    if codes & DATA_CODES:
        return DATA_PROBLEMS
    return ENVIRONMENT if codes else GOOD


def facts(finding: Finding) -> dict[str, Json]:
    """Return one line for a program."""
    problem = as_json(finding.problem) if finding.problem else None
    return {
        "subject": finding.subject,
        "state": finding.state.value,
        "detail": finding.detail,
        "problem": problem,
    }
