"""A questionnaire that shows and plays: pictures of labels and choices, sounds, a film; one opened large."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gui.screenshots.stops.questions import draw
from gui.screenshots.tour import Tour
from gui.views.dialogs.picture import PictureDialog

FORM = """
| survey |
|  | type | name | label | hint | image | big-image | audio | video |
|  | note | look | 先看一看今年新版执照的样子，再往下问。 |  | licence.png |  | say.mp3 | film.mp4 |
|  | select_one kind | kind | 门面属于哪一种 | 看图选，不问店主 |  |  |  |  |
|  | select_multiple harm | harm | 店里有哪些隐患 | 可以选几项 |  |  | say.mp3 |  |
|  | select_one trade | trade | 卖得最多的是哪一类 |  | sign.png | licence.png |  |  |
|  | text | words | 其他要说的 |  |  |  |  |  |
| choices |
|  | list_name | name | label | image | audio |
|  | kind      | 1    | 临街铺面   | a1.png |  |
|  | kind      | 2    | 楼上或院内 | a2.svg |  |
|  | kind      | 3    | 流动摊点（没有固定的门面，早出晚归，占道或在集市上摆） | a3.png | |
|  | kind      | 4    | 说不清     |        |  |
|  | harm      | 1    | 线路老化   | a1.png | say.mp3 |
|  | harm      | 2    | 通道堵塞   | gone.png | say.mp3 |
|  | harm      | 3    | 没有灭火器 | a3.png |  |
{trades}
| settings |
|  | form_id | form_title   | version |
|  | shown   | 看图登记问卷 | 1       |
"""
TRADES = (
    "米面粮油",
    "蔬菜水果",
    "肉禽蛋",
    "水产",
    "烟酒",
    "服装鞋帽",
    "日用百货",
    "五金电料",
    "化肥农药",
    "药品",
    "文具",
    "其他",
)
DRAWN = {"licence": "营业执照", "sign": "货架", "a1": "铺", "a3": "摊"}
COLOURS = ("#1B5E8C", "#7A3B12", "#22693A", "#855300")
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M3 21V9l9-6 9 6v12z" fill="#22693A"/>'
    '<path d="M10 21v-7h4v7z" fill="#FFFFFF"/></svg>'
)


def write_shown_form(folder: Path) -> Path:
    """Write the questionnaire with its files beside it; one picture of a choice is missing."""
    trades = "\n".join(f"|  | trade | {number} | {name} | t{number}.png | |" for number, name in enumerate(TRADES, 1))
    path = folder / "shown.md"
    path.write_text(FORM.format(trades=trades), encoding="utf-8")
    media = folder / "shown-media"
    media.mkdir()
    for name, text, colour in (
        ("licence", "营业执照", COLOURS[0]),
        ("sign", "货架", COLOURS[1]),
        ("a1", "铺", COLOURS[2]),
    ):
        draw(media / f"{name}.png", text, colour)
    draw(media / "a3.png", "摊", COLOURS[3])
    (media / "a2.svg").write_text(DRAWING, encoding="utf-8")
    for number, name in enumerate(TRADES, 1):
        draw(media / f"t{number}.png", name[:2], COLOURS[number % len(COLOURS)])
    (media / "say.mp3").write_bytes(b"ID3 a sound")
    (media / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    return path


def see_pictures(tour: Tour) -> None:
    """Take the pictures: the form, the list of many choices, the menu of files, one opened large."""
    entry = tour.window.entry
    if not tour.open_first("shown"):
        return
    tour.press(Qt.Key.Key_unknown, "3")
    tour.settle()
    tour.shoot("pictures")
    entry.form.go_to("/data/harm")
    tour.press(Qt.Key.Key_unknown, "1")
    entry.illustrating.offer_here()
    tour.shoot_over("pictures_menu", QApplication.activePopupWidget())
    entry.form.go_to("/data/trade")
    tour.settle()
    tour.press(Qt.Key.Key_Down)
    tour.settle()
    tour.shoot_over("pictures_list", QApplication.activePopupWidget())
    entry.illustrating.offer_here()
    tour.settle()
    large = tour.window.findChild(PictureDialog)
    if large is not None:
        tour.dialog("pictures_opened", large)
    entry.leave()
    tour.settle()
