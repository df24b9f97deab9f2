"""What a book to be written is made of, in the words of Chinese statistical tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from excel.write.cells import CellKind


@dataclass(frozen=True, slots=True)
class Field:
    """One column. ``key`` goes to the hidden row of variable names, ``group`` to the merged title above."""

    key: str
    title: str
    kind: CellKind = CellKind.TEXT
    group: str = ""
    required: bool = False
    hint: str = ""  # shown by Excel when the cell is entered
    choices: tuple[str, ...] = ()  # offered as a dropdown
    width: float = 0.0  # characters; 0: chosen by title and kind
    decimals: bool = False


class Paper(StrEnum):
    """ECMA-376 paperSize; both are printed landscape."""

    A4 = "9"
    A3 = "8"


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet: title, legal block at the right, unit line at the left, header, data, footer.

    ``legal`` holds lines such as 表号：…; ``left`` lines such as 填报单位（盖章）：…. ``data_rows`` is how many rows
    will be streamed in; dropdowns and formats reach 1,000 rows further in a template to be filled.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    legal: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    note: str = ""
    to_fill: bool = False
    paper: Paper = Paper.A4
    data_rows: int = 0
    footer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BookLayout:
    """A whole book. ``version`` is kept on a hidden sheet: it lets an import know which form the book was made of."""

    sheets: tuple[SheetLayout, ...]
    version: tuple[tuple[str, str], ...] = ()
    creator: str = "户册"


VERSION_SHEET = "_版本"
DICTIONARY_SHEET = "字典"
ERROR_COLUMN = "错误信息"
ERROR_SHEET = "错误清单"
TEMPLATE_ROWS = 1_000  # rows of an empty template that carry dropdowns and formats
