"""XP-079: the generated code asks nothing twice, and only where it matters."""

from __future__ import annotations

import pytest

from survey.expression.flat import Assign, Check, Flag, NotFlatError, Program, Read, Slot, Step, Table, in_order

FLAGS = [Slot(100 + number, "flag") for number in range(60)]
THERE = Slot(90, "flag", "previous")


class Numbers:
    """``/a`` to ``/z`` are whole numbers, ``/previous/a`` those of the period before."""

    def slot(self, path: str) -> Slot | None:
        name = path.rpartition("/")[2]
        is_before = path.startswith("/previous/")
        place = ord(name) - ord("a") + (30 if is_before else 0)
        return Slot(place, "integer", "previous" if is_before else "answers", name)

    def there(self, table: Table) -> Slot | None:
        return THERE if table == "previous" else None

    def named(self, name: str) -> Slot:
        return Slot(ord(name) - ord("a"), "integer", "answers", name)


def lines(*steps: Step) -> list[str]:
    return [line.strip() for line in Program(steps, Numbers()).source.splitlines()]


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("/a >= 0 and /a <= 9", "if not (v0 is not None and (0 <= v0 and v0 <= 9)): r.append(1)"),
        (
            "/a - /b < 3 and /b - /a < 3",
            "if not (v0 is not None and v1 is not None and ((-3) < (v0 - v1) < 3)): r.append(1)",
        ),
        ("/a = '' or /a > 2", "if not ((v0 is None) or (v0 > 2)): r.append(1)"),
        ("/a = 1", "if not (v0 is not None and (v0 == 1)): r.append(1)"),
        ("/a != 1", "if not (v0 is None or (v0 != 1)): r.append(1)"),
        ("not(/a > 1)", "if not (not (v0 is not None and (v0 > 1))): r.append(1)"),
        (
            "0.5 * /a > 3 or /a > 7",
            "if not ((v0 is not None and (v0 > 7)) or (v0 is not None and ((0.5 * v0) > 3))): r.append(1)",
        ),
    ],
)
def test_comparisons_ask_first_whether_there_is_an_answer(check: str, code: str) -> None:
    assert code in lines(Check(1, check))


def test_a_condition_shared_by_checks_is_asked_once() -> None:
    source = lines(
        Check(1, "/a < 5", when="/a != '' and /b > 1"),
        Check(2, "/a < 7", when="/b > 1"),
        Check(3, "/c < 7", when="/b > 1 and /c != ''"),
    )
    start = source.index("if (v1 is not None and (v1 > 1)):")
    assert source[start + 1 : start + 4] == [
        "if (v0 is not None) and not (v0 < 5): r.append(1)",
        "if not (v0 is not None and (v0 < 7)): r.append(2)",
        "if (v2 is not None) and not (v2 < 7): r.append(3)",
    ]


def test_earlier_values_are_read_only_where_there_are_any() -> None:
    source = lines(Check(1, "/a = /previous/a", guard=THERE))
    assert source.index("p = previous.get") == source.index("if (previous is not None):") + 1
    assert "else:" not in source, "nobody else reads the earlier value"


def test_steps_come_after_what_they_read_and_one_guard_opens_once() -> None:
    one, two = FLAGS[:2]
    steps: list[Step] = [
        Check("x", "/z > 0", guard=two),
        Assign(Numbers().named("z"), "/a + /b", guard=two),
        Flag(two, "/b > 0", guard=one),
        Read(Numbers().named("b"), one),
        Flag(one, "/a > 0"),
    ]
    kinds = [type(step).__name__ for step in in_order(steps, Numbers())]
    assert kinds == ["Read", "Flag", "Read", "Flag", "Assign", "Check"]
    source = lines(*steps)
    assert source.count("if (v0 is not None and (v0 > 0)):") == source.count("if (v1 is not None and (v1 > 0)):") == 1
    assert "v25 = v1 = None" not in source, "what only the block reads is not blanked outside of it"


def test_what_cannot_be_ordered_or_nests_too_deep_needs_the_tree() -> None:
    z, y = Numbers().named("z"), Numbers().named("y")
    with pytest.raises(NotFlatError):
        Program([Assign(z, "/y + 1"), Assign(y, "/z + 1")], Numbers())
    deep: list[Step] = [Flag(flag, "/a > 0", guard=guard) for flag, guard in zip(FLAGS, [None, *FLAGS], strict=False)]
    with pytest.raises(NotFlatError):
        Program([*deep, Check(1, "/b > 0", guard=FLAGS[-1])], Numbers())
