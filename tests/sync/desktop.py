"""A desktop for sync tests: a real local database behind the sync engine, without a screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from exchange.ids import household_id, new_id
from exchange.messages import Json, Kind, SyncApi
from storage.records.content import Stamp, State, Write
from storage.store import Store
from sync.engine import synchronise
from sync.report import Report
from tests.exchange.making import MADE_AT, SHOP, entry
from usecases.synchronising.desk import StoreDesk

NOW = dt.datetime(2026, 10, 15, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def no_initials(_name: str) -> str:
    return ""


class Desktop:
    """One computer called ``name``; opening the folder again is starting the program again."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path, self.name = folder / f"{name}.db", name
        self.open()
        with self.store.transaction() as tx:
            if not tx.settings.text("device_id"):
                tx.settings.put("device_id", name)

    def open(self) -> None:
        self.store = Store.open(self.path, initials=no_initials)
        self.desk = StoreDesk(self.store, now=lambda: NOW, user=self.name)

    def close(self) -> None:
        self.store.close()

    @property
    def device(self) -> str:
        with self.store.reading() as tx:
            return tx.settings.text("device_id")

    def add_shop(self, **fields: Json) -> str:
        return self.write(Kind.HOUSEHOLD, "", {**SHOP, **fields})

    def import_shop(self, code: str, **fields: Json) -> str:
        """Take a household over from a register workbook that other computers have, too."""
        write = Write(household_id(code), {**SHOP, "uscc": code, **fields})
        with self.store.transaction() as tx:
            tx.households.write([write], Stamp(self.name, self.device, "import", MADE_AT), import_batch=new_id())
        return write.id

    def add_entry(self, household: str, **answers: Json) -> str:
        return self.write(Kind.ENTRY, "", entry(household, **answers))

    def edit(self, kind: Kind, record_id: str, **fields: Json) -> None:
        self.write(kind, record_id, {**self.content(kind, record_id), **fields})

    def write(self, kind: Kind, record_id: str, fields: Mapping[str, Json]) -> str:
        stamp = Stamp(self.name, self.device, "screen", MADE_AT)
        with self.store.transaction() as tx:
            written = tx.records(kind).write([Write(record_id, fields)], stamp)
        return (*written.changed, *written.unchanged)[0]

    def state(self, kind: Kind, record_id: str) -> State:
        with self.store.reading() as tx:
            state = tx.records(kind).state(record_id)
        assert state is not None
        return state

    def content(self, kind: Kind, record_id: str) -> dict[str, Json]:
        return dict(self.state(kind, record_id).fields)

    def sync(self, api: SyncApi) -> Report:
        return synchronise(api, self.desk, tell=lambda *_: None, pause=lambda _: None)
