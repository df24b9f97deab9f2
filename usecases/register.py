"""The register (名录) of households: find, open, correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from exchange.ids import household_id as derived_id
from exchange.messages import Fields
from storage.finding import MISSING, Asked, Found, Keyset
from storage.records.content import Revision, Write
from storage.store import Tx
from survey.codelists import areas, industries, options
from survey.household import check_household, complete_household
from survey.problems import HuceError, Level, Problem
from usecases.changes import Changes
from usecases.workspace import Workspace

__all__ = [
    "MISSING",
    "Household",
    "HouseholdPage",
    "HouseholdRow",
    "Keyset",
    "SavedHousehold",
    "Town",
    "count_by_status",
    "get_household",
    "household_history",
    "index_pending",
    "save_household",
    "search_households",
    "towns",
]


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One line of the list. ``entry_status`` is that of the round asked for.

    "" means it is not begun, ``draft`` also that something was typed and never saved.
    """

    id: str
    uscc: str
    shop_name: str
    owner_name: str
    mobile: str
    town: str
    village: str
    address: str
    industry: str
    operating_status: str
    entry_status: str
    errors: int
    queries: int


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """A page of the list; ``total`` counts all households found, ``next`` is None on the last page."""

    rows: tuple[HouseholdRow, ...]
    total: int
    next: Keyset | None


@dataclass(frozen=True, slots=True)
class Household:
    """One household: its fields by register key, and the problems they have now."""

    id: str
    fields: Fields
    revision: str
    pending: bool  # holds changes the server has not acknowledged
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class SavedHousehold:
    """The outcome of a save. With a 强制性 problem nothing was saved and ``household_id`` is what was given."""

    household_id: str
    revision: str
    problems: tuple[Problem, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Town:
    """A town that has households."""

    code: str
    name: str
    households: int


def search_households(
    ws: Workspace,
    *,
    text: str = "",
    town: str = "",
    status: str = "",
    round_code: str = "",
    form_id: str = "",
    entry_status: str = "",
    after: Keyset | None = None,
    limit: int = 200,
) -> HouseholdPage:
    """Return a page of households, by town, then in the order in which they were entered.

    ``text`` may hold several words, all of which must be found: part of a name or an address (two Chinese
    characters suffice), pinyin initials, the beginning or end of a registration code or telephone number.
    ``entry_status`` (draft | complete | submitted | missing) looks at the entry in ``round_code``.
    """
    asked = Asked(text, town, status, round_code, form_id, entry_status)
    with ws.store.reading() as tx:
        found = tx.households.page(asked, after=after, limit=limit)
        total = tx.households.total(asked)
    more = len(found) == limit
    return HouseholdPage(
        tuple(_row(each) for each in found), total, Keyset(found[-1].town_code, found[-1].seq) if more else None
    )


def count_by_status(ws: Workspace, *, form_id: str, round_code: str) -> Mapping[str, int]:
    """Count the households by the status of their entry in a round; under "" those that are not begun."""
    with ws.store.reading() as tx:
        return tx.finding.statuses(form_id=form_id, round_code=round_code)


def get_household(ws: Workspace, *, household_id: str) -> Household:
    """Return a household. Raises HuceError S012 when it is not here."""
    with ws.store.reading() as tx:
        state = tx.households.state(household_id)
    if state is None:
        raise HuceError(Problem("S012"))
    problems = check_household(state.fields, today=ws.today)
    return Household(state.id, state.fields, state.revision, state.pending, problems)


def save_household(ws: Workspace, *, household_id: str | None, fields: Fields, reason: str = "") -> SavedHousehold:
    """Save a household whole (None: a new one), in one transaction, unless a 强制性 problem forbids it."""
    whole = cast("Fields", complete_household(fields))  # it adds texts only
    problems = check_household(whole, today=ws.today)
    if any(problem.level is Level.ERROR for problem in problems):
        return SavedHousehold(household_id or "", "", problems, Changes())
    with ws.store.transaction() as tx:
        written = tx.households.write([Write(household_id or _id_for(tx, whole), whole)], ws.stamp("screen", reason))
        saved_id = (written.changed or written.unchanged)[0]
        state = tx.households.state(saved_id)
    revision = "" if state is None else state.revision
    return SavedHousehold(saved_id, revision, problems, Changes(households=frozenset(written.changed)))


def _id_for(tx: Tx, fields: Fields) -> str:
    """Return the id that every computer gives to the household of this credit code; "" when another one has it."""
    derived = derived_id(str(fields.get("uscc") or ""))
    removed = tx.households.taken([derived]).get(derived, True)  # a removed one comes back
    return derived if removed else ""


def household_history(ws: Workspace, *, household_id: str) -> tuple[Revision, ...]:
    """Return every revision of a household, oldest first."""
    with ws.store.reading() as tx:
        return tx.households.history(household_id)


def towns(ws: Workspace) -> tuple[Town, ...]:
    """Return the towns that have households, by code."""
    with ws.store.reading() as tx:
        rows = tx.households.towns()
    return tuple(Town(code, _area(code) or name or "（未填乡镇）", number) for code, name, number in rows)


def index_pending(ws: Workspace, *, limit: int = 2000) -> int:
    """Put some of the households of a large import into the search index; return how many, 0 when all are in.

    A search finds them before, too, by looking through them; call this in the background until it returns 0.
    """
    with ws.store.transaction() as tx:
        return tx.households.index_some(limit)


def _row(found: Found) -> HouseholdRow:
    industry = industries().get(found.industry_code) if found.industry_code else None
    return HouseholdRow(
        found.id,
        found.uscc,
        found.shop_name,
        found.owner_name,
        found.mobile,
        found.town_name or _area(found.town_code),
        found.village_name,
        found.address,
        industry.name if industry else found.industry_code,
        _status(found.operating_status),
        found.entry_status,
        found.errors,
        found.queries,
    )


def _area(code: str) -> str:
    row = areas().get(code) if code else None
    return "" if row is None else row.name


def _status(value: str) -> str:
    return _labels().get(value, value)


@cache
def _labels() -> Mapping[str, str]:
    return {option.value: option.label for option in options("operating_status")}
