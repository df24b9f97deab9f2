"""What a person calls a record: a receipt by its number says nothing to a clerk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from exchange.messages import Fields, Kind, Receipt

if TYPE_CHECKING:
    from storage.store import Tx

MOST = 2_000  # more receipts than anybody reads are left without names


def names_of(tx: Tx, receipts: Iterable[Receipt]) -> Mapping[str, str]:
    """Return the names of the households that these records are or belong to, by record id."""
    named = tuple(receipts)[:MOST]
    entries = tx.entries.contents(receipt.id for receipt in named if receipt.kind is Kind.ENTRY)
    whose = {record_id: str(fields.get("household_id", "")) for record_id, fields in entries.items()}
    whose |= {receipt.id: receipt.id for receipt in named if receipt.kind is Kind.HOUSEHOLD}
    households = tx.households.contents(dict.fromkeys(whose.values()))
    return {record_id: _name(households[owner]) for record_id, owner in whose.items() if owner in households}


def _name(fields: Fields) -> str:
    return str(fields.get("shop_name") or fields.get("owner_name") or "")
