"""The second back end: a whole form as one Python function over flat answers, for bulk checks.

A ``Program`` is made of steps. Running it over one entry gives what the steps reported. Results equal those of the tree
back end; expressions that need the tree raise ``NotFlatError`` when the program is made, and values that are not of
their slot's type raise ``OddValue`` (or another of ``ODD``) when it runs.

    steps → ``plan/places`` (paths from the root) → ``plan/schedule`` (blocks) → ``code/writer`` (lines), and for every
    expression ``code/truth`` (conditions, and what is known behind them) over ``code/generator`` (values, by kind)
"""

from survey.expression.flat.plan.places import rooted
from survey.expression.flat.plan.schedule import NotFlatError, in_order
from survey.expression.flat.program import ODD, Found, Program, Run
from survey.expression.flat.steps import (
    Assign,
    Check,
    Emit,
    Fit,
    Flag,
    FlatValue,
    Read,
    Require,
    Resolver,
    Slot,
    SlotType,
    Step,
    Table,
)

__all__ = [
    "ODD",
    "Assign",
    "Check",
    "Emit",
    "Fit",
    "Flag",
    "FlatValue",
    "Found",
    "NotFlatError",
    "Program",
    "Read",
    "Require",
    "Resolver",
    "Run",
    "Slot",
    "SlotType",
    "Step",
    "Table",
    "in_order",
    "rooted",
]
