"""The questionnaires a server offers: every XLSForm workbook of a folder."""

from __future__ import annotations

from pathlib import Path

from server.api import Server
from survey.problems import Place, Problem

FORMS = Path(__file__).parent.parent / "forms"  # shipped with the product


def offer_shipped(server: Server, folder: Path | None = None) -> tuple[Problem, ...]:
    """Offer the workbooks of a folder; return one C045 for each that has errors and is not offered."""
    files = sorted((folder or FORMS).glob("*.xlsx"))
    if not files:
        return ()
    from survey.xlsform import form_to_json, read_form  # reading workbooks imports pyxform: slow, so only here

    problems = []
    for file in files:
        form = read_form(file).form
        if form is None:
            problems.append(Problem("C045", place=Place(file=file.name), params={"file": file.name}))
        else:
            server.offer_form(form.id, form.version, form.title, form_to_json(form))
    return tuple(problems)
