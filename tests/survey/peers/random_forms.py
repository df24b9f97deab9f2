"""Forms made up at random, and steps that a person could take in them."""

from __future__ import annotations

import re
from random import Random

from survey.form import NodeKind
from survey.session import FillSession
from tests.survey.peers.javarosa import Step

HEAD = "| type | name | calculation | relevant | required | read_only | constraint | default |\n"
CHOICES = """
choices
| list_name | name | label |
| l | a | A |
| l | b | B |
| l | 0 | Zero |
| y | yes | Yes |
| y | no | No |
"""
ANSWERS = {
    "integer": ["-1", "0", "1", "2", "5"],
    "decimal": ["0", "0.5", "2", "3.25"],
    "text": ["a", "yes", "abc", "1", "x y"],
    "select_one l": ["a", "b", "0"],
    "select_one y": ["yes", "no"],
    "select_multiple l": ["a", "b a", "a b 0", "0"],
}
OWN = {"integer": ". > 1", "decimal": ". < 2.5", "text": "string-length(.) < 3"}  # constraints
CONDITIONS = (
    *("{n} > 2", "{n} = 1", "{n} != 0", "coalesce({n}, 1) <= {n}", "not({n} > 1)", "{n} > 1 and {a} != 'b'"),
    *("{a} = 'yes'", "{a} != ''", "{a}", "{a} = {a}", "{n} < 2 or {t} = ''", "selected({t}, 'a')"),
    *("count-selected({t}) >= 1", "string-length({t}) > 1", "contains({t}, 'a')"),
)
NUMBERS = (
    *("{n} + {n}", "{n} * 2 - 1", "coalesce({n}, 0) + 1", "if({n} > 1, {n}, 0)", "{n} div 4", "round({n} div 3, 1)"),
    *("count-selected({t})", "string-length({t})", "int({n})", "max({n}, 1)"),
)
TEXTS = ("concat({a}, '-', {a})", "if({n} > 1, {a}, 'n')", "selected-at({t}, 1)", "substr({t}, 0, 1)")
OF_REPEAT = ("sum(${{{x}}})", "count(${{{r}}})", "count-non-empty(${{{x}}})", "join(' ', ${{{x}}})", "count(${{{x}}})")


class RandomForm:
    """``table`` is the form without the leading column; names are q1, q2 …"""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._rows: list[tuple[str, ...]] = []
        self._numbers: list[str] = []
        self._texts: list[str] = []
        for _ in range(random.randint(1, 4)):
            self._question()
        for _ in range(random.randint(0, 2)):
            random.choice((self._group, self._repeat))()
            self._question()

    @property
    def table(self) -> str:
        return HEAD + "\n".join(f"| {' | '.join(row)} |" for row in self._rows) + CHOICES

    def _name(self) -> str:
        return f"q{len(self._rows) + 1}"

    def _maybe(self, chance: float, text: str) -> str:
        return text if self._random.random() < chance else ""

    def _filled(self, patterns: tuple[str, ...]) -> str:
        known = {
            "n": self._numbers or ["1"],
            "t": self._texts or ["'a b'"],
            "a": self._numbers + self._texts or ["'a'"],
        }
        return re.sub(r"\{(\w)\}", lambda found: self._random.choice(known[found[1]]), self._random.choice(patterns))

    def _question(self) -> None:
        if self._random.random() < 0.3:
            self._calculation()
            return
        kind, name = self._random.choice(list(ANSWERS)), self._name()
        relevant = self._maybe(0.4, self._filled(CONDITIONS))
        required = self._random.choice(("", "yes", self._filled(CONDITIONS)))
        read_only = self._maybe(0.15, self._filled(CONDITIONS))
        constraint = self._maybe(0.4, OWN.get(kind, ". != 'b'"))
        default = self._maybe(0.2, self._random.choice(ANSWERS[kind]))
        self._rows.append((kind, name, "", relevant, required, read_only, constraint, default))
        (self._numbers if kind in {"integer", "decimal"} else self._texts).append(f"${{{name}}}")

    def _calculation(self) -> None:
        patterns, known = self._random.choice(((NUMBERS, self._numbers), (TEXTS, self._texts)))
        name = self._name()
        self._rows.append(
            ("calculate", name, self._filled(patterns), self._maybe(0.15, self._filled(CONDITIONS)), *[""] * 4)
        )
        if patterns is NUMBERS:  # the text functions of JavaRosa refuse a calculated number
            known.append(f"${{{name}}}")

    def _group(self) -> None:
        self._rows.append(("begin_group", self._name(), "", self._maybe(0.7, self._filled(CONDITIONS)), *[""] * 4))
        for _ in range(self._random.randint(1, 3)):
            self._question()
        self._rows.append(("end_group", *[""] * 7))

    def _repeat(self) -> None:
        repeat, outside = self._name(), (list(self._numbers), list(self._texts))
        self._rows.append(("begin_repeat", repeat, "", self._maybe(0.4, self._filled(CONDITIONS)), *[""] * 4))
        inside = self._name()
        self._rows.append(("integer", inside, *[""] * 6))
        self._numbers.append(f"${{{inside}}}")
        self._rows.append(("calculate", self._name(), "position(..)", *[""] * 5))
        for _ in range(self._random.randint(0, 2)):
            self._question()
        self._rows.append(("end_repeat", *[""] * 7))
        self._numbers, self._texts = outside
        result = self._name()
        pattern = self._random.choice(OF_REPEAT)
        self._rows.append(("calculate", result, pattern.format(x=inside, r=repeat), *[""] * 5))


def step(random: Random, session: FillSession) -> Step:
    """Take one step that the screen offers, and tell which."""
    nodes = session.nodes()
    kind = random.choice(("answer", "answer", "answer", "add", "remove"))
    places = {
        "answer": [node for node in nodes if node.is_question and node.kind != "note" and not node.read_only],
        "add": [node for node in nodes if node.kind is NodeKind.REPEAT and node.can_add],
        "remove": [node for node in nodes if node.can_remove],
    }[kind]
    if not places:
        return ("answer", "", "")
    node = random.choice(places)
    if kind == "answer":
        listed = {"select_one": [c.value for c in node.choices], "select_multiple": [c.value for c in node.choices]}
        text = random.choice([*listed.get(node.kind, ANSWERS.get(node.kind, [])), ""])
        session.answer(node.path, text or None)
        return (kind, node.path, text)
    (session.add_repeat if kind == "add" else session.remove_repeat)(node.path)
    return (kind, node.path, "")
