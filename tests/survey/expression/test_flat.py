"""XP-070 … XP-079: the flat back end gives what the tree gives."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from survey.expression import Evaluation, ExpressionError, InstanceNode, compile_expression, document, value_text
from survey.expression.flat import (
    Assign,
    Check,
    Clear,
    Emit,
    FlatValue,
    NotFlatError,
    Program,
    Require,
    Slot,
    Step,
)
from survey.expression.runtime.values import number_to_text
from survey.expression.typed import Quantity
from tests.survey.expression.support import NOON, SHANGHAI

SLOTS: dict[str, Slot] = {
    "n1": Slot(0, "number"),
    "n2": Slot(1, "number"),
    "t1": Slot(2, "text"),
    "c1": Slot(3, "choice"),
    "d1": Slot(4, "date"),
    "d2": Slot(5, "date"),
    "m1": Slot(6, "multi"),
    "g/t2": Slot(7, "text"),
}


class Names:
    def slot(self, path: str) -> Slot | None:
        return SLOTS.get(path.removeprefix("/data/"))


def tree(answers: Sequence[FlatValue]) -> Evaluation:
    data = InstanceNode("data")
    group = InstanceNode("g")
    for name, slot in SLOTS.items():
        holder = group if name.startswith("g/") else data
        holder.append(InstanceNode(name.rpartition("/")[2], _canonical(answers[slot.place])))
    data.append(group)
    return Evaluation(data, document(data), NOON, SHANGHAI)


def _canonical(answer: FlatValue) -> str:
    if answer is None:
        return ""
    if isinstance(answer, list):
        return " ".join(answer)
    return answer if isinstance(answer, str) else Quantity(answer, number_to_text(answer))


def run(steps: Sequence[Step], answers: Sequence[FlatValue]) -> list[object]:
    return Program(steps, Names(), len(SLOTS)).bind(tree(answers))(answers)


answered = st.tuples(
    st.one_of(st.none(), st.sampled_from((0.0, 3, -2.5, 100.0))),
    st.one_of(st.none(), st.sampled_from((3.0, 7, 0.1))),
    st.one_of(st.none(), st.sampled_from(("a", "3", "x y", "2026-11-23", "2026-11-23T08:00:00.000+08:00"))),
    st.one_of(st.none(), st.sampled_from(("a", "b"))),
    st.one_of(st.none(), st.sampled_from(("2026-11-23", "2026-01-31"))),
    st.one_of(st.none(), st.sampled_from(("2026-11-22", "1999-12-31"))),
    st.one_of(st.none(), st.lists(st.sampled_from(("a", "b", "c")), unique=True, max_size=3)),
    st.one_of(st.none(), st.just("a")),
)

ATOMS = (
    "/data/n1", "/data/n2", "/data/t1", "/data/c1", "/data/d1", "/data/d2", "/data/m1", "/data/g/t2", "../n1", ".",
    "'a'", "''", "3", "0.1", "'2026-11-23'", "today()", "true()", "date('2026-02-03')", "now()", "current()/../d1",
)  # fmt: skip
SHAPES = (
    "({x} = {y})", "({x} != {y})", "({x} < {y})", "({x} >= {y})", "({x} + {y})", "({x} - {y})", "({x} * {y})",
    "({x} div {y})", "({x} mod 3)", "({x} and {y})", "({x} or {y})", "not({x})", "if({x}, {y}, {x})", "-{x}",
    "coalesce({x}, {y})", "concat({x}, '-', {y})", "selected({x}, 'a')", "selected({x}, {y})", "count-selected({x})",
    "string-length({x})", "round({x}, 1)", "int({x})", "max({x}, {y})", "min({x}, 3)", "contains({x}, {y})",
    "regex({x}, '[a-c0-9]+')", "string({x})", "number({x})", "boolean({x})", "selected-at({x}, 1)", "date({x}) > {y}",
    "decimal-date-time({x})", "format-date({x}, '%Y/%n')", "checklist(1, 2, {x}, {y})", "join(' ', {x}, {y})",
    "substr({x}, 1)", "weighted-checklist(1, 9, {x}, 2, {y}, 3)", "normalize-space({x})", "once-not-here",
)[:-1]  # fmt: skip


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda shape, x, y: shape.format(x=x, y=y), st.sampled_from(SHAPES), inner, inner)


expressions = st.recursive(st.sampled_from(ATOMS), _grow, max_leaves=6)


def outcome_of_tree(expr: str, answers: Sequence[FlatValue]) -> str:
    evaluation = tree(answers)
    evaluation.node = evaluation.node.named("n2")[0]
    try:
        return compile_expression(expr).string(evaluation)
    except ExpressionError as error:
        return error.problem.code


def outcome_of_flat(expr: str, answers: Sequence[FlatValue]) -> str:
    try:
        found = run([Emit(expr, "/data/n2")], answers)[0]
    except ExpressionError as error:
        return error.problem.code
    except NotFlatError:
        assume(False)
    assert isinstance(found, bool | float | int | str) or hasattr(found, "wall")
    return value_text(found)  # type: ignore[arg-type] # a Moment passes the line above


@settings(max_examples=300)
@given(expressions, answered)
def test_flat_equals_tree(expr: str, answers: Sequence[FlatValue]) -> None:
    """XP-070."""
    assert outcome_of_flat(expr, answers) == outcome_of_tree(expr, answers)


BLANK: tuple[FlatValue, ...] = (None,) * len(SLOTS)


def having(**given: FlatValue) -> list[FlatValue]:
    answers: list[FlatValue] = list(BLANK)
    for name, answer in given.items():
        answers[SLOTS[name].place] = answer
    return answers


def test_checks_report_what_fails() -> None:
    """XP-071: only answers that are not blank, and only when the condition holds."""
    steps: list[Step] = [
        Check(1, ". < 5", "/data/n1", present=SLOTS["n1"]),
        Check("two", "false()", "/data/n1", when="/data/c1 = 'a'"),
        Require(3, SLOTS["t1"], when="/data/n1 > 1"),
        Require((4, "four"), SLOTS["m1"]),
    ]
    assert run(steps, BLANK) == [(4, "four")]
    assert run(steps, having(n1=9.0, c1="a", m1=["x"])) == [1, "two", 3]
    assert run(steps, having(n1=0, t1="x", m1=[])) == [(4, "four")]


def test_calculations_are_seen_by_what_follows() -> None:
    """XP-072."""
    steps: list[Step] = [
        Assign(SLOTS["n2"], "/data/n1 * 2"),
        Assign(SLOTS["t1"], "concat('<', /data/n2, '>')"),
        Assign(SLOTS["m1"], "'a b'"),
        Emit("/data/n2"),
        Emit("/data/t1"),
        Emit("count-selected(/data/m1)"),
    ]
    assert run(steps, having(n1=4)) == [8.0, "<8>", 2.0]
    assert run(steps, BLANK) == ["", "<>", 2.0]


def test_what_is_not_relevant_is_blank() -> None:
    """XP-073: nested steps run only when the condition holds; afterwards nobody sees the answers."""
    steps: list[Step] = [
        Clear((SLOTS["n1"], SLOTS["t1"]), "/data/c1 = 'a'", (Check(1, ". > 5", "/data/n1"),)),
        Emit("/data/n1 + 1"),
        Emit("/data/t1"),
        Clear((), "true()"),
    ]
    assert run(steps, having(c1="a", n1=3.0, t1="x")) == [1, 4.0, "x"]
    found = run(steps, having(c1="b", n1=3.0, t1="x"))
    assert found[1] == ""
    assert value_text(found[0]) == "NaN"  # type: ignore[arg-type] # a number


@pytest.mark.parametrize(
    "expr",
    [
        "//n1",
        "/data/n1[1]",
        "/data/none",
        "count(/data/n1)",
        "position()",
        "instance('x')/root",
        "string()",
        "(. | /data)",
    ],
)
def test_what_needs_the_tree_says_so(expr: str) -> None:
    """XP-074."""
    with pytest.raises(NotFlatError):
        Program([Emit(expr)], Names(), len(SLOTS))


def test_refusals_are_the_same() -> None:
    """XP-075."""
    with pytest.raises(ExpressionError) as caught:
        Program([Emit("selectd(/data/n1, 'a')")], Names(), len(SLOTS))
    assert caught.value.problem.code == "X010"


def test_long_and_deep_expressions_are_split() -> None:
    """XP-076: such as the check digit of a 15-digit registration number, forty brackets deep."""
    long = " + ".join(["/data/n1"] * 500)
    nested, deep = "/data/n2", "/data/n1"
    for level in range(45):
        nested = f"if(/data/n1 = {level}, concat({level}, /data/t1), {nested})"
        deep = f"({deep} * 2 + /data/n2) mod 11"
    answers = having(n1=4, n2=7, t1="x")
    for expr, wanted in ((long, "2000"), (nested, "4x"), (deep, outcome_of_tree(deep, answers))):
        assert outcome_of_flat(expr, answers) == outcome_of_tree(expr, answers) == wanted


def test_today_is_fixed_for_a_batch() -> None:
    """XP-077."""
    program = Program([Emit("/data/d1 = today()"), Emit("string(today())")], Names(), len(SLOTS))
    run_batch = program.bind(tree(BLANK))
    assert run_batch(having(d1="2026-11-23")) == [True, "2026-11-23"]
    assert run_batch(having(d1="2026-11-22")) == [False, "2026-11-23"]
