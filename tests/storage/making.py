"""Small records for the storage tests."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exchange.messages import Fields, Json, Kind, Outcome, Receipt, Record
from storage.finding import Asked
from storage.records.content import Stamp, Write, seal
from storage.store import Store

STAMP = Stamp("wang", "device-1", "screen", "2026-11-23T10:00:00+08:00")


@contextmanager
def fresh() -> Iterator[Store]:
    """An empty database for one example of a property."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "huce.sqlite3", initials=lambda _name: [])
        try:
            yield store
        finally:
            store.close()


def shop(name: str = "宣汉县好又多超市", **more: Json) -> dict[str, Json]:
    return {"shop_name": name, "owner_name": "张三丰", "uscc": "92511722MA8U9QWP7C", "town_code": "511722001"} | more


def visit(household_id: str, status: str = "complete", **answers: Json) -> dict[str, Json]:
    fields: dict[str, Json] = {
        "form_id": "quarterly",
        "form_version": "1",
        "round": "2026Q3",
        "household_id": household_id,
        "status": status,
    }
    return fields | {f"answers.{key}": value for key, value in answers.items()}


def add(store: Store, *contents: Fields) -> tuple[str, ...]:
    with store.transaction() as tx:
        return tx.households.write([Write("", fields) for fields in contents], STAMP).new


def put(store: Store, record_id: str, fields: Fields, *, held: bool = False) -> None:
    with store.transaction() as tx:
        tx.households.write([Write(record_id, fields)], STAMP, held=held)


def found(store: Store, text: str) -> set[str]:
    with store.reading() as tx:
        return set(tx.households.ids(Asked(text=text)))


def record(record_id: str, number: int, fields: Fields, *, revision: str = "", kind: Kind = Kind.HOUSEHOLD) -> Record:
    made = "2026-11-22T09:00:00+08:00"
    name = revision or f"revision-{record_id}-{number}"
    return Record(kind, record_id, number, name, fields, seal(fields).hash, "li", "device-2", "screen", "", made)


def receipt(record_id: str, revision: str, outcome: Outcome, number: int, fields: Fields) -> Receipt:
    return Receipt(Kind.HOUSEHOLD, record_id, revision, outcome, number, seal(fields).hash)
