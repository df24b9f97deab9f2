"""docs/forms-quarterly.md names every rule of the quarterly questionnaire, with its level, and no other."""

from __future__ import annotations

import re

from survey.form import RuleScope
from tests.survey.forms.filling import FORMS, shipped

TEXT = (FORMS.parent / "docs" / "forms-quarterly.md").read_text(encoding="utf-8")


def _named() -> set[str]:
    spelt = set(re.findall(r"\b([A-HZ]\d\d)\b", TEXT))
    for letter, first, last in re.findall(r"\b([A-HZ])(\d\d)—[A-HZ](\d\d)\b", TEXT):
        spelt |= {f"{letter}{number:02}" for number in range(int(first), int(last) + 1)}
    return spelt


def test_every_rule_is_described() -> None:
    assert _named() == {rule.id for rule in shipped("quarterly").rules}


def test_every_question_that_is_named_is_asked() -> None:
    named = set(re.findall(r"`([a-z]+_[a-z0-9_]+)`", TEXT))
    assert named <= {question.key for question in shipped("quarterly").questions()}


def test_levels_of_batch_rules_are_those_of_the_workbook() -> None:
    told = dict(re.findall(r"\| (Z\d\d) \| (\S+性) \|", TEXT))
    rules = shipped("quarterly").rules
    assert told == {rule.id: rule.level.value for rule in rules if rule.scope is RuleScope.BATCH}
