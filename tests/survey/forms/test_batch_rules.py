"""The batch rules of the shipped questionnaires, each with a batch that trips it and one just inside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from survey.batch import BatchEntry, check_batch
from survey.form import Answers, Json, RuleScope
from survey.period import Period
from tests.survey.forms.filling import NOW, REGISTER, RESTAURANT, shipped
from tests.survey.forms.test_other_forms import MONTH

Batch = list[BatchEntry]


def usual(number: int, **changes: Json) -> BatchEntry:
    """One good restaurant unlike the others: its own code, owner, telephone, address, amounts and author."""
    author = str(changes.pop("author", f"wang{number}"))
    seconds = changes.pop("seconds", 600)
    previous = changes.pop("previous", None)
    start = NOW + dt.timedelta(minutes=number % 30)
    own: dict[str, Json] = {
        "uscc": f"92511722MA{number:08}",
        "owner_name": f"张{number}",
        "mobile": f"138{number:08}",
        "address": f"车站路{number}号",
        "revenue_q": 80000 + number,
        "revenue_m": 30000 + number,
        "met": 1,
        "is_open": 1,
    }
    return BatchEntry(
        id=str(number),
        household=f"h{number}",
        answers={**REGISTER, **RESTAURANT, **MONTH, **own, **changes},
        started=start,
        finished=start + dt.timedelta(seconds=float(str(seconds))),
        previous=previous if isinstance(previous, dict) else None,
        author=author,
        village="511722001210",
    )


def many(count: int, **changes: Json) -> Batch:
    return [usual(number, **changes) for number in range(count)]


def growth(factor: float, count: int = 5) -> Batch:
    amounts: Answers = {"revenue_q": 100000, "revenue_m": 100000}
    now: dict[str, Json] = {key: int(100000 * factor) for key in amounts}
    return many(count, previous=dict(amounts), **now)


def one_hand(round_ones: int, others: int) -> Batch:
    whole = [
        usual(number, author="li", revenue_q=number * 10000, revenue_m=number * 10000)
        for number in range(1, round_ones + 1)
    ]
    return whole + [usual(number, author="li") for number in range(100, 100 + others)]


def estimated(count: int, others: int) -> Batch:
    guessed = many(count, author="li", revenue_basis="3")
    return guessed + [usual(number, author="li", revenue_basis="1") for number in range(100, 100 + others)]


CASES: list[tuple[str, str, Callable[[], Batch], Callable[[], Batch]]] = [
    ("quarterly baseline", "Z01", lambda: many(2, uscc="92511722MA8U9QWP7C"), lambda: many(3)),
    ("quarterly baseline", "Z02", lambda: many(2, owner_name="李四", address="a"), lambda: many(2, owner_name="李四")),
    ("quarterly baseline", "Z03", lambda: many(5, mobile="13890001000"), lambda: many(4, mobile="13890001000")),
    ("quarterly", "Z04", lambda: many(2, owner_id_no="511722199001010031"), lambda: many(2)),
    ("quarterly monthly", "Z05", lambda: one_hand(9, 2), lambda: one_hand(8, 2)),
    ("quarterly monthly", "Z05", lambda: one_hand(10, 0), lambda: one_hand(9, 0)),
    ("quarterly", "Z06", lambda: many(2, author="li", revenue_q=80000), lambda: many(2, revenue_q=80000)),
    ("quarterly", "Z07", lambda: many(1, seconds=89), lambda: [*many(1, seconds=90), usual(2, seconds=5, is_open=0)]),
    ("quarterly monthly baseline", "Z08", lambda: many(41, author="li"), lambda: many(40, author="li")),
    (
        "quarterly",
        "Z09",
        lambda: many(4, author="li", geo="31.353001 107.72 0 5"),
        lambda: many(3, author="li", geo="31.353 107.72 0 5"),
    ),
    ("quarterly monthly", "Z10", lambda: growth(1.4), lambda: growth(1.3)),
    ("quarterly monthly", "Z10", lambda: growth(0.6), lambda: growth(0.7)),
    ("quarterly monthly", "Z10", lambda: growth(9), lambda: growth(9, 4)),
    ("quarterly", "Z11", lambda: estimated(6, 5), lambda: estimated(5, 5)),
]


def tripped(name: str, batch: Batch) -> dict[str, str]:
    period = {"quarterly": "2026Q3", "monthly": "2026M09"}.get(name)
    found = check_batch(shipped(name), batch, now=NOW, period=Period.parse(period) if period else None)
    return {each.problem.rule: each.problem.sentence for each in found}


@pytest.mark.parametrize(("names", "rule", "wrong", "right"), CASES)
def test_rule(names: str, rule: str, wrong: Callable[[], Batch], right: Callable[[], Batch]) -> None:
    for name in names.split():
        assert rule in tripped(name, wrong())
        assert rule not in tripped(name, right())


def test_every_batch_rule_has_a_case() -> None:
    for name in ("quarterly", "monthly", "baseline", "party"):
        rules = {rule.id for rule in shipped(name).rules if rule.scope is RuleScope.BATCH}
        assert rules == {rule for names, rule, _, _ in CASES if name in names.split()}


def test_an_ordinary_batch_has_nothing() -> None:
    for name in ("quarterly", "monthly", "baseline"):
        assert tripped(name, many(30)) == {}


def test_messages_name_the_person_and_the_number() -> None:
    told = tripped("quarterly", many(41, author="王娟"))
    assert told["Z08"] == "王娟 在 2026-10-12 一天报了 41 份，超过40份。"
    assert tripped("quarterly", many(1, seconds=30))["Z07"] == "wang0 填“宣汉县顺安饭店”只用了 30 秒，不到90秒。"
