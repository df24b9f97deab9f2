"""The small lists of ``codes/lists.csv``: sex, ethnic group, education, operating status, difficulties."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from survey.codelists.codes import Code, CodeList
from survey.codelists.files import rows
from survey.values import Option


@cache
def _lists() -> Mapping[str, CodeList]:
    codes: dict[str, list[Code]] = {}
    for name, code, label, valid_from, valid_to, successor in rows("lists.csv"):
        codes.setdefault(name, []).append(Code(code, label, 1, "", valid_from, valid_to, successor))
    return MappingProxyType({name: CodeList(found) for name, found in codes.items()})


def code_list(name: str) -> CodeList:
    """Return a small list by its name, e.g. ``ethnic_group``. Raises KeyError for an unknown name."""
    return _lists()[name]


def list_names() -> tuple[str, ...]:
    """Return the names of the small lists."""
    return tuple(_lists())


def options(name: str) -> tuple[Option, ...]:
    """Return a small list as choices, without the codes that have ended."""
    return tuple(Option(code.code, code.name) for code in code_list(name) if code.holds(None))
