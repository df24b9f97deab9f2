"""Where the choices of a strip stand and how one is painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from gui.theme import colours
from gui.theme.icons import pixmap

GAP = 6
_WRAP = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignVCenter
PICTURE_EMS = 4
GRID_FROM = 10  # from this many choices on they stand in columns


@dataclass(frozen=True, slots=True)
class Extra:
    """What stands beside a label: its picture, or room for one that is on its way; whether it can be played."""

    picture: QPixmap | None = None
    waits: bool = False
    plays: bool = False


PLAIN = Extra()


def picture_side(metrics: QFontMetrics) -> int:
    """Return the largest side of a choice's picture, in pixels."""
    return metrics.horizontalAdvance("中") * PICTURE_EMS


class Look:
    """What decides the layout; made once for a font and a list of choices, and measured once."""

    def __init__(
        self,
        font: QFont,
        labels: tuple[str, ...],
        codes: tuple[str, ...],
        *,
        square: bool,
        extras: tuple[Extra, ...] = (),
    ) -> None:
        self.font, self.labels, self.codes, self.square = font, labels, codes, square
        self._extras = extras
        self.picture = picture_side(QFontMetrics(font))
        metrics = QFontMetrics(font)
        widest = max((metrics.horizontalAdvance(code) for code in codes), default=0)
        self.mark = max(metrics.height(), widest + 8)  # the side of the box with the number in it
        self.bold = QFont(font)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self._bold_metrics = QFontMetrics(self.bold)
        self._widths = [self._bold_metrics.horizontalAdvance(label) + 2 for label in labels]
        pictured = any(extra.waits or extra.picture is not None for extra in extras)
        self._lowest = self.picture + 8 if pictured else 0  # choices in one row look alike, with a picture or without
        self._heights: dict[int, int] = {}

    @property
    def line(self) -> int:
        """The height of a cell of one line."""
        return max(self._bold_metrics.height(), self.mark) + 8

    def cell_size(self, index: int, width: int) -> QSize:
        """The size of a choice where the strip has this width; a long label is wrapped."""
        before, behind = self.before(index), self.behind(index)
        room = max(width - self.mark - 17 - before - behind, 40)
        beside = self.mark + 21 + before + behind
        if self._widths[index] <= room:
            return QSize(self._widths[index] + beside, max(self.line, self._lowest))
        box = self._bold_metrics.boundingRect(QRect(0, 0, room, 10_000), int(_WRAP), self.labels[index])
        return QSize(box.width() + beside, max(max(box.height(), self.mark) + 8, self._lowest))

    def beside(self, index: int) -> Extra:
        """What stands beside a label."""
        return self._extras[index] if index < len(self._extras) else PLAIN

    def before(self, index: int) -> int:
        """The width that a choice's picture takes before the label."""
        extra = self.beside(index)
        return self.picture + GAP if extra.waits or extra.picture is not None else 0

    def behind(self, index: int) -> int:
        """The width that the sign for playing takes behind the label."""
        return self.mark + GAP if self.beside(index).plays else 0

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


def play_at(look: Look, cells: tuple[Cell, ...], point: QPoint) -> int | None:
    """Return the index of the choice whose sign for playing is under a point."""
    index = cell_at(cells, point)
    cell = next((each for each in cells if each.index == index), None)
    if cell is None or not look.behind(cell.index):
        return None
    return index if point.x() > cell.rect.right() - look.behind(cell.index) - 3 else None


def paint_cell(
    painter: QPainter, look: Look, cell: Cell, *, picked: bool, ring: bool, badge: str, locked: bool
) -> None:
    """Paint one choice. Picked is told by fill, frame and weight, not by colour alone."""
    _paint_frame(painter, cell.rect, picked=picked, ring=ring, locked=locked)
    mark = QRect(cell.rect.left() + 5, cell.rect.center().y() - look.mark // 2 + 1, look.mark, look.mark)
    _paint_mark(painter, look, mark, badge or look.codes[cell.index], picked=picked)
    painter.setFont(look.bold if picked else look.font)
    painter.setPen(QColor(colours.PRIMARY_DARK if picked else colours.QUIET if locked else colours.TEXT))
    _paint_extra(painter, look, cell)
    text = cell.rect.adjusted(look.mark + 11 + look.before(cell.index), 0, -6 - look.behind(cell.index), 0)
    painter.drawText(text, int(_WRAP), look.labels[cell.index])


def _paint_extra(painter: QPainter, look: Look, cell: Cell) -> None:
    extra = look.beside(cell.index)
    if extra.picture is not None:
        box = QRect(cell.rect.left() + look.mark + 11, cell.rect.top() + 4, look.picture, cell.rect.height() - 8)
        size = extra.picture.size()
        corner = QPoint(box.left() + (box.width() - size.width()) // 2, box.center().y() - size.height() // 2 + 1)
        painter.drawPixmap(corner, extra.picture)
    if extra.plays:
        left = cell.rect.right() - look.mark - GAP
        painter.drawPixmap(left, cell.rect.center().y() - look.mark // 2 + 1, pixmap("play", look.mark))


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
