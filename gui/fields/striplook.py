"""Where the choices of a strip stand and how one is painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from gui.theme import colours

GAP = 6
_WRAP = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignVCenter
GRID_FROM = 10  # from this many choices on they stand in columns


class Look:
    """What decides the layout; made once for a font and a list of choices, and measured once."""

    def __init__(self, font: QFont, labels: tuple[str, ...], codes: tuple[str, ...], *, square: bool) -> None:
        self.font, self.labels, self.codes, self.square = font, labels, codes, square
        metrics = QFontMetrics(font)
        widest = max((metrics.horizontalAdvance(code) for code in codes), default=0)
        self.mark = max(metrics.height(), widest + 8)  # the side of the box with the number in it
        self.bold = QFont(font)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self._bold_metrics = QFontMetrics(self.bold)
        self._widths = [self._bold_metrics.horizontalAdvance(label) + 2 for label in labels]
        self._heights: dict[int, int] = {}

    @property
    def line(self) -> int:
        """The height of a cell of one line."""
        return max(self._bold_metrics.height(), self.mark) + 8

    def cell_size(self, index: int, width: int) -> QSize:
        """The size of a choice where the strip has this width; a long label is wrapped."""
        room = max(width - self.mark - 17, 40)
        if self._widths[index] <= room:
            return QSize(self._widths[index] + self.mark + 21, self.line)
        box = self._bold_metrics.boundingRect(QRect(0, 0, room, 10_000), int(_WRAP), self.labels[index])
        return QSize(box.width() + self.mark + 21, max(box.height(), self.mark) + 8)

    def height_for(self, width: int) -> int:
        """The height the choices need at a width."""
        if width not in self._heights:
            cells = cells_for(self, max(width, 40))
            self._heights[width] = max((cell.rect.bottom() + 1 for cell in cells), default=self.line)
        return self._heights[width]


@dataclass(frozen=True, slots=True)
class Cell:
    """One choice's place."""

    index: int
    rect: QRect


def cells_for(look: Look, width: int) -> tuple[Cell, ...]:
    """Lay the choices out in rows of the given width: flowing, or in columns when there are many."""
    sizes = [look.cell_size(index, width) for index in range(len(look.labels))]
    column = _column_width(sizes, width) if len(sizes) >= GRID_FROM else 0
    cells: list[Cell] = []
    x = y = row_height = 0
    for index, size in enumerate(sizes):
        taken = column or size.width()
        if x and x + taken > width:
            x, y, row_height = 0, y + row_height + GAP, 0
        cells.append(Cell(index, QRect(x, y, min(taken, width), size.height())))
        x += taken + GAP
        row_height = max(row_height, size.height())
    return tuple(cells)


def cell_at(cells: tuple[Cell, ...], point: QPoint) -> int | None:
    """Return the index of the choice under a point."""
    return next((cell.index for cell in cells if cell.rect.contains(point)), None)


def paint_cell(
    painter: QPainter, look: Look, cell: Cell, *, picked: bool, ring: bool, badge: str, locked: bool
) -> None:
    """Paint one choice. Picked is told by fill, frame and weight, not by colour alone."""
    _paint_frame(painter, cell.rect, picked=picked, ring=ring, locked=locked)
    mark = QRect(cell.rect.left() + 5, cell.rect.center().y() - look.mark // 2 + 1, look.mark, look.mark)
    _paint_mark(painter, look, mark, badge or look.codes[cell.index], picked=picked)
    painter.setFont(look.bold if picked else look.font)
    painter.setPen(QColor(colours.PRIMARY_DARK if picked else colours.QUIET if locked else colours.TEXT))
    text = cell.rect.adjusted(look.mark + 11, 0, -6, 0)
    painter.drawText(text, int(_WRAP), look.labels[cell.index])


def _paint_frame(painter: QPainter, rect: QRect, *, picked: bool, ring: bool, locked: bool) -> None:
    painter.setBrush(QColor(colours.PRIMARY_PALE if picked else colours.SUNKEN if locked else colours.SURFACE))
    edge = colours.PRIMARY if picked or ring else colours.LINE
    painter.setPen(QPen(QColor(edge), 2 if ring else 1))
    inset = 1.0 if ring else 0.5
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), 5, 5)


def _paint_mark(painter: QPainter, look: Look, mark: QRect, code: str, *, picked: bool) -> None:
    radius = 3 if look.square else mark.height() / 2
    painter.setPen(QPen(QColor(colours.PRIMARY if picked else colours.EDGE), 1))
    painter.setBrush(QColor(colours.PRIMARY if picked else colours.SURFACE))
    painter.drawRoundedRect(QRectF(mark).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    small = QFont(look.font)
    small.setPointSizeF(look.font.pointSizeF() * (0.85 if len(code) < 3 else 0.62))
    painter.setFont(small)
    painter.setPen(QColor(colours.SURFACE if picked else colours.QUIET))
    painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, code)


def _column_width(sizes: list[QSize], width: int) -> int:
    widest = max(size.width() for size in sizes)
    return min(widest, width)
