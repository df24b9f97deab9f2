"""The register as a table: pages of 200 rows, fetched by the list as it is scrolled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

if TYPE_CHECKING:
    from usecases.register import HouseholdPage, HouseholdRow, Keyset

AnyIndex = QModelIndex | QPersistentModelIndex
COLUMNS = ("本期", "名称", "经营者", "手机", "乡镇", "村（社区）", "行业", "统一社会信用代码", "地址")
_ROOT = QModelIndex()
_COMMITTEE = re.compile(r"(社区)居民委员会$|村?村民委员会$")
STATUS_WORDS = {"": "未采", "draft": "草稿", "complete": "已完成", "submitted": "已上报"}


class HouseholdModel(QAbstractTableModel):
    """Holds the rows fetched so far; asks for more with ``more_wanted``."""

    more_wanted = Signal(object)  # the Keyset after which to go on

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[HouseholdRow] = []
        self._next: Keyset | None = None
        self._asked = False
        self.total = 0

    def show_page(self, page: HouseholdPage) -> None:
        """Replace everything by the first page of a new search."""
        self.beginResetModel()
        self._rows = list(page.rows)
        self._next, self.total, self._asked = page.next, page.total, False
        self.endResetModel()

    def add_page(self, after: Keyset, page: HouseholdPage) -> None:
        """Append the page behind ``after``, unless the list was replaced since it was asked for."""
        if after != self._next:
            return
        first = len(self._rows)
        if page.rows:
            self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
            self._rows.extend(page.rows)
            self.endInsertRows()
        self._next, self._asked = page.next, False

    @property
    def is_whole(self) -> bool:
        """Whether every row that was found is loaded."""
        return self._next is None

    def row(self, number: int) -> HouseholdRow | None:
        """The household in a row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def row_of(self, household_id: str) -> int:
        """The row of a household, -1 when it is not loaded."""
        return next((number for number, row in enumerate(self._rows) if row.id == household_id), -1)

    def next_unfinished(self, household_id: str) -> HouseholdRow | None:
        """The first loaded household after this one whose entry is not yet complete."""
        after = self._rows[self.row_of(household_id) + 1 :]
        return next((row for row in after if row.entry_status in ("", "draft")), None)

    def canFetchMore(self, parent: AnyIndex = _ROOT) -> bool:  # noqa: N802
        return not parent.isValid() and self._next is not None and not self._asked

    def fetchMore(self, parent: AnyIndex = _ROOT) -> None:  # noqa: ARG002, N802
        self._asked = True
        self.more_wanted.emit(self._next)

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cells(row)[index.column()]
        return None


def cells(row: HouseholdRow) -> tuple[str, ...]:
    """The texts of one household in the order of COLUMNS."""
    status = STATUS_WORDS.get(row.entry_status, row.entry_status)
    name = row.shop_name or f"（无名称）{row.owner_name}"
    return (
        status,
        name,
        row.owner_name,
        row.mobile,
        row.town,
        shortened(row.village),
        row.industry,
        row.uscc,
        row.address,
    )


def shortened(village: str) -> str:
    """Name a village as people do: 龙岗社区 for 龙岗社区居民委员会, 大梁村 for 大梁村民委员会."""
    return _COMMITTEE.sub(lambda found: found[1] or "村", village)
