"""Two laptops import the same register before either has a network: afterwards there is one register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.excel.books import book
from tests.fixtures import servers
from tests.usecases.imports.test_register_rules import ONE, TITLES, TWO
from usecases.imports import ImportKind, accept_import, preview_import
from usecases.progress import Silent
from usecases.register import get_household, save_household, search_households
from usecases.synchronise import sign_in, synchronise
from usecases.workspace import Workspace, open_workspace


@pytest.fixture
def laptops(tmp_path: Path, address: str) -> Iterator[tuple[Workspace, Workspace]]:
    made = [open_workspace(tmp_path / name, forms=False) for name in ("a", "b")]
    file = book(tmp_path / "名录.xlsx", [TITLES, ONE, TWO])
    for ws in made:
        accept_import(
            ws, plan=preview_import(ws, file=file, kind=ImportKind.REGISTER, progress=Silent()), progress=Silent()
        )
        sign_in(ws, server=address, user=servers.USER, password=servers.PASSWORD)
    yield made[0], made[1]
    for ws in made:
        ws.close()


def edit(ws: Workspace, code: object, **changes: str) -> None:
    (row,) = search_households(ws, text=str(code)).rows
    fields = {**get_household(ws, household_id=row.id).fields, **changes}
    assert save_household(ws, household_id=row.id, fields=fields).revision


def test_the_same_register_from_two_laptops_is_one_register(laptops: tuple[Workspace, Workspace]) -> None:
    a, b = laptops
    assert synchronise(a).problems == synchronise(b).problems == ()
    synchronise(a)
    ids = [{row.id for row in search_households(ws).rows} for ws in laptops]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 2


def test_what_each_corrected_meanwhile_meets_in_one_household(laptops: tuple[Workspace, Workspace]) -> None:
    a, b = laptops
    edit(a, ONE[0], mobile="13882800001")
    edit(b, ONE[0], address="正街2号")
    assert synchronise(a).finished
    synchronise(b)
    synchronise(a)
    for ws in laptops:
        (row,) = search_households(ws, text=str(ONE[0])).rows
        fields = get_household(ws, household_id=row.id).fields
        assert fields["address"] == "正街2号"
        assert search_households(ws).total == 2
