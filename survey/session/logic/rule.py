"""One rule of the sheet ``checks``, compiled: what it reads, and which missing numbers forbid judging it.

A comparison with a number that is not there can be neither passed nor failed. So the rule is skipped when a value
stands *exposed* in it, directly under + - * div mod < <= > >= or compared with anything but a quoted text, and is
blank. Inside ``coalesce``, ``if``, ``sum`` or a comparison with '' the author has said what blank means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from survey.expression import Compiled, ExpressionError, compile_expression, parse, to_text
from survey.expression.depth import operands_of
from survey.expression.nodes import Call, Chain, Expr, Negate, Path, Text
from survey.form import Rule
from survey.problems import Problem

_Node = TypeVar("_Node", bound=Expr)
PANEL = {"previous": "无上期", "year-before": "无上年同期", "register": "无名录信息"}
UNANSWERED = {"previous": "上期未填", "year-before": "上年同期未填", "register": "名录未填"}
SHORT = {"previous": "p", "year-before": "p4", "register": "r"}
_SPARED = frozenset({"coalesce", "count-non-empty", "string-length", "string", "normalize-space", "boolean"})
_NUMERIC = frozenset({"abs", "round", "int", "number", "floor", "ceiling", "sum", "min", "max", "pow", "sqrt"})
_EQUALITY = frozenset({"=", "!="})


@dataclass(frozen=True, slots=True)
class RuleProgram:
    """A rule ready to be judged. ``assertion`` is None when an expression of it was refused: see ``problems``."""

    rule: Rule
    assertion: Compiled | None = None
    when: Compiled | None = None
    exposed: tuple[Compiled, ...] = ()
    panels: frozenset[str] = frozenset()  # which earlier entries it looks at
    compared: tuple[tuple[str, Compiled], ...] = ()  # values of theirs it cannot do without
    variables: tuple[tuple[str, Compiled], ...] = ()
    reads: tuple[Expr, ...] = ()
    problems: tuple[Problem, ...] = ()


def compile_rule(rule: Rule) -> RuleProgram:
    """Compile a rule; what is refused stands in ``problems`` with the rule's place."""
    try:
        return _compile(rule)
    except ExpressionError as error:
        place = replace(rule.place, path="", label="assert")
        return RuleProgram(rule, problems=(replace(error.problem, place=place, rule=rule.id),))


def _compile(rule: Rule) -> RuleProgram:
    assertion = parse(rule.assertion)
    when = parse(rule.when) if rule.when else None
    sides = [assertion] if when is None else [assertion, when]
    panel = _unique(path for side in sides for path in _panel_paths(side, spare_blank=False))
    compared = _unique(path for side in sides for path in _panel_paths(side, spare_blank=True))
    own = _unique(each for each in _exposed(assertion) if not isinstance(each, Path) or _panel_name(each) is None)
    variables = [(key, parse(path)) for key, path in zip(rule.variables, rule.paths, strict=True)]
    excused = [(key, compile_expression(path)) for key, path in variables]
    excused += [(f"{SHORT[_panel_name(path) or '']}.{_last(path)}", compile_expression(path)) for path in panel]
    return RuleProgram(
        rule,
        compile_expression(assertion),
        None if when is None else compile_expression(when),
        tuple(compile_expression(each) for each in own),
        frozenset(_panel_name(path) or "" for path in panel),
        tuple((_panel_name(path) or "", compile_expression(path)) for path in compared),
        tuple(excused),
        tuple(each for each in (assertion, when, *(path for _, path in variables)) if each is not None),
    )


def _unique(paths: Iterable[_Node]) -> list[_Node]:
    return list({to_text(path): path for path in paths}.values())


def _panel_name(path: Path) -> str | None:
    start = path.start
    if isinstance(start, Call) and start.name == "instance" and len(start.args) == 1:
        name = start.args[0]
        if isinstance(name, Text) and name.value in PANEL:
            return name.value
    return None


def _last(path: Path) -> str:
    return path.steps[-1].test if path.steps else ""


def _panel_paths(expr: Expr, *, spare_blank: bool) -> Iterator[Path]:
    """Every look at an earlier period or the register, ``coalesce`` and the like left out.

    With ``spare_blank`` a comparison with '' is left out too: there the author asks whether it is blank.
    """
    if isinstance(expr, Path):
        if _panel_name(expr) is not None:
            yield expr
        return
    spared = spare_blank and isinstance(expr, Chain) and _asks_for_blank(expr)
    for inner in _inside(expr):
        if not (spared and isinstance(inner, Path)):
            yield from _panel_paths(inner, spare_blank=spare_blank)


def _asks_for_blank(chain: Chain) -> bool:
    operators = {operator for operator, _ in chain.rest}
    return operators <= _EQUALITY and any(isinstance(each, Text) and not each.value for each in _inside(chain))


def _inside(expr: Expr) -> Iterator[Expr]:
    """Give the operands, but not those of a call that takes a blank for a value like any other."""
    is_spared = isinstance(expr, Call) and expr.name in _SPARED
    return iter(()) if is_spared else operands_of(expr)


def _exposed(expr: Expr) -> Iterator[Expr]:
    """Everything that stands where a missing number would make the comparison meaningless."""
    if isinstance(expr, Chain) and _is_numeric(expr):
        for operand in _inside(expr):
            yield from _bare(operand)
    elif isinstance(expr, Negate):
        yield from _bare(expr.operand)
    for inner in _inside(expr):
        if not isinstance(inner, Path):
            yield from _exposed(inner)


def _is_numeric(chain: Chain) -> bool:
    operators = {operator for operator, _ in chain.rest}
    if operators & {"and", "or", "|"}:
        return False
    return not operators <= _EQUALITY or not any(isinstance(each, Text) for each in _inside(chain))


def _bare(expr: Expr) -> Iterator[Expr]:
    if isinstance(expr, Path) or (isinstance(expr, Call) and expr.name in _NUMERIC):
        yield expr
