"""15-digit 注册号 (GS 15-2006), 居民身份证 (GB 11643-1999) and telephones."""

from __future__ import annotations

import datetime as dt

import pytest

from survey.identifiers import (
    birth_date,
    check_id_card,
    check_mobile,
    check_phone,
    check_reg_no15,
    cleaned_phone,
    is_male,
    to_18,
)
from survey.problems import Level

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize("code", ["110108000000016", "310115600985533", "511722600000014", "510521600123459"])
def test_registration_numbers_hold(code: str) -> None:
    assert check_reg_no15(code) == ()


@pytest.mark.parametrize(
    ("code", "found"),
    [("310115600985535", "I011"), ("31011560098553", "I010"), ("31011560098553X", "I010"), ("", "I010")],
)
def test_registration_numbers_fail(code: str, found: str) -> None:
    assert [problem.code for problem in check_reg_no15(code)] == [found]


@pytest.mark.parametrize("code", ["11010519491231002X", "511722199001010031", "510521198506151283"])
def test_id_cards_hold(code: str) -> None:
    assert check_id_card(code, today=TODAY) == ()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("510104197802290015", "I021"),  # checks, but 1978 had no 29 February
        ("511722209001010031", "I021"),  # in the future
        ("511722199001010032", "I022"),
        ("51172219900101003", "I020"),
        ("5117221990010100X1", "I020"),
        ("511722900101003", "I023"),  # the first generation
    ],
)
def test_id_cards_fail(code: str, found: str) -> None:
    assert [problem.code for problem in check_id_card(code, today=TODAY)] == [found]


def test_an_id_card_in_a_message_is_masked() -> None:
    problem = check_id_card("511722199001010032", today=TODAY)[0]
    assert "19900101" not in problem.sentence
    assert "511***********0032" in problem.sentence


def test_what_an_id_card_tells() -> None:
    assert birth_date("511722199001010031") == dt.date(1990, 1, 1)
    assert is_male("511722199001010031")
    assert not is_male("510521198506151283")
    assert to_18("511722900101003") == "511722199001010031"
    assert birth_date("511722199013010031") is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+86 152-6592-9101", "15265929101"),
        ("１３８４３６４６９７４", "13843646974"),
        ("0086 13843646974", "13843646974"),
        ("138 4364 6974", "13843646974"),
        ("86-13843646974", "13843646974"),
        ("8613843646974", "13843646974"),
        ("138.4364.6974", "13843646974"),
        ("0818-5212345", "0818-5212345"),
        ("(0818)5212345", "0818-5212345"),
        ("（0818）5212345", "0818-5212345"),
        ("0818-5212345转801", "0818-5212345-801"),
        ("86521234", "86521234"),
    ],
)
def test_telephones_are_cleaned(typed: str, number: str) -> None:
    assert cleaned_phone(typed) == number


@pytest.mark.parametrize("number", ["13843646974", "19097435086", "16421809679"])
def test_mobiles_hold(number: str) -> None:
    assert check_mobile(number) == ()
    assert check_phone(number) == ()


@pytest.mark.parametrize("number", ["0818-5212345", "028-86521234", "5212345", "08185212345", "0818-5212345-801"])
def test_landlines_hold_but_get_no_messages(number: str) -> None:
    assert [(problem.code, problem.level) for problem in check_phone(number)] == [("I032", Level.HINT)]
    assert check_mobile(number)[0].level is Level.ERROR


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("1603115296", "I030"),
        ("12843646974", "I031"),
        ("138436469745", "I030"),
        ("abc", "I031"),
        ("13843646974、13843646975", "I033"),
        ("13843646974/0818-5212345", "I033"),
        ("0818-1212345", "I031"),
    ],
)
def test_telephones_fail(number: str, found: str) -> None:
    assert [problem.code for problem in check_phone(number)] == [found]


@pytest.mark.parametrize("number", ["13800138000", "13888888888", "19900000000", "0818-2222222", "88888888"])
def test_numbers_nobody_has_are_asked_about(number: str) -> None:
    assert [(problem.code, problem.level) for problem in check_phone(number)] == [("I034", Level.QUERY)]
