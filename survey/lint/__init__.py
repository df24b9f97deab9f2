"""What a form's author should look at again: everything wrong with a workbook, each with its cell and a remedy."""

from __future__ import annotations

import itertools
from pathlib import Path

from survey.lint.answers import answer_problems
from survey.lint.choices import choice_problems
from survey.lint.conditions import condition_problems
from survey.lint.elsewhere import elsewhere_problems
from survey.lint.media import media_problems
from survey.lint.references import reference_problems
from survey.lint.rules import rule_problems
from survey.lint.sheets import sheet_problems
from survey.lint.words import word_problems
from survey.problems import Level, Problem
from survey.quiet import uncollected
from survey.xlsform.read import LoadedForm, draft_at

_LOOKS = (
    sheet_problems,
    condition_problems,
    rule_problems,
    reference_problems,
    answer_problems,
    choice_problems,
    word_problems,
    media_problems,
    elsewhere_problems,
)
_SHEETS = {name: index for index, name in enumerate(("survey", "choices", "settings", "checks"))}
_ORDER = (Level.ERROR, Level.QUERY, Level.HINT)


def examine_form(path: Path) -> LoadedForm:
    """Read a form workbook and lint it in one go. Never raises. The 强制性 problems come first.

    As with ``read_form`` the form is None when it cannot be filled; what the lint adds never takes it away.
    """
    draft, problems = draft_at(path)
    if draft is None:
        return LoadedForm(None, problems)
    fatal = any(problem.level is Level.ERROR for problem in problems)
    with uncollected():
        found = [*problems, *itertools.chain.from_iterable(look(draft) for look in _LOOKS)]
    return LoadedForm(None if fatal else draft.form, tuple(sorted(found, key=_reading_order)))


def _reading_order(problem: Problem) -> tuple[int, int, int, int, str]:
    """The worst first, then as one reads the workbook."""
    letters = problem.place.cell.rstrip("0123456789")
    row = int(problem.place.cell[len(letters) :] or 0)
    return (
        _ORDER.index(problem.level),
        _SHEETS.get(problem.place.sheet.lower(), len(_SHEETS)),
        row,
        len(letters),
        letters,
    )


def lint_form(path: Path) -> tuple[Problem, ...]:
    """Return every problem of a form workbook."""
    return examine_form(path).problems
