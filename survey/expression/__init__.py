"""The ODK XForms expression language: parse, print, analyse, compile, evaluate.

``parse`` gives frozen nodes, ``compile_expression`` a function over an ``Evaluation``; ``flat`` compiles many
expressions into one function over flat answers for bulk work. Whatever is not supported is refused here, when a form
is loaded, with an ``ExpressionError`` that carries position and remedy.
"""

from survey.expression.analysis import References, references
from survey.expression.compile import Compiled, compile_all, compile_expression
from survey.expression.evaluation import Evaluation
from survey.expression.order import Cycle, order
from survey.expression.problems import ExpressionError
from survey.expression.runtime.moments import Moment
from survey.expression.runtime.values import NodeSet, XValue, to_bool, to_number
from survey.expression.runtime.values import to_text as value_text
from survey.expression.syntax.parse import parse
from survey.expression.syntax.printing import to_text
from survey.expression.tree import InstanceNode, document, from_xml

__all__ = [
    "Compiled",
    "Cycle",
    "Evaluation",
    "ExpressionError",
    "InstanceNode",
    "Moment",
    "NodeSet",
    "References",
    "XValue",
    "compile_all",
    "compile_expression",
    "document",
    "from_xml",
    "order",
    "parse",
    "references",
    "to_bool",
    "to_number",
    "to_text",
    "value_text",
]
