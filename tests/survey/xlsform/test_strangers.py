"""Whatever a workbook holds, check-form ends in sentences: nothing is raised and every 强制性 has its place."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from survey.lint import examine_form
from survey.problems import Level
from survey.session import FillSession
from tests.survey.forms_by_table import CONTEXT

COLUMNS = (
    *("hint", "required", "relevant", "constraint", "calculation", "default", "appearance", "choice_filter", "trigger"),
    *("parameters", "repeat_count", "label::English (en)", "media::image", "bind::type", "instance::x", "disabled"),
    *("type::x", "bind", "children", "a::b::c", "::", "x:y", "save_to", "list_name", "name::x", "control", "purpose"),
)
TYPES = (
    *("text", "integer", "select_one c", "select_multiple c", "note", "calculate", "range", "date", "rank c", "image"),
    *("begin_group", "end_group", "begin_repeat", "end_repeat", "audit", "select_one_from_file f.csv", "Text", ""),
)
VALUES = (
    *(
        "",
        "x",
        "yes",
        "${a}",
        "${b}",
        "${",
        "${nowhere}",
        ". > 1",
        "concat(",
        '"',
        "#N/A",
        "a b",
        "a=b",
        "c",
        "中文",
        "🙂",
    ),
    *("instance('c')/root/item[name=1]", "search('f', 'contains', 'a', ${a})", "regex(., '(a+)+$')", "1 2 0 0", "\n"),
    *(0, 1.5, True, dt.date(2026, 1, 1), dt.time(9, 30), "start=1 end=5 step=1", "randomize=true", "${last-saved#a}"),
)
SETTINGS = ("form_id", "version", "name", "instance_name", "namespaces", "default_language", "children", "legal_basis")
Cells = list[tuple[object, ...]]


@st.composite
def surveys(draw: st.DrawFn) -> Cells:
    heads = draw(st.lists(st.sampled_from(COLUMNS), max_size=5))
    row = st.tuples(
        st.sampled_from(TYPES),
        st.sampled_from(("a", "b", "g", "", "1x")),
        st.sampled_from(("标签", "${a}", "")),
        *(st.sampled_from(VALUES) for _ in heads),
    )
    return [("type", "name", "label", *heads), ("text", "a", "甲"), *draw(st.lists(row, max_size=6))]


others = st.fixed_dictionaries(
    {},
    optional={
        "settings": st.tuples(
            st.lists(st.sampled_from(SETTINGS), min_size=2, max_size=2).map(tuple),
            st.tuples(st.sampled_from(VALUES), st.sampled_from(VALUES)),
        ).map(list),
        "checks": st.tuples(
            st.just(("id", "level", "assert", "message", "when")),
            st.tuples(*(st.sampled_from((*VALUES, "强制性", "${r.x} > 1")) for _ in range(5))),
        ).map(list),
    },
)
choices = st.lists(
    st.tuples(
        st.sampled_from(("c", "d", "")), st.sampled_from(("1", "2", "", "a b")), st.sampled_from(("甲", "#REF!", ""))
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(surveys(), choices, others)
def test_a_strangers_workbook_ends_in_sentences(survey: Cells, offered: Cells, rest: dict[str, Cells]) -> None:
    book = Workbook()
    sheets = {"survey": survey, "choices": [("list_name", "name", "label"), ("c", "9", "九"), *offered], **rest}
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        book.save(path)
        loaded = examine_form(path)
    for problem in loaded.problems:
        assert problem.sentence
        assert problem.remedy
        assert problem.code != "F011", problem.sentence  # a stumble nobody could place
        assert problem.level is not Level.ERROR or problem.place.cell or problem.code in {"F013", "F031"}
    if loaded.form is not None:
        session = FillSession(loaded.form, CONTEXT)
        session.nodes()
        session.finish()
