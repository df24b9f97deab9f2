"""Judges the rules of scope ``batch``: entries that agree in ``group_by`` stand together, and ``assert`` counts them.

Only entries for which ``when`` holds take part, and those with nothing to group by are left out. Thresholds stand in
the workbook. A supervisor may return or annotate what is found, never change an answer (统计法 §7, §32).
"""

from __future__ import annotations

import datetime as dt
import gc
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.batch.entry import BatchEntry, Mentioned, Trees, together, trees_of
from survey.expression import (
    Compiled,
    Evaluation,
    ExpressionError,
    InstanceNode,
    compile_expression,
    value_text,
)
from survey.form import Form, Output, Question, Rule, RuleScope, Text
from survey.period import Period
from survey.problems import Place, Problem
from survey.session.logic.rule import RuleProgram, compile_rule

_NAME = re.compile(r"[^\W\d][\w.-]*")
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

    Repeats inside repeats are not looked at. The result does not depend on the order of the entries but in the
    order of what is listed.
    """
    rules = [rule for rule in form.rules if rule.scope is RuleScope.BATCH and rule.holds_in(period)]
    if not rules or not entries:
        return ()
    collecting = gc.isenabled()
    gc.disable()  # the trees live to the end; looking for garbage among them would double the time
    try:
        batch = _Batch(form, rules, entries, now)
        return tuple(finding for rule in rules for finding in batch.judge(rule))
    finally:
        if collecting:
            gc.enable()


class _Batch:
    """The entries of one call, planted once for all rules."""

    def __init__(self, form: Form, rules: list[Rule], entries: Sequence[BatchEntry], now: dt.datetime) -> None:
        mentioned = _mentioned(rules)
        self._entries = entries
        self._trees = [trees_of(form, entry, mentioned) for entry in entries]
        self._labels = {
            question.name: {choice.value: choice.label for choice in question.choices}
            for question in form.questions()
            if isinstance(question, Question) and question.kind.is_choice
        }
        nowhere = InstanceNode("")
        self._evaluation = Evaluation(node=nowhere, root=nowhere, now=now, choice_label=self._label)

    def _label(self, node: InstanceNode | None, value: str) -> str:
        known = {} if node is None else self._labels.get(node.name, {})
        return "、".join(known.get(each, each) for each in value.split(" "))

    def judge(self, rule: Rule) -> Iterator[BatchFinding]:
        """Give the finding of every group the rule does not hold for; what cannot be computed is a finding, too."""
        compiled = compile_rule(rule)
        if compiled.assertion is None:
            return
        try:
            for key, members in self._groups(compiled).items():
                finding = self._judge(compiled, compiled.assertion, key, members)
                if finding is not None:
                    yield finding
        except ExpressionError as trouble:
            problem = trouble.problem
            yield BatchFinding(Problem(problem.code, rule.level, rule.place, problem.params, rule=rule.id), ())

    def _groups(self, compiled: RuleProgram) -> Mapping[tuple[str, ...], list[int]]:
        keys = [compile_expression(each) for each in compiled.rule.group_by]
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, trees in enumerate(self._trees):
            self._look_at(trees)
            if compiled.when is not None and not compiled.when.boolean(self._evaluation):
                continue
            key = tuple(self._text(each) for each in keys)
            if not _BLANK & set(key):
                groups[key].append(place)
        return groups

    def _judge(
        self, compiled: RuleProgram, assertion: Compiled, key: tuple[str, ...], members: list[int]
    ) -> BatchFinding | None:
        facts = {"count": str(len(members)), "key": " ".join(key)}
        self._look_at(together([self._trees[place] for place in members], facts))
        if any(self._text(each) in _BLANK for each in compiled.exposed) or assertion.boolean(self._evaluation):
            return None
        rule = compiled.rule
        place = Place(label=facts["key"])
        params = {"rule": rule.id, "count": facts["count"]}
        found = Problem("E020", rule.level, place, params, self._message(rule.message), rule.id)
        return BatchFinding(found, tuple(self._entries[each].id for each in members))

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


def _mentioned(rules: list[Rule]) -> Mentioned:
    """Say which names the rules can look at; with a wildcard or an axis among them, every one."""
    texts = [text for rule in rules for text in (rule.assertion, rule.when, *rule.group_by)]
    texts += [part.expression for rule in rules for part in rule.message.parts() if isinstance(part, Output)]
    if any("/*" in text or "::" in text or "//" in text for text in texts):
        return lambda _: True
    return frozenset(name for text in texts for name in _NAME.findall(text)).__contains__
