"""Problems as data: what is wrong, where, how bad, and what the person can do about it.

Every check, parser and importer returns *all* problems instead of raising at the first. The sentence and the
remedy are looked up by code in ``survey/messages/*.toml`` when a screen or a report shows them, so one code
reads the same everywhere and a clerk can quote it over the telephone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

MESSAGES = Path(__file__).parent / "messages"


class Level(StrEnum):
    """The three levels of 审核 that Chinese field practice uses (第五次全国经济普查 清查流程)."""

    ERROR = "强制性"  # must be corrected; blocks 上报, never 暂存
    QUERY = "核实性"  # must be explained
    HINT = "提示性"  # is only shown


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: in a workbook (file, sheet, cell "B7") or in an entry (path of a question, its label)."""

    path: str = ""
    label: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """Give ``sheet!cell`` for a workbook, the question's label for an entry."""
        if self.cell:
            return f"{self.sheet}!{self.cell}"
        return self.sheet or self.label or self.path or self.file


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. ``code`` names a row of ``survey/messages``; ``params`` fill the {placeholders} of its texts.

    ``text`` overrides the table's sentence: a form author's own message for a constraint or a rule, whose id
    then stands in ``rule``.
    """

    code: str
    level: Level = Level.ERROR
    place: Place = NOWHERE
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    text: str = ""
    rule: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong, in Chinese, with the values filled in."""
        return self.text or _fill(message(self.code).sentence, self.params)

    @property
    def remedy(self) -> str:
        """What the person can do next, in Chinese."""
        return _fill(message(self.code).remedy, self.params)


@dataclass(frozen=True, slots=True)
class Message:
    """One row of the table: the sentence and the remedy of a problem code."""

    sentence: str
    remedy: str


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _fill(template: str, params: Mapping[str, str]) -> str:
    return template.format_map(_Blank(params))


@cache
def messages() -> Mapping[str, Message]:
    """Return every known code with its texts. Raises KeyError if two files define the same code."""
    import tomllib  # a few milliseconds that the first window need not wait for

    table: dict[str, Message] = {}
    for file in sorted(MESSAGES.glob("*.toml")):
        for code, row in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if code in table:
                raise KeyError(f"{code} stands twice, the second time in {file.name}")
            table[code] = Message(row["sentence"], row["remedy"])
    return MappingProxyType(table)


def message(code: str) -> Message:
    """Return the texts of one code. Raises KeyError for a code that is not in the table."""
    return messages()[code]


class HuceError(Exception):
    """An expected trouble that ends an action: carries the problem to tell the person; never a bug of ours."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"[{problem.code}] {problem.sentence}")
        self.problem = problem


class Cancelled(Exception):  # noqa: N818 - not an error: the person asked for it, and no screen reports it
    """The person stopped a long action. Nothing was changed."""
