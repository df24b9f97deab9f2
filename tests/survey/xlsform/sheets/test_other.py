"""What pyxform adds speaks as its list does. H1 choice and question; H2 what stays as it makes it; H3 old types."""

from __future__ import annotations

import pytest

from survey.session import FillSession
from tests.survey.forms_by_table import CONTEXT, form_of, load, shown

CHOICES = "\n| choices |\n| | list_name | name | label |\n| | c | 1 | 甲 |"


@pytest.mark.parametrize("word", ["select_one c or_other", "select_multiple c or_other", "select one from c or other"])
def test_h1_a_chinese_list_gets_a_chinese_other(word: str) -> None:
    form = form_of(f"| survey |\n| | type | name | label |\n| | {word} | a | 经营类型 |" + CHOICES)
    assert [(choice.value, choice.label) for choice in form.question("a").choices] == [("1", "甲"), ("other", "其他")]
    assert form.question("a_other").label == "其他（请注明）"
    session = FillSession(form, CONTEXT)
    assert shown(session) == ["a"]
    session.answer("/data/a", "other" if "one" in word else ("other",))
    assert shown(session) == ["a", "a_other"]


def test_h1_in_a_repeat_and_in_two_languages() -> None:
    form = form_of(
        "| survey |\n| | type | name | label::中文 (zh) | label::English (en) |\n| | begin_repeat | r | 组 | Group |"
        "\n| | select_one c or_other | a | 类型 | Kind |\n| | end_repeat | | | |"
        "\n| choices |\n| | list_name | name | label::中文 (zh) | label::English (en) |\n| | c | 1 | 甲 | First |"
    )
    other = form.question("a").source
    assert other is not None
    texts = [row.label for row in form.lists[other.instance].rows]
    assert [text.plain("中文 (zh)") for text in texts] == ["甲", "其他"]
    assert [text.plain("English (en)") for text in texts] == ["First", "Other"]
    assert form.question("a_other").label == "其他（请注明）"


@pytest.mark.parametrize(
    ("table", "choice", "which"),
    [
        ("| select_one c or_other | a | Kind |" + CHOICES.replace("甲", "First"), "Other", "Specify other."),
        ("| select_one c or_other | a | 类型 |" + CHOICES + "\n| | c | other | 别的 |", "别的", "其他（请注明）"),
        (
            "| select_one c | a | 类型 |\n| | text | a_other | 另写 |" + CHOICES + "\n| | c | other | Other |",
            "Other",
            "另写",
        ),
    ],
)
def test_h2_an_author_s_own_words_and_other_languages_stay(table: str, choice: str, which: str) -> None:
    form = form_of("| survey |\n| | type | name | label |\n| " + table)
    assert form.question("a").choices[-1].label == choice
    assert form.question("a_other").label == which


def test_h2_a_list_that_is_not_there_is_still_refused() -> None:
    (problem,) = load("| survey |\n| | type | name | label |\n| | select_one d or_other | a | 甲 |" + CHOICES).problems
    assert (problem.code, str(problem.place)) == ("F017", "survey!A2")


@pytest.mark.parametrize(
    ("word", "hint"),
    [("phone number", "只填数字。"), ("number of days in last month", "填 0 到 31 的数。"), ("text", "")],
)
def test_h3_hints_of_old_types_are_chinese(word: str, hint: str) -> None:
    head = "| survey |\n| | type | name | label |\n"
    assert form_of(head + f"| | {word} | a | 电话 |").question("a").hint == hint
    english = form_of(head + f"| | {word} | a | Phone |").question("a").hint
    assert english.startswith("Enter") == bool(hint)
