"""Kinds of questions that the shipped questionnaires do not have: ranges, pictures of the form, files as answers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from gui.screenshots.tour import Tour

FORM = """
| survey |
|  | type  | name    | label          | hint       | guidance_hint  | parameters              | media::image |
|  | note  | look    | 请先看样本执照 |            |                |                         | sample.png |
|  | range | mood    | 下季经营的信心 | 10 分最高  | 请经营者自己说 | start=0 end=10 step=0.5 |            |
|  | image | front   | 门头照片       | 招牌要照全 |                |                         |            |
|  | image | licence | 营业执照照片   |            |                |                         |            |
| settings |
|  | form_id  | form_title       | version |
|  | pictured | 门店照片登记问卷 | 1       |
"""


def write_form(folder: Path) -> Path:
    """Write the questionnaire with its picture beside it."""
    path = folder / "pictured.md"
    path.write_text(FORM, encoding="utf-8")
    draw(folder / "sample.png", "样本", "#1B5E8C")
    return path


def see_questions(tour: Tour) -> None:
    """Take the pictures: limits and a refusal, a file kept, a file that could not be read."""
    entry = tour.window.entry
    if not tour.open_first("pictured"):
        return
    entry.form.go_to("/data/mood")
    tour.settle()
    tour.type("11")
    tour.press(Qt.Key.Key_Return)
    draw(tour.data_dir / "门头.png", "好又多超市", "#7A3B12")
    entry.enclosing.take("/data/front", tour.data_dir / "门头.png")
    tour.settle()
    tour.shoot("questions")
    entry.form.go_to("/data/licence")
    entry.enclosing.take("/data/licence", tour.data_dir / "拔掉的U盘" / "执照.jpg")
    tour.settle()
    tour.shoot("questions_refused")
    entry.leave()
    tour.settle()


def draw(path: Path, text: str, colour: str) -> None:
    """Draw a picture with a word on it."""
    picture = QImage(1200, 800, QImage.Format.Format_RGB32)
    picture.fill(QColor(colour))
    painter = QPainter(picture)
    painter.setPen(QColor("white"))
    painter.setFont(QFont(painter.font().family(), 90))
    painter.drawText(picture.rect(), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    picture.save(str(path))
