"""What a form says beside its questions: the limits of a range, guidance, and pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gui.fields.span import RangeField
from gui.views.entry.entry_page import EntryPage
from gui.views.entry.whose import whose_entry
from gui.views.form.headings import Note
from gui.workplace import Workplace
from tests.gui.conftest import show
from tests.gui.keys import ENTER, cursor, press, type_text
from tests.gui.pages import answers, here, line, row, settle
from usecases.forms import InstalledForm, install_form
from usecases.register import HouseholdRow
from usecases.workspace import Workspace

FORM = """
| survey |
|  | type  | name   | label      | hint      | guidance_hint      | parameters              | media::image |
|  | note  | look   | 请看样本   |           |                    |                         | 样本.png |
|  | range | mood   | 经营的信心 | 10 分最高 | 请经营者自己说     | start=0 end=10 step=0.5 |          |
|  | range | people | 用工缺口   |           |                    | start=1 end=5 step=1    |          |
|  | text  | sign   | 招牌上的字 |           |                    |                         | 招牌.png |
|  | text  | other  | 其他       |           |                    |                         | 没有.png |
| settings |
|  | form_id  | form_title | version |
|  | pictured | 有图的问卷 | 1       |
"""


def draw(path: Path, colour: str) -> None:
    picture = QImage(800, 400, QImage.Format.Format_RGB32)
    picture.fill(QColor(colour))
    path.parent.mkdir(exist_ok=True)
    assert picture.save(str(path))


@pytest.fixture
def installed(workspace: Workspace, tmp_path: Path) -> InstalledForm:
    path = tmp_path / "有图的问卷.md"
    path.write_text(FORM, encoding="utf-8")
    draw(tmp_path / "有图的问卷-media" / "样本.png", "#1B5E8C")
    draw(tmp_path / "招牌.png", "#8C5E1B")
    return install_form(workspace, path=path)


@pytest.fixture
def page(installed: InstalledForm, workplace: Workplace, household: HouseholdRow, qtbot: QtBot) -> EntryPage:
    made = EntryPage(workplace)
    made.resize(1366, 728)
    show(qtbot, made)
    made.open(whose_entry(household, form=("pictured", "有图的问卷"), period=("once", "一次性调查")))
    settle(qtbot, workplace)
    return made


def test_the_pictures_come_with_the_questionnaire_and_a_missing_one_is_only_remarked_on(
    installed: InstalledForm,
) -> None:
    assert installed.form is not None
    (missing,) = [problem for problem in installed.problems if problem.code == "F033"]
    assert "“没有.png”" in missing.sentence
    assert str(missing.place) == "survey!G6"
    assert "“有图的问卷-media”" in missing.remedy
    assert missing.level.value == "提示性"


def test_pictures_stand_beside_label_and_note(page: EntryPage) -> None:
    note = next(item for item in page.form.items() if isinstance(item, Note))
    assert note.exhibit is not None
    for exhibit in (note.exhibit, row(page, "sign").exhibit):
        shown = exhibit.illustration
        assert shown.isVisible()
        assert shown.pixmap().width() == exhibit.side
        assert shown.pixmap().height() == exhibit.side // 2
        assert shown.height() >= shown.pixmap().height(), "the row has grown with it"
    assert not row(page, "other").exhibit.isVisible()
    assert not row(page, "mood").exhibit.isVisible()


def test_the_limits_of_a_range_stand_beside_it(page: EntryPage) -> None:
    fields = [row(page, name).field for name in ("mood", "people")]
    told = [field.unit.text() for field in fields if isinstance(field, RangeField)]
    assert told == ["（0 到 10，每隔 0.5）", "（1 到 5）"]


def test_guidance_stands_under_the_hint(page: EntryPage) -> None:
    assert row(page, "mood").hint.text() == "10 分最高\n说明：请经营者自己说"
    assert not row(page, "people").hint.isVisible()


@pytest.mark.parametrize(("typed", "code"), [("11", "V008"), ("0.3", "V009"), ("很高", "V001")])
def test_what_a_range_does_not_offer_is_told_and_kept_to_be_corrected(page: EntryPage, typed: str, code: str) -> None:
    page.form.go_to("/data/mood")
    type_text(typed)
    press(ENTER)
    assert [each.problem.code for each in row(page, "mood").lines] == [code]
    assert line(page, "mood").text() == typed
    assert "mood" not in answers(page)
    page.form.go_to("/data/mood")
    line(page, "mood").selectAll()
    type_text("7.5")
    press(ENTER)
    assert row(page, "mood").lines == ()
    assert answers(page)["mood"] == 7.5


def test_arrow_keys_go_from_step_to_step(page: EntryPage) -> None:
    page.form.go_to("/data/people")
    press(Qt.Key.Key_Up)
    assert answers(page)["people"] == 1
    press(Qt.Key.Key_Up, times=9)
    assert answers(page)["people"] == 5
    press(Qt.Key.Key_Down)
    assert line(page, "people").text() == "4"
    assert cursor() is line(page, "people")
    press(ENTER)
    assert here(page) == "sign"
