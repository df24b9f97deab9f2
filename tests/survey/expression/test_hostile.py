"""XP-030 … XP-039: expressions meant to hurt."""

from __future__ import annotations

import pytest

from survey.expression import compile_expression
from tests.survey.expression.support import number, refusal, truth

DEEP = {
    "operators in brackets": "(" * 90 + "1" + " * 2 + 3 = 4 or 5)" * 90,
    "brackets": "(" * 5000 + "1" + ")" * 5000,
    "minus": "-" * 5000 + "1",
    "calls": "not(" * 5000 + "1" + ")" * 5000,
    "predicates": "a[" * 5000 + "1" + "]" * 5000,
    "ifs": "if(1, 2, " * 5000 + "3" + ")" * 5000,
    "half": "(" * 5000,
}


@pytest.mark.parametrize("shape", DEEP)
def test_deep_nesting_is_a_problem_not_a_crash(shape: str) -> None:
    """XP-030."""
    assert refusal(DEEP[shape]).problem.code == "X008"


def test_nesting_within_the_limit_works() -> None:
    """XP-031: ninety nested ifs, as long cascades in real forms have."""
    expr = "'none'"
    for level in range(90):
        expr = f"if(/data/a = {level}, {level}, {expr})"
    assert number(expr, "<data><a>17</a></data>") == 17


@pytest.mark.parametrize("operator", ["+", "-", "*", "and", "or", "=", "<", "|"])
def test_long_chains_need_no_deep_stack(operator: str) -> None:
    """XP-032."""
    compile_expression(f" {operator} ".join(["/data/a"] * 3000)).run  # noqa: B018 - loading is the test


def test_length_is_bounded() -> None:
    """XP-033."""
    assert refusal("'" + "x" * 200_000 + "'").problem.code == "X009"


def test_texts_cannot_leave_their_quotes() -> None:
    """XP-034: whatever an author writes reaches the generated source as a literal only."""
    nasty = "\\'); import os  # \n{0} %s inf"
    assert truth(f'"{nasty}" = "{nasty}"')
    assert truth(f'string-length("{nasty}") = {len(nasty)}')
