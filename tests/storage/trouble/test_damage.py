"""S-11: a bit that flips on the disk is found, and a wrong value is never taken for a right one."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from exchange.messages import Json
from storage.finding import Asked, Found
from storage.records.content import Write
from storage.store import Store
from survey.problems import HuceError
from tests.storage.making import STAMP, add, shop, visit
from tests.storage.test_outbox import Server, change_of, count, freeze, settle, sure
from tests.storage.test_small import install

FLIPS = [pytest.param(60, id="60 flips"), pytest.param(1000, id="1000 flips", marks=pytest.mark.long)]
Shown = tuple[tuple[Found, ...], dict[str, dict[str, Json]], dict[str, dict[str, Json]]]


def shown(store: Store) -> Shown:
    """Everything a person could look at."""
    with store.reading() as tx:
        rows = tx.households.page(Asked(round_code="2026Q3"), limit=1000)
        ids = [row.id for row in rows]
        entries = [entry.id for each in ids for entry in tx.entries.of_household(each)]
        return rows, tx.households.contents(ids), tx.entries.contents(entries)


@pytest.mark.parametrize("flips", FLIPS)
def test_a_flipped_bit_is_found_or_changes_nothing(store: Store, tmp_path: Path, flips: int) -> None:
    ids = add(store, *(shop(f"好店{number}", remark="备注" * number) for number in range(60)))
    with store.transaction() as tx:
        tx.entries.write([Write("", visit(each, revenue_q=number)) for number, each in enumerate(ids)], STAMP)
    right = shown(store)
    store.close()
    data, chance = store.path.read_bytes(), random.Random(flips)
    for number in range(flips):
        torn = bytearray(data)
        torn[chance.randrange(100, len(torn))] ^= 1 << chance.randrange(8)
        copy = tmp_path / f"{number}.sqlite3"
        copy.write_bytes(torn)
        assert found_or_harmless(copy, right)


def found_or_harmless(path: Path, right: Shown) -> bool:
    try:
        flipped = Store.open(path, initials=lambda _name: [])
    except (HuceError, DatabaseError):
        return True
    try:
        return bool(flipped.faults()) or shown(flipped) == right
    except (HuceError, DatabaseError):
        return True
    finally:
        flipped.close()


@pytest.mark.parametrize(("table", "column"), [("household", "shop_name"), ("entry", "round")])
def test_a_list_column_that_lies_is_found(store: Store, table: str, column: str) -> None:
    (one,) = add(store, shop())
    with store.transaction() as tx:
        (entry,) = tx.entries.write([Write("", visit(one))], STAMP).new
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute(f"UPDATE {table} SET {column} = 'x'")  # noqa: S608 - our own names
        raw.commit()
    assert store.faults() == (f"{table} {one if table == 'household' else entry}",)


def test_a_questionnaire_that_has_changed_on_the_disk_is_found(store: Store) -> None:
    install(store, "1", b'{"label": "income"}')
    assert store.faults() == ()
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute("UPDATE form SET body = ?", (b'{"label": "incomE"}',))
        raw.commit()
    assert store.faults() == ("form quarterly 1",)


def test_a_batch_that_was_damaged_while_it_waited_is_made_anew(store: Store) -> None:
    """The server could not read it, or would merge a wrong value: it would be sent for ever, or once too often."""
    add(store, shop())
    server = Server()
    first = sure(freeze(store, server))
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute("UPDATE outbox_batch SET body = ?", (first.body.replace(b"h", b"i", 1),))
        raw.commit()
    second = sure(freeze(store, server))
    assert second.id != first.id
    assert change_of(server, second) == change_of(server, first)
    assert settle(store, second, server.push(second)) == 0
    assert count(store).waiting == 0
