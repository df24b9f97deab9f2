"""Where rows stand in a form that pyxform builds otherwise than they are written. Y1 loops; Y2 flat forms."""

from __future__ import annotations

from survey.form import QuestionKind
from tests.survey.forms_by_table import form_of, load, places

LOOP = """
    | survey |
    |  | type | name | label | unit | constraint |
    |  | begin loop over animal | held | 养殖 | | |
    |  | integer | head | %(label)s有多少头 | 头 | . > |
    |  | note | told | 请核对 | | |
    |  | begin_group | more | 更多 | | |
    |  | range | share | 占比 | | |
    |  | end_group | | | | |
    |  | end loop | | | | |
    | choices |
    |  | list_name | name | label |
    |  | animal | pig | 猪 |
    |  | animal | ox | 牛 |
"""


def test_y1_a_loop_asks_its_rows_for_each_choice() -> None:
    form = form_of(LOOP.replace(". >", ""))
    asked = [question for question in form.questions() if question.preload != "uid"]
    assert [(each.path, each.kind, each.label, each.unit, str(each.place)) for each in asked] == [
        ("/data/held/pig/head", QuestionKind.INTEGER, "猪有多少头", "头", "survey!B3"),
        ("/data/held/pig/told", QuestionKind.NOTE, "请核对", "", "survey!B4"),
        ("/data/held/pig/more/share", QuestionKind.RANGE, "占比", "", "survey!B6"),
        ("/data/held/ox/head", QuestionKind.INTEGER, "牛有多少头", "头", "survey!B3"),
        ("/data/held/ox/told", QuestionKind.NOTE, "请核对", "", "survey!B4"),
        ("/data/held/ox/more/share", QuestionKind.RANGE, "占比", "", "survey!B6"),
    ]


def test_y1_a_fault_in_a_loop_has_its_cell() -> None:
    assert {place for _, place in places(load(LOOP).problems)} == {"survey!E3"}


def test_y2_in_a_flat_form_groups_stand_in_no_path() -> None:
    form = form_of(
        """
        | survey |
        |  | type | name | label | unit |
        |  | begin_group | outer | 外 | |
        |  | note | told | 说明 | |
        |  | begin_group | inner | 内 | |
        |  | range | share | 占比 | % |
        |  | end_group | | | |
        |  | end_group | | | |
        | settings |
        |  | flat |
        |  | yes |
        """
    )
    asked = [question for question in form.questions() if question.preload != "uid"]
    assert [(each.path, each.kind, each.unit, str(each.place)) for each in asked] == [
        ("/data/told", QuestionKind.NOTE, "", "survey!B3"),
        ("/data/share", QuestionKind.RANGE, "%", "survey!B5"),
    ]
