"""Laws of recomputation, whatever a person does in whatever order."""

from __future__ import annotations

import gc
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.form import Form
from survey.quiet import uncollected
from survey.session import FillSession
from survey.session.state.tree import FormNode
from tests.survey.forms_by_table import CONTEXT, form_of

FORM = """
| survey |
|  |type|name|label|relevant|calculation|choice_filter|required|constraint|repeat_count|read_only|default|
|  | integer | n | N | | | | | . < 4 | | | |
|  | select_one k | k | K | ${n} > 0 | | | | | | | u |
|  | select_multiple m | m | M | | | group = ${k} | ${n} > 1 | | | | |
|  | calculate | twice | | | ${n} * 2 | | | | | | |
|  | begin_group | g | G ${n} | ${twice} < 6 | | | | | | ${n} = 1 | |
|  | integer | a | A | | | | | | | | 3 |
|  | calculate | b | | | coalesce(${a}, 0) + ${n} | | | | | | |
|  | end_group | | | | | | | | | | |
|  | begin_repeat | r | R | ${b} >= 0 | | | | | | | |
|  | integer | x | X | | | | | | | | |
|  | calculate | place | | | position(..) * ${twice} | | | | | | |
|  | calculate | before | | | indexed-repeat(${x}, ${r}, position(..) - 1) | | | | | | |
|  | integer | y | Y | ${x} > 1 and ${k} = 'u' | | | ${before} > 0 | . > ${x} | | | 4 |
|  | begin_repeat | s | S | | | | | | | | |
|  | integer | z | Z | | | | | | | | |
|  | end_repeat | | | | | | | | | | |
|  | calculate | zs | | | sum(${z}) | | | | | | |
|  | end_repeat | | | | | | | | | | |
|  | begin_repeat | c | C | | | | | | ${n} | | |
|  | integer | v | V | | | | | | | | 1 |
|  | end_repeat | | | | | | | | | | |
|  | calculate | total | | | sum(${x}) + sum(${zs}) + sum(${v}) + count(${r}) | | | | | | |
|  | calculate | many | | ${total} > 5 | count(${r}[${x} > 1]) | | | | | | |
| choices |
|  | list_name | name | label | group |
|  | k | u | U | |
|  | k | w | W | |
|  | m | 1 | 一 | u |
|  | m | 2 | 二 | u |
|  | m | 3 | 三 | w |
| checks |
|  | id | level | scope | when | assert | message | vars |
|  | Q1 | 核实性 | entry | | ${a} <= ${n} | ${a} > ${n} | a |
|  | Q2 | 强制性 | entry | | ${x} < 3 | ${x} | x |
"""


@cache
def form() -> Form:
    return form_of(FORM)


NUMBERS = st.none() | st.integers(0, 4)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["n", "g/a"]), NUMBERS),
        st.tuples(st.just("k"), st.sampled_from(["u", "w", None])),
        st.tuples(st.just("m"), st.lists(st.sampled_from(["1", "2", "3"]), unique=True)),
        st.tuples(st.sampled_from(["r[1]/x", "r[2]/x", "r[2]/y", "r[1]/s[1]/z", "r[2]/s[2]/z", "c[2]/v"]), NUMBERS),
        st.tuples(st.sampled_from(["+r", "+r[1]/s", "+r[2]/s", "-r[1]", "-r[2]", "-r[1]/s[1]"]), st.none()),
    ),
    max_size=12,
)


def act(session: FillSession, step: tuple[str, object]) -> None:
    name, value = step
    try:
        if name.startswith("+"):
            session.add_repeat(f"/data/{name[1:]}")
        elif name.startswith("-"):
            session.remove_repeat(f"/data/{name[1:]}")
        else:
            session.answer(f"/data/{name}", value)  # type: ignore[arg-type]  # drawn to fit the question
    except KeyError:
        return  # the instance is not there


def picture(session: FillSession) -> list[object]:
    return [*session.nodes(), *session.problems(), session.answers(), session.skipped]


@settings(deadline=None)
@given(steps=STEPS)
def test_l1_incremental_recomputation_equals_full_recomputation(steps: list[tuple[str, object]]) -> None:
    session = FillSession(form(), CONTEXT)
    for step in steps:
        act(session, step)
    before = picture(session)
    session.recompute()
    assert picture(session) == before


@settings(deadline=None)
@given(steps=STEPS)
def test_l2_a_saved_entry_opens_as_it_was(steps: list[tuple[str, object]]) -> None:
    session = FillSession(form(), CONTEXT)
    for step in steps:
        act(session, step)
    again = FillSession(form(), CONTEXT, session.answers())
    assert again.answers() == session.answers()
    assert again.problems() == session.problems()


@settings(deadline=None)
@given(steps=STEPS)
def test_l3_what_a_step_reports_is_all_that_changed(steps: list[tuple[str, object]]) -> None:
    session = FillSession(form(), CONTEXT)
    for step in steps:
        before = {node.path: node for node in session.nodes()}
        name, value = step
        if name[0] in "+-":
            act(session, step)
            continue
        try:
            delta = session.answer(f"/data/{name}", value)  # type: ignore[arg-type]  # drawn to fit the question
        except KeyError:
            continue
        after = {node.path: node for node in session.nodes()}
        differing = {path for path in before | after if before.get(path) != after.get(path)}
        assert differing <= delta.changed or delta.structure


@settings(deadline=None)
@given(steps=STEPS, left_out=st.sets(st.sampled_from(["n", "k", "m", "twice", "g/a", "a", "r", "c", "total"])))
def test_l4_an_opened_entry_is_worked_out_once_and_for_all(steps: list[tuple[str, object]], left_out: set[str]) -> None:
    session = FillSession(form(), CONTEXT)
    for step in steps:
        act(session, step)
    answers = {key: value for key, value in session.answers().items() if key not in left_out}
    again = FillSession(form(), CONTEXT, answers)
    before = picture(again)
    again.recompute()
    assert picture(again) == before


def alive() -> int:
    """Count the sessions and places that are still in memory."""
    return sum(isinstance(each, FormNode | FillSession) for each in gc.get_objects())


def test_l5_a_session_that_is_left_does_not_wait_to_be_collected() -> None:
    gc.collect()
    others = alive()
    with uncollected():
        session = FillSession(form(), CONTEXT, {"n": 1, "r": [{"x": 1, "s": [{"z": 2}]}, {}]})
        finished = session.finish()
        before = (dict(finished.answers), finished.problems)
        session.leave()
        del session
        left = alive()
    assert left == others
    assert (dict(finished.answers), finished.problems) == before
