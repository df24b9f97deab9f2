"""What a form's author should look at again: everything wrong with a workbook, each with its cell and a remedy."""

from __future__ import annotations

from pathlib import Path

from survey.lint.choices import choice_problems
from survey.lint.conditions import condition_problems
from survey.lint.words import word_problems
from survey.problems import Level, Problem
from survey.xlsform.read import draft_at

_ORDER = (Level.ERROR, Level.QUERY, Level.HINT)


def lint_form(path: Path) -> tuple[Problem, ...]:
    """Check a form workbook. Never raises. 强制性 ones forbid installing it; they come first."""
    draft, problems = draft_at(path)
    if draft is not None:
        problems = (*problems, *condition_problems(draft), *choice_problems(draft), *word_problems(draft))
    return tuple(sorted(problems, key=lambda problem: _ORDER.index(problem.level)))
