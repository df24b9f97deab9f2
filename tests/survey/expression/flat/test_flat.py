"""XP-070 … XP-079: the flat back end gives what the tree gives."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from survey.expression import Evaluation, ExpressionError, InstanceNode, compile_expression, document, value_text
from survey.expression.flat import (
    Assign,
    Check,
    Emit,
    Flag,
    FlatValue,
    NotFlatError,
    Program,
    Read,
    Require,
    Slot,
    Step,
    Table,
)
from survey.expression.runtime.values import number_to_text
from survey.expression.typed import Quantity
from tests.survey.expression.support import NOON, SHANGHAI

SLOTS: dict[str, Slot] = {
    "n1": Slot(0, "number", "answers", "n1"),
    "n2": Slot(1, "number", "answers", "n2"),
    "t1": Slot(2, "text", "answers", "t1"),
    "c1": Slot(3, "choice", "answers", "c1"),
    "d1": Slot(4, "date", "answers", "d1"),
    "d2": Slot(5, "date", "answers", "d2"),
    "m1": Slot(6, "multi", "answers", "m1"),
    "g/t2": Slot(7, "text", "answers", "t2"),
    "i1": Slot(8, "integer", "answers", "i1"),
    "i2": Slot(9, "integer", "answers", "i2"),
}
OPEN, CLOSED = Slot(90, "flag"), Slot(91, "flag")


class Names:
    def slot(self, path: str) -> Slot | None:
        return SLOTS.get(path.removeprefix("/data/"))

    def there(self, table: Table) -> Slot | None:  # noqa: ARG002 - the answers are always there
        return None


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
    given = {slot.key: answer for slot, answer in zip(SLOTS.values(), answers, strict=True)}
    found = Program(steps, Names()).bind(tree(answers))(given)
    return [] if found is None else found[0]


answered = st.tuples(
    st.one_of(st.none(), st.sampled_from((0.0, 3, -2.5, 100.0))),
    st.one_of(st.none(), st.sampled_from((3.0, 7, 0.1))),
    st.one_of(st.none(), st.sampled_from(("a", "3", "x y", "2026-11-23", "2026-11-23T08:00:00.000+08:00"))),
    st.one_of(st.none(), st.sampled_from(("a", "b"))),
    st.one_of(st.none(), st.sampled_from(("2026-11-23", "2026-01-31"))),
    st.one_of(st.none(), st.sampled_from(("2026-11-22", "1999-12-31"))),
    st.one_of(st.none(), st.lists(st.sampled_from(("a", "b", "c")), unique=True, max_size=3)),
    st.one_of(st.none(), st.just("a")),
    st.one_of(st.none(), st.sampled_from((0, 1, 3, -2))),
    st.one_of(st.none(), st.sampled_from((0, 3, 5))),
)

ATOMS = (
    "/data/n1", "/data/n2", "/data/i1", "/data/i2",
    "/data/t1", "/data/c1", "/data/d1", "/data/d2", "/data/m1", "/data/g/t2", "../n1", ".",
    "'a'", "''", "3", "0.1", "'2026-11-23'", "today()", "true()", "date('2026-02-03')", "now()", "current()/../d1",
)  # fmt: skip
SHAPES = (
    "({x} = {y})", "({x} != {y})", "({x} < {y})", "({x} >= {y})", "({x} + {y})", "({x} - {y})", "({x} * {y})",
    "({x} div {y})", "({x} mod 3)", "({x} and {y})", "({x} or {y})", "not({x})", "if({x}, {y}, {x})", "-{x}",
    "coalesce({x}, {y})", "concat({x}, '-', {y})", "selected({x}, 'a')", "selected({x}, {y})", "count-selected({x})",
    "string-length({x})", "round({x}, 1)", "int({x})", "max({x}, {y})", "min({x}, 3)", "contains({x}, {y})",
    "regex({x}, '[a-c0-9]+')", "string({x})", "number({x})", "boolean({x})", "selected-at({x}, 1)", "date({x}) > {y}",
    "decimal-date-time({x})", "format-date({x}, '%Y/%n')", "checklist(1, 2, {x}, {y})", "join(' ', {x}, {y})",
    "({x} >= 0 and {x} <= {y})", "({y} > {x} and 9 >= {y})", "({x} - {y} < 3 and {y} - {x} < 3)",
    "({x} != '' and {x} > {y})", "({x} = '' or {x} <= {y})", "if({x} = '', {y}, {x} * 2)", "starts-with({x}, {y})",
    "({x} < {y} < 2)", "({x} = 'a' or {x} = 'x y' or {x} = '3')", "({x} != 'a' and {x} != 'b' and {y} != 'a')",
    "(0.5 * {x} < {y} or {x} = {y})", "selected('a b 3', substring({x}, 1, 1))",
    "selected('a b 3', substr({x}, 0, 1))", "substr({x}, 1, 3) = substring({x}, 2, 2)", "substr({x}, 3, 1) = ''",
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
    assert isinstance(found, bool | float | int | str) or hasattr(found, "wall")
    return value_text(found)  # type: ignore[arg-type] # a Moment passes the line above


@settings(max_examples=300, deadline=None)
@given(expressions, answered)
def test_flat_equals_tree(expr: str, answers: Sequence[FlatValue]) -> None:
    """XP-070."""
    try:
        found = outcome_of_flat(expr, answers)
    except NotFlatError:
        reject()
    assert found == outcome_of_tree(expr, answers)


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
    assert set(run(steps, having(n1=9.0, c1="a", m1=["x"]))) == {1, "two", 3}
    assert run(steps, having(n1=0, t1="x", m1=[])) == [(4, "four")]


def test_calculations_are_seen_by_what_follows() -> None:
    """XP-072."""
    steps: list[Step] = [
        Assign(SLOTS["n2"], "/data/n1 * 2"),
        Assign(SLOTS["t1"], "concat('<', /data/n2, '>')"),
        Assign(SLOTS["m1"], "'a b'"),
        Emit("concat(/data/n2, /data/t1, count-selected(/data/m1))"),
    ]
    assert run(steps, having(n1=4)) == ["8<8>2"]
    assert run(list(reversed(steps)), having(n1=4)) == ["8<8>2"]
    assert run(steps, BLANK) == ["<>2"]


def test_what_is_not_relevant_is_blank() -> None:
    """XP-073: guarded steps run only when the condition holds; elsewhere nobody sees the answers."""
    steps: list[Step] = [
        Flag(OPEN, "/data/c1 = 'a'"),
        Flag(CLOSED, "/data/n1 > 5", guard=OPEN),
        Read(SLOTS["n1"], OPEN),
        Read(SLOTS["t1"], CLOSED),
        Check(1, ". > 5", "/data/n1", guard=OPEN),
        Assign(SLOTS["n2"], "/data/n1 * 2", guard=CLOSED),
        Emit("concat(/data/n1 + 1, ',', /data/t1, ',', /data/n2)"),
    ]
    assert run(steps, having(c1="a", n1=3.0, t1="x", n2=7)) == [1, "4,,"]
    assert run(steps, having(c1="a", n1=9.0, t1="x", n2=7)) == ["10,x,18"]
    assert run(steps, having(c1="b", n1=9.0, t1="x", n2=7)) == ["NaN,,"]


@pytest.mark.parametrize(
    "expr",
    [
        "//n1",
        "/data/n1[1]",
        "/data/none",
        "count(/data/n1)",
        "position()",
        "instance('x')/root",
        "(. | /data)",
    ],
)
def test_what_needs_the_tree_says_so(expr: str) -> None:
    """XP-074."""
    with pytest.raises(NotFlatError):
        Program([Emit(expr)], Names())


def test_refusals_are_the_same() -> None:
    """XP-075."""
    with pytest.raises(ExpressionError) as caught:
        Program([Emit("selectd(/data/n1, 'a')")], Names())
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


SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SUMS = {
    "GB 32100": ("", SIGNS, (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1), " mod 31"),
    "GB 11643": ("number", "", (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), " mod 11"),
    "no modulus": ("", SIGNS, (1, 3, 9, 27, 19), ""),
    "no powers": ("", "012", (2, 7, 1, 5), " mod 4"),
    "few": ("", SIGNS, (1, 3), " mod 31"),
    "signs beyond ASCII": ("", "0甲?", (1, 3, 9, 27), " mod 5"),
}


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(SUMS)),
    st.sampled_from(("substring(/data/t1, {place}, 1)", "substr(/data/t1, {before}, {place})")),
    st.text(alphabet=SIGNS + "?Iz甲é", max_size=19),
)
def test_check_digits_are_the_same_sum(name: str, sign: str, code: str) -> None:
    """XP-078: however the sum is written."""
    kind, signs, weights, modulo = SUMS[name]
    one = f"number({sign})" if kind else f"string-length(substring-before('{signs}', {sign}))"
    terms = [
        one.format(place=place, before=place - 1) + (f" * {weight}" if weight > 1 else "")
        for place, weight in enumerate(weights, 1)
    ]
    expr = f"({' + '.join(terms)}){modulo}"
    answers = having(t1=code or None)
    assert outcome_of_flat(expr, answers) == outcome_of_tree(expr, answers)


def test_today_is_fixed_for_a_batch() -> None:
    """XP-077."""
    run_batch = Program([Emit("concat(/data/d1 = today(), today())")], Names()).bind(tree(BLANK))
    assert run_batch({"d1": "2026-11-23"}) == (["true2026-11-23"], ())
    assert run_batch({"d1": "2026-11-22"}) == (["false2026-11-23"], ())
