"""Lists that a question does not offer: places drawn on a map, labels of the ticks of a range."""

from __future__ import annotations

import pytest

from tests.survey.forms_by_table import fill, text

TABLE = """
    | survey |
    |  | type | name | label | parameters |
    |  | begin_repeat | shop | 店 | |
    |  | geopoint | at | 位置 | |
    |  | end_repeat | | | |
    |  | geopoint | near | 附近 | reference-geometry=town |
    |  | geotrace | way | 路线 | reference-geometry=${shop} |
    |  | range | far | 远近 | start=0 end=10 step=5 tick_labelset=tick |
    |  | select_one town | in | 乡镇 | |
    | choices |
    |  | list_name | name | label | geometry |
    |  | town | a | 甲 | 31.3 107.7 0 0 |
    |  | tick | 0 | 近 | |
    |  | tick | 5 | 中 | |
    |  | tick | 10 | 远 | |
"""


@pytest.mark.parametrize(
    ("name", "answer"),
    [("near", "31.35 107.72 0 0"), ("way", "31.35 107.72 0 0; 31.36 107.73 0 0"), ("far", 5)],
)
def test_an_answer_outside_such_a_list_stays(name: str, answer: str | int) -> None:
    session = fill(TABLE)
    session.answer(f"/data/{name}", answer)
    kept = text(session, name)
    assert kept
    assert not session.node(f"/data/{name}").choices
    session.finish()
    assert text(session, name) == kept


def test_the_list_is_still_offered_where_it_is_asked() -> None:
    assert [choice.value for choice in fill(TABLE).node("/data/in").choices] == ["a"]
