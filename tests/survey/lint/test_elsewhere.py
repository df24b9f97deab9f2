"""What only a phone or ODK's server can do is named where it stands. E1 each once; E2 nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.lint import examine_form
from survey.problems import Level

HEAD = "| survey |\n| | type | name | label | trigger | appearance | save_to |\n| | text | q | 甲 | | | |"

FORMS = {
    "a key": ("\n| settings |\n| | form_id | public_key |\n| | a | MIIB |", "settings!B2", "public_key"),
    "sending": ("\n| settings |\n| | auto_send |\n| | yes |", "settings!A2", "auto_send"),
    "a server": ("\n| settings |\n| | submission_url |\n| | https://example.org |", "settings!A2", "submission_url"),
    "entities": (
        "\n| | text | p | 乙 | | | shop |\n| entities |\n| | list_name | label |\n| | shops | ${q} |",
        "entities!A2",
        "entities",
    ),
    "the place at the start": ("\n| | start-geopoint | x | | | | |", "survey!A3", "start-geopoint"),
    "the place at an answer": ("\n| | background-geopoint | x | | ${q} | | |", "survey!A3", "background-geopoint"),
    "a recording": ("\n| | background-audio | x | | | | |", "survey!A3", "background-audio"),
    "the course of filling": ("\n| | audit | | | | | |", "survey!A3", "audit"),
    "a feature of a map": ("\n| | osm | x | 乙 | | | |", "survey!A3", "osm"),
    "another app": ("\n| | integer | x | 乙 | | w1 ex:org.example.scan(a='b') | |", "survey!E3", "ex:"),
}


@pytest.mark.parametrize("case", FORMS)
def test_e1_what_has_no_effect_is_named(tmp_path: Path, case: str) -> None:
    rest, cell, word = FORMS[case]
    (tmp_path / "form.md").write_text(HEAD + rest, encoding="utf-8")
    loaded = examine_form(tmp_path / "form.md")
    assert loaded.form is not None
    (told,) = [problem for problem in loaded.problems if problem.code == "F039"]
    assert (str(told.place), told.level) == (cell, Level.HINT)
    assert word in told.sentence


def test_e2_what_works_is_not(tmp_path: Path) -> None:
    rest = "\n| | start | s | | | | |\n| | today | t | | | | |\n| | geopoint | g | 乙 | | maps | |"
    settings = "\n| settings |\n| | form_id | version | style | auto_send |\n| | a | 1 | pages | |"
    (tmp_path / "form.md").write_text(HEAD + rest + settings, encoding="utf-8")
    assert "F039" not in {problem.code for problem in examine_form(tmp_path / "form.md").problems}
