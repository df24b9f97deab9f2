"""C3: what a flat pass cannot know of an entry is left to a session, case by case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import pytest

from survey.form import Json, SetValue
from survey.problems import HuceError
from tests.survey.check.bulk import REGISTER, Bulk
from tests.survey.forms_by_table import CONTEXT, form_of
from tests.survey.xlsform.test_checks import STATISTICAL, heading

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
