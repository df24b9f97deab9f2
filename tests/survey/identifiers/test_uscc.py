"""统一社会信用代码, GB 32100-2015: published and synthetic vectors, and what the check must detect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.identifiers import check_uscc, cleaned_code, inner_check_holds, region_of, suggest_uscc, uscc_holds
from survey.identifiers.uscc import ALPHABET

PUBLISHED = ["91350100M000100Y43", "11320000MB151840XJ"]
SYNTHETIC = [
    "92511722MA8U9QWP7C",
    "92510521MAYRME1T5J",
    "92510104MAALBAJX2H",
    "92510703MAE7J9PR70",
    "92511302MAMUQ89EXQ",
    "92510302MA9CP03C8L",
    "92510502MALMJJDJ9P",
    "92513401MAX9KANJ3G",
    "92511402MAGUKQWN5M",
    "92511722MAJ2CH1D8X",
    "92510104MA3Y7LLJY0",
    "91511722MA8U9QWP7F",
    "93511722MA8U9QWP79",
]


@pytest.mark.parametrize("code", PUBLISHED + SYNTHETIC)
def test_valid_codes_hold(code: str) -> None:
    assert uscc_holds(code)


@pytest.mark.parametrize("code", SYNTHETIC[:10])
def test_a_household_of_the_county_has_no_problem(code: str) -> None:
    assert check_uscc(code, county=region_of(code)) == ()
    assert inner_check_holds(code)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("92511722MA8U9QWP7D", "I003"),  # check character
        ("92511722AM8U9QWP7C", "I003"),  # transposed
        ("9251172ZMA8U9QWP7C", "I002"),  # illegal character
        ("92511722MA8U9QWP7", "I001"),  # 17 characters
        ("92511722MA8U9QWP7CC", "I001"),
        ("", "I001"),
        ("925117A2MA8U9QWP7C", "I004"),  # a letter in the area code
    ],
)
def test_invalid_codes_name_their_fault(code: str, found: str) -> None:
    assert [problem.code for problem in check_uscc(code)] == [found]


def by_definition(code: str) -> bool:
    """GB 32100: the weighted sum of all values, the check character's weight being 1, is a multiple of 31."""
    legal = len(code) == 18 and set(code) <= set(ALPHABET) and set(code[2:8]) <= set("0123456789")
    weights = [*(pow(3, place, 31) for place in range(17)), 1]
    return legal and sum(ALPHABET.index(char) * weight for char, weight in zip(code, weights, strict=True)) % 31 == 0


ODD = "_ +-.\n\0IOSVZax²é０Ａ\u0660"  # what int() or isdecimal() might let pass


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(ODD), st.booleans())
def test_a_code_holds_exactly_by_its_definition(body: str, place: int, char: str, odd: bool) -> None:
    for digits in (body, body[:2] + "511722" + body[8:]):
        for last in ALPHABET:
            code = digits + last
            code = code[:place] + char + code[place + 1 :] if odd else code
            assert uscc_holds(code) == by_definition(code)


@given(st.sampled_from(PUBLISHED + SYNTHETIC), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_single_substitution_is_detected(code: str, place: int, char: str) -> None:
    changed = code[:place] + char + code[place + 1 :]
    assert uscc_holds(changed) == (changed == code)


@given(st.sampled_from(PUBLISHED + SYNTHETIC), st.integers(0, 16))
def test_every_adjacent_transposition_is_detected(code: str, place: int) -> None:
    changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert uscc_holds(changed) == (changed == code)


def test_what_is_only_unusual_is_asked_about() -> None:
    assert [p.code for p in check_uscc("91511722MA8U9QWP7F", county="511722")] == ["I005"]
    assert [p.code for p in check_uscc("92510521MAYRME1T5J", county="511722")] == ["I006"]
    assert {p.level.value for p in check_uscc("91511722MA8U9QWP7F", county="510521")} == {"核实性"}


@pytest.mark.parametrize(
    "text",
    ["92511722ma8u9qwp7c", "９２５１１７２２ＭＡ８Ｕ９ＱＷＰ７Ｃ", " 92511722 MA8U9QWP7C\u3000", "92511722-MA8U9QWP7C"],
)
def test_width_case_and_spaces_do_not_matter(text: str) -> None:
    assert cleaned_code(text) == "92511722MA8U9QWP7C"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9251I722MA8U9QWP7C", "92511722MA8U9QWP7C"),
        ("92511722MA8U9QWP7c", None),  # nothing to repair
        ("9251172ZMA8U9QWP7C", "92511722MA8U9QWP7C"),
        ("925I0703MAE7J9PR7O", "92510703MAE7J9PR70"),
        ("92511722MA8V9QWP7C", "92511722MA8U9QWP7C"),
        ("92510S21MAYRME1T5K", None),  # S for 5 does not make the check hold: nothing is proposed
        ("9251OOO", None),
    ],
)
def test_misread_letters_are_proposed_only_when_the_check_then_holds(typed: str, meant: str | None) -> None:
    assert suggest_uscc(typed) == meant
    if meant:
        problem = check_uscc(cleaned_code(typed))[0]
        assert meant in problem.sentence


@given(st.text(max_size=20))
def test_a_proposal_always_holds(text: str) -> None:
    proposed = suggest_uscc(text)
    assert proposed is None or uscc_holds(proposed)
