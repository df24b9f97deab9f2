"""``search('file', …)`` in an appearance: choices out of a CSV file, as ODK Collect reads them.

Choices of the list whose code is a whole number are offered always. Any other tells by its code and its label which
columns of the file hold code and label; several label columns are joined by ", ". Of the file's rows those are
offered of which one of the queried columns contains, matches, starts or ends with a text, whatever the case of its
letters, and whose filter column equals a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from survey.expression import ExpressionError, parse, to_text
from survey.expression.nodes import Call, Chain, Expr, Filter, Negate, Path, Step, Text

VALUE, LABEL, ALWAYS = "__value", "__label", "__always"
_CALL = re.compile(r"\bsearch\s*\(.*\)", re.DOTALL)
_WHOLE = re.compile(r"[+-]?\d+")
_ARGUMENTS = frozenset({1, 4, 6})
_CAPITALS, _SMALL = Text("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), Text("abcdefghijklmnopqrstuvwxyz")
_TESTS = {"contains": "contains", "startswith": "starts-with", "endswith": "ends-with"}


def asks_search(appearance: str) -> bool:
    """Whether an appearance has a ``search(…)``, well written or not."""
    return "search(" in appearance.replace(" ", "")


def search_call(appearance: str) -> Call | None:
    """Give the call of an appearance, None when there is none or not one that can be followed."""
    found = _CALL.search(appearance)
    try:
        call = parse(found[0]) if found else None
    except ExpressionError:
        return None
    if not isinstance(call, Call) or call.name != "search" or len(call.args) not in _ARGUMENTS:
        return None
    named = (call.args[0], *call.args[1:3], *call.args[4:5])
    return call if all(isinstance(each, Text) for each in named) else None


def file_of(call: Call) -> str:
    """The name of the CSV file that is searched."""
    name = _said(call.args[0])
    return name if name.lower().endswith(".csv") else f"{name}.csv"


def searched_rows(listed: Iterable[tuple[str, str]], rows: Iterable[Mapping[str, str]]) -> Iterator[Mapping[str, str]]:
    """Give what may be offered: of the list's (code, label) pairs the fixed ones first, then the file's rows."""
    pairs = list(listed)
    yield from ({VALUE: code, LABEL: label, ALWAYS: "1"} for code, label in pairs if _WHOLE.fullmatch(code))
    named = next(((code, label) for code, label in pairs if not _WHOLE.fullmatch(code)), None)
    if named is None:
        return
    columns = [each.strip() for each in named[1].split(",")]
    for row in rows:
        yield {**row, VALUE: row.get(named[0], ""), LABEL: ", ".join(row.get(each, "") for each in columns)}


def nodeset(instance: str, call: Call) -> str:
    """Write a search as the filtered nodes of an instance, which any XPath engine reads."""
    conditions: list[Expr] = []
    if len(call.args) > 1:
        kind, columns, wanted = _said(call.args[1]).lower(), _said(call.args[2]).split(","), _outside(call.args[3])
        tests = [_test(kind, _column(each.strip()), wanted) for each in columns]
        conditions.append(_chain("or", tests))
    if len(call.args) > 4:
        conditions.append(Chain(_column(_said(call.args[4])), (("=", Call("string", (_outside(call.args[5]),))),)))
    items = f"instance('{instance}')/root/item"
    if not conditions:
        return items
    fixed = Chain(_column(ALWAYS), (("=", Text("1")),))
    return f"{items}[{to_text(_chain('or', [fixed, _chain('and', conditions)]))}]"


def _test(kind: str, column: Expr, wanted: Expr) -> Expr:
    if kind == "matches":
        return Chain(_small(column), (("=", _small(wanted)),))
    return Call(_TESTS.get(kind, "contains"), (_small(column), _small(wanted)))


def _small(expr: Expr) -> Expr:
    return Call("translate", (Call("string", (expr,)), _CAPITALS, _SMALL))


def _column(name: str) -> Path:
    return Path(absolute=False, steps=(Step("child", name),))


def _chain(operator: str, parts: list[Expr]) -> Expr:
    return parts[0] if len(parts) == 1 else Chain(parts[0], tuple((operator, part) for part in parts[1:]))


def _said(expr: Expr) -> str:
    return expr.value if isinstance(expr, Text) else ""


def _outside(expr: Expr) -> Expr:
    """Let an expression look from the question although it now stands in a predicate: ``../x`` is current()/../x."""
    match expr:
        case Path() if not expr.absolute and expr.start is None:
            return replace(expr, start=Call("current", ()))
        case Chain():
            return Chain(_outside(expr.first), tuple((operator, _outside(each)) for operator, each in expr.rest))
        case Call():
            return replace(expr, args=tuple(map(_outside, expr.args)))
        case Negate():
            return Negate(_outside(expr.operand))
        case Filter():
            return replace(expr, base=_outside(expr.base))
    return expr
