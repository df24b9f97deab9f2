"""Choices, constraints, required, read-only, texts. S… choices, K… constraints, L… read-only, T… texts."""

from __future__ import annotations

from survey.form import NodeKind, QuestionKind
from tests.survey.forms_by_table import codes, fill, shown, text

CITIES = """
| survey |
|  | type | name | label | choice_filter |
|  | select_one state | state | 省 | |
|  | select_one city | city | 市 | state = ${state} |
|  | select_multiple street | street | 街 | city = ${city} |
| choices |
|  | list_name | name | label | state | city |
|  | state | sc | 四川 | | |
|  | state | cq | 重庆 | | |
|  | city | dz | 达州 | sc | |
|  | city | cd | 成都 | sc | |
|  | city | yz | 渝中 | cq | |
|  | street | s1 | 一街 | | dz |
|  | street | s2 | 二街 | | dz |
|  | street | s3 | 三街 | | cd |
"""


def test_s1_choices_follow_the_answer_above() -> None:
    session = fill(CITIES)
    assert session.node("/data/city").choices == ()
    session.answer("/data/state", "sc")
    assert [(c.value, c.label) for c in session.node("/data/city").choices] == [("dz", "达州"), ("cd", "成都")]


def test_s2_an_answer_no_longer_offered_is_dropped_down_the_cascade() -> None:
    session = fill(CITIES)
    session.answer("/data/state", "sc")
    session.answer("/data/city", "dz")
    session.answer("/data/street", ["s1", "s2"])
    delta = session.answer("/data/state", "cq")
    assert (text(session, "city"), text(session, "street")) == ("", "")
    assert {"/data/city", "/data/street"} <= delta.changed
    session.answer("/data/state", "sc")
    assert text(session, "city") == ""


def test_s2_of_several_only_those_still_offered_stay() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | choice_filter |
    |  | integer | top | T | |
    |  | select_multiple n | n | N | name <= ${top} |
    | choices |
    |  | list_name | name | label |
    |  | n | 1 | 一 |
    |  | n | 2 | 二 |
    |  | n | 3 | 三 |
    """)
    session.answer("/data/top", 3)
    session.answer("/data/n", ["3", "1"])
    assert session.node("/data/n").value == ("3", "1")
    session.answer("/data/top", 2)
    assert text(session, "n") == "1"


def test_s3_what_is_not_in_the_list_is_not_taken() -> None:
    session = fill(CITIES)
    session.answer("/data/state", "xx")
    assert text(session, "state") == ""


def test_s4_lists_from_a_file_and_pulldata() -> None:
    session = fill(
        """
    | survey |
    |  | type | name | label | choice_filter | calculation |
    |  | text | k | K | | |
    |  | select_one_from_file fruits.csv | f | F | kind = ${k} | |
    |  | calculate | price | | | pulldata('fruits', 'price', 'name', ${f}) |
    """,
        fruits_csv="name,label,kind,price\nap,苹果,tree,5\nst,草莓,bush,9\n",
    )
    session.answer("/data/k", "bush")
    assert [choice.label for choice in session.node("/data/f").choices] == ["草莓"]
    session.answer("/data/f", "st")
    assert text(session, "price") == "9"


def test_s5_or_other_asks_which() -> None:
    session = fill("""
    | survey |
    |  | type | name | label |
    |  | select_one c or_other | c | C |
    | choices |
    |  | list_name | name | label |
    |  | c | a | A |
    """)
    assert shown(session) == ["c"]
    session.answer("/data/c", "other")
    assert shown(session) == ["c", "c_other"]


def test_k1_constraints_speak_with_the_authors_words_and_not_about_blanks() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | constraint | constraint_message |
    |  | integer | age | 年龄 | . >= 16 and . <= ${top} | ${top} 岁以下 |
    |  | integer | top | 上限 | | |
    """)
    session.answer("/data/top", 60)
    assert session.problems() == ()
    session.answer("/data/age", 10)
    (problem,) = session.problems()
    assert (problem.code, problem.sentence, problem.place.path) == ("E002", "60 岁以下", "/data/age")
    session.answer("/data/age", 30)
    assert session.problems() == ()
    delta = session.answer("/data/top", 20)
    assert codes(session.problems()) == ["E002"]
    assert "/data/age" in delta.changed
    session.answer("/data/age", None)
    assert session.problems() == ()


def test_k2_required_with_its_own_message_and_condition() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | required | required_message |
    |  | text | a | 名称 | yes | |
    |  | text | b | B | ${a} = 'x' | 要填B |
    """)
    assert [(p.code, p.sentence) for p in session.problems()] == [("E001", "“名称”还没有填写。")]
    session.answer("/data/a", "x")
    assert [p.sentence for p in session.problems()] == ["要填B"]


def test_l1_read_only_by_itself_or_by_its_group() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | read_only | default |
    |  | text | a | A | | |
    |  | text | b | B | ${a} = 'x' | d |
    |  | text | c | C | yes | d |
    """)
    session.answer("/data/c", "new")
    assert (text(session, "c"), session.node("/data/c").read_only) == ("d", True)
    session.answer("/data/b", "e")
    session.answer("/data/a", "x")
    session.answer("/data/b", "f")
    assert (text(session, "b"), session.node("/data/b").read_only) == ("e", True)


