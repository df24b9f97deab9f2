"""A list of many: what fits what is typed best stands first, and Enter takes it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.fields.searched.lookup import LookupField
from tests.gui.keys import ENTER, press, type_text
from tests.survey.forms.filling import VISIT, fill


@pytest.fixture
def trade(qtbot: QtBot) -> LookupField:
    session = fill("quarterly", {**VISIT, "reg_ok": "2"})
    field = LookupField()
    qtbot.addWidget(field)
    field.show_node(session.node("/data/basic/register/industry_code"))
    field.show()
    field.activateWindow()
    field.line.setFocus()
    field.line.selectAll()
    return field


def offered(field: LookupField) -> list[str]:
    model = field._completer.completionModel()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lfd", "8040 理发及美容服务"),
        ("huoguo", "6210 正餐服务"),
        ("火锅", "6210 正餐服务"),
        ("货运", "5431 普通货物道路运输"),
        ("麻将馆", "9019 其他室内娱乐活动"),
        ("629", "6291 小吃服务"),
    ],
)
def test_what_fits_best_stands_first(trade: LookupField, typed: str, first: str) -> None:
    type_text(typed)
    assert offered(trade)[0] == first


def test_all_stand_in_their_order_before_anything_is_typed(trade: LookupField) -> None:
    type_text("lfd")
    press(Qt.Key.Key_Backspace, times=3)
    assert offered(trade)[:2] == ["0111 稻谷种植", "0112 小麦种植"]
    assert len(offered(trade)) == 1381


def test_enter_takes_the_first(trade: LookupField, qtbot: QtBot) -> None:
    type_text("meijia")
    with qtbot.waitSignal(trade.committed) as committed:
        press(ENTER)
    assert committed.args is not None
    assert committed.args[0].value == "8040"


def test_a_text_that_only_comes_near_is_not_taken_for_a_choice(trade: LookupField) -> None:
    assert trade.node is not None
    assert trade.parsed(trade.node, "8040").value == "8040"
    assert trade.parsed(trade.node, "卖奶茶的").problems
