"""``check-form``: every problem of an XLSForm workbook, with its cell."""

from __future__ import annotations

import gc
from types import SimpleNamespace as Words

from cli.output import DATA_PROBLEMS, Output, as_json, found
from survey.problems import HuceError, Problem


def run(words: Words, output: Output) -> int:
    """Lint the workbook. Nothing is installed and no data folder is opened."""
    from usecases.forms import check_form

    if not words.file.is_file():
        raise HuceError(Problem("P003", params={"file": str(words.file)}))
    loaded = check_form(words.file)
    gc.freeze()  # a form of 10,000 questions is a million objects: searching them for garbage at the end takes 0.6 s
    output.troubles(loaded.problems)
    code = DATA_PROBLEMS if loaded.form is None else found(loaded.problems)
    verdict = "不能使用" if loaded.form is None else "可以使用"
    output.say(f"{words.file.name}：{verdict}，检查发现 {len(loaded.problems)} 处问题。")
    form = loaded.form
    return output.result(
        code,
        {
            "file": str(words.file),
            "usable": form is not None,
            "form": form.id if form else "",
            "version": form.version if form else "",
            "title": form.title if form else "",
            "problems": [as_json(problem) for problem in loaded.problems],
        },
    )
