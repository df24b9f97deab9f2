"""Q-codes: numbers that identify are typed in any usual way, and a village is found by its name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from gui.fields.factory import make_field
from gui.fields.searched.area import AreaField
from gui.fields.text import CodeField, LineField
from gui.views.form.question_row import QuestionRow
from survey.form import QuestionKind
from survey.session import Node

VILLAGE = "511722226205"  # 宣汉县石铁乡斜水村民委员会


def field(qtbot: QtBot, appearance: str, text: str = "") -> LineField:
    node = Node("/data/q", "q", QuestionKind.TEXT, "题", value=text or None, text=text, appearance=appearance)
    made = make_field(node)
    assert isinstance(made, LineField)
    qtbot.addWidget(made)
    made.show_node(node)
    return made


@pytest.mark.parametrize(
    ("appearance", "typed", "kept"),
    [
        ("code", "92511722ma62abcd1x", "92511722MA62ABCD1X"),
        ("code", " ９２511722 MA62-ABCD1X", "92511722MA62ABCD1X"),
        ("code", "92511722MAO2ABCD1X", "92511722MAO2ABCD1X"),
        ("code", "51172219700101123x", "51172219700101123X"),
        ("numbers code", "511722 600 123 456", "511722600123456"),
        ("numbers phone", "+86 138 9090 1001", "13890901001"),
        ("numbers phone", "0818-5201234", "0818-5201234"),
        ("", "Ma 62", "Ma 62"),
    ],
)
def test_what_is_typed_is_put_right_without_guessing(qtbot: QtBot, appearance: str, typed: str, kept: str) -> None:
    made = field(qtbot, appearance)
    made.line.setText(typed)
    assert made.read().value == kept
    assert isinstance(made, CodeField) == bool(appearance)


def test_a_code_emptied_is_no_answer(qtbot: QtBot) -> None:
    made = field(qtbot, "code", "92511722MA62ABCD1X")
    for typed in ("", "  ", "-"):
        made.line.setText(typed)
        assert made.read().value is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("斜水村", VILLAGE),
        (VILLAGE, VILLAGE),
        ("511722226999", "511722226999"),
        ("没有这个村", "没有这个村"),
        ("", None),
    ],
)
def test_a_village_is_found_by_its_name(qtbot: QtBot, typed: str, kept: str | None) -> None:
    made = field(qtbot, "area-code", "511722001009")
    assert made.line.text().startswith("511722001009 东乡街道")
    made.line.setText(typed)
    assert made.read().value == kept


def test_without_a_county_a_village_is_typed_whole(qtbot: QtBot) -> None:
    made = field(qtbot, "area-code")
    assert isinstance(made, AreaField)
    made.line.setText(VILLAGE)
    assert made.read().value == VILLAGE


def test_a_village_can_be_looked_for_again_after_a_wrong_name_or_none(qtbot: QtBot) -> None:
    made = field(qtbot, "area-code", "511722001009")
    assert made.node is not None
    for wrong in ("没有这个村", ""):
        made.show_node(replace(made.node, value=wrong or None, text=wrong))
        made.line.setText("斜水村")
        assert made.read().value == VILLAGE


def test_a_village_typed_in_wide_digits_is_its_code(qtbot: QtBot) -> None:
    made = field(qtbot, "area-code", "511722001009")
    made.line.setText("５１１７０２００１９９９")
    assert made.read().value == "511702001999"


def test_the_village_of_the_last_period_is_named(qtbot: QtBot) -> None:
    node = Node("/data/q", "q", QuestionKind.TEXT, "村", appearance="area-code")
    row = QuestionRow(replace(node, value=VILLAGE, text=VILLAGE, previous="511722001009"))
    qtbot.addWidget(row)
    assert row.previous.text().replace("\u200b", "").startswith("上期 东乡街道")
