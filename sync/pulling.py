"""Fetching what is new: questionnaires first, then the change feed page by page."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from enum import Enum

from exchange.messages import FormNotice
from survey.problems import HuceError, Level, Problem
from sync.line import Line, patiently

PAGE = 500  # records
OLDER = frozenset({"C011"})  # a server that knows no such call


def pull_forms(line: Line) -> int:
    """Fetch the questionnaires that are missing here; a damaged one is left for the next time."""
    count = 0
    for notice in line.desk.missing_forms(patiently(line, line.api.forms)):
        line.tell(count, 0, "正在接收问卷")
        problem = _pull_form(line, notice)
        if problem is None:
            count += 1
        else:
            line.diary.problems.append(problem)
    return count


def _pull_form(line: Line, notice: FormNotice) -> Problem | None:
    body = patiently(line, lambda: line.api.form(notice.id, notice.version))
    if hashlib.sha256(body).hexdigest() != notice.hash:
        return Problem("N019", Level.QUERY, params={"title": notice.title})
    return line.desk.install_form(notice, body)


def pull_media(line: Line) -> int:
    """Fetch the pictures, sounds and films that questionnaires here lack; what cannot be had is fetched the next time.

    Nothing of it ends a synchronisation: everything else is done, and each question can be answered by its text.
    """
    names, count = line.desk.missing_media(), 0
    try:
        for name in names:
            line.tell(count, len(names), "正在接收问卷的图片、录音和视频")
            count += _pull_media(line, name)
    except HuceError as error:
        if error.problem.code not in OLDER:
            line.diary.problems.append(replace(error.problem, level=Level.HINT))
    if count < len(names):
        line.diary.problems.append(Problem("N021", Level.HINT, params={"count": str(len(names) - count)}))
    return count


def _pull_media(line: Line, name: str) -> bool:
    try:
        return line.desk.keep_media(name, patiently(line, lambda: line.api.media(name)))
    except HuceError as error:
        if error.problem.code != "C016":
            raise
        return False


def pull_all(line: Line) -> None:
    """Take the feed to its end."""
    more = True
    while more:
        line.tell(line.diary.pulled, 0, "正在接收名录和问卷")
        page = patiently(line, lambda: line.api.pull(line.desk.cursor(), PAGE))
        line.diary.note(line.desk.take(page))
        line.diary.pulled += len(page.records)
        more = page.more


def knows_our_place(line: Line) -> bool:
    """Tell whether the server's feed is still the one this desktop has read so far."""
    try:
        patiently(line, lambda: line.api.pull(line.desk.cursor(), 0))
    except HuceError as error:
        if error.problem.code != "C020":
            raise
        return False
    return True


class Comparison(Enum):
    """What comparing both sides can show besides a difference."""

    SAME = "两边一致"
    LATER = "还有变动，下次同步再核对"


def compared(line: Line) -> Comparison | Problem:
    """Compare counts and fingerprints. Somebody else may just have sent something: then it is said the next time."""
    ours = line.desk.summary()
    if ours is None:
        return Comparison.LATER
    theirs = patiently(line, line.api.summary)
    if theirs == ours:
        return Comparison.SAME
    if theirs.cursor != ours.cursor:
        return Comparison.LATER
    return Problem("N017", Level.QUERY, params={"local": str(ours.records), "remote": str(theirs.records)})
