"""A questionnaire as data: what an XLSForm workbook says, ready to be filled, printed, checked and stored.

Expressions stand as XPath text with ``${name}`` already resolved; ``survey.session`` compiles them. Field names
follow the words of the XLSForm standard so a form author recognises them.
"""

from __future__ import annotations

from survey.form.items import Choice, ChoiceList, ChoiceRow, ChoiceSource, Group, Item, Question, Repeat, SetValue
from survey.form.kinds import LegalBasis, NodeKind, QuestionKind, Sensitivity
from survey.form.rules import LegalFrame, Rule, RuleScope
from survey.form.text import BLANK_TEXT, Answers, Json, Output, Part, Scalar, Text
from survey.form.whole import Form

__all__ = [
    "BLANK_TEXT",
    "Answers",
    "Choice",
    "ChoiceList",
    "ChoiceRow",
    "ChoiceSource",
    "Form",
    "Group",
    "Item",
    "Json",
    "LegalBasis",
    "LegalFrame",
    "NodeKind",
    "Output",
    "Part",
    "Question",
    "QuestionKind",
    "Repeat",
    "Rule",
    "RuleScope",
    "Scalar",
    "Sensitivity",
    "SetValue",
    "Text",
]
