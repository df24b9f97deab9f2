"""The use cases of filling in a questionnaire, as the screens call them; the rest is in gui.desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from usecases.progress import Progress

if TYPE_CHECKING:
    from survey.values import Value
    from usecases.attachments import Attachment
    from usecases.entries import OpenEntry, Revision, SavedEntry
    from usecases.workspace import Workspace


class FillingDesk:
    """Everything a person can do in an entry, over one open data folder."""

    def __init__(self, workspace: Workspace) -> None:
        self._ws = workspace

    def open_entry(self, *, household_id: str, form_id: str, round_code: str) -> OpenEntry:
        """Fetch or begin an entry."""
        from usecases.entries import open_entry

        return open_entry(self._ws, household_id=household_id, form_id=form_id, round_code=round_code)

    def journal_answer(self, *, entry: OpenEntry, path: str, value: Value | None) -> None:
        """Write one answer to the disk."""
        from usecases.entries import journal_answer

        journal_answer(self._ws, entry=entry, path=path, value=value)

    def journal_repeat(self, *, entry: OpenEntry, path: str, added: bool) -> None:
        """Write the adding or removing of a repeat to the disk."""
        from usecases.entries import journal_repeat

        journal_repeat(self._ws, entry=entry, path=path, added=added)

    def journal_explanation(self, *, entry: OpenEntry, rule: str, reason: str, text: str, path: str) -> None:
        """Write a 核实说明 to the disk."""
        from usecases.entries import journal_explanation

        journal_explanation(self._ws, entry=entry, rule=rule, reason=reason, text=text, path=path)

    def save_entry(self, *, entry: OpenEntry, complete: bool) -> SavedEntry:
        """Save an entry as a draft or as complete."""
        from usecases.entries import save_entry

        return save_entry(self._ws, entry=entry, complete=complete)

    def entry_history(self, entry_id: str) -> tuple[Revision, ...]:
        """Return every revision of an entry, oldest first."""
        from usecases.entries import entry_history

        return entry_history(self._ws, entry_id=entry_id)

    def keep_attachment(self, *, source: Path, kind: str, progress: Progress) -> Attachment:
        """Copy a file beside the data; its name there is the answer."""
        from usecases.attachments import keep_attachment

        return keep_attachment(self._ws, source=source, kind=kind, progress=progress)

    def attachment(self, name: str) -> Attachment:
        """Tell what is known of a file that is an answer."""
        from usecases.attachments import find_attachment

        return find_attachment(self._ws, name=name)

    def media(self, *, form: tuple[str, str], name: str) -> Path | None:
        """Return where a file of a questionnaire (id, version) is, None when it did not come with it."""
        from usecases.forms import find_media

        return find_media(self._ws, form_id=form[0], version=form[1], name=name)
