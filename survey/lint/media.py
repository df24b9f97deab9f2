"""Pictures, sounds and films that labels and choices name: whether they lie beside the workbook and can be used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from survey.form.media import MEDIA
from survey.problems import Level, Problem
from survey.xlsform.beside import fits
from survey.xlsform.read import Draft
from survey.xlsform.sheets.workbook import normal_header
from survey.xlsform.texts import file_name

_SKIPPED = frozenset({"yes", "true", "1", "true()"})


def media_problems(draft: Draft) -> Iterator[Problem]:
    """Give F033 (not there), F034 (cannot be shown or played), F035 (too large): once a file, at its first cell.

    All are 提示: without the file the text of the question or choice stands alone.
    """
    seen: set[tuple[str, str]] = set()
    for sheet in (draft.book.sheet("survey"), draft.book.sheet("choices")):
        disabled = sheet.column("disabled")
        columns = [(header, kind) for header in sheet.headers if header and (kind := kind_of(header))]
        for index, row in enumerate(sheet.rows):
            for header, kind in columns:
                name = file_name(row.get(header, ""))
                if not name or "${" in name or (kind, name) in seen or row.get(disabled, "").lower() in _SKIPPED:
                    continue
                seen.add((kind, name))
                params = {"file": name, "kind": MEDIA[kind].word, "folder": draft.beside.media.name}
                code, more = _fault(kind, draft.beside.find(name))
                if code:
                    yield Problem(code, Level.HINT, sheet.place(index, header), {**params, **more})


def kind_of(header: str) -> str:
    """Return the kind of medium a column names, "" for any other: ``media::image::English``, ``big-image``."""
    words = [word.strip("_").replace("_", "-") for word in normal_header(header).split(":") if word]
    if words[:1] == ["media"]:
        words = words[1:]
    return words[0] if words and words[0] in MEDIA else ""


def _fault(kind: str, path: Path | None) -> tuple[str, dict[str, str]]:
    if path is None:
        return "F033", {}
    if not fits(kind, path):
        return "F034", {"endings": _endings(kind)}
    size, medium = path.stat().st_size, MEDIA[kind]
    if size > medium.limit:
        return "F035", {"size": f"{size / 2**20:.1f}", "limit": str(medium.megabytes)}
    return "", {}


def _endings(kind: str) -> str:
    return "、".join(each.removeprefix(".") for each in MEDIA[kind].endings)
