"""Files that labels and choices name: M1 a language, M2 every kind, M3 stored and read, M4 what check-form says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from survey.form import Choice, Form
from survey.lint import examine_form
from survey.session import FillSession, Node
from survey.xlsform import form_from_json, form_to_json
from survey.xlsform.beside import Beside
from tests.survey.forms_by_table import CONTEXT

PNG, MP3 = b"\x89PNG\r\n\x1a\n rest", b"ID3 rest"
FORM = """
| survey |
|  | type | name | label::中文 | label::English | image::中文 | image::English | audio | big-image | choice_filter |
|  | note | look | 请看 | Look | a.png | b.png | s.mp3 | jr://images/big.png | |
|  | begin_group | g | 组 | Group | g.png | | | | |
|  | select_one x | q | 题 | Q | | | | | |
|  | select_one x | part | 题二 | Q2 | | | | | name != '2' |
|  | end_group | | | | | | | | |
| choices |
|  | list_name | name | label::中文 | label::English | media::image::中文 | video |
|  | x | 1 | 一 | One | one.png | one.mp4 |
|  | x | 2 | 二 | Two | ..\\up\\two.png | |
|  | x | 3 | 三 | Three | | |
| settings |
|  | form_id | form_title | version | default_language |
|  | shown | 有图的问卷 | 1 | 中文 |
"""


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    path = tmp_path_factory.mktemp("form") / "shown.md"
    path.write_text(FORM, encoding="utf-8")
    made = examine_form(path).form
    assert made is not None
    return made


def nodes(form: Form, language: str = "") -> dict[str, Node]:
    return {
        node.path.rpartition("/")[2]: node for node in FillSession(form, replace(CONTEXT, language=language)).nodes()
    }


def test_m1_a_language_has_its_own_file_and_else_the_forms(form: Form) -> None:
    both = {"big-image": "big.png", "audio": "s.mp3"}
    assert nodes(form)["look"].media == {"image": "a.png", **both}
    assert nodes(form, "English")["look"].media == {"image": "b.png", **both}
    assert nodes(form, "English")["g"].media == {"image": "g.png"}


def test_m2_choices_name_theirs_filtered_or_not(form: Form) -> None:
    one = Choice("1", "一", {"image": "one.png", "video": "one.mp4"})
    two = Choice("2", "二", {"image": "two.png"})
    assert nodes(form)["q"].choices == (one, two, Choice("3", "三"))
    assert nodes(form)["part"].choices == (one, Choice("3", "三"))
    assert nodes(form, "English")["q"].choices[0] == Choice("1", "One", one.media)


def test_m2_every_file_is_named_once(form: Form) -> None:
    assert sorted(form.files()) == [
        ("audio", "s.mp3"),
        ("big-image", "big.png"),
        *(("image", name) for name in ("a.png", "b.png", "g.png", "one.png", "two.png")),
        ("video", "one.mp4"),
    ]


def test_m3_a_stored_form_has_them_all(form: Form) -> None:
    again = form_from_json(form_to_json(form))
    assert again == form
    assert nodes(again)["q"] == nodes(form)["q"]


def found(folder: Path) -> dict[str, tuple[str, str]]:
    path = folder / "shown.md"
    path.write_text(FORM, encoding="utf-8")
    problems = [each for each in examine_form(path).problems if each.code in {"F033", "F034", "F035"}]
    return {each.params["file"]: (each.code, str(each.place)) for each in problems}


def test_m4_each_missing_file_is_told_at_its_cell(tmp_path: Path) -> None:
    assert found(tmp_path) == {
        "a.png": ("F033", "survey!E2"),
        "b.png": ("F033", "survey!F2"),
        "s.mp3": ("F033", "survey!G2"),
        "big.png": ("F033", "survey!H2"),
        "g.png": ("F033", "survey!E3"),
        "one.png": ("F033", "choices!E2"),
        "one.mp4": ("F033", "choices!F2"),
        "two.png": ("F033", "choices!E3"),
    }


def test_m4_a_file_that_is_none_of_its_kind_or_too_large_is_told(tmp_path: Path) -> None:
    media = tmp_path / "shown-media"
    media.mkdir()
    for name, content in {"a.png": b"text", "b.png": b"", "g.png": PNG, "S.MP3": MP3, "big.png": PNG}.items():
        (media / name).write_bytes(content)
    (tmp_path / "two.png").write_bytes(PNG)
    with (media / "one.mp4").open("wb") as film:
        film.truncate(51 << 20)
    with (media / "one.png").open("wb") as picture:
        picture.write(PNG)
        picture.truncate(11 << 20)
    assert found(tmp_path) == {
        "a.png": ("F034", "survey!E2"),
        "b.png": ("F034", "survey!F2"),
        "one.png": ("F035", "choices!E2"),
        "one.mp4": ("F035", "choices!F2"),
    }


@pytest.mark.parametrize("name", ["../secret.png", "..\\secret.png", "..", ".", "", "a\0.png", "/etc/passwd"])
def test_m4_nothing_outside_is_looked_at(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    (tmp_path / "form").mkdir()
    assert Beside(tmp_path / "form", "shown").find(name) is None


def test_lists_from_files_are_looked_for_in_the_media_folder_too(tmp_path: Path) -> None:
    path = tmp_path / "shops.md"
    path.write_text(
        "| survey |\n|  | type | name | label |\n|  | select_one_from_file towns.csv | q | 镇 |", encoding="utf-8"
    )
    (tmp_path / "shops-media").mkdir()
    (tmp_path / "shops-media" / "towns.csv").write_text("name,label\n1,东乡\n", encoding="utf-8")
    made = examine_form(path).form
    assert made is not None
    assert nodes(made)["q"].choices == (Choice("1", "东乡"),)
