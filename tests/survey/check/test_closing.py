"""Entries begun and closed in bulk are what sessions make of them. C1 shipped forms, C2 random forms, C3 odd ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.check import Closing, Opening, closing
from survey.entry import Closed, Explanation
from survey.form import Form, Json, Repeat, SetValue
from survey.problems import HuceError, Level
from survey.session import FillContext, FillSession
from survey.session.context import PERIODS_AGO
from survey.xlsform import read_form
from tests.survey.check.test_flat import ANSWERS, quarter
from tests.survey.check.test_quarterly import FORM, ODD, changed, entries, quarterly
from tests.survey.forms_by_table import CONTEXT, form_of
from tests.survey.peers.random_forms import RandomForm, step
from tests.survey.scenarios.play import markdown
from tests.survey.xlsform.test_checks import STATISTICAL, heading

REGISTER: Mapping[str, Json] = {
    "uscc": "92511722MA8U9QWP7C",
    "shop_name": "好又多",
    "operating_status": "1",
    "industry_code": "9999",  # is not in the list any more
    "reg_date": "2020-02-30",
    "area_sqm": 12,
}


class Bulk:
    """Both ways to begin and to close the entries of a form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.closing = Closing(form)
        self.opening = Opening(form, self.closing)

    def closes(self, answers: dict[str, Json], context: FillContext, *given: Explanation) -> bool:
        """Whether a saved entry is closed alike."""
        ours = facts(lambda: self.closing.close(answers, context, given))
        return ours == facts(lambda: FillSession(self.form, context, answers, given).finish())

    def begins(self, typed: dict[str, Json], context: FillContext) -> bool:
        """Whether a new entry in which something is typed is closed alike."""
        ours = facts(lambda: self.closing.close({**self.opening.answers(context), **typed}, context))
        return ours == facts(lambda: self._begun(typed, context).finish())

    def _begun(self, typed: dict[str, Json], context: FillContext) -> FillSession:
        return FillSession(self.form, context, {**FillSession(self.form, context).answers(), **typed})


def facts(close: Callable[[], Closed]) -> object:
    """Give everything that is told of a closed entry; 5 and 5.0, and the order of answers, are not the same."""
    try:
        closed = close()
    except HuceError as error:
        return error.problem
    return repr(dict(closed.answers)), closed.problems, closed.explanations, closed.may_submit


def shipped(name: str) -> Form:
    form = read_form(FORM.with_name(f"{name}.xlsx")).form
    assert isinstance(form, Form)
    return form


@cache
def quarterly_bulk() -> Bulk:
    return Bulk(quarterly()[0])


