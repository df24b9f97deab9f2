"""What a workbook asks of a phone or of ODK's server: it loads and does nothing here, and the author is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.form import QuestionKind
from survey.problems import Level, Place, Problem
from survey.xlsform.read import Draft

_SYNC = ("上报按户册自己的同步设置进行", "")
_SETTINGS: Mapping[str, tuple[str, str]] = {
    "public_key": ("填报的内容不用这把公钥加密", "数据存在本机，经过登录的连接上报。"),
    "submission_url": _SYNC,
    "auto_send": _SYNC,
    "auto_delete": _SYNC,
}
_NO_PLACE = ("电脑不会自动定位，答案一直是空的", "需要位置时请用 geopoint 题，由填表人填写。")
_KINDS: Mapping[QuestionKind, tuple[str, str]] = {
    QuestionKind.START_GEOPOINT: _NO_PLACE,
    QuestionKind.BACKGROUND_AUDIO: ("电脑不会在后台录音，答案一直是空的", "需要录音时请用 audio 题附上文件。"),
    QuestionKind.AUDIT: ("不记录填表的过程", "每次保存都留有修订记录，可以查看和比较。"),
}
_ENTITIES = ("不建立也不更新实体清单，题目照常填报", "要带出已登记的内容，请用 prefill 列，或用 select_one_from_file。")
_OSM = ("不能在地图上点选，只能附上一个文件", "")
_OTHER_APPS = ("不会打开别的应用，由填表人自己填写", "")


def elsewhere_problems(draft: Draft) -> Iterator[Problem]:
    """Give F039 (has no effect here) once a setting, for entities, and once a question."""
    settings = draft.book.sheet("settings")
    for name, said in _SETTINGS.items():
        column = settings.column(name)
        if any(row.get(column) for row in settings.rows):
            yield _told(settings.place(0, column), f"设置“{name}”", said)
    entities = draft.book.sheet("entities")
    if entities.rows:
        yield _told(entities.place(0), "entities 表", _ENTITIES)
    for question in draft.form.questions():
        place, word = draft.rows.place(question.path, "type"), draft.rows.cell(question.path, "type", "command")
        if question.kind in _KINDS:
            yield _told(place, f"“{word or question.kind.value}”", _KINDS[question.kind])
        elif word.split(maxsplit=1)[:1] == ["osm"]:
            yield _told(place, "“osm”", _OSM)
        elif any(each.startswith("ex:") for each in question.appearance.split()):
            yield _told(draft.rows.place(question.path, "appearance"), "外观“ex:”", _OTHER_APPS)


def _told(place: Place, feature: str, said: tuple[str, str]) -> Problem:
    effect, instead = said
    return Problem("F039", Level.HINT, place, {"feature": feature, "effect": effect, "instead": instead})
