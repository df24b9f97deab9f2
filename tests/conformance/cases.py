"""Read the cases, set up what each needs, and judge the result."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from survey.expression import (
    Compiled,
    Evaluation,
    ExpressionError,
    Moment,
    XValue,
    compile_expression,
    from_xml,
    parse,
)
from survey.expression.tree import InstanceNode
from tests.conformance.places import at

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
ERROR = "error"


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    tier: str
    expr: str
    kind: str
    expected: Json
    accept: tuple[Json, ...]
    xml: str
    context: str
    now: datetime
    zone: ZoneInfo
    zoned: bool
    language: str
    tolerance: float
    flags: str
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Case
    passed: bool
    got: object


def load(path: Path) -> list[Case]:
    """Read a cases file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return [_case(row, data["instances"]) for row in data["cases"]]


def _case(row: Mapping[str, Json], instances: Mapping[str, str]) -> Case:
    now = str(row.get("now") or "2026-11-23T07:40:33.000Z").replace("Z", "+00:00")
    accept = row.get("accept")
    functions = row.get("functions")
    tolerance = row.get("tolerance")
    return Case(
        id=str(row["id"]),
        tier=str(row["tier"]),
        expr=str(row["expr"]),
        kind=str(row["type"]),
        expected=row["expected"],
        accept=tuple(accept) if isinstance(accept, list) else (row["expected"],),
        xml=instances[str(row["instance"])] if row.get("instance") else "<root/>",
        context=str(row.get("context") or "/"),
        now=datetime.fromisoformat(now).astimezone(UTC),
        zone=ZoneInfo(str(row.get("tz") or "UTC")),
        zoned=bool(row.get("tz_dependent")),
        language=str(row.get("language") or ""),
        tolerance=float(tolerance) if isinstance(tolerance, int | float) else 1e-9,
        flags=str(row.get("flags") or ""),
        functions=tuple(map(str, functions)) if isinstance(functions, list) else (),
    )


def run(case: Case) -> Outcome:
    """Evaluate one case and judge it."""
    got = _evaluate(case)
    return Outcome(case, any(_agrees(case, wanted, got) for wanted in case.accept), got)


def _evaluate(case: Case) -> object:
    try:
        if case.kind == "parses":
            return parse(case.expr) is not None
        return _value(case, compile_expression(case.expr), surroundings(case))
    except ExpressionError:
        return False if case.kind == "parses" else ERROR


def _value(case: Case, compiled: Compiled, evaluation: Evaluation) -> object:
    """Ask for the result in the way of the case."""
    asked: dict[str, Callable[[], object]] = {
        "number": lambda: compiled.number(evaluation),
        "boolean": lambda: compiled.boolean(evaluation),
        "nodeset": lambda: _nodes(compiled(evaluation)),
        "nodeset-unordered": lambda: _nodes(compiled(evaluation)),
        "date": lambda: _moment_text(compiled(evaluation), case.kind),
        "dateTime": lambda: _moment_text(compiled(evaluation), case.kind),
    }
    return asked.get(case.kind, lambda: compiled.string(evaluation))()


def _nodes(value: XValue) -> list[InstanceNode] | str:
    return value if isinstance(value, list) else repr(value)


def _same_nodes(case: Case, wanted: list[Json], got: list[InstanceNode]) -> bool:
    """Compare the nodes themselves; the expected ones are given by their positional paths."""
    top = got[0].top if got else from_xml(case.xml)
    try:
        expected = [id(at(top, str(path))) for path in wanted]
    except (LookupError, StopIteration):
        return False
    found = [id(node) for node in got]
    return sorted(expected) == sorted(found) if case.kind == "nodeset-unordered" else expected == found


def _moment_text(value: XValue, kind: str) -> str:
    if not isinstance(value, Moment):
        return repr(value)
    return value.text()[:10] if kind == "date" else value.text()[:23]


def _agrees(case: Case, wanted: Json, got: object) -> bool:
    if wanted is None or isinstance(wanted, dict):  # a value of one engine is an error in another
        return str(got) in ((str(wanted["string"]), str(wanted["number"]), ERROR) if wanted else (ERROR,))
    if isinstance(got, bool):
        return got is wanted
    if isinstance(got, float):
        return _numbers_agree(wanted, got, case.tolerance)
    if isinstance(got, list):
        return isinstance(wanted, list) and _same_nodes(case, wanted, got)
    return _texts_agree(case, wanted, str(got))


def _texts_agree(case: Case, wanted: Json, got: str) -> bool:
    if case.kind == "string-length":
        return len(got) == wanted
    if case.kind == "string-regex":
        return re.search(str(wanted), got, re.IGNORECASE if "i" in case.flags else 0) is not None
    return got == wanted


def _numbers_agree(wanted: Json, got: float, tolerance: float) -> bool:
    if wanted in ("NaN", "Infinity", "-Infinity", "-0"):
        special = float(str(wanted))
        return math.isnan(got) if math.isnan(special) else got == special
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return False
    return got == wanted or abs(got - wanted) <= tolerance * max(1.0, abs(wanted))


def surroundings(case: Case) -> Evaluation:
    """Build the evaluation: in an XForm the first instance is the primary one, the others answer ``instance()``."""
    top = from_xml(case.xml)
    model = next((node for node in top.descendants() if node.name == "model"), None)
    is_form = model is not None and top.children[0].name == "h:html"
    held = model.named("instance") if model is not None else []
    instances = {node.attribute("id") or "": node for node in held}
    return Evaluation(
        node=at(top, case.context),
        root=held[0] if is_form and held else top,
        now=case.now,
        zone=case.zone,
        instances=instances,
        itext=lambda name: _itext(model, case.language, name),
    )


def _itext(model: InstanceNode | None, language: str, name: str) -> str:
    if model is None:
        return f"[{name}]"
    for translation in model.named("itext")[0].named("translation"):
        if translation.attribute("lang") == language:
            for text in translation.named("text"):
                if text.attribute("id") == name:
                    return text.named("value")[0].string_value
    return f"[{name}]"