@cache
def baseline_bulk() -> Bulk:
    return Bulk(shipped("baseline"))


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no session help to close an entry."""
    monkeypatch.delattr(closing, "FillSession")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_c1_an_entry_of_the_quarterly_form_is_closed_as_by_a_session(data: st.DataObject) -> None:
    answers, context = data.draw(st.sampled_from(entries()))
    ago = data.draw(st.sampled_from((1, 2, None, "2")))
    earlier = st.none() | changed({**(context.previous or {}), PERIODS_AGO: ago})
    context = replace(context, previous=data.draw(earlier), year_before=data.draw(earlier))
    assert quarterly_bulk().closes(data.draw(changed(answers)), context)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_c1_a_new_entry_of_the_quarterly_form_is_begun_as_by_a_session(data: st.DataObject) -> None:
    answers, context = data.draw(st.sampled_from(entries()))
    register = data.draw(changed({**context.register}) | st.just(REGISTER))
    context = replace(context, register=register, year_before=data.draw(st.none() | changed(context.previous or {})))
    keys = data.draw(st.sets(st.sampled_from(sorted(answers))))
    assert quarterly_bulk().begins({key: answers[key] for key in keys}, context)


@pytest.mark.usefixtures("alone")
def test_c1_no_session_is_needed_for_the_quarterly_form() -> None:
    bulk = quarterly_bulk()
    for answers, told in entries():
        context = replace(told, previous={**(told.previous or {}), PERIODS_AGO: 1})
        closed = bulk.closing.close({**bulk.opening.answers(context), **answers}, context)
        assert (closed.problems, closed.may_submit) == ((), True)


@pytest.mark.usefixtures("alone")
def test_c1_nor_for_the_monthly_form() -> None:
    bulk = Bulk(shipped("monthly"))
    context = replace(CONTEXT, register=REGISTER)
    closed = bulk.closing.close({**bulk.opening.answers(context), "response": "4"}, context)
    assert not closed.may_submit
    assert closed.answers["visit_date"] == "2026-11-23"
    assert closed.answers["shop_name"] == "好又多"


@settings(max_examples=15, deadline=None)
@given(
    typed=st.fixed_dictionaries(
        {},
        optional={
            "response": st.sampled_from("134"),
            "has_others": st.sampled_from("01"),
            "emp_total": st.sampled_from(ODD),
        },
    ),
    attached=st.lists(st.dictionaries(st.sampled_from(["a_uscc", "a_name"]), st.sampled_from(ODD)), max_size=2),
    register=st.sampled_from([REGISTER, {}, {**REGISTER, "emp_total": 3}]),
)
def test_c1_a_form_with_a_repeat_is_begun_as_by_a_session(
    typed: dict[str, Json], attached: list[dict[str, Json]], register: Mapping[str, Json]
) -> None:
    several: dict[str, Json] = {"attached": [*attached]} if attached else {}
    assert baseline_bulk().begins({**typed, **several}, replace(CONTEXT, register=register))


@settings(deadline=None)
@given(answers=ANSWERS, previous=st.none() | ANSWERS, texts=st.tuples(*[st.sampled_from(["1", "9", ""])] * 2))
def test_c1_explanations_hold_as_in_a_session(
    answers: dict[str, Json], previous: dict[str, Json] | None, texts: tuple[str, str]
) -> None:
    values = {"revenue": str(answers.get("revenue", "")), "p.revenue": str((previous or {}).get("revenue", ""))}
    given_for = (
        Explanation("R4", "01", "上期停业，本期开了", {"state": texts[0], "p.state": "2"}),
        Explanation("R2", "01", "旺季客人多，已核对", values),
        Explanation("R1", "01", "强制性的说了也没有用", {"cost": texts[1]}),
    )
    assert Bulk(quarter()).closes(answers, replace(CONTEXT, previous=previous), *given_for)


def test_c1_an_explanation_that_holds_lets_an_entry_go() -> None:
    context = replace(CONTEXT, previous={"revenue": 1})
    answers: dict[str, Json] = {"state": "1", "revenue": 9, "cost": 1}
    given_for = Explanation("R2", "01", "旺季客人多，已核对", {"revenue": "9", "p.revenue": "1"})
    bulk = Bulk(quarter())
    assert [p.level for p in bulk.closing.close(answers, context).problems] == [Level.QUERY]
    closed = bulk.closing.close(answers, context, (given_for,))
    assert (closed.problems, closed.explanations, closed.may_submit) == ((), (given_for,), True)
    reopened = Explanation("R4", "01", "上期停业，本期开了", {"state": "1", "p.state": "2"})
    context = replace(CONTEXT, previous={"revenue": 1, "state": "2"})
    assert bulk.closing.close(answers, context, (reopened, given_for)).explanations == (given_for, reopened)
    assert bulk.closes(answers, context, reopened, given_for)


def test_c2_entries_of_random_forms(tmp_path: Path) -> None:
    random, path = Random(20261124), tmp_path / "data.md"
    flat = 0
    while flat < 25:
        path.write_text(markdown(RandomForm(random).table), encoding="utf-8")
        form = read_form(path).form
        if form is None:
            continue
        bulk = Bulk(form)
        flat += not any(isinstance(item, Repeat) for item in form.items())
        for _ in range(4):
            session = FillSession(form, CONTEXT)
            for _ in range(random.randint(0, 6)):
                step(random, session)
            answers = session.answers()
            assert bulk.closes(answers, CONTEXT), path.read_text(encoding="utf-8")
            odd = {key: random.choice(ODD) for key in random.sample(sorted(answers), min(2, len(answers)))}
            assert bulk.closes({**answers, **odd}, CONTEXT)
            typed = {key: value for key, value in answers.items() if random.random() < 0.5}
            assert bulk.begins(typed, CONTEXT)


HEAD = "|  | type | name | label | calculation | relevant | default | bind::type | prefill |"
FLAT = {
    "a value that is kept": """
        |  | integer | n | N | | | 3 | | |
        |  | text | t | T | | | | | |
        |  | calculate | kept | | once(concat(${n}, ${t})) | | | | |
        |  | integer | more | M | | ${kept} = '3' | | | |
    """,
    "a moment that is kept": """
        |  | integer | n | N | | | | | |
        |  | calculate | kept | | if(${n} > 2, once(string(now())), '') | | | | |
    """,
    "clocks and who": """
        |  | start | begun | | | | | | |
        |  | end | ended | | | | | | |
        |  | username | user | | | | | | |
        |  | date | day | D | | | today() | | |
    """,
    "texts of numbers": """
        |  | decimal | n | N | | | | | |
        |  | calculate | told | | concat(${n}, ' 元') | | | | |
    """,
    "a text or a number": """
        |  | decimal | n | N | | | | | |
        |  | text | t | T | | | | | |
        |  | calculate | maybe | | if(${t} = '', ${n} div 3, '') | | | | |
    """,
    "whole numbers and fractions": """
        |  | decimal | n | N | | | | | |
        |  | calculate | whole | | ${n} * 2 | | | int | |
        |  | calculate | part | | ${n} div 2 | | | decimal | |
    """,
    "prefilled": """
        |  | integer | n | N | | | 5 | | area_sqm |
        |  | select_one l | s | S | | | a | | industry_code |
        |  | text | t | T | | ${s} != 'b' | | | shop_name |
        |  | calculate | kept | | once(concat(${t}, ${n})) | | | | |
    """,
}  # fmt: skip
TREE = {
    "kept where it may be hidden": """
        |  | integer | n | N | | | 3 | | |
        |  | calculate | kept | | once(${n} + 1) | ${n} > 5 | | | |
    """,
    "kept before all defaults are set": """
        |  | date | day | D | | | today() | | |
        |  | text | t | T | | | string(today()) | | |
        |  | calculate | kept | | once(concat(${day}, ${t})) | | | | |
    """,
    "a default that reads an answer": """
        |  | integer | n | N | | | | | area_sqm |
        |  | text | t | T | | | concat(${n}, '!') | | |
    """,
    "a default and the register": """
        |  | text | t | T | | | string(today()) | | shop_name |
    """,
    "a clock that is read": """
        |  | integer | n | N | | | | | |
        |  | end | ended | | | | | | |
        |  | calculate | at | | ${ended} | | | | |
    """,
    "a clock that may be hidden": """
        |  | integer | n | N | | | | | |
        |  | begin_group | g | G | | ${n} > 2 | | | |
        |  | end | ended | | | | | | |
        |  | text | t | T | | | x | | |
        |  | end_group | | | | | | | |
    """,
    "chance": """
        |  | integer | n | N | | | | | |
        |  | calculate | lot | | once(random()) | | | | |
    """,
    "a name by chance": """
        |  | integer | n | N | | | | | |
        |  | calculate | name | | if(${n} > 2, 'a', uuid()) | ${n} > 2 | | | |
    """,
    "a text that should be a number": """
        |  | text | t | T | | | | | |
        |  | calculate | whole | | concat(${t}, '') | | | int | |
    """,
    "numbers beyond what floats tell apart": """
        |  | integer | n | N | | | | | |
        |  | calculate | big | | ${n} + 1 | | | | |
    """,
    "days": """
        |  | text | t | T | | | | | |
        |  | calculate | day | | if(${t} = '', today(), date('x')) | | | | |
        |  | calculate | date | | today() + 1 | | | date | |
    """,
    "whoever asks": """
        |  | text | t | T | | | | | |
        |  | calculate | me | | property('username') | | | | |
        |  | calculate | id | | once(property('instanceID')) | | | | |
    """,
    "a choice that is calculated": """
        |  | integer | n | N | | | | | |
        |  | select_one l | s | S | if(${n} > 2, 'a', 'none') | | | | |
    """,
    "a repeat without logic": """
        |  | text | t | T | | | | | |
        |  | begin_repeat | r | R | | | | | |
        |  | text | shop | S | | | | | shop_name |
        |  | end_repeat | | | | | | | |
    """,
}  # fmt: skip
CHOICES = "|  | list_name | name | label |\n|  | l | a | A |\n|  | l | b | B |"
REGISTERS: tuple[Mapping[str, Json], ...] = ({}, REGISTER, {**REGISTER, "industry_code": "b", "shop_name": ""})
NUMBERS, TEXTS = (None, 1, 4, 9, 0.1, 2.9999999999999996, 2**53 + 1), (None, "x", "12", "2026-11-24T10:00:00.000+08:00")


def small(table: str) -> Bulk:
    return Bulk(form_of(f"| survey |\n{HEAD}\n{table.strip()}\n| choices |\n{CHOICES}"))


@pytest.mark.parametrize("name", [*FLAT, *TREE])
def test_c3_whatever_a_flat_pass_cannot_know_is_left_to_a_session(name: str) -> None:
    bulk = small({**FLAT, **TREE}[name])
    for register, number, text in product(REGISTERS, NUMBERS, TEXTS):
        context = replace(
            CONTEXT,
            now=CONTEXT.now.replace(hour=len(register)),
            user=str(number),
            register=register,
            properties={"instanceID": f"uuid:{text}"},
            random_seed=len(register),
        )
        said: dict[str, Json] = {"n": number, "t": text, "kept": text, "ended": text, "r": [{"shop": text}]}
        answers: dict[str, Json] = {key: value for key, value in said.items() if value is not None}
        assert bulk.closes(answers, context)
        assert bulk.begins({key: value for key, value in answers.items() if key in {"n", "t"}}, context)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("name", FLAT)
def test_c3_and_only_that(name: str) -> None:
    bulk = small(FLAT[name])
    bulk.closing.close({**bulk.opening.answers(CONTEXT), "n": 4}, CONTEXT)


def test_c3_choices_and_numbers_of_instances_that_others_decide() -> None:
    form = form_of("""
    | survey |
    |  | type | name | label | choice_filter | repeat_count | prefill |
    |  | integer | n | N | | | area_sqm |
    |  | select_one l | s | S | ${n} = group | | industry_code |
    |  | begin_repeat | r | R | | ${n} | |
    |  | text | t | T | | | |
    |  | end_repeat | | | | | |
    | choices |
    |  | list_name | name | label | group |
    |  | l | a | A | 1 |
    |  | l | b | B | 3 |
    """)
    for area, code, typed in product((1, 3), "ab", (None, 1, 3)):
        context = replace(CONTEXT, register={"area_sqm": area, "industry_code": code})
        assert Bulk(form).begins({} if typed is None else {"n": typed}, context)


def test_c3_what_happens_at_every_opening() -> None:
    form = small(FLAT["texts of numbers"]).form
    bulk = Bulk(replace(form, actions=(SetValue("/data/n", "odk-instance-load", literal="7"),)))
    assert bulk.closes({"n": 3}, CONTEXT)


def test_c3_a_form_past_its_date_is_refused_as_by_a_session() -> None:
    bulk = Bulk(form_of(heading(**STATISTICAL)))
    answers: dict[str, Json] = {"a": "x"}
    assert bulk.closing.close(answers, CONTEXT).answers == answers
    late = replace(CONTEXT, today=CONTEXT.today.replace(year=2027))
    assert bulk.closes(answers, late)
    assert bulk.begins(answers, late)
    with pytest.raises(HuceError, match="F051"):
        bulk.closing.close(answers, late)
    assert bulk.closes(answers, replace(late, reviewing=True))
