"""Filling in a questionnaire for a household: open, keep every edit at once, save, look back."""

from __future__ import annotations

from dataclasses import dataclass

from exchange.ids import entry_id as id_of_entry
from exchange.messages import Json
from storage.drafts import Draft, Edit
from storage.entries import EntryRow, answers_of
from storage.records.content import Revision, Write
from survey.entry import Finished
from survey.problems import HuceError, Level, Problem
from survey.session import FillSession
from survey.values import Value, from_json, to_json
from usecases.changes import Changes
from usecases.filling import Asked, check_open, entry_fields, explanations_of, fill_context
from usecases.forms import load_form
from usecases.workspace import Workspace

__all__ = [
    "EntryRow",
    "OpenEntry",
    "Revision",
    "SavedEntry",
    "discard_draft",
    "entries_of_household",
    "entry_history",
    "journal_answer",
    "journal_explanation",
    "journal_repeat",
    "open_entry",
    "save_entry",
]


@dataclass(slots=True)
class OpenEntry:
    """An entry on the screen. ``status`` and ``revision`` ("" before the first save) follow each save.

    ``resumed``: edits that were never saved have been brought back; ``resume_path`` is where the last one was.
    """

    entry_id: str
    household_id: str
    form_id: str
    round_code: str
    session: FillSession
    status: str
    revision: str
    resumed: bool = False
    resume_path: str = ""

    @property
    def asked(self) -> Asked:
        """Which entry this is."""
        return Asked(self.household_id, self.form_id, self.round_code)


@dataclass(frozen=True, slots=True)
class SavedEntry:
    """The outcome of a save: the status it has now and every problem, the unexplained ones first to be looked at.

    ``status`` stays ``draft`` when ``complete`` was asked for but a 强制性 problem stands or a 核实性 one is not
    explained; what was typed is saved all the same.
    """

    entry_id: str
    revision: str
    status: str
    problems: tuple[Problem, ...]
    changes: Changes


def open_entry(ws: Workspace, *, household_id: str, form_id: str, round_code: str) -> OpenEntry:
    """Open a household's entry in a round, a new one if there is none, with unsaved edits brought back.

    Raises HuceError S011 (no such questionnaire), S012 (no such household), S013 (questionnaire no longer valid),
    S022 (the questionnaire is for a role that is not held here).
    """
    asked = Asked(household_id, form_id, round_code)
    with ws.store.reading() as tx:
        row = tx.entries.newest([household_id], form_id=form_id, round_code=round_code).get(household_id)
        entry_id = row.id if row is not None else id_of_entry(household_id, form_id, round_code)
        context = fill_context(ws, tx, asked, entry_id)
        state = None if row is None else tx.entries.state(entry_id)
        edits = tx.drafts.edits(entry_id)
    form = load_form(ws, form_id=form_id, version=row.form_version if row is not None else "")
    check_open(form.legal.valid_until, ws.today, form.title)
    if state is None:
        session = FillSession(form, context)
    else:
        session = FillSession(form, context, answers_of(state.fields), explanations_of(state.fields))
    entry = OpenEntry(
        entry_id=entry_id,
        household_id=household_id,
        form_id=form_id,
        round_code=round_code,
        session=session,
        status=row.status if row is not None else "draft",
        revision="" if state is None else state.revision,
    )
    return _replayed(entry, edits)


def journal_answer(ws: Workspace, *, entry: OpenEntry, path: str, value: Value | list[str] | bool | None) -> None:
    """Keep an answer on the disk the moment it is given; it comes back when the entry is opened again."""
    _journal(ws, entry, Edit("answer", path, _json(value), ws.now()))


def journal_repeat(ws: Workspace, *, entry: OpenEntry, path: str, added: bool) -> None:
    """Keep the adding of an instance to a repeat (``path`` of the repeat), or the removal of one (with its index)."""
    _journal(ws, entry, Edit("add" if added else "remove", path, None, ws.now()))


