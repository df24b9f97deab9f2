"""The use cases as the screens call them: one short method each, importing the heavy parts when first called.

Every method runs on a lane of ``gui.tasks``, never on the GUI thread; trouble comes up as HuceError.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gui.filling_desk import FillingDesk
from usecases.progress import Progress

if TYPE_CHECKING:
    from exchange.messages import Fields
    from gui.models.search import Wish
    from usecases.exports import Exported
    from usecases.forms import InstalledForm, KnownForm
    from usecases.imports import ImportBatch, ImportPlan, ImportResult, UndoneImport
    from usecases.register import Household, HouseholdPage, Keyset, SavedHousehold
    from usecases.synchronise import SignedIn, SyncReport

MISSING = "missing"  # the word of usecases.register for "no entry in this round yet"
FREQUENT = "QMY-"  # questionnaires that come again stand before one-off ones


@dataclass(frozen=True, slots=True)
class Overview:
    """What the register page offers: pairs of code and name, and how many households stand in each status."""

    forms: tuple[tuple[str, str], ...]
    rounds: tuple[tuple[str, str], ...]
    towns: tuple[tuple[str, str], ...]
    counts: Mapping[str, int]
    form_id: str
    round_code: str


@dataclass(frozen=True, slots=True)
class About:
    """Who works here and what the settings page tells of this installation.

    ``named`` is False while nobody has given a name and ``user`` is the system's login name.
    """

    user: str
    named: bool
    device: str
    data_dir: Path


class Desk(FillingDesk):
    """Everything a person can do, over one open data folder."""

    @classmethod
    def at(cls, data_dir: Path) -> Desk:
        """Open the data folder. Raises HuceError when it is damaged, in use or newer than the program."""
        from usecases.workspace import open_workspace

        return cls(open_workspace(data_dir))

    def close(self) -> None:
        """Close the database."""
        self._ws.close()

    def about(self) -> About:
        """Tell who works here and where the data are."""
        return About(self._ws.user, self._ws.named, self._ws.device_id, self._ws.data_dir)

    def sign(self, name: str) -> About:
        """Let another person's name stand on what is made from now on. Raises HuceError S015 when it is none."""
        from usecases.persons.signature import sign_as

        sign_as(self._ws, name=name)
        return self.about()

    def overview(self, form_id: str = "", round_code: str = "") -> Overview:
        """Read what the register page offers; an unknown questionnaire or period gives way to the current one."""
        from usecases.forms import list_forms
        from usecases.register import towns
        from usecases.rounds import current_round, list_rounds

        listed = sorted(list_forms(self._ws), key=lambda form: FREQUENT.find(form.frequency or "-"))
        forms = tuple((form.id, form.title) for form in listed)
        known = [code for code, _title in forms]
        chosen = form_id if form_id in known else next(iter(known), "")
        rounds = tuple((each.code, each.label) for each in list_rounds(self._ws, form_id=chosen)) if chosen else ()
        if chosen and round_code not in [code for code, _label in rounds]:
            current = current_round(self._ws, form_id=chosen)
            round_code, rounds = current.code, rounds or ((current.code, current.label),)
        pairs = tuple((town.code, town.name) for town in towns(self._ws) if town.code)
        return Overview(forms, rounds, pairs, self.counts(chosen, round_code), chosen, round_code)

    def counts(self, form_id: str, round_code: str) -> Mapping[str, int]:
        """Count the households by the status of their entry in a round; "" is not yet begun."""
        from usecases.register import count_by_status

        return count_by_status(self._ws, form_id=form_id, round_code=round_code)

    def search(self, wish: Wish, after: Keyset | None, rows: int) -> HouseholdPage:
        """Return a page of the register, so many rows of it."""
        from usecases.register import search_households

        status = "" if wish.entry_status is None else wish.entry_status or MISSING
        return search_households(
            self._ws,
            text=wish.text,
            town=wish.town,
            form_id=wish.form_id,
            round_code=wish.round_code,
            entry_status=status,
            after=after,
            limit=rows,
        )

    def household(self, household_id: str) -> Household:
        """Return one household."""
        from usecases.register import get_household

        return get_household(self._ws, household_id=household_id)

    def save_household(self, household_id: str | None, fields: Fields, reason: str) -> SavedHousehold:
        """Save a household, or add it when there is no id yet."""
        from usecases.register import save_household

        return save_household(self._ws, household_id=household_id, fields=fields, reason=reason)

    def forms(self) -> tuple[KnownForm, ...]:
        """Return the installed questionnaires, every version."""
        from usecases.forms import survey_forms

        return survey_forms(self._ws)

    def install_form(self, *, path: Path) -> InstalledForm:
        """Put a questionnaire workbook in force; ``form`` is None when its problems forbid it."""
        from usecases.forms import install_form

        return install_form(self._ws, path=path)

    def warm_up(self) -> None:
        """Load what the first search in a long list would wait for."""
        from survey.codelists import industries
        from survey.pinyin import initials

        for leaf in industries().leaves():
            initials(leaf.name)

    def back_up_daily(self) -> bool:
        """Copy the database beside it, once a day."""
        from usecases.backups import back_up_daily

        return back_up_daily(self._ws)

    def index_some(self) -> int:
        """Put some of a large import into the search index; 0 when all are in."""
        from usecases.register import index_pending

        return index_pending(self._ws)

    def preview_import(self, *, file: Path, kind: str, progress: Progress) -> ImportPlan:
        """Look through a workbook without writing anything."""
        from usecases.imports import ImportKind, preview_import

        return preview_import(self._ws, file=file, kind=ImportKind(kind), progress=progress)

    def accept_import(self, *, plan: ImportPlan, progress: Progress) -> ImportResult:
        """Write what a plan says."""
        from usecases.imports import accept_import

        return accept_import(self._ws, plan=plan, progress=progress)

    def imports(self) -> tuple[ImportBatch, ...]:
        """Return the earlier imports, latest first."""
        from usecases.imports import list_imports

        return list_imports(self._ws)

    def undo_import(self, *, batch_id: str) -> UndoneImport:
        """Take an import back."""
        from usecases.imports import undo_import

        return undo_import(self._ws, batch_id=batch_id)

    def write_error_workbook(self, *, plan: ImportPlan, out: Path) -> None:
        """Write the rows that wait for correction."""
        from usecases.imports import write_error_workbook

        write_error_workbook(plan, out=out)

    def export(self, *, out: Path, kind: str, form_id: str, round_code: str, progress: Progress) -> Exported:
        """Write a workbook."""
        from usecases.exports import ExportKind, export_workbook

        return export_workbook(
            self._ws, out=out, kind=ExportKind(kind), form_id=form_id, round_code=round_code, progress=progress
        )

    def signed_in(self) -> SignedIn | None:
        """Tell where this desktop is signed in."""
        from usecases.synchronise import signed_in

        return signed_in(self._ws)

    def sign_in(self, *, server: str, user: str, password: str) -> SignedIn:
        """Sign in at a server; its token is kept, the password is not."""
        from usecases.synchronise import sign_in

        return sign_in(self._ws, server=server, user=user, password=password)

    def sign_out(self) -> None:
        """Forget the token; data and outbox stay."""
        from usecases.synchronise import sign_out

        sign_out(self._ws)

    def synchronise(self, *, progress: Progress) -> SyncReport:
        """Send what waits, fetch what is new."""
        from usecases.synchronise import synchronise

        return synchronise(self._ws, progress=progress)
