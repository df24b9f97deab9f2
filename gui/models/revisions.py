"""Revisions in words: what one changed against the one before, labels instead of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from survey.form import Form, Json, Question

if TYPE_CHECKING:
    from usecases.entries import Revision

SOURCES = {
    "screen": "本机填写",
    "import": "表格导入",
    "demo": "演示数据",
    "api": "接口",
    "server": "服务器",
    "undo": "撤销导入",
}
STATUSES = {"draft": "草稿", "complete": "已完成", "submitted": "已上报"}
_ANSWER = "answers."
_OTHER = {"status": "状态", "explanations": "核实说明"}


def revision_line(revision: Revision, changes: list[tuple[str, ...]]) -> tuple[str, ...]:
    """One line: when, who, from where, how many changes, why."""
    when = revision.made_at[:16].replace("T", " ")
    source = SOURCES.get(revision.source, revision.source)
    return (when, revision.author, source, f"{len(changes)} 处", revision.reason)


def changes_of(form: Form, before: Revision | None, after: Revision) -> list[tuple[str, ...]]:
    """Label, old and new value of everything that differs, in the order of the form."""
    old = before.fields if before is not None else {}
    questions = {question.key: question for question in form.questions()}
    order = {f"{_ANSWER}{key}": place for place, key in enumerate(questions)}
    keys = sorted({*old, *after.fields}, key=lambda key: order.get(key, len(order)))
    result: list[tuple[str, ...]] = []
    for key in keys:
        question = questions.get(key.removeprefix(_ANSWER))
        told = key in _OTHER or (key.startswith(_ANSWER) and (question is None or _is_told(question)))
        if told and old.get(key) != after.fields.get(key):
            name = question.label if question else _OTHER.get(key, key.removeprefix(_ANSWER))
            result.append((name, _words(question, key, old.get(key)), _words(question, key, after.fields.get(key))))
    return result


def _is_told(question: Question) -> bool:
    return question.is_asked and bool(question.label)


def _words(question: Question | None, key: str, value: Json) -> str:
    if value is None:
        return "（空）"
    if key == "status":
        return STATUSES.get(str(value), str(value))
    labels = {choice.value: choice.label for choice in question.choices} if question else {}
    if isinstance(value, list):
        return "、".join(
            labels.get(str(item), f"{len(item)} 项" if isinstance(item, dict) else str(item)) for item in value
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        return labels.get(str(value), f"{value:,}")
    return labels.get(str(value), str(value))
