"""The names generated code may use, and how a function of the library is called there."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from survey.expression.functions import (  # noqa: F401 - importing enters the functions in the registry
    chance,
    dates,
    geo,
    logic,
    nodes,
    numbers,
    regexes,
    selects,
    text,
)
from survey.expression.functions.codes import digest, signed  # noqa: F401 - the same
from survey.expression.functions.registry import FUNCTIONS
from survey.expression.runtime import compare, paths, special, values

_PARTS: dict[str, object] = {"V": values, "M": compare, "P": paths, "S": special}


def python_name(name: str) -> str:
    """Give the Python name of a library function."""
    return "f_" + name.replace("-", "_").replace(":", "_")


NAMESPACE: Mapping[str, object] = MappingProxyType(
    {
        "NAN": float("nan"),
        "INF": float("inf"),
        "S_BLANK": special.BLANK,
        **{
            f"{letter}_{name}": thing
            for letter, module in _PARTS.items()
            for name, thing in vars(module).items()
            if callable(thing) and not name.startswith("_")
        },
        **{python_name(name): entry.run for name, entry in FUNCTIONS.items()},
    },
)
