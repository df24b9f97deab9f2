"""Questionnaires: those that come with the program, those a person brings, and reading them back."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from storage.attachments import Attachments
from storage.forms import FormRow, is_older
from survey.form import Form
from survey.form.kinds import LegalBasis
from survey.form.legal import opening_problems
from survey.problems import HuceError, Problem
from survey.xlsform import LoadedForm, form_from_json, form_to_json
from survey.xlsform.beside import beside
from usecases.attachments import keep_media
from usecases.changes import Changes
from usecases.persons.roles import roles_in
from usecases.rounds import keep_rounds
from usecases.workspace import Workspace

__all__ = [
    "FormRow",
    "FormState",
    "InstalledForm",
    "KnownForm",
    "check_form",
    "ensure_forms",
    "find_media",
    "install_form",
    "list_forms",
    "load_form",
    "survey_forms",
]

_ORDER = "QMY-"  # the first is what a screen or a command takes when nothing is said
SHIPPED = Path(__file__).resolve().parent.parent / "forms"


@dataclass(frozen=True, slots=True)
class InstalledForm:
    """The outcome of an installation: ``form`` is None when a 强制性 problem forbids it."""

    form: Form | None
    problems: tuple[Problem, ...]
    changes: Changes


class FormState(StrEnum):
    """Whether a version may be used for asking today."""

    USABLE = "usable"
    EXPIRED = "expired"
    HEADLESS = "headless"  # part of the heading of 统计法 §17 is missing
    REPLACED = "replaced"  # a later version is in force; what was filled with this one stays readable
    WAITING = "waiting"  # installed, but an earlier version is in force


@dataclass(frozen=True, slots=True)
class KnownForm:
    """An installed version as a person looks at it; ``basis`` and ``valid_until`` None when it names none."""

    id: str
    title: str
    version: str
    basis: LegalBasis | None
    valid_until: dt.date | None
    state: FormState


def survey_forms(ws: Workspace) -> tuple[KnownForm, ...]:
    """Return every version installed here that may be seen: those in force as ``list_forms`` does, then the others."""
    in_force = list_forms(ws)
    versions = {row.id: row.version for row in in_force}
    with ws.store.reading() as tx:
        others = [row for row in reversed(tx.forms.versions()) if not row.active and row.id in versions]
        bodies = [(row, tx.forms.body(row.id, row.version)) for row in (*in_force, *others)]
    return tuple(_known(row, built(body), versions[row.id], ws.today) for row, body in bodies if body is not None)


def _known(row: FormRow, form: Form, in_force: str, today: dt.date) -> KnownForm:
    legal = form.legal
    state = FormState.USABLE
    if not row.active:
        state = FormState.REPLACED if is_older(row.version, in_force) else FormState.WAITING
    elif legal.valid_until is not None and legal.valid_until < today:
        state = FormState.EXPIRED
    elif opening_problems(form, today):
        state = FormState.HEADLESS
    return KnownForm(row.id, row.title, row.version, legal.basis, legal.valid_until, state)


def list_forms(ws: Workspace) -> tuple[FormRow, ...]:
    """Return the version in force of every questionnaire offered here: quarterly ones first, one-off ones last.

    One that is restricted to a role is offered only where that role is held: see ``usecases.persons.roles``.
    """
    held = {"", *roles_in(ws.data_dir)}
    with ws.store.reading() as tx:
        offered = [row for row in tx.forms.list() if _restricted_to(tx.forms.body(row.id, row.version)) in held]
    return tuple(sorted(offered, key=lambda row: _ORDER.find(row.frequency or "-")))


def _restricted_to(body: bytes | None) -> str:
    """Return the role a questionnaire is for. Most are for everybody, and need not be built to know it."""
    return built(body).restricted_to if body is not None and b'"restricted_to"' in body else ""


def load_form(ws: Workspace, *, form_id: str, version: str = "") -> Form:
    """Return an installed questionnaire, the version in force when the named one is not here.

    Raises HuceError S011 when it is not installed, S022 when it is restricted to a role that is not held here. Every
    way to a questionnaire and to the answers given in it leads through here.
    """
    with ws.store.reading() as tx:
        body = tx.forms.body(form_id, version) or tx.forms.body(form_id)
    if body is None:
        raise HuceError(Problem("S011", params={"form": form_id}))
    form = built(body)
    if form.restricted_to not in {"", *roles_in(ws.data_dir)}:
        raise HuceError(Problem("S022", params={"form": form.title, "role": form.restricted_to}))
    return form


def find_media(ws: Workspace, *, form_id: str, version: str, name: str) -> Path | None:
    """Return where a file that a questionnaire's texts name is; None when it did not come with it.

    Raises HuceError S011 or S022 as ``load_form`` does.
    """
    return Attachments(ws.data_dir).find(load_form(ws, form_id=form_id, version=version).media.get(name, ""))


@lru_cache(maxsize=16)
def built(body: bytes) -> Form:
    """Return the questionnaire of a stored JSON; the last ones are kept, for building takes milliseconds."""
    return form_from_json(body)


def check_form(path: Path) -> LoadedForm:
    """Read a questionnaire workbook and return all its problems, an author's slips included; nothing is installed."""
    from survey.lint import examine_form  # loads pyxform, 0.6 s

    return examine_form(path)


def install_form(ws: Workspace, *, path: Path) -> InstalledForm:
    """Read a questionnaire workbook and put it in force, also in place of a later one; no 强制性 problem may stand."""
    loaded = check_form(path)
    if loaded.form is None:
        return InstalledForm(None, loaded.problems, Changes())
    form, missing = keep_media(ws, form=loaded.form, beside=beside(path))
    fresh = _install(ws, form, _digest(path), even_older=True)
    return InstalledForm(form, (*loaded.problems, *missing), Changes(forms=fresh))


def ensure_forms(ws: Workspace) -> Changes:
    """Install the questionnaires that come with the program, and open their current rounds.

    A workbook that was installed before is not read again, so this costs a millisecond on every start but the
    first. One that has a 强制性 problem is left out; ``check-form`` tells why.
    """
    with ws.store.reading() as tx:
        known = {row.source for row in tx.forms.versions()}
    shipped = {_digest(path): path for path in sorted(SHIPPED.glob("*.xlsx")) if not path.name.startswith("~$")}
    loaded = [(source, path, _read(path)) for source, path in shipped.items() if source not in known]
    whole = [(source, keep_media(ws, form=form, beside=beside(path))[0]) for source, path, form in loaded if form]
    changed = [_install(ws, form, source) for source, form in whole]
    with ws.store.transaction() as tx:
        opened = keep_rounds(tx, tx.forms.list(), ws.today)
    return Changes(forms=any(changed) or opened > 0)


def _install(ws: Workspace, form: Form, source: str, *, even_older: bool = False) -> bool:
    with ws.store.transaction() as tx:
        fresh = tx.forms.install(
            form_id=form.id,
            version=form.version,
            title=form.title,
            frequency=form.frequency.value if form.frequency else "",
            body=form_to_json(form),
            source=source,
            installed_at=ws.now(),
            even_older=even_older,
        )
        keep_rounds(tx, tx.forms.list(), ws.today)
    return fresh


def _read(path: Path) -> Form | None:
    from survey.xlsform import read_form  # loads pyxform, 0.6 s

    return read_form(path).form


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
