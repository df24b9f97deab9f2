"""``check-form``: every problem of an XLSForm workbook, with its cell."""

from __future__ import annotations

from argparse import Namespace

from cli.output import GOOD, Output, as_json, found
from survey.problems import HuceError, Problem


def run(words: Namespace, output: Output) -> int:
    """Lint the workbook. Nothing is installed and no data folder is opened."""
    from usecases.forms import check_form

    if not words.file.is_file():
        raise HuceError(Problem("P003", params={"file": str(words.file)}))
    problems = tuple(check_form(words.file))
    output.troubles(problems)
    code = found(problems)
    output.say(
        "问卷没有问题。" if not problems else f"共 {len(problems)} 个问题。" if code != GOOD else "问卷可以使用。"
    )
    return output.result(code, {"file": str(words.file), "problems": [as_json(problem) for problem in problems]})
