"""Save a book whose rows are streamed in: openpyxl makes everything around them, we write only the data rows.

Ten times as fast as openpyxl writing the rows itself, in constant memory, and the book keeps every style,
dropdown and print setting openpyxl knows (docs/excel.md has the figures).
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from openpyxl import Workbook

from excel.read.reader import why_not
from survey.problems import HuceError, Place, Problem

_LEVEL = 1  # deflate: level 6 takes three times as long for a sixth less
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')


def save_spliced(book: Workbook, rows: Mapping[str, Iterable[str]], out: Path) -> None:
    """Write the book, the XML of ``rows[title]`` following the rows the sheet already has.

    The file appears under its name only when it is whole. Raises HuceError B040 when it cannot be written.
    """
    frame = io.BytesIO()
    book.save(frame)
    parts = {f"xl/worksheets/sheet{number}.xml": title for number, title in enumerate(book.sheetnames, 1)}
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with (
            zipfile.ZipFile(frame) as source,
            zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as target,
        ):
            for name in source.namelist():
                more = rows.get(parts.get(name, ""))
                if more is None:
                    target.writestr(name, source.read(name))
                else:
                    _splice(target, name, source.read(name).decode(), more)
        part.replace(out)
    except OSError as cause:
        raise _unwritable(out, cause) from cause
    finally:
        part.unlink(missing_ok=True)


def _splice(target: zipfile.ZipFile, name: str, frame: str, rows: Iterable[str]) -> None:
    frame = _DIMENSION.sub("", frame, count=1)  # optional, and wrong once rows are added
    head, end, tail = frame.rpartition("</sheetData>")
    with target.open(name, "w", force_zip64=True) as stream:
        for text in _pieces(head, rows, end + tail):
            stream.write(text.encode())


def _pieces(head: str, rows: Iterable[str], tail: str) -> Iterator[str]:
    yield head
    yield from rows
    yield tail


def save_book(book: Workbook, out: Path) -> None:
    """Write a book that has all its rows. Raises HuceError B040 when it cannot be written."""
    save_spliced(book, {}, out)


def _unwritable(out: Path, cause: OSError) -> HuceError:
    return HuceError(Problem("B040", place=Place(file=out.name), params={"file": out.name, "reason": why_not(cause)}))
