"""The questionnaires a server offers: every XLSForm workbook of a folder."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from server.api import Server
from survey.form import Form
from survey.form.media import content_name
from survey.problems import Place, Problem
from survey.xlsform.beside import Beside, beside

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
            whole = _with_media(server, form, beside(file))
            server.offer_form(form.id, form.version, form.title, form_to_json(whole))
    return tuple(problems)


def _with_media(server: Server, form: Form, files: Beside) -> Form:
    """Keep the files that a questionnaire shows or plays, as far as they are there and fit."""
    kept: dict[str, str] = {}
    for kind, name in form.files():
        if source := files.usable(kind, name):
            content = source.read_bytes()
            kept[name] = content_name(hashlib.sha256(content).hexdigest(), source.name)
            server.keep_media(kept[name], content)
    return replace(form, media=MappingProxyType(kept))