def journal_explanation(ws: Workspace, *, entry: OpenEntry, rule: str, reason: str, text: str, path: str = "") -> None:
    """Keep an explanation (核实说明) given for a rule, in a repeat instance when ``path`` names one."""
    _journal(ws, entry, Edit("explain", path, {"rule": rule, "reason": reason, "text": text}, ws.now()))


def discard_draft(ws: Workspace, *, entry: OpenEntry) -> None:
    """Throw the edits since the last save away."""
    with ws.store.transaction() as tx:
        tx.drafts.clear(entry.entry_id)


def save_entry(ws: Workspace, *, entry: OpenEntry, complete: bool) -> SavedEntry:
    """Save what is on the screen: entry, revision, outbox row and the emptied journal in one commit.

    ``complete`` asks for 待上报: irrelevant answers are cleared and the checks decide. Otherwise it is a 草稿.
    """
    finished = entry.session.finish()
    done = complete and finished.may_submit
    answers = finished.answers if done else entry.session.answers()
    status = "complete" if done else "draft"
    fields = entry_fields(entry.asked, entry.session.form.version, status, answers, finished.explanations)
    errors, queries = _counts(finished)
    with ws.store.transaction() as tx:
        written = tx.entries.write([Write(entry.entry_id, fields, errors, queries)], ws.stamp("screen"), held=not done)
        tx.drafts.clear(entry.entry_id)
    if written.changed:
        entry.revision, entry.status = written.revisions[0], status
    changes = Changes(entries=frozenset(written.changed), households=frozenset({entry.household_id}))
    return SavedEntry(entry.entry_id, entry.revision, entry.status, finished.problems, changes)


def entry_history(ws: Workspace, *, entry_id: str) -> tuple[Revision, ...]:
    """Return every revision of an entry, oldest first. Raises HuceError S022: its questionnaire is for others."""
    with ws.store.reading() as tx:
        row = tx.entries.row(entry_id)
    if row is not None:
        load_form(ws, form_id=row.form_id, version=row.form_version)
    with ws.store.reading() as tx:
        return tx.entries.history(entry_id)


def entries_of_household(ws: Workspace, *, household_id: str) -> tuple[EntryRow, ...]:
    """Return every entry of a household, latest round first."""
    with ws.store.reading() as tx:
        return tx.entries.of_household(household_id)


def _journal(ws: Workspace, entry: OpenEntry, edit: Edit) -> None:
    where = Draft(entry.entry_id, entry.household_id, entry.form_id, entry.round_code)
    with ws.store.transaction() as tx:
        tx.drafts.add(where, edit)


def _replayed(entry: OpenEntry, edits: tuple[Edit, ...]) -> OpenEntry:
    """Repeat the edits since the last save; one that no longer fits the questionnaire is passed over."""
    for edit in edits:
        if _replay(entry.session, edit):
            entry.resumed = True
            entry.resume_path = edit.path if edit.action == "answer" else entry.resume_path
    return entry


def _replay(session: FillSession, edit: Edit) -> bool:
    try:
        if edit.action == "answer":
            kind = session.node(edit.path).kind
            value = edit.value if isinstance(edit.value, bool) else from_json(kind.value, edit.value)
            session.answer(edit.path, value)
        elif edit.action == "add":
            session.add_repeat(edit.path)
        elif edit.action == "remove":
            session.remove_repeat(edit.path)
        elif isinstance(edit.value, dict):
            rule, reason, text = (str(edit.value.get(name, "")) for name in ("rule", "reason", "text"))
            session.explain(rule, reason, text, edit.path)
    except (KeyError, ValueError, HuceError):
        return False
    return True


def _json(value: Value | list[str] | bool | None) -> Json:
    if isinstance(value, bool):
        return value
    json = to_json(tuple(value) if isinstance(value, list) else value)
    return [*json] if isinstance(json, list) else json


def _counts(finished: Finished) -> tuple[int, int]:
    levels = [problem.level for problem in finished.problems]
    return levels.count(Level.ERROR), levels.count(Level.QUERY)
