"""Typed values: what a clerk typed becomes a value or a problem, and every value has one canonical text.

``parse`` reads hand-typed cells and screens; ``canonical``/``from_canonical`` are the exact text form; ``to_json``/
``from_json`` the form kept in an entry's answers.
"""

from survey.values.canonical import canonical, from_canonical, from_json, to_json
from survey.values.choices import ChoiceIndex, Option
from survey.values.kinds import Parsed, Value, ValueKind, kind_of
from survey.values.parse import Parser, parse, parser
from survey.values.ranges import Span, span_of
from survey.values.text import is_blank, tidy, width_folded

__all__ = [
    "ChoiceIndex",
    "Option",
    "Parsed",
    "Parser",
    "Span",
    "Value",
    "ValueKind",
    "canonical",
    "from_canonical",
    "from_json",
    "is_blank",
    "kind_of",
    "parse",
    "parser",
    "span_of",
    "tidy",
    "to_json",
    "width_folded",
]
