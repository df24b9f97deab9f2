"""Whether conditions can hold together: each way of meeting their ``or`` is followed, with all it takes to be asked."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from survey.expression.nodes import Chain, Expr
from survey.form import Question, QuestionKind
from survey.lint.facts import Facts, number_of, terms

MOST_WAYS = 64  # beyond that an ``or`` is left alone
Said = tuple[str, Expr]
"""A condition and the path of the item it stands at."""


class Together:
    """Judges conditions of one form. ``relevance`` and ``constraints`` are those of its items, by path."""

    def __init__(
        self, questions: Mapping[str, Question], relevance: Mapping[str, Expr], constraints: Mapping[str, Expr]
    ) -> None:
        self._questions, self._relevance, self._constraints = questions, relevance, constraints

    def clash(self, said: Sequence[Said], single: Callable[[str], bool], *, within: str = "") -> tuple[str, str]:
        """Give a path and why nothing there can meet the conditions; two blanks where something can.

        ``single`` tells the paths that lead to one place from where the conditions stand. Every answer they need must
        pass its own constraint, and be asked for; but not where they are the constraint of the question ``within``.
        """
        first = ("", "")
        for way in _ways(said):
            found = self._of_one_way(way, single, within)
            if not found[1] or not single(found[0]):
                return "", ""
            first = first if first[1] else found
        return first

    def around(self, path: str) -> Iterator[Said]:
        """Give the conditions under which an item is asked: those of the groups around it."""
        while path := path.rpartition("/")[0]:
            if path in self._relevance:
                yield path, self._relevance[path]

    def _of_one_way(self, way: Iterable[Said], single: Callable[[str], bool], within: str) -> tuple[str, str]:
        facts = Facts(self._questions, single)
        if within in self._questions:  # a constraint is only judged where there is an answer
            facts.given(within)
            _limit(facts, self._questions[within])
        for here, expr in way:
            facts.add(expr, here)
        followed: set[str] = set()
        while not within and not facts.clash()[1] and (more := [p for p in facts.answered if p not in followed]):
            for path in more:
                self._follow(facts, path)
            followed.update(more)
        return facts.clash()

    def _follow(self, facts: Facts, path: str) -> None:
        if path in self._constraints:
            facts.add(self._constraints[path], path)
        _limit(facts, self._questions.get(path))
        own = [(path, self._relevance[path])] if path in self._relevance else []
        for here, expr in (*own, *self.around(path)):
            facts.add(expr, here)


def _limit(facts: Facts, question: Question | None) -> None:
    if question is not None and question.kind is QuestionKind.RANGE:
        ends = [number_of(question.parameters.get(end, "")) for end in ("start", "end")]
        if ends[0] is not None and ends[1] is not None:
            facts.limit(question.path, min(ends[0], ends[1]), max(ends[0], ends[1]))


def _ways(said: Sequence[Said]) -> Iterator[tuple[Said, ...]]:
    """Every way of meeting all conditions: one alternative of each ``or``; where there are too many, none is taken."""
    choices = [[(here, each) for each in _alternatives(term)] for here, expr in said for term in terms(expr)]
    count = 1
    for each in choices:
        count *= len(each)
    if count > MOST_WAYS:
        choices = [each for each in choices if len(each) == 1]
    return itertools.product(*choices)


def _alternatives(expr: Expr) -> list[Expr]:
    if isinstance(expr, Chain) and expr.rest[0][0] == "or":
        return [each for operand in (expr.first, *(part for _, part in expr.rest)) for each in _alternatives(operand)]
    return [expr]
