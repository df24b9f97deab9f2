"""What a form says to people and about them: labels, messages, purpose of personal data, the legal heading."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from survey.form import Question, QuestionKind, Sensitivity
from survey.form.legal import opening_problems
from survey.household import REGISTER_FIELDS
from survey.problems import Level, Place, Problem
from survey.xlsform.read import Draft
from survey.xlsform.refusals import Remark, remarks

_PERSONAL = (
    "身份证", "手机", "电话", "姓名", "出生", "生日", "民族", "住址", "银行卡", "银行账", "贷款余额",
    "微信号", "QQ号", "人脸", "指纹", "护照号", "病史", "邮箱", "车牌",
)  # fmt: skip
_ABOUT_PEOPLE = ("民族", "党员", "政治面貌", "宗教", "残疾", "婚姻", "征信", "健康状况", "性别")
# a choice about a mobile phone is not a mobile number, but what a person is can be chosen
_HOLDS_WORDS = frozenset(
    {
        QuestionKind.TEXT,
        QuestionKind.INTEGER,
        QuestionKind.DECIMAL,
        QuestionKind.DATE,
        QuestionKind.BARCODE,
        QuestionKind.IMAGE,
    },
)
_CHOSEN = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE})
_CLASSES = frozenset({"", "P", "S"})


def word_problems(draft: Draft) -> Iterator[Problem]:
    """Give F050/F051 (legal heading), F074 (purpose), F075 (label), F076 (message), F077 (pyxform's own)."""
    yield from opening_problems(draft.form, dt.datetime.now(tz=dt.UTC).date())
    known = _known(draft)
    for question in draft.form.questions():
        yield from _of_question(draft, question)
        if question.prefill and question.prefill not in known:
            params = {"column": "prefill", "value": question.prefill, "allowed": "名录字段名，或 p.题名、p4.题名"}
            yield Problem("F021", Level.QUERY, draft.rows.place(question.path, "prefill"), params)
    yield from _alike(draft)
    for remark in itertools.chain.from_iterable(map(remarks, draft.warnings)):
        yield Problem("F077", Level.HINT, _place(draft, remark), {"detail": remark.sentence})


def _alike(draft: Draft) -> Iterator[Problem]:
    """F091: two questions of one group that read alike; whoever fills the form cannot tell them apart."""
    seen: dict[tuple[str, str], Question] = {}
    for question in draft.form.questions():
        if question.is_asked and question.label and question.label_text.is_fixed:
            first = seen.setdefault((question.path.rpartition("/")[0], question.label), question)
            place = draft.rows.place(question.path, "label") if first is not question else None
            if place is not None and place.cell:
                params = {"label": question.label, "first": str(draft.rows.place(first.path, "label"))}
                yield Problem("F091", Level.HINT, place, params)


def _place(draft: Draft, remark: Remark) -> Place:
    if not remark.row:
        return Place(sheet=remark.sheet)
    sheet = draft.book.sheet(remark.sheet)
    endings = (remark.column, f":{remark.column}", f": {remark.column}")
    named = (each for each in sheet.headers if each and remark.column and each.endswith(endings))
    return sheet.place(remark.row - 2, sheet.column(remark.column) or next(named, ""))


def _of_question(draft: Draft, question: Question) -> Iterator[Problem]:
    rows = draft.rows
    says_nothing = not question.label_text and not question.label_text.media
    if question.is_asked and question.kind is not QuestionKind.NOTE and says_nothing:
        place = rows.place(question.path)
        if place.cell:  # a table-list has questions that pyxform adds
            yield Problem("F075", Level.QUERY, place)
    if question.constraint and not question.constraint_message:
        yield Problem("F076", Level.HINT, rows.place(question.path, "constraint"))
    written = rows.cell(question.path, "sensitivity").strip()
    if written.upper() not in _CLASSES:
        params = {
            "column": "sensitivity",
            "value": written,
            "allowed": "P（个人信息）、S（敏感个人信息），不涉及就空着",
        }
        yield Problem("F021", Level.QUERY, rows.place(question.path, "sensitivity"), params)
    personal = question.sensitivity is not Sensitivity.NONE or _sounds_personal(question)
    if personal and question.is_asked and not question.purpose.strip():
        level = Level.QUERY if question.sensitivity is Sensitivity.NONE else Level.ERROR
        yield Problem("F074", level, rows.place(question.path, "purpose", "sensitivity"))


def _known(draft: Draft) -> frozenset[str]:
    """What may fill a question first: register fields, and answers of earlier periods."""
    keys = [question.key for question in draft.form.questions()]
    earlier = {f"{panel}.{key}" for panel in ("p", "p4") for key in keys}
    return frozenset(column.key for column in REGISTER_FIELDS) | earlier


def _sounds_personal(question: Question) -> bool:
    words = _PERSONAL if question.kind in _HOLDS_WORDS else _ABOUT_PEOPLE if question.kind in _CHOSEN else ()
    return any(word in question.label for word in words)
