"""Tell the rows that hold data from totals, footers, notes, repeated headers and blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from excel.sheet import Cell, Sheet
from excel.table.header import Header
from excel.table.titles import plain


class RowKind(StrEnum):
    """Why a row is not taken for data; the value is what a person reads."""

    BLANK = "空行"
    NUMBER_ONLY = "只有序号"
    TOTAL = "合计行"
    FOOTER = "表尾"
    NOTE = "说明文字"
    HEADER = "重复的表头"
    RULER = "栏次行"
    EXAMPLE = "示例行"
    VARIABLES = "变量名行"


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row left out, by its place in ``sheet.rows``."""

    row: int
    kind: RowKind


_TOTAL = re.compile(r".{0,12}(合计|总计|小计|累计|共计)(\(.*\))?:?")
_FOOTER = re.compile(
    r"(填表|制表|填报|审核|复核|统计|单位|经办|调查|录入|报出|联系|负责|分管|盖章|主管|制单|上报|打印)[^:]{0,8}:.*"
)
_NOTE = re.compile(
    r"(注|说明|备注|附注|填表说明|填报说明|审核关系)[0-9]?[:.、].*|[※*].*|.?以下(空白|无正文).?|.{0,4}此处空白.{0,4}"
)
_EXAMPLE = re.compile(r"(填写)?(示例|样例|范例|例)(行|\d|:|$).*|例如.*")
_STEMS = frozenset("甲乙丙丁戊己庚辛壬癸")
_LONG_CODE = 12  # an identity cell this long is a code or a full name, never the word 合计


class RowSorter:
    """Sorts the rows under one header. Call in order: what follows a footer is read as footer more readily."""

    def __init__(self, sheet: Sheet, header: Header, identity: frozenset[str]) -> None:
        known = header.known
        self._code = next((known[key] for key in ("uscc", "reg_no15") if key in known), None)
        self._known = frozenset(known.values())
        self._identity = frozenset(known[key] for key in identity if key in known)
        self._titles = {c.index: plain(c.title.rsplit("/", 1)[-1]) for c in header.columns}
        self._keys = {c.index: c.key for c in header.columns}
        self._wide = {
            merge[0] - sheet.first_row for merge in sheet.merges if merge[3] - merge[1] + 1 > len(header.columns) // 2
        }
        self._ended = False

    def doubtful(self, rows: Sequence[Sequence[Cell]], start: int) -> list[int]:
        """Name the rows from ``start`` on that may be no data: those without a number as long as a code."""
        at = self._code
        if at is None:
            return [*range(start, len(rows))]
        return [
            number
            for number, row in enumerate(islice(rows, start, None), start)
            if at >= len(row)
            or (code := row[at]).__class__ is not str
            or len(code) < _LONG_CODE
            or not code[0].isdecimal()
        ]

    def kind(self, number: int, row: Sequence[Cell]) -> RowKind | None:
        """Return why the row is no data, or None when it is."""
        code = row[self._code] if self._code is not None and self._code < len(row) else ""
        if code.__class__ is str and len(code) >= _LONG_CODE and (code[0].isdecimal() or not self._is_title(code)):
            return None
        texts = {index: text for index, cell in enumerate(row) if (text := _squeezed(cell))}
        if not texts:
            return RowKind.BLANK
        found = self._marked(texts) or self._layout(number, texts)
        self._ended = self._ended or found is RowKind.FOOTER
        return found

    def _is_title(self, code: str) -> bool:
        return self._titles.get(self._code or 0) == plain(code)

    def _marked(self, texts: dict[int, str]) -> RowKind | None:
        first = next(iter(texts.values()))
        if any(_TOTAL.fullmatch(text) for text in list(texts.values())[:3]) and not self._named(texts):
            return RowKind.TOTAL
        if _FOOTER.fullmatch(first):
            return RowKind.FOOTER
        if _EXAMPLE.fullmatch(first):
            return RowKind.EXAMPLE
        return RowKind.NOTE if _NOTE.fullmatch(first) and len(texts) <= 2 else None

    def _named(self, texts: dict[int, str]) -> bool:
        """Whether an identity column holds a name besides the word 合计 (a count such as 2000户 is none)."""
        names = (texts[i] for i in self._identity if i in texts)
        return any(not name[0].isdecimal() and not _TOTAL.fullmatch(name) for name in names)

    def _layout(self, number: int, texts: dict[int, str]) -> RowKind | None:
        same = sum(self._titles.get(index) == plain(text) for index, text in texts.items())
        if same >= max(2, len(texts) / 2):
            return RowKind.HEADER
        if sum(self._keys.get(index) == text for index, text in texts.items()) >= max(2, len(texts) / 2):
            return RowKind.VARIABLES
        if len(texts) >= 3 and _is_ruler(list(texts.values())):
            return RowKind.RULER
        if not self._known & texts.keys():
            return RowKind.NUMBER_ONLY
        if len(texts) == 1 and number in self._wide:
            return RowKind.NOTE
        return RowKind.FOOTER if self._ended and len(texts) <= 2 else None


def _is_ruler(texts: list[str]) -> bool:
    """甲 乙 1 2 3: the row of column numbers under an official header."""
    stems = [text for text in texts if text in _STEMS]
    numbers = [int(text) for text in texts if text.isdecimal()]
    counted = numbers == list(range(1, len(numbers) + 1))
    return len(stems) + len(numbers) == len(texts) and counted and (len(stems) > 0 or len(numbers) >= 4)


def _squeezed(cell: Cell) -> str:
    if isinstance(cell, str):
        return "".join(unicodedata.normalize("NFKC", cell).split())
    return f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell)
