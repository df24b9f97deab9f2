"""A report tells each clash once, however many there are."""

from __future__ import annotations

import pytest

from survey.problems import Place, Problem
from sync.needs import Taken
from sync.report import Diary


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
