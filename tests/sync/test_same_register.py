"""Two laptops import the same register before either has a network: afterwards there is one register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from survey.problems import Place, Problem
from sync.needs import Taken
from sync.report import Diary
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


@pytest.mark.parametrize("order", ["aba", "bab"])
def test_what_each_corrected_meanwhile_meets_in_one_household(laptops: tuple[Workspace, Workspace], order: str) -> None:
    """What the workbook said is no opinion of the laptop that corrected nothing."""
    a, b = laptops
    edit(a, ONE[0], shop_name="王记面馆")
    edit(b, ONE[0], address="正街2号")
    for which in order:
        assert synchronise(a if which == "a" else b).problems == ()
    for ws in laptops:
        (row,) = search_households(ws, text=str(ONE[0])).rows
        fields = get_household(ws, household_id=row.id).fields
        assert (fields["shop_name"], fields["address"]) == ("王记面馆", "正街2号")
        assert search_households(ws).total == 2


def test_the_laptop_that_corrected_nothing_takes_the_correction(laptops: tuple[Workspace, Workspace]) -> None:
    a, b = laptops
    edit(a, ONE[0], shop_name="王记面馆")
    for ws in (b, a, b):
        assert synchronise(ws).problems == ()
    assert [search_households(ws, text="王记面馆").total for ws in laptops] == [1, 1]


def test_both_corrected_the_same_cell_and_both_values_are_kept(laptops: tuple[Workspace, Workspace]) -> None:
    a, b = laptops
    edit(a, ONE[0], shop_name="王记面馆")
    edit(b, ONE[0], shop_name="老王面馆", address="正街2号")
    assert synchronise(a).problems == ()
    (clash,) = synchronise(b).problems
    assert (clash.code, clash.params["fields"]) == ("N018", "名称（按执照）")
    synchronise(a)
    assert [search_households(ws, text="王记面馆").total for ws in laptops] == [1, 1]


def clash(number: int, value: str = "1") -> Problem:
    return Problem("C022", place=Place(path=f"household-{number}"), params={"value": value})


def test_a_clash_is_told_once_and_another_value_is_another_clash() -> None:
    diary = Diary()
    diary.note(Taken(problems=(clash(1), clash(2))))
    diary.note(Taken(problems=(clash(2), clash(2, "2"))))
    assert diary.problems == [clash(1), clash(2), clash(2, "2")]


def test_thousands_of_clashes_are_not_compared_with_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same register imported on two laptops may clash in every household."""
    compared, same = [0], Problem.__eq__

    def counted(self: Problem, other: object) -> bool:
        compared[0] += 1
        return same(self, other)

    monkeypatch.setattr(Problem, "__eq__", counted)
    diary = Diary()
    for start in range(0, 2000, 500):
        diary.note(Taken(problems=tuple(clash(number) for number in range(start, start + 500))))
    assert len(diary.problems) == 2000
    assert compared[0] < 2000
