"""What is refused when an expression is compiled: unknown names, wrong arity, wrong kinds, bad literals."""

from __future__ import annotations

import difflib

from survey.expression.functions.codes.digest import digest
from survey.expression.functions.dates import format_moment
from survey.expression.functions.regexes import compiled
from survey.expression.functions.registry import FUNCTIONS, Function
from survey.expression.nodes import Call, Text
from survey.expression.problems import ExpressionError, refuse
from survey.expression.runtime.axes import PREFIXES
from survey.expression.runtime.moments import INVALID

SPECIAL: dict[str, tuple[int, int]] = {
    "if": (3, 3),
    "coalesce": (2, 2),
    "once": (1, 1),
    "indexed-repeat": (3, 11),
}


def known_function(call: Call, text: str) -> Function | None:
    """Return the registry entry; None for the functions the generator writes out. Raises X010 or X012."""
    if call.name in SPECIAL:
        least, most = SPECIAL[call.name]
        _check_count(call, text, least, most)
        if call.name == "indexed-repeat" and len(call.args) % 2 == 0:
            raise _arity(call, text, "3、5、7…")
        return None
    entry = FUNCTIONS.get(call.name)
    if entry is None:
        near = difflib.get_close_matches(call.name, [*FUNCTIONS, *SPECIAL], 1, 0.6)
        raise refuse("X010", text, call.at, name=call.name, hint=f"是否想写 {near[0]}()？" if near else "")
    _check_count(call, text, entry.least, entry.most)
    _check_literals(call, text)
    return entry


def _check_count(call: Call, text: str, least: int, most: int | None) -> None:
    count = len(call.args)
    if count < least or (most is not None and count > most):
        wanted = str(least) if least == most else f"{least} 至 {most}" if most is not None else f"至少 {least}"
        raise _arity(call, text, wanted)


def _arity(call: Call, text: str, wanted: str) -> ExpressionError:
    return refuse("X012", text, call.at, name=call.name, wanted=wanted, given=str(len(call.args)))


def _check_literals(call: Call, text: str) -> None:
    """Try what is written as a literal now, so that a wrong pattern is refused when the form is loaded."""
    last = call.args[-1] if call.args else None
    try:
        if call.name == "regex" and isinstance(last, Text):
            compiled(last.value)
        elif call.name in ("format-date", "format-date-time") and isinstance(last, Text):
            format_moment(INVALID, last.value, ())
        elif call.name == "digest" and all(isinstance(arg, Text) for arg in call.args[1:]):
            digest("", *(arg.value for arg in call.args[1:] if isinstance(arg, Text)))
    except ExpressionError as error:
        raise ExpressionError(_placed(error, text, call.at).problem, call.at) from error


def _placed(error: ExpressionError, text: str, at: int) -> ExpressionError:
    return refuse(error.problem.code, text, at, **{k: v for k, v in error.problem.params.items() if k not in _PLACE})


_PLACE = ("expression", "column", "near")


def check_prefix(test: str, text: str, at: int) -> None:
    """Refuse ``prefix:*`` for a prefix nobody declared (X014)."""
    prefix, _, local = test.partition(":")
    if local == "*" and prefix not in PREFIXES:
        raise refuse("X014", text, at, name=prefix)
