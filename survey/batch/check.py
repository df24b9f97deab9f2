"""Judges the rules of scope ``batch``: entries that agree in ``group_by`` stand together, and ``assert`` counts them.

Only entries for which ``when`` holds take part, and those with nothing to group by are left out. Thresholds stand in
the workbook. A supervisor may return or annotate what is found, never change an answer (统计法 §7, §32).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.batch.entry import BatchEntry
from survey.batch.view import Trees, View, needed_keys
from survey.expression import (
    Compiled,
    Evaluation,
    ExpressionError,
    InstanceNode,
    compile_expression,
    value_text,
)
from survey.form import Form, Output, Rule, RuleScope, Text
from survey.period import Period
from survey.problems import Place, Problem
from survey.quiet import uncollected
from survey.session.logic.rule import RuleProgram, compile_rule

_BLANK = frozenset({"", "NaN"})


@dataclass(frozen=True, slots=True)
class BatchFinding:
    """What one rule found: the problem, and the ids of the entries it is about, in the order they were given."""

    problem: Problem
    entries: tuple[str, ...]


def check_batch(
    form: Form, entries: Sequence[BatchEntry], *, now: dt.datetime, period: Period | None = None
) -> tuple[BatchFinding, ...]:
    """Judge every batch rule that is in force in ``period``, in the order of the sheet. ``now`` must be aware.

    The order of the entries decides only the order of what is listed.
    """
    rules = batch_rules(form, period)
    if not rules or not entries:
        return ()
    with uncollected():  # the small trees point back at themselves; looking for them would double the time
        batch = _Batch(form, entries, now)
        return tuple(finding for rule in rules for finding in batch.judge(rule))


def batch_rules(form: Form, period: Period | None) -> tuple[Rule, ...]:
    """Return the batch rules that are in force in a period."""
    return tuple(rule for rule in form.rules if rule.scope is RuleScope.BATCH and rule.holds_in(period))


def batch_keys(form: Form, period: Period | None) -> frozenset[str]:
    """Return the keys of the answers that ``check_batch`` looks at: a large batch need not carry the rest."""
    return needed_keys(form, batch_rules(form, period))


class _Batch:
    """The entries of one call."""

    def __init__(self, form: Form, entries: Sequence[BatchEntry], now: dt.datetime) -> None:
        self._form = form
        self._entries = entries
        self._labels = {
            question.name: {choice.value: choice.label for choice in question.choices}
            for question in form.questions()
            if question.kind.is_choice
        }
        nowhere = InstanceNode("")
        self._evaluation = Evaluation(node=nowhere, root=nowhere, now=now, choice_label=self._label)

    def _label(self, node: InstanceNode | None, value: str) -> str:
        known = {} if node is None else self._labels.get(node.name, {})
        return "、".join(known.get(each, each) for each in value.split(" "))

    def judge(self, rule: Rule) -> Iterator[BatchFinding]:
        """Give the finding of every group the rule does not hold for; what cannot be computed is a finding, too."""
        compiled, view = compile_rule(rule), View(self._form, rule)
        if compiled.assertion is None:
            return
        try:
            for key, members in self._groups(compiled, view).items():
                facts = {"count": str(len(members)), "key": " ".join(key)}
                self._look_at(view.of(members, facts))
                finding = self._judge(compiled, compiled.assertion, facts, members)
                if finding is not None:
                    yield finding
        except ExpressionError as trouble:
            problem = trouble.problem
            yield BatchFinding(Problem(problem.code, rule.level, rule.place, problem.params, rule=rule.id), ())

    def _groups(self, compiled: RuleProgram, view: View) -> Mapping[tuple[str, ...], list[BatchEntry]]:
        keys = [compile_expression(each) for each in compiled.rule.group_by]
        groups: dict[tuple[str, ...], list[BatchEntry]] = defaultdict(list)
        for entry in self._entries:
            self._look_at(view.of([entry], {}))
            if compiled.when is not None and not compiled.when.boolean(self._evaluation):
                continue
            key = tuple(self._text(each) for each in keys)
            if not _BLANK & set(key):
                groups[key].append(entry)
        return groups

    def _judge(
        self, compiled: RuleProgram, assertion: Compiled, facts: Mapping[str, str], members: list[BatchEntry]
    ) -> BatchFinding | None:
        if any(self._text(each) in _BLANK for each in compiled.exposed) or assertion.boolean(self._evaluation):
            return None
        rule = compiled.rule
        place = Place(label=facts["key"])
        params = {"rule": rule.id, "count": facts["count"]}
        found = Problem("E020", rule.level, place, params, self._message(rule.message), rule.id)
        return BatchFinding(found, tuple(each.id for each in members))

    def _look_at(self, trees: Trees) -> None:
        self._evaluation.root = self._evaluation.node = trees.answers
        self._evaluation.instances = trees.instances

    def _text(self, run: Compiled) -> str:
        return value_text(run(self._evaluation))

    def _message(self, message: Text) -> str:
        filled = (
            self._text(compile_expression(part.expression)) if isinstance(part, Output) else part
            for part in message.parts()
        )
        return "".join(filled)