def test_t1_labels_fill_in_values_and_tell_when_they_change() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | hint |
    |  | text | who | 姓名 | |
    |  | note | hello | 你好，${who}！ | 给 ${who} |
    """)
    delta = session.answer("/data/who", "李四")
    node = session.node("/data/hello")
    assert (node.label, node.hint, node.kind) == ("你好，李四！", "给 李四", QuestionKind.NOTE)
    assert "/data/hello" in delta.changed


def test_t2_languages() -> None:
    table = """
    | survey |
    |  | type | name | label::中文 (zh) | label::English (en) | hint::中文 (zh) |
    |  | select_one c | a | 甲 | A | 提示 |
    | choices |
    |  | list_name | name | label::中文 (zh) | label::English (en) |
    |  | c | x | 叉 | cross |
    | settings |
    |  | default_language |
    |  | 中文 (zh) |
    """
    from dataclasses import replace

    from tests.survey.forms_by_table import CONTEXT

    ours = fill(table).node("/data/a")
    theirs = fill(table, context=replace(CONTEXT, language="English (en)")).node("/data/a")
    assert (ours.label, ours.hint, ours.choices[0].label) == ("甲", "提示", "叉")
    assert (theirs.label, theirs.choices[0].label) == ("A", "cross")


def test_t3_every_type_is_its_own_kind() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | parameters | appearance |
    |  | decimal | a1 | x | | |
    |  | range | a2 | x | start=0 end=10 step=2 | |
    |  | rank c | a3 | x | | |
    |  | time | a4 | x | | |
    |  | dateTime | a5 | x | | |
    |  | acknowledge | a6 | x | | |
    |  | barcode | a7 | x | | |
    |  | image | a8 | x | | |
    |  | file | a9 | x | | |
    |  | audio | b1 | x | | |
    |  | video | b2 | x | | |
    |  | geopoint | b3 | x | | |
    |  | geotrace | b4 | x | | |
    |  | geoshape | b5 | x | | |
    |  | hidden | b6 | | | |
    |  | audit | audit | | | |
    |  | begin_group | g | x | | field-list |
    |  | select_multiple c | b7 | x | | minimal |
    |  | end_group | | | | |
    | choices |
    |  | list_name | name | label |
    |  | c | x | 叉 |
    """)
    kinds = {node.key: node.kind for node in session.nodes()}
    assert kinds["a2"] is QuestionKind.RANGE
    assert [kinds[name] for name in ("a3", "a6", "a7", "a8", "a9")] == [
        QuestionKind.RANK,
        QuestionKind.ACKNOWLEDGE,
        QuestionKind.BARCODE,
        QuestionKind.IMAGE,
        QuestionKind.FILE,
    ]
    assert kinds["g"] is NodeKind.GROUP
    assert "b6" not in kinds
    assert session.node("/data/a2").parameters == {"start": "0", "end": "10", "step": "2"}


def test_t4_values_of_a_few_types() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | parameters | appearance |
    |  | decimal | a1 | x | | |
    |  | range | a2 | x | start=0 end=10 step=2 | |
    |  | acknowledge | a6 | x | | minimal |
    """)
    session.answer("/data/a6", True)
    session.answer("/data/a1", 1.5)
    session.answer("/data/a2", 4)
    assert session.answers() == {"a1": 1.5, "a2": 4, "a6": "OK"}
    assert session.node("/data/a6").appearance == "minimal"


def test_s6_choice_names_selected_and_several_triggers() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation | relevant | default | trigger | required |
    |  | select_multiple c | m | M | | | a b | | |
    |  | select_one c | o | O | | | | | |
    |  | calculate | names | | jr:choice-name(${o}, '${o}') | | | | |
    |  | calculate | second | | selected-at(${m}, 1) | | | | |
    |  | text | why | W ${names} | | selected(${m}, 'z') | | | |
    |  | integer | number | N | count-selected(${m}) | | | ${m}, ${o} | |
    |  | note | stop | 请先停 | | ${o} = 'z' | | | yes |
    | choices |
    |  | list_name | name | label |
    |  | c | a | 甲 |
    |  | c | b | 乙 |
    |  | c | z | 其他 |
    """)
    assert session.node("/data/m").value == ("a", "b")
    assert text(session, "second") == "b"
    session.answer("/data/o", "b")
    assert (text(session, "names"), text(session, "number")) == ("乙", "2")
    session.answer("/data/m", ["z"])
    assert (text(session, "number"), session.node("/data/why").label) == ("1", "W 乙")
    assert session.finish().may_submit
    session.answer("/data/o", "z")
    assert not session.finish().may_submit


def test_s7_choices_unlike_each_other() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | choice_filter |
    |  | select_one c | first | A | not(selected(${second}, name)) |
    |  | select_one c | second | B | not(selected(${first}, name)) |
    | choices |
    |  | list_name | name | label |
    |  | c | a | 甲 |
    |  | c | b | 乙 |
    """)
    session.answer("/data/first", "a")
    assert [choice.value for choice in session.node("/data/second").choices] == ["b"]
    session.answer("/data/second", "b")
    assert [choice.value for choice in session.node("/data/first").choices] == ["a"]


def test_l2_a_read_only_place_still_follows_its_calculation_and_triggers() -> None:
    session = fill("""
    | survey |
    |  | type | name | label | calculation | read_only | trigger |
    |  | integer | a | A | | | |
    |  | integer | b | B | ${a} * 2 | yes | |
    |  | integer | c | C | ${a} * 3 | yes | ${a} |
    """)
    session.answer("/data/a", 2)
    session.answer("/data/b", 9)
    assert (text(session, "b"), text(session, "c")) == ("4", "6")
