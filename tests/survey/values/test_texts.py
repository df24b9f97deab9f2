"""Texts and identifiers out of cells: what Excel did to a number, what a hand typed."""

from __future__ import annotations

import pytest

from survey.values import kind_of, parse, parser
from survey.values.text import tidy, tidy_name, width_folded


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("车站路8号", "车站路8号"),
        ("  车站路８号\u3000", "车站路8号"),
        ("宣汉县（佳利）商行", "宣汉县（佳利）商行"),
        ("A\u00a0 B", "A B"),
        ("零\u200b宽", "零宽"),
        ("两\n行", "两 行"),
        (16421809679.0, "16421809679"),
        (16421809679, "16421809679"),
        (1.5, "1.5"),
    ],
)
def test_text_is_tidied_not_changed(raw: object, text: str) -> None:
    assert parse("text", raw) == (text, ())


@pytest.mark.parametrize("raw", [9.2511722e17, "9.25117E+17", "9.25E+17", "9e17", 10**17, float("nan"), -1e15])
def test_an_identifier_that_lost_its_digits_is_never_a_value(raw: object) -> None:
    parsed = parse("text", raw)
    assert (parsed.value, [problem.code for problem in parsed.problems]) == (None, ["V030"])


@pytest.mark.parametrize("raw", ["92511722MA8U9QWP7E", "2E+", "E5", "3号楼5E+1室"])
def test_codes_with_an_e_are_not_taken_for_numbers(raw: str) -> None:
    assert parse("text", raw).value == raw


def test_excel_errors_are_told() -> None:
    assert parse("text", "#N/A").problems[0].code == "V005"
    assert parse("text", "#3号").value == "#3号"


def test_a_screen_keeps_words_that_mean_nothing_in_a_table() -> None:
    assert parse("text", "无") == (None, ())
    assert parse("text", "无", blank_words=False) == ("无", ())


def test_folding() -> None:
    assert tidy("ＡＢ　１２") == "AB 12"
    assert tidy_name("汪\u3000玉华") == "汪玉华"
    assert tidy_name("John  Smith") == "John Smith"
    assert tidy_name("阿依 · 古丽") == "阿依·古丽"
    assert width_folded("㎡－１") == "m2-1"


@pytest.mark.parametrize(
    ("raw", "value"), [("√", "OK"), (True, "OK"), ("是", "OK"), (1.0, "OK"), ("否", None), (False, None), (None, None)]
)
def test_acknowledge(raw: object, value: str | None) -> None:
    assert parse("acknowledge", raw) == (value, ())


def test_acknowledge_and_places_name_what_they_cannot_read() -> None:
    assert parse("acknowledge", "也许").problems[0].code == "V031"
    assert parse("geopoint", "北纬31度").problems[0].code == "V032"
    assert parse("geopoint", "107.72 31.35 1 1 1").problems[0].code == "V032"
    assert parse("geopoint", "131.35 107.72").problems[0].code == "V032"
    assert parse("geoshape", "1 1; 2 2; 3 3").problems[0].code == "V033"


def test_places() -> None:
    assert parse("geopoint", "31.35，107.72").value == "31.35 107.72 0.0 0.0"
    assert parse("geotrace", "1 1; 2 2").value == "1.0 1.0 0.0 0.0; 2.0 2.0 0.0 0.0"
    assert parse("geoshape", "1 1; 2 2; 1 1").usable
    assert parse("geopoint", "/") == (None, ())


def test_every_question_type_has_a_reader() -> None:
    for name in ("barcode", "image", "calculate", "hidden", "note", "username", "audit", "no such type"):
        assert kind_of(name) == "text"
        assert parser(name)("x").value == "x"
