"""Forms written as small tables in a test, and sessions filling them."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from pathlib import Path

from survey.form import Form
from survey.problems import Problem
from survey.session import FillContext, FillSession
from survey.xlsform import LoadedForm, read_form

ZONE = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZONE)
CONTEXT = FillContext(today=NOW.date(), now=NOW, user="li", device="desk-1")
_NUMBER = itertools.count()


def load(table: str, **files: str) -> LoadedForm:
    """Read a form written as a Markdown table; ``files`` are put beside it (``cities_csv`` → cities.csv)."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            stem, _, suffix = name.rpartition("_")
            (Path(folder) / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
        path = Path(folder) / f"form{next(_NUMBER)}.md"
        path.write_text("\n".join(line.strip() for line in table.strip().splitlines()), encoding="utf-8")
        return read_form(path)


def form_of(table: str, **files: str) -> Form:
    loaded = load(table, **files)
    assert loaded.form is not None, [(p.code, str(p.place), p.sentence) for p in loaded.problems]
    return loaded.form


def fill(table: str, *, context: FillContext = CONTEXT, **files: str) -> FillSession:
    """Begin a new entry of a form written as a table."""
    return FillSession(form_of(table, **files), context)


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def places(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.place)) for problem in problems]


def shown(session: FillSession) -> list[str]:
    """The paths a person sees, without the form's name."""
    return [node.path.split("/", 2)[2] for node in session.nodes()]


def text(session: FillSession, path: str) -> str:
    return session.node(f"/data/{path}").text
